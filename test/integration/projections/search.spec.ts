import { beforeAll, describe, expect, it } from '@jest/globals';
import { type RawBuilder, sql } from 'kysely';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { compare } from '#event-store/rebuild/build.js';
import { dropBuild, openBuild, prepareBuild } from '#event-store/rebuild/build-schema.js';
import { boardProjection } from '#projections/board-projection.js';
import { type Found, rankedOf, similarTo } from '#projections/search/search.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { corrected, fact, opened, providerFact, registered, retracted, uuid } from '#test/events.js';
import { startedOnce } from '#test/started.js';

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;

const PROVIDER = uuid(900);
const NEXT = uuid(901);
const DOSSIER = uuid(902);

let recorded = 0;
/** @returns the id of the event */
async function record(stream: string, event: LedgerEvent): Promise<string> {
  const id = uuid(++recorded);
  await board.events.append([{ stream, expected: 'any', events: [{ id, event }] }], { actor: 'test' });
  return id;
}

beforeAll(async () => {
  board = boardOn(database.app);
  await board.import(await realLedger());
  await record(providerStream(PROVIDER), registered('Nébuleuse Sécurisée'));
  await record(providerStream(NEXT), registered('Repreneur'));
  await record(dossierStream(DOSSIER), opened({ provider: PROVIDER, scheme: 'hds', service: 'Coffre Médical' }));
  await board.project();
});

const textOf = (found: Found): string => ('slug' in found ? found.slug : found.text);

/** The results by kind, in order. */
const found = async (query: string, asOf?: string): Promise<Record<string, string[]>> =>
  Object.fromEntries((await board.search(query, asOf)).map((one) => [one.kind, one.found.map(textOf)]));

