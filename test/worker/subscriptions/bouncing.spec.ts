import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryView } from '#subscriptions/sending/delivery-log.js';
import { MailHosts } from '#subscriptions/sending/mail/email-sender.js';
import { dsn } from '#test/dsn.js';
import { uuid } from '#test/events.js';
import { ownerIn } from '#test/people.js';
import { type ReceivedMail, type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { startSubscribing, type Subscribing } from '#test/subscribing.js';

const MAIL_FROM = 'Jalon <jalon@example.org>';
const MAIL_RETURN_PATH = 'bounces@jalon.example.org';
const MINUTE = 60_000;

let smtp: SmtpReceiver;
let subject: Subscribing;
let mail = 0;

beforeAll(async () => {
  smtp = await startSmtpReceiver();
  subject = await startSubscribing({ SMTP_URL: smtp.url, MAIL_FROM, MAIL_RETURN_PATH });
});
afterAll(async () => {
  await subject.close();
  await smtp.close();
});
beforeEach(() => {
  smtp.received.length = 0;
  smtp.refuse = undefined;
  smtp.drop = false;
});
afterEach(() => {
  subject.clock.forward(10 * MINUTE);
});

/** Somebody new, with an address in a domain and an owner of their own, who has confirmed. */
async function subscribed(asked: { address?: string; owner?: string } = {}): Promise<{ id: string; address: string }> {
  const number = (mail += 1);
  const [id, owner] = [uuid(number), asked.owner ?? `key:${number}`];
  const address = asked.address ?? `Officer@d${number}.example.org`;
  await subject.confirmed({ id, channel: 'email', target: address, owner });
  return { id, address };
}

async function test(id: string): Promise<DeliveryView> {
  const { delivery } = await subject.subscriptions.sendTest(id, 'all');
  await subject.deliver();
  return logged(id, delivery);
}

async function logged(id: string, delivery: string): Promise<DeliveryView> {
  const log = await subject.log.list(id, 'all', { limit: 50 });
  return log.find((one) => one.id === delivery)!;
}

const because = async (id: string) => (await subject.subscriptions.get(id, 'all')).disabledBecause;
const suppressions = () => subject.suppressions.list({ limit: 50 });
const isSuppressed = async (address: string) =>
  (await suppressions()).some((one) => one.address === address.toLowerCase());
const take = (report: string) => subject.bounces.process(Buffer.from(report));

describe('a mail that a server rejects', () => {
  it.each([
    ['421 is tried again', { code: 421, message: '4.3.2 closing' }, 'planned', false],
    ['451 is tried again', { code: 451, message: 'come back later' }, 'planned', false],
    ['550 5.1.1 suppresses', { code: 550, message: '5.1.1 no such user' }, 'failed', true],
    ['550 suppresses', { code: 550, message: 'no such user' }, 'failed', true],
    ['550 5.7.1 has failed', { code: 550, message: '5.7.1 not from you' }, 'failed', false],
    ['550 for want of a relay is tried again', { code: 550, message: 'relay not permitted' }, 'planned', false],
    ['552 has failed', { code: 552, message: 'mailbox full' }, 'failed', false],
    ['554 for what it says has failed', { code: 554, message: 'no', at: 'mail' as const }, 'failed', false],
    ['550 for its sender is tried again', { code: 550, message: 'no', at: 'sender' as const }, 'planned', false],
  ])('with %s', async (_, refuse, state, suppressed) => {
    const { id, address } = await subscribed();
    smtp.refuse = refuse;
    expect(await test(id)).toMatchObject({ state, responseCode: refuse.code });
    expect(await isSuppressed(address)).toBe(suppressed);
    expect(await because(id)).toBe(suppressed ? 'bounced' : null);
  });

  it('with a connection lost after sending is retried as the same mail', async () => {
    const { id } = await subscribed();
    smtp.drop = true;
    const { state } = await test(id);
    expect(state).toBe('planned');
    smtp.drop = false;
    subject.clock.forward(MINUTE);
    await subject.deliver();
    const ids = smtp.received.slice(-2).map(({ parsed }) => parsed.messageId);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('temporarily five times in a row suppresses the address; an accepted mail restarts the count', async () => {
    const { id, address } = await subscribed();
    const refuse = { code: 552, message: 'mailbox full' };
    for (const taken of [false, false, false, false, true, false, false, false, false]) {
      smtp.refuse = taken ? undefined : refuse;
      await test(id);
    }
    expect(await isSuppressed(address)).toBe(false);
    await test(id);
    expect((await suppressions()).find((one) => one.address === address.toLowerCase())).toMatchObject({
      reason: 'soft-bounces',
      detail: expect.stringMatching(/552 mailbox full/),
    });
    expect(await because(id)).toBe('bounced');
  });
});

describe('a returned mail', () => {
  it('has a return path and an envelope id that identify it', async () => {
    const { id } = await subscribed();
    const { id: delivery } = await test(id);
    expect(smtp.received.at(-1)).toMatchObject({ from: MAIL_RETURN_PATH, envelopeId: delivery });
    expect(smtp.received.at(-1)?.parsed.from?.text).toBe('"Jalon" <jalon@example.org>');
  });

  it('from an unknown mailbox suppresses its address once, and notifies the account that owns it, nobody else', async () => {
    const owner = await ownerIn(subject.database.app, 'anne@agency.example.org');
    const { id, address } = await subscribed({ owner });
    for (let others = 0; others < 3; others += 1) await subscribed({ owner });
    const { id: delivery } = await test(id);
    const report = dsn({ messageId: delivery, recipient: address });
    const taken = { delivery, subscription: id, result: 'hard', suppressed: true };
    expect(await take(report)).toEqual(taken);
    expect(await logged(id, delivery)).toMatchObject({
      state: 'failed',
      lastError: expect.stringMatching(/no such user$/),
    });
    smtp.received.length = 0;
    expect(await subject.deliver()).toEqual(['sent']);
    const [{ to, parsed }] = smtp.received as [ReceivedMail];
    expect([to, parsed.subject]).toEqual([['anne@agency.example.org'], expect.stringContaining('O…@d')]);
    expect(parsed.text).not.toMatch(/officer@/i);
    expect(await because(id)).toBe('bounced');

    await subject.suppressions.lift(address);
    expect(await take(report)).toEqual({ ...taken, suppressed: false });
    expect(await isSuppressed(address)).toBe(false);
  });

  it.each([
    ['softly', { status: '4.2.2', diagnostic: 'smtp; 452 4.2.2 full' }, 'soft', 'failed'],
    ['later than it should', { action: 'delayed', status: '4.4.1' }, 'none', 'sent'],
    ['from whom it was passed on to', { recipient: 'gone@elsewhere.example' }, 'elsewhere', 'sent'],
  ])('%s suppresses nothing', async (_, report, result, state) => {
    const { id, address } = await subscribed();
    const { id: delivery } = await test(id);
    const told = dsn({ envelopeId: delivery, recipient: address, ...report });
    expect(await take(told)).toMatchObject({ delivery, result, suppressed: false });
    expect(await take(told)).toMatchObject({ delivery, result, suppressed: false });
    expect(await logged(id, delivery)).toMatchObject({ state });
    expect(await because(id)).toBeNull();
  });

  it('suppresses its address even if the attempt was not recorded yet', async () => {
    const { id, address } = await subscribed();
    const { delivery } = await subject.subscriptions.sendTest(id, 'all');
    let acknowledge = (): void => undefined;
    smtp.stall = new Promise((resolve) => (acknowledge = resolve));
    const sending = subject.work(id);
    await smtp.waitFor(1);
    smtp.stall = undefined;
    expect(await take(dsn({ messageId: delivery, recipient: address }))).toMatchObject({
      result: 'hard',
      suppressed: true,
    });
    acknowledge();
    expect(await sending).toEqual(['sent']);
    expect(await because(id)).toBe('bounced');
  });

  it('with a second report changes nothing', async () => {
    const { id, address } = await subscribed();
    const { id: delivery } = await test(id);
    await take(dsn({ messageId: delivery, recipient: address, status: '5.2.2', diagnostic: 'smtp; 552 full' }));
    await take(dsn({ messageId: delivery, recipient: 'gone@elsewhere.example' }));
    const { lastError } = await logged(id, delivery);
    const { log } = await subject.log.get(id, delivery, 'all');
    expect([lastError, log.map(({ error }) => error)]).toEqual([
      expect.stringMatching(/552 full$/),
      [expect.stringMatching(/552 full$/)],
    ]);
  });

  it('with repeated temporary failures suppresses the address, although a server accepted each mail', async () => {
    const { id, address } = await subscribed();
    for (let sent = 0; sent < 5; sent += 1) {
      const { id: delivery } = await test(id);
      await take(dsn({ messageId: delivery, recipient: address, status: '5.2.2', diagnostic: 'smtp; 552 full' }));
    }
    expect(await isSuppressed(address)).toBe(true);
  });

  it('that was never sent is rejected', async () => {
    const { id, address } = await subscribed();
    const { delivery } = await subject.subscriptions.sendTest(id, 'all');
    await expect(take(dsn({ messageId: delivery, recipient: address }))).rejects.toMatchObject({
      code: 'unknown-reference',
    });
  });
});

describe('a suppressed address', () => {
  it('whose confirmation request bounced has a subscription that stays pending, and a delivery that says why', async () => {
    const address = 'Misspelt@pending.example.org';
    smtp.refuse = { code: 550, message: '5.1.1 no such user' };
    const { id } = (await subject.subscribe({ channel: 'email', address })).subscription;
    await subject.deliver();
    expect(await isSuppressed(address)).toBe(true);
    expect(await subject.subscriptions.get(id, 'all')).toMatchObject({ state: 'pending', disabledBecause: null });
    const lastError = expect.stringMatching(/550 5\.1\.1 no such user/);
    expect(await subject.log.list(id, 'all', { limit: 5 })).toMatchObject([{ state: 'failed', lastError }]);
  });

  it('can be subscribed like any other, and receives nothing', async () => {
    const { id, address } = await subscribed();
    smtp.refuse = { code: 550, message: '5.1.1 no such user' };
    await test(id);
    smtp.refuse = undefined;
    smtp.received.length = 0;
    const { subscription } = await subject.subscribe({ channel: 'email', address });
    expect(subscription).toMatchObject({ state: 'pending', target: address, disabledBecause: null });
    await subject.deliver();
    const [question] = await subject.log.list(subscription.id, 'all', { limit: 5 });
    expect(question).toMatchObject({
      state: 'cancelled',
      lastError: expect.stringMatching(/^The address is suppressed \(hard-bounce\): .*550 5\.1\.1 no such user$/),
    });
    expect(smtp.received).toEqual([]);
  });

  it('that confirms an earlier request is disabled like the others, and its messages are held', async () => {
    const { id, address } = await subscribed();
    const { subscription } = await subject.subscribe({ channel: 'email', address });
    await subject.deliver();
    const token = /token=([\w-]+)/.exec(smtp.received.at(-1)?.parsed.text ?? '')?.[1] ?? '';
    smtp.refuse = { code: 550, message: '5.1.1 no such user' };
    await test(id);
    smtp.refuse = undefined;
    for (let click = 0; click < 2; click += 1) {
      const confirmed = await subject.confirmations.confirm(subscription.id, token);
      expect(confirmed).toMatchObject({ state: 'disabled', disabledBecause: 'bounced' });
    }
    await subject.suppressions.lift(address);
    const resumed = await subject.subscriptions.resume(subscription.id, 'all');
    expect(resumed.state).toBe('active');
    expect((await test(subscription.id)).state).toBe('sent');
  });

  it('that is suppressed while a mail is being sent is disabled, and the mail is held', async () => {
    const { id, address } = await subscribed();
    const at = subject.clock.now();
    const row = { address: address.toLowerCase(), reason: 'hard-bounce' as const, detail: 'no such user', at };
    await subject.database.app.insertInto('suppression').values(row).execute(); // nobody has disabled anything yet
    expect(await test(id)).toMatchObject({ state: 'held', attempts: 0 });
    expect(await because(id)).toBe('bounced');
    await subject.suppressions.lift(address);
    await subject.subscriptions.resume(id, 'all');
    await subject.deliver();
    const log = await subject.log.list(id, 'all', { limit: 1 });
    expect(log).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it('disables all its subscriptions, and notifies the accounts that own them', async () => {
    const { id, address } = await subscribed();
    const owner = await ownerIn(subject.database.app, 'boris@agency.example.org');
    const twin = await subscribed({ address: address.toLowerCase(), owner });
    smtp.refuse = { code: 550, message: '5.1.1 no such user' };
    await test(id);
    expect([await because(id), await because(twin.id)]).toEqual(['bounced', 'bounced']);
    smtp.refuse = undefined;
    await subject.deliver();
    expect(smtp.received.map(({ to }) => to)).toEqual([['boris@agency.example.org']]);
  });
});

describe('a domain', () => {
  it('receives a limited burst of mails from all workers together, and the others at intervals', async () => {
    const { app } = subject.database;
    const workers = [new MailHosts(app, 60), new MailHosts(app, 60)];
    const now = subject.clock.now();
    const take = (at: Date) =>
      Promise.all(Array.from({ length: 7 }, () => workers.map((one) => one.take('crowd.example', at))).flat());
    const waits = (await take(now)).map((until) => (until ? until.getTime() - now.getTime() : 0)).sort((a, b) => a - b);
    expect(waits).toEqual([...Array.from({ length: 10 }, () => 0), 1_177, 2_354, 3_531, 4_708]);
    for (const wait of waits.slice(10))
      expect(await workers[0]!.take('crowd.example', new Date(now.getTime() + wait))).toBeUndefined();
  });

  it('that throttles receives nothing for some minutes, while others receive their mails', async () => {
    const { id } = await subscribed({ address: 'first@busy.example' });
    const { id: neighbour } = await subscribed({ address: 'second@busy.example' });
    const { id: stranger } = await subscribed();
    smtp.refuse = { code: 450, message: '4.7.1 too much mail' };
    await test(id);
    smtp.refuse = undefined;
    expect(await test(neighbour)).toMatchObject({ state: 'planned', attempts: 0 });
    expect(await test(stranger)).toMatchObject({ state: 'sent' });
    subject.clock.forward(6 * MINUTE);
    await subject.deliver();
    const log = await subject.log.list(neighbour, 'all', { limit: 1 });
    expect(log[0]).toMatchObject({ state: 'sent', attempts: 1 });
  });
});
