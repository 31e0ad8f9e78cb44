import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Day } from '#domain/date/day.js';
import { readingCause } from '#domain/event/causes.js';
import { dossierStream, type LedgerEvent, registerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import type { ChangesDigest } from '#subscriptions/messages/message.js';
import type { Deliveries } from '#subscriptions/sending/deliveries.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { planSendingAgain } from '#subscriptions/send-again.js';
import type { Filter } from '#subscriptions/filter.js';
import { planDigests } from '#subscriptions/planning/digests.js';
import { deleteOldSummaries } from '#subscriptions/retention.js';
import { uuid } from '#test/events.js';
import { provider, startSubscribing } from '#test/subscribing.js';
import { startedOnce } from '#test/started.js';

const register = 'test-register';
const [all, follower, other, narrow, daily, moves] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5), uuid(6)];
const filters: Record<string, Partial<Filter>> = {
  [all]: {},
  [follower]: { registers: [register] },
  [other]: { registers: ['another-register'] },
  [narrow]: { dossiers: [uuid(1001), uuid(1002)] },
  [daily]: {},
  [moves]: { registers: [register], statusChange: true },
};

const subject = startedOnce(() => startSubscribing());

beforeAll(async () => {
  const opened = Array.from({ length: 200 }, (_, nth) => ({
    stream: dossierStream(uuid(1000 + nth)),
    expected: 0 as const,
    events: [
      {
        id: uuidOf('opened', String(nth)),
        event: { type: 'DossierOpened' as const, data: { provider, scheme: 'fedramp', service: `S${nth}` } },
      },
    ],
  }));
  await subject.events.append(opened, { actor: 'test' });
  await subject.fanOut();
  await subject.confirmed(
    ...Object.entries(filters).map(([id, filter]) => ({
      ...{ id, channel: 'email' as const, target: `${id}@example.org` },
      filter: { changes: true, deadlines: false, ...filter },
    })),
  );
  await subject.set(daily, { mode: 'daily' });
  await subject.set(follower, { language: 'en' });
});

const source = { kind: 'catalogue' as const, publisher: 'FedRAMP PMO' };

/** Records a reading with differences, all in one append, the reading last. */
async function read(day: Day, entries: number, listing: 'granted' | 'in-progress' = 'granted'): Promise<string> {
  const id = uuidOf('read', day);
  const keys = Array.from({ length: entries }, (_, nth) => `entry-${nth}`);
  const observed = keys.map((entry, nth) => ({
    stream: dossierStream(uuid(1000 + nth)),
    expected: 'any' as const,
    events: [
      {
        id: uuidOf('observed', day, entry),
        event: {
          ...{ type: 'RegisterObserved' as const, occurred: day, source },
          data: { register: 'Test register', registerSlug: register, entry, listing },
        },
      },
    ],
  }));
  const data = {
    ...{ register: 'Test register', scheme: 'fedramp', sha256: 'a'.repeat(64), bytes: 9, entries: 200, ignored: 0 },
    ...{ unreadable: 0, added: [], changed: keys, gone: [], profile: 1 },
  };
  const reading = { id, event: { type: 'RegisterRead' as const, occurred: day, source, data } as LedgerEvent };
  await subject.events.append(
    [...observed, { stream: registerStream(register), expected: 'any' as const, events: [reading] }],
    { actor: 'worker', causationId: readingCause(id) },
  );
  return id;
}

/** What a subscription is sent, from the beginning of a test on. */
const toldTo = async (id: string) =>
  (await subject.told(id)).filter(({ ordinal }) => ordinal > seen).map(({ ordinal: _, ...told }) => told);

const typesTold = async (id: string) => (await toldTo(id)).map(({ type }) => type);

let seen = 0;
beforeEach(async () => {
  const last = await subject.database.app
    .selectFrom('delivery')
    .select('ordinal')
    .orderBy('ordinal', 'desc')
    .executeTakeFirst();
  seen = last?.ordinal ?? 0;
});

