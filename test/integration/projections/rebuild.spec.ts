import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { advanceCheckpoint, followedTo } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { Isolation } from '#event-store/isolation.js';
import { advanceBuild, finishBuild, compare } from '#event-store/rebuild/build.js';
import { buildSchema, dropBuild, openBuild, prepareBuild } from '#event-store/rebuild/build-schema.js';
import { boardCheckpoint, boardProjection } from '#projections/board-projection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { eventually } from '#test/until.js';
import { ledgerRows, fill } from '../../bench/generated-ledger.js';
import { startedOnce } from '#test/started.js';

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;
let build: LedgerDatabase;
let head: number;
const signal = new AbortController().signal;

beforeAll(async () => {
  board = boardOn(database.app);
  await board.import(await realLedger());
  head = await board.project(50);
});

const projectionOn = (db: LedgerDatabase) => {
  const events = new EventStore<LedgerEvent>(db, codec);
  return boardProjection(events, new SchemeCatalogue(db, events));
};

describe('a build of the lists', () => {
  let projection: ReturnType<typeof projectionOn>;
  beforeEach(async () => {
    build = openBuild(database.ownerUrl, boardCheckpoint);
    projection = projectionOn(build);
    await prepareBuild(build, projection);
  });
  afterEach(async () => {
    await dropBuild(build, projection);
    await build.destroy();
  });

  const comparison = async () => (await compare(build, projection)).tables;
  const countOf = async (table: string) => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.id('public', table)}`.execute(
      build,
    );
    return rows[0]?.count;
  };

  it('equals what was followed event by event, and finds every row that does not', async () => {
    const tables = await Promise.all(
      projection.tables.map(async (table) => ({ table, rows: await countOf(table), differing: 0, first: [] })),
    );
    expect(await comparison()).toEqual(tables);
    expect(tables.every(({ rows }) => rows !== 0)).toBe(true);

    const wrong = ['dossier_span', 'board_line'].map(async (table) => {
      const changed = await sql<{ dossier: string }>`
        update ${sql.id(table)} set service = 'wrong' where ctid = (select min(ctid) from ${sql.id(table)})
        returning dossier
      `.execute(database.app);
      const lost = await sql<{ dossier: string }>`
        delete from ${sql.id(table)} where ctid = (select min(ctid) from ${sql.id(table)}) returning dossier
      `.execute(database.app);
      return { table, changed: changed.rows[0]!.dossier, lost: lost.rows[0]!.dossier };
    });
    const expected = await Promise.all(wrong);
    await dropBuild(build, projection);
    await prepareBuild(build, projection);
    const differences = (await comparison()).filter(({ differing }) => differing > 0);
    expect(differences).toHaveLength(2);
    for (const { table, changed, lost } of expected) {
      const found = differences.find((one) => one.table === table);
      expect(found).toMatchObject({ differing: 2 });
      const first = found!.first.map(({ key, serving, rebuilt }) => [
        key['dossier'],
        serving?.['service'],
        typeof rebuilt?.['service'],
      ]);
      expect(first).toHaveLength(2);
      expect(first).toContainEqual([changed, 'wrong', 'string']);
      expect(first).toContainEqual([lost, undefined, 'string']);
    }
  });

  it('resumes where it was interrupted, and serves in place of the tables before it, which it equals but for their rows', async () => {
    const before = await catalogue(projection.tables);
    const small = { ...projection, version: projection.version + 1, maxRange: 20 };
    await prepareBuild(build, small);
    const stop = new AbortController();
    const reached = await advanceBuild(build, small, head, {
      signal: stop.signal,
      onProgress: (at) => {
        if (at >= 40) stop.abort();
      },
    });
    expect(reached).toBe(40);
    await prepareBuild(build, small);
    const positions: number[] = [];
    const options = { signal, onProgress: (at: number) => void positions.push(at) };
    const flipped = await finishBuild(build, small, () => board.events.head(), options);
    expect(positions.slice(0, 2)).toEqual([40, 60]);
    expect(flipped).toMatchObject({ before: projection.version, position: head });
    expect(await catalogue(projection.tables)).toEqual(before);
    const { rows } = await sql`select from pg_namespace where nspname = ${buildSchema(projection)}`.execute(build);
    expect(rows).toEqual([]);
    await prepareBuild(build, small);
    expect((await compare(build, small)).tables.filter(({ differing }) => differing > 0)).toEqual([]);

    expect(await database.app.selectFrom('projection_failure').selectAll().execute()).toEqual([]);

    const old = projectionOn(database.app);
    const range = { from: head, to: head + 1 };
    const written = advanceCheckpoint(database.app, old, range, (tx) => old.advance(head, head + 1, tx));
    await expect(written).rejects.toThrow('moved by another follower');
  });
});

it('serves although it takes long to catch up at the end, but not once it is stopped', async () => {
  const silenceMs = 400;
  const build = openBuild(database.ownerUrl, boardCheckpoint, { ...PATIENT, silenceMs });
  const projection = projectionOn(build);
  const stop = new AbortController();
  const finish = (atTheEnd: () => Promise<void> | void) => {
    let calls = 0;
    const slowly = async (): Promise<number> => {
      calls += 1;
      if (calls === 3) await atTheEnd();
      return board.events.head();
    };
    return finishBuild(build, projection, slowly, { signal: stop.signal });
  };
  await prepareBuild(build, projection);
  expect(await finish(() => sleep(2 * silenceMs))).toMatchObject({ position: head });
  await prepareBuild(build, projection);
  const stopped = await finish(() => {
    stop.abort();
  });
  expect(stopped).toBeUndefined();
  await dropBuild(build, projection);
  await build.destroy();
});

it('is not ended by PostgreSQL while dense histories are computed for longer than it waits for a sign (long)', async () => {
  const dense = await freshDatabase();
  const build = openBuild(dense.ownerUrl, boardCheckpoint, { ...PATIENT, silenceMs: 1_500 });
  try {
    const { events } = boardOn(dense.app);
    const dossiers = 60;
    await fill(events, ledgerRows({ seed: 3, waves: 40, dossiers, events: 40 * dossiers }), dossiers);
    const to = await events.head();
    const projection = projectionOn(build);
    await prepareBuild(build, projection);
    await advanceCheckpoint(build, projection, { from: 0, to }, (tx) => projection.advance(0, to, tx));
    expect((await followedTo(build, projection)) > 2_000).toBe(true);
  } finally {
    await build.destroy();
    await dense.close();
  }
});

it('reads each event once, however many ranges it takes', async () => {
  const build = openBuild(database.ownerUrl, boardCheckpoint);
  const events = new EventStore<LedgerEvent>(build, codec);
  const readStreams = events.readStreams.bind(events);
  let read = 0;
  events.readStreams = async (...asked) => {
    const records = await readStreams(...asked);
    for (const record of records.values()) read += record.length;
    return records;
  };
  const projection = { ...boardProjection(events, new SchemeCatalogue(build, events)), maxRange: 20 };
  await prepareBuild(build, projection);
  await advanceBuild(build, projection, head, { signal });
  expect(read).toBe(head);
  await dropBuild(build, projection);
  await build.destroy();
});

it('goes on without a stream that fails, which followers of the new version retry', async () => {
  const version = 100;
  const build = openBuild(database.ownerUrl, boardCheckpoint);
  const projection = projectionOn(build);
  const failing: typeof projection = {
    ...projection,
    ...{ version, maxRange: 20 },
    async advance(after, upTo, tx, isolation = new Isolation(tx)) {
      const items = [{ stream: 'dossier-1', since: after + 1 }];
      if (after === 20) await isolation.each(items, () => Promise.reject(new Error('broken')));
      await projection.advance(after, upTo, tx, isolation);
    },
  };
  const failure = { projection: 'board', version, stream: 'dossier-1', position: 21, error: 'Error: broken' };
  const earlier = { ...failure, version: 1, next_attempt_at: new Date() };
  await database.app.insertInto('projection_failure').values(earlier).execute();
  await prepareBuild(build, failing);
  const flipped = await finishBuild(build, failing, () => board.events.head(), { signal });
  expect(flipped?.failed).toEqual(['dossier-1']);
  const rows = await database.app.selectFrom('projection_failure').selectAll().execute();
  expect(rows).toMatchObject([failure]);
  await database.app.deleteFrom('projection_failure').execute();
  await build.destroy();
});

/** Columns, constraints, indexes, owners and privileges. */
async function catalogue(tables: readonly string[]): Promise<unknown> {
  const { rows } = await sql`
    select relname, pg_get_userbyid(relowner), relacl::text,
      array(select format('%s %s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, attcollation,
          pg_get_expr(adbin, adrelid))
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = class.oid and attnum > 0 order by attnum) as columns,
      array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = class.oid order by 1) as indexes,
      array(select format('%s %s', conname, pg_get_constraintdef(oid)) from pg_constraint
        where conrelid = class.oid or confrelid = class.oid order by 1) as constraints,
      array(select tgname from pg_trigger where tgrelid = class.oid) as triggers
    from pg_class as class where relnamespace = 'public'::regnamespace and relname = any(${[...tables]})
    order by relname
  `.execute(database.owner);
  return rows;
}

it('leaves no foreign key, trigger or rule behind that it would not copy', async () => {
  const { tables } = projectionOn(database.app);
  const { rows } = await sql`
    select conname from pg_constraint
    where contype = 'f' and (conrelid::regclass::text = any(${[...tables]})
      or confrelid::regclass::text = any(${[...tables]}))
    union select tgname from pg_trigger where tgrelid::regclass::text = any(${[...tables]})
    union select relname from pg_class
    where relname = any(${[...tables]}) and (reloptions is not null or relhassubclass)
  `.execute(database.owner);
  expect(rows).toEqual([]);
});

describe('a follower of another version than the one that serves', () => {
  it('waits without writing, says so once, and goes on when its version serves', async () => {
    const said: string[] = [];
    const handled: number[] = [];
    const stop = new AbortController();
    await database.app.insertInto('checkpoint').values({ name: 'notes', version: 7, position: 0 }).execute();
    const newer = {
      name: 'notes',
      version: 8,
      handle: (batch: readonly { position: number }[]) => Promise.resolve(void handled.push(batch.length)),
    };
    const following = follow(board.events, database.app, newer, {
      ...{ signal: stop.signal, pollMs: 10, batchSize: 10_000 },
      onOtherVersion: ({ message }) => said.push(message),
    });
    await eventually(() => {
      expect(said).toEqual([expect.stringContaining('jalon rebuild notes')]);
    });
    expect(handled).toEqual([]);
    await database.app.updateTable('checkpoint').set({ version: 8 }).where('name', '=', 'notes').execute();
    await eventually(() => {
      expect(handled).toEqual([head]);
    });
    expect(said).toHaveLength(1);
    stop.abort();
    await following;
  });
});
