import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RawBuilder, sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { CalendarDeadlines } from '#deadlines/queries/calendar-deadlines.js';
import { ListDeadlines, ListDeadlinesHandler } from '#projections/list-deadlines.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { ListDifferences, ListDifferencesHandler } from '#projections/list-differences.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { opened, registered, uuid } from '#test/events.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { planningOn } from '#test/planning-on.js';

const DOSSIERS = 3000;
const TODAY = '2026-11-25';

let database: TestDatabase;
/** With one connection, whose reads are counted. */
let db: LedgerDatabase;

/** As `uuid` of the specs. */
const nth = (n: RawBuilder<unknown>) => sql`('00000000-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;

/** Dossiers of 300 providers with a deadline each, ten of them a day; every hundredth was granted this month. */
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase({ url: database.appUrl, applicationName: 'test counted', poolSize: 1 });
  await sql`
    with dossiers as (
      select n, ${nth(sql`n`)} as dossier, ${nth(sql`900000 + n % 300`)} as provider
      from generate_series(1, ${DOSSIERS}::int) n
    ), provided as (
      insert into provider (id, slug, name, folded, first_position)
      select distinct provider, provider::text, 'P ' || n % 300, 'p ' || n % 300, 1 from dossiers
    ), opened as (
      insert into dossier (id, provider, scheme, first_position) select dossier, provider, 'secnumcloud', n from dossiers
    ), held as (
      insert into dossier_holder (provider, dossier) select provider, dossier from dossiers
    ), placed as (
      insert into dossier_span (dossier, from_day, to_day, known_from, provider, status, confirmed, expiring, stale, service,
        depends_on, body)
      select dossier, from_day, to_day, 1, provider, status, true, false, false, 'service ' || n, '{}',
        jsonb_build_object('service', null, 'stage', null, 'grants', '[]'::jsonb)
      from dossiers cross join lateral (values
        (date '2020-01-01', case when n % 100 = 0 then date '2026-10-31' else date '9999-12-31' end, 'in-progress'),
        (date '2026-11-01', date '9999-12-31', case when n % 100 = 0 then 'granted' end)
      ) as span (from_day, to_day, status) where status is not null
    ), owed as (
      insert into deadline_span (dossier, key, from_day, to_day, known_from, kind, state, due_earliest, due_latest, body)
      select dossier, 'key ' || n, date '2020-01-01', date '9999-12-31', 1, 'target', 'open',
        ${TODAY}::date + n / 10, ${TODAY}::date + n / 10,
        jsonb_build_object('key', 'key ' || n, 'kind', 'target', 'due', (${TODAY}::date + n / 10)::text)
      from dossiers
    ), planned as (
      insert into dossier_plan (dossier, provider, scheme, depends_on) select dossier, provider, 'secnumcloud', '{}' from dossiers
    )
    select from dossiers
  `.execute(database.app);
  await sql`
    insert into deadline (key, dossier, kind, version, due, due_earliest, due_latest, opens, state, body, revision, changed_at)
    select key, dossier, kind, 1, due_earliest::text, due_earliest, due_latest, due_earliest, state,
      body || jsonb_build_object('opens', due_earliest, 'lapses', null), 0, now()
    from deadline_span
  `.execute(database.app);
  await db
    .insertInto('checkpoint')
    .values({ ...boardCheckpoint, position: 1 })
    .execute();
  await sql`vacuum analyze`.execute(database.owner);
});
afterAll(async () => {
  await db.destroy();
  await database.close();
});

/** Rows of a table that a read fetches. */
async function rowsRead(table: string, read: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => {
    await sql`select pg_stat_force_next_flush()`.execute(db);
    const { rows } = await sql<{ read: number }>`
      select seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables where relname = ${table}
    `.execute(db);
    return rows[0]!.read;
  };
  const before = await count();
  await read();
  return (await count()) - before;
}

describe('one page among three thousand dossiers', () => {
  it('of differences reads the dossiers that changed', async () => {
    const { events, schemes } = planningOn(db, Clock.startingAt(new Date(`${TODAY}T08:00:00Z`)));
    const asked = { from: { asOf: '2026-10-01' }, to: { asOf: TODAY }, limit: 20 };
    let items: unknown[] = [];
    const read = await rowsRead('dossier_span', async () => {
      ({ items } = await new ListDifferencesHandler(db, events, schemes).execute(new ListDifferences(asked)));
    });
    expect(items).toHaveLength(20);
    expect(read).toBeLessThan(DOSSIERS / 10);
  });

  it('of deadlines reads those that are due first', async () => {
    const { events } = planningOn(db, Clock.startingAt(new Date(`${TODAY}T08:00:00Z`)));
    const asked = { asOf: TODAY, state: 'open', within: 400, limit: 20 } as const;
    let items: { key: string }[] = [];
    const read = await rowsRead('deadline_span', async () => {
      ({ items } = await new ListDeadlinesHandler(db, events).execute(new ListDeadlines(asked)));
    });
    expect(items).toHaveLength(20);
    expect(read).toBeLessThan(DOSSIERS / 10);
  });

  it('of a calendar reads the deadlines that are nearest', async () => {
    const planning = planningOn(db, Clock.startingAt(new Date(`${TODAY}T08:00:00Z`)));
    const near = Array.from({ length: 40 }, (_, index) => uuid(index + 1));
    const provider = uuid(900_000);
    const appends = [
      { stream: providerStream(provider), expected: 0, events: [{ id: uuid(900), event: registered() }] },
      ...near.map((id, index) => ({
        ...{ stream: dossierStream(id), expected: 0 },
        events: [{ id: uuid(index + 1), event: opened({ provider }) }],
      })),
    ];
    await planning.events.append(appends, { actor: 't' });
    let items: unknown[] = [];
    const read = await rowsRead('deadline', async () => {
      ({ items } = await new CalendarDeadlines(db, planning).nearest({}, 20));
    });
    expect(items).toHaveLength(20);
    expect(read).toBeLessThan(DOSSIERS / 10);
  });
});