describe('a reading of a register', () => {
  it('that changes much is one message per subscriber, across batches', async () => {
    const reading = await read('2026-11-01', 200);
    await subject.fanOut();
    for (const id of [all, follower, moves]) expect(await typesTold(id)).toEqual(['register.read']);
    expect(await typesTold(narrow)).toEqual(['event.recorded', 'event.recorded']);
    expect(await typesTold(other)).toEqual([]);
    const { data, cause } = (await toldTo(all))[0]!;
    expect(cause).toBe(`reading:${reading}:${data.position}`);
    expect(data).toMatchObject({
      ...{ register, scheme: 'fedramp', day: '2026-11-01', entries: 200, added: 0, changed: 200, gone: 0 },
      ...{ changes: 200, more: true },
    });
    expect(data.dossiers).toHaveLength(30);
    expect(data.dossiers[0]).toMatchObject({
      dossier: { service: 'S0' },
      status: { before: { status: 'unknown' }, after: { status: 'granted' } },
    });
    expect(await subject.database.app.selectFrom('reading_summary').selectAll().execute()).toEqual([]);
  });

  it('that changes little is a message per change, except to those that follow readings', async () => {
    await read('2026-11-02', 3, 'in-progress');
    await subject.fanOut();
    expect(await typesTold(all)).toEqual(Array(3).fill('event.recorded'));
    expect(await typesTold(narrow)).toEqual(Array(2).fill('event.recorded'));
    expect(await toldTo(follower)).toMatchObject([{ type: 'register.read', data: { changes: 3, changed: 3 } }]);
  });

  it('that changes nothing is told to those that follow readings, whatever they change', async () => {
    await read('2026-11-03', 0);
    await subject.fanOut();
    expect(await toldTo(follower)).toMatchObject([{ type: 'register.read', data: { changes: 0 } }]);
    for (const id of [all, narrow, other, moves]) expect(await typesTold(id)).toEqual([]);
  });

  it('is told to an endpoint that is filled later as it was to others, although what is left over is tidied up', async () => {
    const { database, events, schemes, deliveries, clock } = subject;
    const [filled, position] = [uuid(7), await events.head()];
    await database.app
      .insertInto('checkpoint')
      .values({ ...CHANGES, position })
      .execute();
    const endpoint = { id: filled, channel: 'webhook' as const, target: 'https://hooks.example.org/' };
    await subject.confirmed({ ...endpoint, filter: { changes: true, deadlines: false } });
    await subject.sendingAgain.ask(filled, { since: 202, delivered: false }, 'all');
    const plan: Deliveries['plan'] = async (tx, planned) => {
      await deleteOldSummaries(database.app);
      return deliveries.plan(tx, planned);
    };
    const means = { events, schemes, deliveries: { plan } as Deliveries, db: database.app };
    await planSendingAgain({ ...means, zone: 'Europe/Paris', now: () => clock.now() });
    seen = 0;
    expect((await toldTo(filled)).length).toBeGreaterThan(3);
    expect(await toldTo(filled)).toEqual(await toldTo(all));
    await database.owner.deleteFrom('checkpoint').execute();
  });

  it('is told of once, although a batch is handled again, and what failed at first comes by itself', async () => {
    const { database, events } = subject;
    const after = await events.head();
    await read('2026-11-04', 12, 'granted');
    const [failed, ...others] = await events.readAll({ after, limit: 20 });
    await subject.fanOutOf(others.slice(0, 5));
    await subject.fanOutOf(others.slice(5));
    const position = await events.head();
    await database.app.insertInto('checkpoint').values({ name: 'changes', version: 1, position }).execute();
    await subject.fanOutOf([failed!]);
    expect(await typesTold(all)).toEqual(['register.read', 'event.recorded']);
    await subject.fanOut();
    expect((await typesTold(follower)).filter((type) => type === 'register.read')).toHaveLength(1);
  });

  it('is part of the daily digest', async () => {
    subject.clock.forward(86_400_000);
    await planDigests(subject.database.app, subject.clock.now(), 'Europe/Paris');
    const data = (await subject.told(daily))[0]!.data as ChangesDigest;
    expect(data.readings!.map(({ day }) => day)).toEqual(['2026-11-01', '2026-11-04']);
    expect(data).toMatchObject({ total: 6 });
    expect(data.changes).toHaveLength(4);
  });

  it('is told as the preview says', async () => {
    const since = new Date(subject.clock.now().getTime() - 2 * 86_400_000);
    const preview = async (filter: Partial<Filter>) => {
      const asked = { changes: true, deadlines: true, ...filter };
      const within = { since, zone: 'Europe/Paris' };
      const { changes: told } = await subject.pastChanges.list(asked, within);
      return told.filter(({ stream }) => stream !== dossierStream(uuid(999))).map(({ type }) => type);
    };
    expect(await preview({ registers: [register] })).toEqual(Array(4).fill('RegisterRead'));
    expect(await preview({ dossiers: [uuid(1001)] })).toEqual([...Array(3).fill('RegisterObserved'), 'DossierOpened']);
    const open = await preview({ schemes: ['fedramp'] });
    expect(open.filter((type) => type === 'RegisterRead')).toHaveLength(2);
    expect(open.filter((type) => type === 'RegisterObserved')).toHaveLength(3);
    expect(await preview({ providers: [provider], eventTypes: ['RegisterObserved'] })).toEqual([
      'RegisterRead',
      ...Array(3).fill('RegisterObserved'),
      'RegisterRead',
    ]);
  });

  it('is readable by mail in both languages', async () => {
    await subject.deliver();
    const mails = (await subject.keptMails.list({ limit: 60 })).map((mail) => mail.subject.replace(/\s/g, ' '));
    expect(mails).toEqual(
      expect.arrayContaining([
        'test-register: 200 differences on 1 November 2026',
        'test-register: no difference on 3 November 2026',
        'test-register : 200 différences au 1er novembre 2026',
      ]),
    );
  });

  it('leaves nothing behind of subscriptions that take no part in it any more', async () => {
    const { app } = subject.database;
    const part = (reading: string) => ({ reading, subscription: other, changes: 1, dossiers: 1, last: '', body: '{}' });
    const over = uuidOf('read', '2026-11-01');
    const coming = await read('2026-11-05', 0);
    await app
      .insertInto('reading_summary')
      .values([over, coming, uuid(77)].map(part))
      .execute();
    await deleteOldSummaries(app);
    expect(await app.selectFrom('reading_summary').select('reading').execute()).toEqual([{ reading: coming }]);

    const position = await subject.events.head();
    await app.updateTable('checkpoint').set({ position }).where('name', '=', CHANGES.name).execute();
    const failure = {
      projection: CHANGES.name,
      version: CHANGES.version,
      position,
      error: '',
      next_attempt_at: new Date(),
    };
    await app
      .insertInto('projection_failure')
      .values({ ...failure, stream: registerStream(register) })
      .execute();
    await deleteOldSummaries(app);
    expect(await app.selectFrom('reading_summary').select('reading').execute()).toEqual([{ reading: coming }]);
    await app.deleteFrom('projection_failure').execute();
    await deleteOldSummaries(app);
    expect(await app.selectFrom('reading_summary').select('reading').execute()).toEqual([]);
  });
});
