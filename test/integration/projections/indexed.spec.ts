import { beforeAll, describe, expect, it, afterAll } from '@jest/globals';
import { sql, type RawBuilder } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { linesAt } from '#projections/board-page.js';
import { spanAt } from '#projections/bitemporal-point.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { startedOnce } from '#test/started.js';
import { hasFacets, mayHaveLabel, providersWith } from '#projections/facets.js';
import { Clock } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { CalendarDeadlines } from '#deadlines/queries/dossier-deadlines.js';
import { DeadlineLists } from '#projections/list-deadlines.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { DifferenceLists } from '#projections/list-differences.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { opened, registered, uuid } from '#test/events.js';
import { planningOn } from '#test/planning-on.js';

const database = startedOnce(freshDatabase);

const DOSSIERS = 1000;

/** Ten stretches of days for each dossier, each known in two ways, one after the other. */
beforeAll(async () => {
  await sql`
    insert into dossier_span (dossier, from_day, to_day, known_from, known_to, provider, status, confirmed, expiring, stale,
      service, depends_on, body)
    select md5('dossier ' || n)::uuid, date '2020-01-01' + s * 200, date '2020-01-01' + s * 200 + 199, n + k * 5000,
      case k when 0 then n + 5000 end, md5('provider')::uuid, 'granted', true, false, false, 'service', '{}',
      jsonb_build_object('n', repeat('x', 500))
    from generate_series(1, ${DOSSIERS}::int) n, generate_series(0, 9) s, generate_series(0, 1) k
  `.execute(database.app);
  await sql`
    insert into dossier (id, provider, scheme, first_position)
    select md5('dossier ' || n)::uuid, md5('provider')::uuid, 'secnumcloud', n from generate_series(1, ${DOSSIERS}::int) n
  `.execute(database.app);
  await sql`
    insert into board_line (dossier, from_day, to_day, known_from, known_to, provider, scheme, service, alike, urgency, body)
    select dossier, from_day, to_day, known_from, known_to, provider, 'secnumcloud', service, 0, 0, body
    from dossier_span
  `.execute(database.app);
  await sql`vacuum analyze dossier_span, dossier, board_line`.execute(database.owner);
});

interface Plan {
  'QUERY PLAN': [{ Plan: object }];
}

describe('a list', () => {
  it.each([
    { known: 'everything on record', position: null, index: 'dossier_span_open' },
    { known: 'what was known at a position', position: 3000, index: 'dossier_span_pkey' },
  ])('finds the span of a dossier that holds on a day by an index, for $known', async ({ position, index }) => {
    const span = spanAt('dossier_span', sql.ref('dossier.id'), { asOf: '2023-11-25', position });
    const spans = sql`from dossier cross join lateral (${span}) as span`;
    const { rows } = await sql<Plan>`explain (format json) select span.body ${spans} limit 50`.execute(database.app);
    const plan = JSON.stringify(rows[0]?.['QUERY PLAN']);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/"Seq Scan"[^{}]*"dossier_span"/);
    const found = await sql<{ n: number }>`
      select count(*) as n ${spans} where span.from_day = date '2023-11-25' - (date '2023-11-25' - date '2020-01-01') % 200
    `.execute(database.app);
    expect(found.rows[0]?.n).toBe(DOSSIERS);
  });
});

