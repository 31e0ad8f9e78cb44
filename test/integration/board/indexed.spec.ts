import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { spanAt } from '#board/point.js';
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
  await sql`vacuum analyze dossier_span, dossier`.execute(database.owner);
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
