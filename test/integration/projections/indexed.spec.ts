import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { linesAt } from '#projections/board-page.js';
import { spanAt } from '#projections/bitemporal-point.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

let database: TestDatabase;

const DOSSIERS = 1000;

/** Ten stretches of days for each dossier, each known in two ways, one after the other. */
beforeAll(async () => {
  database = await freshDatabase();
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

afterAll(() => database.close());

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
