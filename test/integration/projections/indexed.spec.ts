import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type RawBuilder } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { linesAt } from '#projections/board-page.js';
import { spanAt } from '#projections/bitemporal-point.js';
import { freshDatabase } from '#test/database.js';
import { startedOnce } from '#test/started.js';
import { hasFacets, mayHaveLabel, providersWith } from '#projections/facets.js';

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
