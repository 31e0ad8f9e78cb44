import { sql } from 'kysely';
import { Dice } from '#test/dice.js';
import type { Ledger } from './ledger.js';

/** Makes the path of the n-th call. */
export type Question = (call: number) => string;

const DAYS = ['2019-03-01', '2021-06-30', '2023-12-31', '2025-09-15', '2026-11-25'] as const;

/**
 * What is asked of a ledger, the same of every one, about things of its own. A page of what is rare is short enough for
 * the small ledger to fill it too: else a fuller page would be measured, not a larger ledger.
 */
export async function questionsOf(ledger: Ledger, seed: number): Promise<Map<string, Question>> {
  const { database } = ledger;
  const dice = Dice.of(seed, 3);
  const dossiers = await middlesOfDossiers(database.app);
  const [slug, instant] = await Promise.all([middleProvider(database.app), middleInstant(database.app)]);
  const known = `knownAt=${instant.toISOString()}`;
  const middle = await middlePage(ledger);
  return new Map<string, Question>([
    [
      'dossier at asOf and knownAt',
      (call) => {
        const { id, at } = dossiers[call % dossiers.length] ?? dossiers[0]!;
        return `/v1/dossiers/${id}?asOf=${dice.pick(DAYS)}&knownAt=${at.toISOString()}`;
      },
    ],
    ['dossier now', (call) => `/v1/dossiers/${dossiers[call % dossiers.length]?.id ?? ''}`],
    ['list', list('limit=50')],
    ['list, a page in the middle', () => middle],
    ['list status=granted', list('status=granted')],
    ['list status=in-progress', list('status=in-progress&limit=10')],
    ['list scheme=hds', list('scheme=hds&limit=10')],
    ['list expiring', list('expiring=true&limit=10')],
    ['list expiresBefore, confirmed', list('expiresBefore=2027-03-01&confirmed=true&limit=10')],
    ['list provider', list(`provider=${slug}`)],
    ['list asOf 2021, granted', list('asOf=2021-06-30&status=granted&limit=10')],
    ['list knownAt', list(known)],
    ['list asOf 2021, knownAt, granted', list(`asOf=2021-06-30&status=granted&limit=10&${known}`)],
    ['list asOf 2024, knownAt, scheme, stale', list(`asOf=2024-06-30&scheme=secnumcloud&stale=true&limit=10&${known}`)],
  ]);
}

function list(query: string): Question {
  const path = `/v1/dossiers?${query}`;
  return () => path;
}

type Db = Ledger['database']['app'];

/** Dossiers by chance (their ids are hashes), each with the instant at which half of it was on record. */
async function middlesOfDossiers(db: Db): Promise<{ id: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select dossier.id, (
      select recorded_at from event where stream = 'dossier-' || dossier.id order by version
      offset (select count(*) / 2 from event where stream = 'dossier-' || dossier.id) limit 1
    ) as at
    from dossier order by id limit 200
  `.execute(db);
  return rows;
}

async function middleProvider(db: Db): Promise<string> {
  const { rows } = await sql<{ slug: string }>`
    select slug from provider order by folded offset (select count(*) / 2 from provider) limit 1
  `.execute(db);
  return rows[0]!.slug;
}

/** The list is turned to its middle by the links that it gives itself. */
async function middlePage({ client, database }: Ledger): Promise<string> {
  const { count } = await database.app
    .selectFrom('dossier')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  let path = '/v1/dossiers?limit=100';
  for (let passed = 0; passed < count / 2; passed += 100) {
    const { headers } = await client.get(path);
    path = /<(?:https?:\/\/[^/]+)?([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? path;
  }
  return path.replace('limit=100', 'limit=50');
}

async function middleInstant(db: Db): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select recorded_at as at from event where position = (select position * 2 / 3 from ledger_head)
  `.execute(db);
  return rows[0]!.at;
}