describe('the board', () => {
  const held = (position: number | null, asOf = '2023-11-25') =>
    sql`from (${linesAt({ asOf, position }, sql`line.dossier, line.alike`, sql`true`)}) as line`;

  it.each([
    { known: 'everything on record', position: null, indexes: ['board_line_open'] },
    { known: 'what was known at a position', position: 3000, indexes: ['board_line_open', 'board_line_over'] },
  ])('finds the lines that hold on a day in indexes alone, for $known', async ({ position, indexes }) => {
    const { rows } = await sql<Plan>`explain (format json) select line.alike ${held(position)}`.execute(database.app);
    const plan = JSON.stringify(rows[0]?.['QUERY PLAN']);
    const scans = [...plan.matchAll(/"Node Type":"([^"]*Scan)"[^{}]*?"Index Name":"(\w+)"/g)];
    expect(new Set(scans.map(([, scan, index]) => `${scan} ${index}`))).toEqual(
      new Set(indexes.map((index) => `Index Only Scan ${index}`)),
    );
    expect(plan).not.toContain('"Seq Scan"');
  });

  it.each([
    { day: '2020-01-01', position: null, count: DOSSIERS },
    { day: '2019-12-31', position: null, count: 0 },
    { day: '2025-06-22', position: null, count: DOSSIERS },
    { day: '2025-06-23', position: null, count: 0 },
    { day: '2023-11-25', position: 0, count: 0 },
    { day: '2023-11-25', position: 400, count: 400 },
    { day: '2023-11-25', position: 3000, count: DOSSIERS },
    { day: '2023-11-25', position: 5500, count: DOSSIERS },
  ])(
    'has each dossier once that has a line on $day, by what was known at $position',
    async ({ day, position, count }) => {
      const found = await sql<{ n: number; dossiers: number }>`
      select count(*) as n, count(distinct line.dossier) as dossiers ${held(position, day)}
    `.execute(database.app);
      expect(found.rows).toEqual([{ n: count, dossiers: count }]);
    },
  );

  it('has lines of any length on each of their days, and on no other', async () => {
    await sql`
      insert into board_line (dossier, from_day, to_day, known_from, provider, scheme, service, alike, urgency, body)
      select md5('long ' || n)::uuid, date '1950-06-15', date '1950-06-15' + n, 1, md5('provider')::uuid, 'secnumcloud', '',
        0, 0, '{}'
      from unnest(array[0, 1, 2, 3, 4, 7, 8, 31, 32, 365, 366, 10000, 65535, 65536, 2939823]) as n
    `.execute(database.app);
    for (const n of [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 366, 367, 9999]) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count ${held(null, addDays('1950-06-15', n))}
      `.execute(database.app);
      const { rows: plain } = await sql<{ count: number }>`
        select count(*) as count from board_line
        where known_to is null and date '1950-06-15' + ${n}::int between from_day and to_day
      `.execute(database.app);
      expect([n, rows]).toEqual([n, plain]);
    }
    const { rows } = await sql<{ count: number }>`select count(*) as count ${held(null, '2199-12-31')}`.execute(
      database.app,
    );
    expect(rows[0]?.count).toBe(1);
  });
});

describe('the facets of providers and dossiers', () => {
  const database = startedOnce(freshDatabase);

  const PROVIDERS = 20_000;

  /** Two spans for each provider and dossier; few of them hold what is asked for. */
  beforeAll(async () => {
    await sql`
    insert into provider_profile (provider, from_day, to_day, known_from, known_to, words, terms)
    select md5('provider ' || n)::uuid, date '2020-01-01', date '9999-12-31', n + k * 50000, case k when 0 then n + 50000 end,
      array['technology:' || name, 'technology:cloud'], array['technology: ' || name || ' cloud ']
    from (
      select n, k, case when n % 4000 = 0 then 'google' else 'supplier' || n % 500 end as name
      from generate_series(1, ${PROVIDERS}::int) n, generate_series(0, 1) k
    ) as made
  `.execute(database.app);
    await sql`
    insert into dossier_span (dossier, from_day, to_day, known_from, known_to, provider, status, confirmed, expiring, stale,
      service, depends_on, terms, body)
    select md5('dossier ' || n)::uuid, date '2020-01-01', date '9999-12-31', n + k * 50000, case k when 0 then n + 50000 end,
      md5('provider ' || n)::uuid, 'granted', true, false, false, 'service', '{}',
      array['serviceKind: iaas ', case when n % 4000 = 0 then 'level: high ' else 'level: low ' end,
        case when n % 4000 = 0 then 'basis: 9 9 ' else 'basis: 3 2 ' end],
      jsonb_build_object('n', repeat('x', 500))
    from generate_series(1, ${PROVIDERS}::int) n, generate_series(0, 1) k
  `.execute(database.app);
    await sql`vacuum analyze provider_profile, dossier_span`.execute(database.owner);
  });

  const planOf = async (query: RawBuilder<unknown>): Promise<string> => {
    const { rows } = await sql`explain (format json) ${query}`.execute(database.app);
    return JSON.stringify(rows);
  };

  const countOf = async (query: RawBuilder<unknown>): Promise<unknown> =>
    (await sql<{ n: number }>`select count(*) as n from (${query}) as found`.execute(database.app)).rows[0]?.n;

  describe.each([
    { known: 'everything on record', position: null, expected: 5 },
    { known: 'what was known at a position', position: 8_000, expected: 2 },
  ])('by index, for $known,', ({ position, expected }) => {
    const point = { asOf: '2026-11-25', position };

    it.each([['google'], ['Google Cloud']])('providers are found by their technology, %s', async (technology) => {
      const query = providersWith({ technology }, point) ?? sql``;
      const plan = await planOf(query);
      expect(plan).toContain('provider_profile_words');
      expect(plan).not.toContain('"Seq Scan"');
      expect(await countOf(query)).toBe(expected);
    });

    it('dossiers are found by the level of a grant, and by what a label rests on', async () => {
      const conditions = [
        ...hasFacets('span', { level: 'HIGH', serviceKind: 'IaaS' }),
        mayHaveLabel('span', [{ scheme: 'secnumcloud', referentials: ['9.9'] }]),
      ];
      for (const condition of conditions) {
        const query = sql`select dossier from dossier_span as span where ${condition}`;
        const plan = await planOf(query);
        expect(plan).toContain('dossier_span_terms');
        expect(plan).not.toContain('"Seq Scan"');
        expect(await countOf(query)).toBe(10);
      }
    });
  });
});

describe('pages', () => {
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
        ({ items } = await new DifferenceLists(db, events, schemes).page(asked));
      });
      expect(items).toHaveLength(20);
      expect(read).toBeLessThan(DOSSIERS / 10);
    });

    it('of deadlines reads those that are due first', async () => {
      const { events } = planningOn(db, Clock.startingAt(new Date(`${TODAY}T08:00:00Z`)));
      const asked = { asOf: TODAY, state: 'open', within: 400, limit: 20 } as const;
      let items: { key: string }[] = [];
      const read = await rowsRead('deadline_span', async () => {
        ({ items } = await new DeadlineLists(db, events).page(asked));
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
});
