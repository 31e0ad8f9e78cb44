import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type EventStore } from '#event-store/event-store.js';
import { type TestDatabase } from '#test/database.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';
import { setClockOffset } from '#database/clock.js';

const statements = [
  `update event set actor = 'another'`,
  `update event set actor = 'another' where position = 999`,
  'delete from event',
  'delete from event where position = 1',
  'truncate event',
  `insert into event select position + 1, gen_random_uuid(), stream, version + 1, type, schema_version, occurred, data,
    source, actor, correlation_id, causation_id, fingerprint, recorded_at from event
    on conflict (id) do update set actor = 'another'`,
];

describe('the table of events', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    await events.append([{ stream: 's', expected: 0, events: [withId(note('one'))] }], me);
  });
  afterAll(async () => {
    expect(await events.head()).toBe(1);
    expect(await events.readAll({ after: 0, limit: 9 })).toHaveLength(1);
    await database.close();
  });

  it.each(statements)('refuses the app: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/permission denied/);
  });

  it.each(statements)('refuses the owner: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.owner)).rejects.toThrow(/append-only/);
  });

  it.each(statements)('refuses a superuser who plays replica: %s', async (statement) => {
    const server = await database.superuser();
    try {
      await server.query('set session_replication_role = replica');
      await expect(server.query(statement)).rejects.toThrow(/append-only/);
    } finally {
      await server.end();
    }
  });

  it.each([
    `insert into event select position + 1, gen_random_uuid(), stream, version + 1, type, schema_version, occurred, data,
      source, actor, correlation_id, causation_id, fingerprint, recorded_at from event`,
    'update ledger_head set position = 999',
    `update ledger_head set clock_offset = '1 day'`,
    'delete from ledger_head',
    'insert into ledger_head default values',
    'alter table event disable trigger event_is_append_only',
    'drop table event',
    'create table mine ()',
    `set role jalon_owner`,
  ])('gives the app no other way in: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('stays dense when the caller lies about the size of its append', async () => {
    const lie = sql`select * from ledger_append('{500}', array[gen_random_uuid()], '{lie}', '{0}', '{Noted}', '{1}', '{null}',
      '{"{}"}', '{null}', '{me}', '{null}', '{null}', array[repeat('00', 32)])`;
    const rolledBack = new Error('rolled back');
    const attempt = database.app.transaction().execute(async (tx) => {
      await lie.execute(tx);
      const head = await tx.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
      expect(head.position).toBe(2);
      throw rolledBack;
    });
    await expect(attempt).rejects.toBe(rolledBack);
  });

  it.each([
    `ledger_append('{1}', array[gen_random_uuid()], '{temp}', '{0}', '{Noted}', '{1}', '{null}', '{"{}"}', '{null}', '{me}',
      '{null}', '{null}', array[repeat('00', 32)])`,
    `ledger_append_one(gen_random_uuid(), 'temp', 0, 'Noted', 1, null, '{}', null, 'me', null, null,
      decode(repeat('00', 32), 'hex'))`,
    `ledger_append_at(1, jsonb_build_object('last', (select id from public.event where position = 1),
      'epoch', (select max(epoch) from public.ledger_epoch),
      'revisions', (select jsonb_object_agg(name, number) from public.revision)),
      gen_random_uuid(), 'temp', 0, 'Noted', 1, null, '{}', null, 'me', null, null, decode(repeat('00', 32), 'hex'), null)`,
  ])('has a function that no temporary table of the caller can fool: %s', async (call) => {
    const server = await database.app.dedicated('test');
    try {
      await server.query('begin');
      await server.query(
        'create temp table ledger_head (position bigint, recorded_at timestamptz, clock_offset interval)',
      );
      await server.query(`insert into ledger_head values (998, now(), '0')`);
      await server.query('set search_path = pg_temp, public');
      const { rows } = await server.query<{ first_position: number }>(`select * from ${call}`);
      expect(rows[0]?.first_position).toBe(2);
    } finally {
      await server.end();
    }
  });
});

const day = 86_400_000;

describe('recorded_at', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  async function recordedNow(): Promise<number> {
    const { recorded } = await events.append([{ stream: 's', expected: 'any', events: [withId(note('tick'))] }], me);
    return recorded[0]!.recordedAt.getTime();
  }

  it('is the clock of the database', async () => {
    const before = Date.now();
    const recorded = await recordedNow();
    expect(recorded).toBeGreaterThanOrEqual(before);
    expect(recorded).toBeLessThanOrEqual(Date.now());
  });

  it('follows the offset forwards, and stands still when the offset goes back', async () => {
    await setClockOffset(database.owner, 30 * day);
    const before = Date.now();
    const ahead = await recordedNow();
    expect(ahead - 30 * day).toBeGreaterThanOrEqual(before);
    expect(ahead - 30 * day).toBeLessThanOrEqual(Date.now());
    await setClockOffset(database.owner, 0);
    expect(await recordedNow()).toBe(ahead);
  });

  it('never goes back from one position to the next', async () => {
    const all = await events.readAll({ after: 0, limit: 100 });
    const times = all.map(({ recordedAt }) => recordedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('positionAt', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  it('is 0 on an empty ledger', async () => {
    expect(await events.positionAt(new Date())).toBe(0);
  });

  it('is the last position recorded by then, at every instant', async () => {
    for (let day = 0; day < 12; day += 1) {
      await setClockOffset(database.owner, day * 86_400_000);
      const batch = Array.from({ length: (day % 3) + 1 }, () => withId(note('x')));
      await events.append([{ stream: `day-${day}`, expected: 0, events: batch }], me);
    }
    const all = await events.readAll({ after: 0, limit: 100 });
    for (const { recordedAt } of all) {
      for (const ms of [-1, 0, 1]) {
        const instant = new Date(recordedAt.getTime() + ms);
        const expected = all.filter((event) => event.recordedAt <= instant).at(-1)?.position ?? 0;
        expect(await events.positionAt(instant)).toBe(expected);
      }
    }
    expect(await events.positionAt(new Date('9999-12-31'))).toBe(all.length);
    expect(await events.positionAt(new Date('1970-01-01'))).toBe(0);
  });
});
