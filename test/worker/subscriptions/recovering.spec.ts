import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { openCheckpoint } from '#event-store/checkpoint.js';
import { ChangeSubscription } from '#subscriptions/change-subscription.js';
import { CreateSubscription } from '#subscriptions/create-subscription.js';
import { CHANGES } from '#subscriptions/fan-out.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import { NewSubscriptionSchema } from '#subscriptions/new-subscription.js';
import { planRecoveries } from '#subscriptions/plan-recoveries.js';
import { Recover } from '#subscriptions/recover.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { fact, opened, uuid } from '#test/events.js';
import { storeRaw } from '#test/stored-events.js';
import { mine, owner, provider, startSubscribing, type Subscribing } from '#test/subscribing.js';
import { until } from '#test/until.js';
import { payloadIn, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';
import { trust } from '#test/webhook-verification.js';
import { prepareWorking } from '#test/working.js';

const statement = (nth: number) => fact('StatementMade', '2026-11-20', { speaker: `${nth}` });
const milestone = (nth: number) => fact('MilestoneReached', `2026-11-${10 + nth}`, { milestone: 'J1' });

const mixed = (nth: number) => (nth % 5 === 0 ? milestone(nth % 15) : statement(nth));

const positionsAt = ({ received }: WebhookReceiver) =>
  received
    .map(payloadIn)
    .filter(({ type }) => type === 'event.recorded')
    .map(({ data }) => data['position']);

it('fills a new endpoint once and in order, though the worker is cut off in the middle, and follows from there', async () => {
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
        if new.cause = 'event:123' and nextval('cuts') = 1 then
          perform pg_terminate_backend(pg_backend_pid());
        end if;
        return new;
      end $$;
      create trigger cut before insert on delivery for each row execute function cut()`);
    const worker = await jalon.work();
    const filter = { eventTypes: ['MilestoneReached'], deadlines: false };
    const asked = { channel: 'webhook', url: receiver.url, ordered: true, since: from, filter };
    const command = new CreateSubscription(NewSubscriptionSchema.parse(asked), { owner });
    const { secret, subscription } = await worker.get(CommandBus).execute(command);
    trust(receiver.url, secret);
    await until(() => positionsAt(receiver).length > 0);
    await record(2_000, 10);
    const recorded = await events.readAll({ after: from, limit: 200 });
    const expected = recorded.filter(({ event: { type } }) => type === 'MilestoneReached').map((one) => one.position);
    await until(() => positionsAt(receiver).length >= expected.length);

    expect(positionsAt(receiver)).toEqual(expected);
    expect((await server.query('select last_value::int as cuts from cuts')).rows).toEqual([{ cuts: 2 }]);
    const row = await database.app
      .selectFrom('subscription')
      .select(['recovering', 'recovery'])
      .where('id', '=', subscription.id)
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
    const rule = { zone: 'Europe/Paris', newsDays: 90 };
    await planRecoveries({ db: database.app, events, schemes, deliveries, ...rule, now: () => clock.now() });
  }

  const recover = (id: string, since: number | string, missing = false) =>
    subject.commands.execute(new Recover(id, { since, missing }, mine));
  const recoveryOf = async (id: string) => (await subject.queries.execute(new GetSubscription(id, mine))).recovery;
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
    await app.deleteFrom('delivery').where('cause', '=', `event:${dropped}`).execute();
    await subject.commands.execute(new ChangeSubscription(id, { filter: { changes: true, deadlines: false } }, mine));
    hook.answer = undefined;
    hook.received.length = 0;
    subject.clock.forward(60_000);

    expect(await recover(id, since)).toMatchObject({ failed: 1, events: 0, recovery: { after: early, planned: 0 } });
    expect(await recover(id, String(early))).toMatchObject({ failed: 1, recovery: { finishedAt: null } });
    await expect(recover(id, 0)).rejects.toMatchObject({ code: 'subscription-unfit' });
    await plan();
    expect(await recoveryOf(id)).toMatchObject({ planned: 1, finishedAt: expect.any(String) });
    await subject.deliver();
    expect([positionsAt(hook), hook.received[0]?.headers['jalon-attempt']]).toEqual([[failed], '2']);

    expect(await recover(id, early, true)).toMatchObject({ failed: 0, events: dropped - early });
    await plan();
    await subject.deliver();
    expect(positionsAt(hook)).toEqual([failed, left, dropped]);

    for (const missing of [true, true, false]) {
      await recover(id, early - 1, missing);
      await plan();
      await subject.deliver();
    }
    expect(positionsAt(hook)).toEqual([failed, left, dropped, early]);
    expect([early, failed].map(idOf)).toEqual(ids);
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
    expect(await recover(id, since)).toMatchObject({ failed: 2 });
    for (let step = 0; step < 4; step++) {
      await plan();
      await fail();
    }
    expect(await recoveryOf(id)).toMatchObject({ planned: 2, finishedAt: expect.any(String) });
  });

  it('is owed no more at a time than it takes in a minute', async () => {
    const count = 7;
    const since = await subject.events.head();
    for (let nth = 0; nth < count; nth++) await subject.record(statement(10 + nth));
    const id = await subscribed({ ratePerMinute: 3, since, filter: { deadlines: false } });
    await fanOut();
    await plan();
    expect(await recoveryOf(id)).toMatchObject({ planned: 3, reached: since + 3, upTo: since + count });
    const later = await subject.record(statement(10 + count));
    await fanOut();
    for (let minute = 0; minute < 12; minute++) {
      subject.clock.forward(60_000);
      await plan();
      await subject.work(id);
    }
    expect(positionsAt(hook)).toEqual(Array.from({ length: count + 1 }, (_, nth) => since + 1 + nth));
    expect([await recoveryOf(id), positionsAt(hook).at(-1)]).toMatchObject([
      { planned: count + 1, finishedAt: expect.any(String) },
      later,
    ]);
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
    const id = await subscribed({ since, filter: { deadlines: false } });
    await follow();
    await plan();
    await subject.deliver();
    expect(positionsAt(hook)).toEqual([readable]);
    expect(await recoveryOf(id)).toMatchObject({ planned: 1, unreadable: 2, finishedAt: expect.any(String) });
  });
});
