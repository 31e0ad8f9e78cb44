import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changes, SUBSCRIBERS_AT_ONCE } from '#subscriptions/planning/fan-out.js';
import { activate } from '#subscriptions/sending/subscription-states.js';
import { providerStream } from '#domain/event/ledger-event.js';
import { follow } from '#event-store/follow.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import type { PlannedDelivery } from '#subscriptions/sending/planned-deliveries.js';
import { fact, uuid } from '#test/events.js';
import { until } from '#test/until.js';
import { mine, provider, startSubscribing, type Subscribing } from '#test/subscribing.js';

const projection = { name: 'changes', version: 1 };

describe('fanning out', () => {
  let subject: Subscribing;
  let ending: AbortController;
  let following: Promise<void>;

  beforeEach(async () => {
    subject = await startSubscribing();
    ending = new AbortController();
    const { events, schemes, deliveries, database } = subject;
    const fanOut = changes(events, deliveries, { schemes, zone: 'Europe/Paris' });
    following = follow(events, database.app, fanOut, { signal: ending.signal, batchSize: 7 });
  });
  afterEach(async () => {
    ending.abort();
    await following;
    await subject.close();
  });

  it('loses no event, and sends none older than a concurrent confirmation (long)', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        subject.subscribe({ channel: 'email', address: `officer-${n}@example.org` }),
      ),
    );
    const ids = made.map(({ subscription }) => subscription.id);
    let recorded = 0;
    let recording = true;
    const writing = Array.from({ length: 4 }, async () => {
      while (recording) {
        recorded += 1;
        await subject.record(fact('StatementMade', '2024-03-01', { speaker: `${recorded}` }), uuid(recorded));
      }
    });
    for (const id of ids) await subject.confirm(id);
    recording = false;
    await Promise.all(writing);

    const head = await subject.events.head();
    const db = subject.database.app;
    await until(() => waitUntilSeen(db, projection, head, 10_000));
    const rows = await db
      .selectFrom('delivery')
      .select(['subscription', 'kind', 'reference'])
      .orderBy('ordinal')
      .execute();
    const since = await db.selectFrom('subscription').select(['id', 'since_position as since']).execute();
    for (const { id, since: position } of since) {
      const events = rows.filter(({ subscription, kind }) => subscription === id && kind === 'event');
      const expected = Array.from({ length: head - position! }, (_, index) => String(position! + 1 + index));
      expect(events.map(({ reference }) => reference)).toEqual(expected);
    }
  });

  it('waits for a confirmation in progress, which would otherwise miss events', async () => {
    const { subscription } = await subject.subscribe({ channel: 'email', address: 'officer@example.org' });
    const db = subject.database.app;
    let position = 0;
    await db.transaction().execute(async (tx) => {
      await activate(tx, subscription.id, 1, subject.clock.now());
      position = await subject.record(fact('MilestoneReached', '2024-03-01', { milestone: 'J1' }));
      expect(await waitUntilSeen(db, projection, position, 500)).toBe(false);
    });
    expect(await waitUntilSeen(db, projection, position, 5_000)).toBe(true);
    const log = await subject.log.list(subscription.id, mine, { limit: 1 });
    expect(log).toMatchObject([{ cause: `event:${position}` }]);
  });

  it('notifies the followers of both providers of a transfer, and of later events only those of the new one', async () => {
    const taker = uuid(901);
    const registered = { id: uuid(1), event: { type: 'ProviderRegistered' as const, data: { name: 'Taker' } } };
    await subject.events.append([{ stream: providerStream(taker), expected: 0, events: [registered] }], { actor: 't' });
    const following = async (id: string) => {
      const asked = { channel: 'email' as const, address: 'officer@example.org', filter: { providers: [id] } };
      const { subscription } = await subject.subscribe(asked);
      await subject.confirm(subscription.id);
      return subscription.id;
    };
    const [ofGiver, ofTaker] = [await following(provider), await following(taker)];
    const transfer = await subject.record(fact('ServiceTransferred', '2025-07-01', { to: taker }));
    const later = await subject.record(fact('MilestoneReached', '2026-01-01', { milestone: 'J1' }));
    expect(await waitUntilSeen(subject.database.app, projection, later, 5_000)).toBe(true);
    const heard = async (id: string) => {
      const log = await subject.log.list(id, mine, { limit: 10 });
      return log
        .map(({ cause }) => cause)
        .filter((cause) => cause.startsWith('event:'))
        .sort();
    };
    expect(await heard(ofGiver)).toEqual([`event:${transfer}`]);
    expect(await heard(ofTaker)).toEqual([`event:${transfer}`, `event:${later}`].sort());
  });
});

it('reads and plans for a bounded number of subscribers at once, however many there are', async () => {
  const subject = await startSubscribing();
  const { deliveries, events, schemes, database } = subject;
  try {
    const count = SUBSCRIBERS_AT_ONCE + 200;
    const subscribers = Array.from({ length: count }, (_, n) => ({
      ...{ id: uuid(n + 1), channel: 'email' as const, target: `officer-${n}@example.org` },
      filter: { changes: true, deadlines: false },
    }));
    const since = await events.head();
    await subject.confirmed(...subscribers);
    const isDaily = (id: string): boolean => id < uuid(31);
    await database.app.updateTable('subscription').set({ mode: 'daily' }).where('id', '<', uuid(31)).execute();
    for (const speaker of ['a', 'b', 'c']) await subject.record(fact('StatementMade', '2024-03-01', { speaker }));

    const atOnce: number[] = [];
    const plan: typeof deliveries.plan = (tx, planned) => {
      expect(Array.isArray(planned)).toBe(false);
      const seen = new Set<string>();
      atOnce.push(0);
      const observed = function* (): Generator<PlannedDelivery> {
        for (const one of planned) {
          seen.add(one.subscription);
          atOnce[atOnce.length - 1] = seen.size;
          yield one;
        }
      };
      return deliveries.plan(tx, observed());
    };
    const observing = Object.assign(Object.create(deliveries) as typeof deliveries, { plan });
    const fanOut = changes(events, observing, { schemes, zone: 'Europe/Paris' });
    const batch = await events.readAll({ after: 0, limit: 100 });
    await database.app.transaction().execute((tx) => fanOut.handle(batch, tx));

    expect(atOnce).toEqual([SUBSCRIBERS_AT_ONCE - 30, 200]);
    const db = database.app;
    const planned = await db
      .selectFrom('delivery')
      .select(['subscription', 'reference'])
      .orderBy('subscription')
      .orderBy('ordinal')
      .execute();
    const digested = await db
      .selectFrom('daily_change')
      .select(['subscription', 'position'])
      .orderBy('subscription')
      .orderBy('position')
      .execute();
    const wanted = (daily: boolean) =>
      subscribers
        .filter(({ id }) => isDaily(id) === daily)
        .flatMap(({ id }) => [1, 2, 3].map((nth) => [id, since + nth]));
    expect(planned.map(({ subscription, reference }) => [subscription, Number(reference)])).toEqual(wanted(false));
    expect(digested.map(({ subscription, position }) => [subscription, position])).toEqual(wanted(true));
  } finally {
    await subject.close();
  }
});
