import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RawBuilder, sql } from 'kysely';
import { hasFacets, mayHaveLabel, providersWith } from '#projections/facets.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

let database: TestDatabase;

const PROVIDERS = 20_000;

/** Two spans for each provider and dossier; few of them hold what is asked for. */
beforeAll(async () => {
  database = await freshDatabase();
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
afterAll(() => database.close());

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
