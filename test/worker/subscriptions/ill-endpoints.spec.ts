import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { claimDueDeliveries, dueSubscriptions } from '#subscriptions/sending/claim-due.js';
import { planClaimed } from '#subscriptions/sending/planned-deliveries.js';
import { settle } from '#subscriptions/sending/settle.js';
import { watchFailing } from '#subscriptions/sending/subscription-states.js';
import { fact, uuid } from '#test/events.js';
import { ownerIn } from '#test/people.js';
import { startSmtpReceiver } from '#test/smtp-receiver.js';
import { startSubscribing, type Subscribing } from '#test/subscribing.js';
import { until } from '#test/until.js';
import { payloadIn, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const healthy = { failures: 0, failingSince: null, pausedUntil: null, lastError: null, lastErrorCode: null };

describe('a failing endpoint', () => {
  let hook: WebhookReceiver;
  let subject: Subscribing;
  let mine: { owner: string };
  let nth = 0;

  beforeAll(async () => {
    hook = await startWebhookReceiver();
  });
  afterAll(() => hook.close());
  beforeEach(async () => {
    hook.answer = undefined;
    hook.received.length = 0;
    subject = await startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.1'] });
    mine = { owner: await ownerIn(subject.database.app, 'anne@agency.example.org') };
  });
  afterEach(() => subject.close());

  async function subscribed(wishes: object = {}): Promise<string> {
    const { subscription } = await subject.subscribe({ channel: 'webhook', url: hook.url, ...wishes }, mine);
    await subject.work(subscription.id);
    hook.received.length = 0;
    return subscription.id;
  }

  /** A customer with a subscription of the same owner, who is not mailed about the troubles of others. */
  async function customer(): Promise<void> {
    const filter = { changes: false, deadlines: true };
    const { subscription } = await subject.subscribe({ channel: 'email', address: 'desk@example.org', filter }, mine);
    await subject.confirm(subscription.id);
  }

  const mailsOf = () =>
    subject.database.app.selectFrom('kept_mail').select(['recipient', 'text']).orderBy('at').execute();

  const record = async (count: number): Promise<number[]> => {
    const positions: number[] = [];
    for (let left = count; left > 0; left--) {
      nth += 1;
      positions.push(await subject.record(fact('StatementMade', '2024-03-01', { speaker: `${nth}` }), uuid(nth)));
    }
    await subject.fanOut();
    return positions;
  };
  const logOf = (id: string, filter = {}) => subject.log.list(id, mine, { limit: 50 }, filter);
  const viewOf = (id: string) => subject.subscriptions.get(id, mine);
  const healthOf = async (id: string) => (await viewOf(id)).endpoint?.health;
  const answer = (code: number, headers = {}) => {
    hook.answer = (_, response) => response.writeHead(code, headers).end('no');
  };
  const taken = (from = 0) => hook.received.slice(from).map((request) => payloadIn(request).data['position']);

  /** Goes on from one thing that is due to the next, as time would, for so long. */
  async function pass(ms: number): Promise<void> {
    const end = subject.clock.now().getTime() + ms;
    for (;;) {
      const [next] = await dueSubscriptions(subject.database.app, new Date(end), 1);
      const now = subject.clock.now().getTime();
      subject.clock.forward(Math.max(1, (next ? next.fireAt.getTime() : end) - now));
      if (!next) return;
      await subject.deliver();
    }
  }

  it('is retried on schedule, then with single messages, and receives everything missed in order (long)', async () => {
    const id = await subscribed({ ordered: true });
    const other = await subscribed({ filter: { eventTypes: ['StatementMade'] } });
    answer(500);
    const first = await record(1);
    await pass(9.5 * hour);
    const [delivery] = await logOf(id);
    const { log } = await subject.log.get(id, delivery!.id, mine);
    const waits = log.slice(1).map(({ at }, index) => at.getTime() - log[index]!.at.getTime());
    const planned = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour];
    expect(waits.map((wait, index) => [wait >= planned[index]!, wait <= planned[index]! * 1.2 + second])).toEqual(
      planned.map(() => [true, true]),
    );
    expect(log.at(-1)).toMatchObject({ number: 6, result: 'unavailable', code: 500, body: 'no' });
    expect(await healthOf(id)).toMatchObject({ failures: 6, failingSince: expect.any(Date) });

    const more = await record(5);
    const before = hook.received.length;
    expect(await subject.deliver()).toEqual(['retry']); // of the one that is not ordered: the other waits for its first
    expect(hook.received).toHaveLength(before + 1);
    const { pausedUntil } = (await healthOf(other))!;
    expect(pausedUntil!.getTime() - subject.clock.now().getTime()).toBeGreaterThan(3 * minute);
    await pass(16 * hour);

    hook.answer = undefined;
    const well = hook.received.length;
    await pass(12 * hour);
    const all = [...first, ...more];
    expect(taken(well).toSorted()).toEqual([...all, ...all].toSorted());
    const ofOrdered = (await logOf(id, { type: 'event.recorded' })).toReversed();
    expect(ofOrdered.map(({ state }) => state)).toEqual(all.map(() => 'sent'));
    const ids = ofOrdered.map(({ messageId }) => messageId);
    const came = hook.received.slice(well).map(({ headers }) => String(headers['webhook-id']));
    expect(came.filter((one) => ids.includes(one))).toEqual(ids);
    for (const one of [id, other]) expect(await healthOf(one)).toEqual(healthy);
  });

  it('receives each message once and in order, despite occasional failures and four workers', async () => {
    const id = await subscribed({ ordered: true });
    const took: unknown[] = [];
    hook.answer = (request, response) => {
      const isTaken = hook.received.length % 4 !== 0;
      if (isTaken) took.push(payloadIn(request).data['position']);
      setTimeout(() => response.writeHead(isTaken ? 204 : 500).end(), hook.received.length % 3);
    };
    const positions = await record(20);
    for (let turn = 0; turn < 10; turn++) {
      await Promise.all([1, 2, 3, 4].map(() => subject.work(id)));
      subject.clock.forward(6 * second);
    }
    expect(took).toEqual(positions);
  });

  it('causes mails to its owner after one and two days, is disabled after three, and receives held messages once resumed', async () => {
    await customer();
    const id = await subscribed({ ordered: true });
    answer(500);
    const positions = await record(2);
    const mails: string[] = [];
    for (let hours = 0; hours <= 76; hours += 4) {
      await subject.deliver();
      await watchFailing(subject.database.app, subject.clock.now());
      await subject.deliver();
      const rows = (await mailsOf()).filter(({ text }) => text.includes('127.0.0.1'));
      while (mails.length < rows.length) mails.push(`${hours} h`);
      subject.clock.forward(4 * hour);
    }
    expect(mails).toEqual(['24 h', '48 h', '72 h']);
    const told = await mailsOf();
    expect(new Set(told.slice(-3).map(({ recipient }) => recipient))).toEqual(new Set(['anne@agency.example.org']));
    expect(told.map(({ text }) => text).join()).not.toContain(hook.url);
    expect(await viewOf(id)).toMatchObject({ state: 'disabled', disabledBecause: 'failing' });

    positions.push(...(await record(2)));
    hook.received.length = 0;
    hook.answer = undefined;
    expect(await subject.deliver()).toEqual([]);
    expect((await logOf(id, { state: 'held' })).map(({ nextAttemptAt }) => nextAttemptAt)).toEqual(Array(4).fill(null));
    await subject.subscriptions.resume(id, mine);
    expect(await subject.deliver()).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(taken()).toEqual(positions);
    expect(await viewOf(id)).toMatchObject({ state: 'active', disabledBecause: null });
    expect(await healthOf(id)).toEqual(healthy);
  });

  it('causes no more mails once nothing is retried', async () => {
    await customer();
    const id = await subscribed();
    answer(500);
    await record(1);
    await subject.deliver();
    await subject.database.app
      .updateTable('delivery')
      .set({ state: 'cancelled' })
      .where('state', '=', 'planned')
      .execute();
    subject.clock.forward(80 * hour);
    await watchFailing(subject.database.app, subject.clock.now());
    expect(await viewOf(id)).toMatchObject({ state: 'active' });
    expect(await healthOf(id)).toEqual(healthy);
    expect(await subject.deliver()).toEqual([]);
  });

  it('that responds 410 is disabled at once, its owner is notified, and enabling it probes with one message', async () => {
    await customer();
    const id = await subscribed();
    answer(410);
    await record(3);
    await subject.deliver();
    expect(await viewOf(id)).toMatchObject({ state: 'disabled', disabledBecause: 'gone' });
    await subject.deliver();
    expect((await mailsOf()).filter(({ recipient }) => recipient === 'anne@agency.example.org')).toHaveLength(1);

    const before = hook.received.length;
    const askAgain = subject.confirmations.resend(id, mine); // would skip what comes up until it is answered
    await expect(askAgain).rejects.toMatchObject({ code: 'subscription-unfit' });
    await subject.subscriptions.resume(id, mine);
    await subject.deliver();
    expect(hook.received).toHaveLength(before + 1);
    expect((await logOf(id, { state: 'held' })).length).toBe(3);
  });

  it('of a key without an account has every administrator mailed once, over SMTP, and resumes when one of them says so', async () => {
    await subject.close();
    const smtp = await startSmtpReceiver();
    const mails = { SMTP_URL: smtp.url, PUBLIC_URL: 'https://jalon.example.org', MAIL_FROM: 'jalon@example.org' };
    subject = await startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.1'], ...mails });
    const admins = ['root@agency.example.org', 'second@agency.example.org'];
    await ownerIn(subject.database.app, 'officer@agency.example.org');
    for (const email of admins) await ownerIn(subject.database.app, email, 'admin');
    const { subscription } = await subject.subscribe({ channel: 'webhook', url: hook.url }, { owner: 'key:1234' });
    await subject.work(subscription.id);
    hook.received.length = 0;
    answer(410);
    const positions = await record(3);
    for (let turn = 0; turn < 3; turn++) {
      await subject.deliver();
      await watchFailing(subject.database.app, subject.clock.now());
      subject.clock.forward(30 * hour);
    }
    expect(smtp.received.map(({ to }) => to.join()).toSorted()).toEqual(admins);
    expect(smtp.received[0]?.parsed.text).toContain('410 (Gone)');
    await smtp.close();

    hook.answer = undefined;
    hook.received.length = 0;
    await subject.subscriptions.resume(subscription.id, 'all');
    await subject.deliver();
    expect(taken().toSorted()).toEqual(positions);
  });

  it('whose address is not allowed for a while loses nothing, its owner is notified at once, and it resumes on request', async () => {
    await customer();
    const id = await subscribed();
    const moveTo = (target: string) => subject.set(id, { target });
    const mails = async () => (await mailsOf()).length;
    const before = await mails();
    const positions = await record(2);
    await moveTo('https://10.0.0.1/hook');
    expect(await subject.work(id)).toEqual(['retry', 'retry']);
    expect(await healthOf(id)).toMatchObject({ failures: 2, lastErrorCode: 'address-not-public' });
    subject.clock.forward(10 * second);
    await subject.deliver();
    expect(await mails()).toBe(before + 1);

    await moveTo(hook.url);
    await subject.subscriptions.resume(id, mine);
    expect(await subject.deliver()).toEqual(['sent', 'sent']);
    expect(taken().toSorted()).toEqual(positions);
    expect(await healthOf(id)).toEqual(healthy);
  });

  it.each([
    [500, {}],
    [429, { 'retry-after': '86400' }],
  ])(
    'that is resumed while an attempt is under way is tried again at once, though that one fails with %s',
    async (code, headers) => {
      const id = await subscribed();
      const positions = await record(5);
      answer(500);
      await subject.deliver();
      subject.clock.forward(minute + second);
      let probe: ServerResponse | undefined;
      hook.answer = (_, response) => (probe = response);
      const probing = subject.work(id);
      await until(() => probe !== undefined);
      await subject.subscriptions.resume(id, mine);
      probe!.writeHead(code, headers).end();
      hook.answer = undefined;
      const before = hook.received.length;
      await probing;
      await subject.deliver();
      expect(taken(before).toSorted()).toEqual(positions);
      expect(await healthOf(id)).toEqual(healthy);
    },
  );

  it('that asked for a pause receives a test message at once', async () => {
    const id = await subscribed({ ratePerMinute: 1 });
    answer(429, { 'retry-after': '86400' });
    subject.clock.forward(minute + second);
    await record(2);
    expect(await subject.deliver()).toEqual(['retry']);
    hook.answer = undefined;
    const { delivery } = await subject.subscriptions.sendTest(id, mine);
    expect(await subject.deliver()).toEqual(['sent']);
    expect(await subject.log.get(id, delivery, mine)).toMatchObject({ state: 'sent' });
    const waiting = await logOf(id, { state: 'planned' });
    expect(waiting.map(({ nextAttemptAt }) => nextAttemptAt! > subject.clock.now())).toEqual([true, true]);
  });

  it('that throttles receives nothing until the stated time, and then messages as usual', async () => {
    const id = await subscribed();
    answer(429, { 'retry-after': '3600' });
    await record(1);
    expect(await subject.deliver()).toEqual(['retry']);
    await record(2);
    subject.clock.forward(59 * minute);
    expect(await subject.deliver()).toEqual([]);
    hook.answer = undefined;
    subject.clock.forward(minute + second);
    expect(await subject.deliver()).toEqual(['sent', 'sent', 'sent']);
    expect(await healthOf(id)).toEqual(healthy);
  });

  it('that throttles one message while accepting another is paused all the same', async () => {
    const id = await subscribed();
    await record(2);
    const at = subject.clock.now();
    const { attempts } = await claimDueDeliveries(subject.database.app, id, { now: at, most: 2 });
    const outcomes = [
      { result: 'delivered', code: 200 },
      {
        result: 'unavailable',
        code: 429,
        error: { code: 'endpoint-status', params: { status: 429 } },
        retryAfterMs: hour,
      },
    ] as const;
    const ended = attempts.map((attempt, which) => ({
      ...{ attempt, outcome: outcomes[which]! },
      ...{ triedAt: at, at, tookMs: 1 },
    }));
    expect(await settle(subject.database.app, ended)).toEqual(['sent', 'retry']);
    expect(await healthOf(id)).toMatchObject({ failures: 0, failingSince: null });
    await record(1);
    subject.clock.forward(59 * minute);
    expect(await subject.deliver()).toEqual([]);
    subject.clock.forward(minute + second);
    expect(await subject.deliver()).toEqual(['sent', 'sent']);
    expect(await healthOf(id)).toEqual(healthy);
  });

  it('receives no more messages per minute than its limit', async () => {
    await subscribed({ ratePerMinute: 30 });
    subject.clock.forward(2 * second); // since the challenge
    await record(4);
    const sent: number[] = [];
    for (let half = 0; half < 7; half++) {
      sent.push((await subject.deliver()).length);
      subject.clock.forward(second + 10);
    }
    expect(sent).toEqual([1, 0, 1, 0, 1, 0, 1]);
    expect(hook.received).toHaveLength(4);
  });

  it('receives no reminders while it is paused', async () => {
    const id = await subscribed();
    answer(429);
    await record(1);
    await subject.deliver();
    const message = {
      type: 'subscription.test' as const,
      timestamp: '2026-01-01T00:00:00Z',
      data: { subscription: id },
    };
    const planned = { cause: { kind: 'reminder' as const, reference: '1' }, subscription: id, message };
    const held = await subject.database.app
      .transaction()
      .execute((tx) => planClaimed(tx, [planned], subject.clock.now()));
    const batches = (async function* () {
      yield await Promise.resolve(held);
    })();
    await subject.deliveries.attemptAll(batches, () => Promise.resolve());
    expect(hook.received).toHaveLength(1);
    expect((await logOf(id))[0]).toMatchObject({ cause: 'reminder:1', state: 'planned', attempts: 0 });
    hook.answer = undefined;
    subject.clock.forward(minute + second);
    expect(await subject.deliver()).toEqual(['sent', 'sent']);
  });
});
