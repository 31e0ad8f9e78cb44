import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { holdsAt } from '#board/point.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

let database: TestDatabase;

const DOSSIERS = 1000;

/** Ten stretches of days for each dossier, each known in two ways, one after the other. */
beforeAll(async () => {
  database = await freshDatabase();
  await sql`
    insert into dossier_span (dossier, from_day, to_day, known_from, known_to, status, confirmed, expiring, stale, service,
      depends_on, body)
    select md5('dossier ' || n)::uuid, date '2020-01-01' + s * 200, date '2020-01-01' + s * 200 + 199, n + k * 5000,
      case k when 0 then n + 5000 end, 'granted', true, false, false, 'service', '{}', jsonb_build_object('n', repeat('x', 500))
    from generate_series(1, ${DOSSIERS}::int) n, generate_series(0, 9) s, generate_series(0, 1) k
  `.execute(database.app);
  await sql`vacuum analyze dossier_span`.execute(database.owner);
});

afterAll(() => database.close());

interface Plan {
  'QUERY PLAN': [{ Plan: object }];
}

describe('a list', () => {
  it.each([
    { known: 'everything on record', position: null, index: 'dossier_span_open' },
    { known: 'what was known at a position', position: 3000, index: 'dossier_span_at' },
  ])('finds the spans that hold on a day by an index, for $known', async ({ position, index }) => {
    const spans = sql`from dossier_span as span where ${holdsAt('span', { asOf: '2023-11-25', position })}`;
    const { rows } = await sql<Plan>`explain (format json) select body ${spans}`.execute(database.app);
    const plan = JSON.stringify(rows[0]?.['QUERY PLAN']);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
    const found = await sql<{ n: number }>`select count(*) as n ${spans}`.execute(database.app);
    expect(found.rows[0]?.n).toBe(DOSSIERS);
  });
});