describe('a search', () => {
  it.each([
    ['2118', { decision: ['2118'] }],
    ['Décision n° 2118', { decision: ['2118'] }],
    ['nebuleuse', { provider: ['Nébuleuse Sécurisée'], service: ['Coffre Médical'] }],
    ['SECURISEE medic', { service: ['Coffre Médical'] }],
    ['hds coffre', { service: ['Coffre Médical'] }],
    ['poupard', { statement: expect.arrayContaining([expect.stringContaining('risque')]) }],
    ['J2', { scheme: ['secnumcloud'] }],
    ['…', {}],
    ["'&|!:*()", {}],
  ])('for %j finds what is called or says so', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it.each([
    ['nebulleuse', 'Nébuleuse Sécurisée'],
    ['outsacle', 'Outscale'],
    ['microsft', 'Microsoft'],
  ])('for %j, which nothing has, finds what is written like it', async (query, name) => {
    const results = (await board.search(query)).flatMap((one) => one.found);
    expect(results[0]).toMatchObject({ text: name, similar: true });
  });

  it('puts an exact match before all others, and a number of a decision before that', async () => {
    await record(providerStream(NEXT), providerFact('AliasAdded', undefined, { name: '2279' }));
    const results = await board.search('2279');
    expect(results.map(({ kind, found: [first] }) => [kind, first && textOf(first)])).toEqual([
      ['decision', '2279'],
      ['provider', '2279'],
    ]);
    expect(await found('outscale')).toMatchObject({ provider: ['Outscale'], service: ['IaaS Cloud on Demand'] });
  });

  it('gives providers and dossiers as they are called and stand on a day', async () => {
    const [kind] = await board.search('2118');
    const dossier = { scheme: 'secnumcloud', service: { name: 'IaaS Cloud on Demand' }, status: 'granted' };
    expect(kind?.found).toMatchObject([{ kind: 'decision', provider: { slug: '3ds-outscale' }, dossier }]);
    const [before] = await board.search('2118', '2019-01-01');
    expect(before?.found).toMatchObject([{ dossier: { status: null } }]);
  });

  it('follows corrections, retractions, renames and transfers, and is the same after a rebuild', async () => {
    const said = await record(
      dossierStream(DOSSIER),
      fact('StatementMade', '2026-01-01', { speaker: 'Zoé', title: 'Chiffrement' }),
    );
    const issued = await record(
      dossierStream(DOSSIER),
      fact('GrantIssued', '2026-02-01', { decision: 'HDS-77', title: 'Certificat' }),
    );
    for (const words of ['zoe chiffr', 'chiffrements'])
      expect(await found(words)).toEqual({ statement: ['Chiffrement'] });
    expect(await found('hds 77')).toMatchObject({ decision: ['HDS-77'] });

    await record(dossierStream(DOSSIER), retracted(said));
    await record(dossierStream(DOSSIER), corrected(issued, { data: { decision: 'HDS-78' } }));
    await record(providerStream(PROVIDER), { type: 'ProviderRenamed', data: { name: 'Galaxie' } });
    expect(await found('chiffrement')).toEqual({});
    expect(await found('hds-77')).not.toMatchObject({ decision: ['HDS-77'] });
    expect(await found('hds-78')).toMatchObject({ decision: ['HDS-78'] });
    for (const name of ['galaxie', 'nebuleuse'])
      expect(await found(`${name} coffre`)).toEqual({ service: ['Coffre Médical'] });

    await record(dossierStream(DOSSIER), fact('ServiceTransferred', '2026-03-01', { to: NEXT }));
    const former = (await board.search('galaxie coffre')).flatMap((one) => one.found);
    expect(former.filter((one) => 'similar' in one && !one.similar)).toEqual([]);
    expect(await found('repreneur coffre')).toEqual({ service: ['Coffre Médical'] });

    const projection = boardProjection(board.events, board.schemes);
    const build = openBuild(database.ownerUrl, projection);
    await prepareBuild(build, projection);
    const { tables } = await compare(build, projection);
    expect(tables.filter(({ differing }) => differing > 0)).toEqual([]);
    await dropBuild(build, projection);
    await build.destroy();
  });
});

describe('among the names of 20,000 dossiers', () => {
  beforeAll(async () => {
    await sql`
      insert into search_entry (stream, key, kind, provider, text, folded, terms, holder)
      select 'dossier-' || md5(n || kind)::uuid, kind, kind, md5('p' || n % 4000)::uuid, name, lower(name), 'secnumcloud', 'supplier' || n % 4000
      from generate_series(1, 20000) n,
        lateral (values ('service', 'Platform ' || md5(n::text)), ('decision', (100000 + n)::text), ('statement', 'Said ' || md5(n::text)))
          as made (kind, name)
    `.execute(database.app);
    await sql`
      insert into provider (id, slug, name, folded, first_position)
      select md5('p' || n)::uuid, 'supplier-' || n, 'Supplier ' || n, 'supplier ' || n, 1 from generate_series(0, 3999) n
    `.execute(database.app);
    await sql`vacuum analyze search_entry, provider`.execute(database.owner);
  });

  const planOf = async (query: RawBuilder<unknown>): Promise<string> => {
    const { rows } = await sql`explain (format json) ${query}`.execute(database.app);
    return JSON.stringify(rows);
  };
  const asked = { text: '', limit: 5, asOf: '2026-11-25' };

  it.each([
    ['100500', ['search_entry_beginning', 'search_entry_words']],
    ['supplier77 platf', ['search_entry_words']],
  ])('%j is found by index', async (query, indexes) => {
    const plan = await planOf(rankedOf(query, asked));
    for (const index of indexes) expect(plan).toContain(index);
    expect(plan).not.toContain('"Seq Scan"');
  });

  it('what is written like the query is found by index', async () => {
    const plan = await planOf(similarTo('nebulleuse', asked));
    expect(plan).toContain('search_entry_similar');
    expect(plan).not.toContain('"Seq Scan"');
  });

  it('a number is found first, and many results are counted up to a limit', async () => {
    expect(await found('100500')).toEqual({ decision: ['100500'] });
    expect(await board.search('platform')).toMatchObject([{ kind: 'service', total: 1000 }]);
  });
});
