import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCheckpoint } from '#event-store/checkpoint.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { planSendingAgain, SendingAgain } from '#subscriptions/send-again.js';
import { Subscribing as Creating } from '#subscriptions/subscribing.js';
import { NewSubscriptionSchema } from '#subscriptions/subscription.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { fact, opened, uuid } from '#test/events.js';
import { storeRaw } from '#test/stored-events.js';
import { mine, owner, provider, startSubscribing, type Subscribing } from '#test/subscribing.js';
import { until } from '#test/until.js';
import { payloadIn, startWebhookReceiver, type WebhookReceiver, trust } from '#test/webhook-receiver.js';
import { prepareWorking } from '#test/working.js';

const statement = (nth: number) => fact('StatementMade', '2026-11-20', { speaker: `${nth}` });
const milestone = (nth: number) => fact('MilestoneReached', `2026-11-${10 + nth}`, { milestone: 'J1' });

const mixed = (nth: number) => (nth % 5 === 0 ? milestone(nth % 15) : statement(nth));

const positionsAt = ({ received }: WebhookReceiver) =>
  received
    .map(payloadIn)
    .filter(({ type }) => type === 'event.recorded')
    .map(({ data }) => data['position']);

it('sends what was never sent once and in order, though the worker is cut off in the middle (long)', async () => {
  const jalon = await prepareWorking('2026-11-25T08:00:00Z');
  const server = await jalon.database.superuser();
  try {
    const { database, events, receiver } = jalon;
    const record = (from: number, count: number) =>
      jalon.record(uuid(1), ...Array.from({ length: count }, (_, n) => ({ id: uuid(from + n), event: mixed(n) })));
    await record(1_000, 130);
    const from = 20;
    await server.query(`
      create sequence cuts;
      create function cut() returns trigger language plpgsql security definer as $$ begin
        if new.kind = 'event' and new.reference = '123' and nextval('cuts') = 1 then
          perform pg_terminate_backend(pg_backend_pid());
        end if;
        return new;
      end $$;
      create trigger cut before insert on delivery for each row execute function cut()`);
    const worker = await jalon.work();
    const filter = { eventTypes: ['MilestoneReached'], deadlines: false };
    const asked = { channel: 'webhook', url: receiver.url, ordered: true, filter };
    const creating = worker.get(Creating).create(NewSubscriptionSchema.parse(asked), { owner });
    const { secret, subscription } = await creating;
    trust(receiver.url, secret);
    const { id } = subscription;
    await until(async () => (await worker.get(Subscriptions).get(id, mine)).state === 'active');
    await worker.get(SendingAgain).ask(id, { since: from, delivered: false }, mine);
    const recorded = await events.readAll({ after: from, limit: 200 });
    const expected = recorded.filter(({ event: { type } }) => type === 'MilestoneReached').map((one) => one.position);
    await until(() => positionsAt(receiver).length >= expected.length);

    expect(positionsAt(receiver)).toEqual(expected);
    expect((await server.query('select last_value::int as cuts from cuts')).rows).toEqual([{ cuts: 2 }]);
    const row = await database.app
      .selectFrom('subscription')
      .select(['recovering', 'recovery'])
      .where('id', '=', id)
      .executeTakeFirst();
    expect(row).toMatchObject({ recovering: false, recovery: { after: from, unreadable: 0 } });
  } finally {
    await server.end();
    await jalon.close();
  }
});

describe('an endpoint that lost messages', () => {
  let hook: WebhookReceiver;
  let subject: Subscribing;

  beforeAll(async () => {
    hook = await startWebhookReceiver();
    subject = await startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.1'] });
    await openCheckpoint(subject.database.app, CHANGES);
  });
  afterAll(async () => {
    await subject.close();
    await hook.close();
  });
  afterEach(async () => {
    const ended = { state: 'unsubscribed' as const, ended_at: subject.clock.now() };
    await subject.database.app.updateTable('subscription').set(ended).execute();
  });

  async function subscribed(wishes: object = {}): Promise<string> {
    const { subscription } = await subject.subscribe({ channel: 'webhook', url: hook.url, ...wishes });
    await subject.work(subscription.id);
    hook.received.length = 0;
    return subscription.id;
  }

  async function fanOut(): Promise<void> {
    await subject.fanOut();
    await follow();
  }

  async function follow(): Promise<void> {
    const position = await subject.events.head();
    await subject.database.app.updateTable('checkpoint').set({ position }).where('name', '=', CHANGES.name).execute();
  }

  /** What a worker does. */
  async function plan(): Promise<void> {
    const { database, events, schemes, deliveries, clock } = subject;
    const rule = { zone: 'Europe/Paris' };
    await planSendingAgain({ db: database.app, events, schemes, deliveries, ...rule, now: () => clock.now() });
  }

  const again = (id: string, since: number | string, delivered = false) =>
    subject.sendingAgain.ask(id, { since, delivered }, mine);
  const sentAgain = async (id: string) => (await subject.subscriptions.get(id, mine)).sendingAgain;
  const idOf = (position: number) =>
    hook.received.find((request) => payloadIn(request).data['position'] === position)?.headers['webhook-id'];

  it('is sent again what failed since then, and what was never sent, each once however often it asks', async () => {
    const id = await subscribed({ filter: { eventTypes: ['MilestoneReached'] } });
    hook.answer = (_, response) => response.writeHead(500).end();
    const early = await subject.record(milestone(1));
    const since = new Date().toISOString();
    await sleep(5); // times of recording are as exact as a millisecond
    const left = await subject.record(statement(1));
    const failed = await subject.record(milestone(2));
    await fanOut();
    await subject.deliver();
    const ids = [early, failed].map(idOf);
    const { app } = subject.database;
    await app.updateTable('delivery').set({ state: 'failed' }).where('state', '=', 'planned').execute();
    const dropped = await subject.record(milestone(3));
    await fanOut();
    await app.deleteFrom('delivery').where('kind', '=', 'event').where('reference', '=', String(dropped)).execute();
    await subject.subscriptions.change(id, { filter: { changes: true, deadlines: false } }, mine);
    hook.answer = undefined;
    hook.received.length = 0;
    subject.clock.forward(60_000);

    const dated = await again(id, since);
    expect(dated.sendingAgain).toMatchObject({ after: early, upTo: dropped, planned: 0 });
    expect((await again(id, String(early))).sendingAgain).toEqual(dated.sendingAgain);
    for (const other of [again(id, 0), again(id, early, true)])
      await expect(other).rejects.toMatchObject({ code: 'subscription-unfit' });
    await plan();
    expect(await sentAgain(id)).toMatchObject({ planned: 3, finishedAt: expect.any(String) });
    await subject.deliver();
    expect(positionsAt(hook)).toEqual([failed, left, dropped]);
    expect(hook.received[0]?.headers['jalon-attempt']).toBe('2');

    for (let time = 0; time < 3; time++) {
      await again(id, early - 1);
      await plan();
      await subject.deliver();
    }
    expect(positionsAt(hook)).toEqual([failed, left, dropped, early]);
    expect([early, failed].map(idOf)).toEqual(ids);
  });

  it('is sent again what was delivered, if asked for, as new deliveries of the same messages', async () => {
    const id = await subscribed({ filter: { deadlines: false } });
    const since = await subject.events.head();
    for (const nth of [50, 51]) await subject.record(statement(nth));
    await fanOut();
    await subject.deliver();
    subject.clock.forward(60_000);
    await again(id, since, true);
    await plan();
    await plan();
    await subject.deliver();
    const said = hook.received.map(({ body, headers }) => [body, headers['webhook-id']]);
    expect(positionsAt(hook)).toEqual([since + 1, since + 2, since + 1, since + 2]);
    expect(said.slice(2)).toEqual(said.slice(0, 2));
    expect(hook.received.map(({ headers }) => headers['jalon-attempt'])).toEqual(['1', '1', '2', '2']);
    const log = await subject.log.list(id, mine, { limit: 5 });
    expect(log.map(({ cause }) => cause.replace(/again:.*/, 'again'))).toEqual([
      ...[`event:${since + 2}:again`, `event:${since + 1}:again`, `event:${since + 2}`, `event:${since + 1}`],
      'confirm:1',
    ]);
  });

  it('is sent again what failed once, though it fails again meanwhile', async () => {
    const { app } = subject.database;
    const fail = () => app.updateTable('delivery').set({ state: 'failed' }).where('state', '=', 'planned').execute();
    const id = await subscribed({ ratePerMinute: 1 });
    const since = await subject.events.head();
    for (const nth of [30, 31]) await subject.record(statement(nth));
    await fanOut();
    await fail();
    subject.clock.forward(60_000);
    await again(id, since);
    for (let step = 0; step < 4; step++) {
      await plan();
      await fail();
    }
    expect(await sentAgain(id)).toMatchObject({ planned: 2, finishedAt: expect.any(String) });
  });

  it('is sent the others while one is retried', async () => {
    const since = await subject.events.head();
    for (const nth of [40, 41]) await subject.record(statement(nth));
    const id = await subscribed({ ratePerMinute: 1, filter: { deadlines: false } });
    hook.answer = (_, response) => response.writeHead(500).end();
    await follow();
    subject.clock.forward(60_000);
    await again(id, since);
    await plan();
    await plan();
    expect(await sentAgain(id)).toMatchObject({ planned: 1 });
    await subject.work(id);
    hook.answer = undefined;
    expect(positionsAt(hook)).toEqual([since + 1]);
    await plan();
    expect(await sentAgain(id)).toMatchObject({ planned: 2 });
  });

  it('is owed no more at a time than it takes in a minute', async () => {
    const count = 7;
    const since = await subject.events.head();
    for (let nth = 0; nth < count; nth++) await subject.record(statement(10 + nth));
    const id = await subscribed({ ratePerMinute: 3, filter: { deadlines: false } });
    await fanOut();
    await again(id, since);
    await plan();
    expect(await sentAgain(id)).toMatchObject({ planned: 3, reached: since + 3, upTo: since + count });
    const later = await subject.record(statement(10 + count));
    await fanOut();
    for (let minute = 0; minute < 12; minute++) {
      subject.clock.forward(60_000);
      await plan();
      await subject.work(id);
    }
    const sent = positionsAt(hook);
    expect(sent.filter((position) => position !== later)).toEqual(
      Array.from({ length: count }, (_, nth) => since + 1 + nth),
    );
    expect(sent.indexOf(later)).toBeLessThan(count); // what is sent again does not hold it up
    expect(await sentAgain(id)).toMatchObject({ planned: count, finishedAt: expect.any(String) });
  });

  it('is sent all but what cannot be read, and told how much that is', async () => {
    const { events, database } = subject;
    const since = await events.head();
    const stream = dossierStream(uuid(9));
    await events.append([{ stream, expected: 0, events: [{ id: uuid(10), event: opened({ provider }) }] }], {
      actor: owner,
    });
    await storeRaw(database.owner, stream, { type: 'GrantPromised', data: { by: '2027' } });
    const readable = await subject.record(statement(20));
    const id = await subscribed({ filter: { deadlines: false } });
    await follow();
    await again(id, since);
    await plan();
    await subject.deliver();
    expect(positionsAt(hook)).toEqual([readable]);
    expect(await sentAgain(id)).toMatchObject({ planned: 1, unreadable: 2, finishedAt: expect.any(String) });
  });
});
