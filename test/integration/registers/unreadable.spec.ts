import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#domain/date/day.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import { ListEntries } from '#registers/list-entries.js';
import { PublishRegister } from '#registers/publish-register.js';
import { marketplace, type Product, product } from '#test/marketplace.js';
import { startReader } from '#test/reading.js';

let reader: Awaited<ReturnType<typeof startReader>>;
let register: string;
let count = 0;

beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.close());

/** A register with own keys, or one in which provider and service are the key; its keys begin with its slug. */
async function published(keys: 'own' | 'names') {
  const { fields, ...profile } = fedrampMarketplace.reader;
  const { entry: _, dependsOn: __, dependents: ___, ...names } = fields;
  register = `r${(count += 1)}`;
  const version = {
    ...{ ...fedrampMarketplace, slug: register, name: register },
    reader: { ...profile, fields: keys === 'own' ? fields : names },
  };
  await reader.commands.execute(new PublishRegister(version, { actor: 'admin' }));
}

const one = (letter: string, more: Partial<Product> = {}): Product => product(`${register} ${letter}`, more);
const read = async (...products: Product[]) =>
  reader.read(marketplace(addDays('2026-01-01', (count += 1)), products), { register, accept: 'A test' });
const letters = (keys: readonly string[]): string =>
  keys
    .map((key) => key.at(-1)?.toUpperCase())
    .sort()
    .join('');
const factsOf = async (event: string | null) => (await reader.events.find(event ?? ''))?.event.data;

describe('an entry that cannot be read', () => {
  const unclear = { status: 'Under review' };
  const hidden = () => ({ csp: `Provider \u202e${register} A` });

  it.each<[why: string, keys: 'own' | 'names', listed: () => Product[], neither: string]>([
    ['its stage is unknown and it has no key of its own', 'names', () => [one('A', unclear)], 'A'],
    ['a date is wrong and it has no key of its own', 'names', () => [one('A', { auth_date: '32/01/2024' })], 'A'],
    ['its provider, which is its key, is unreadable', 'names', () => [one('A', hidden())], 'AC'],
    ['its service has been renamed', 'names', () => [one('A', { ...unclear, cso: 'Renamed' })], 'A'],
    ['its key is blank', 'own', () => [one('A', { id: '' })], 'A'],
    ['its key is blank and its provider new', 'own', () => [one('A', { id: '', csp: 'Nobody' })], 'AC'],
    ['its key and its stage are new', 'own', () => [one('A', { ...unclear, id: 'new' })], 'A'],
    ['it has the key of another', 'own', () => [one('A'), { ...one('D'), id: one('A').id }], 'AD'],
    ['another has its key', 'own', () => [one('A', { status: 'FedRAMP Ready' }), one('A', unclear)], 'A'],
    ['it is a new one of its provider', 'own', () => [one('A'), one('E', { ...unclear, csp: one('C').csp })], 'C'],
  ])('is neither gone nor confirmed if %s; others are gone', async (_, keys, listed, neither) => {
    await published(keys);
    const before = [one('A'), one('B'), one('C'), ...(neither.includes('D') ? [one('D')] : [])];
    await read(...before);
    const { event } = await read(one('B'), ...listed());
    const { gone, unconfirmed = [] } = (await factsOf(event)) as { gone: string[]; unconfirmed?: string[] };
    expect([letters(gone), letters(unconfirmed)]).toEqual([neither.includes('C') ? '' : 'C', neither]);
    expect((await read(...before)).figures).toMatchObject({ changed: 0, added: neither.includes('C') ? 0 : 1 });
  });

  it('keeps its dossier and its dependencies', async () => {
    await published('own');
    const base = one('A', { leveraged_systems: [{ id: one('B').id }] });
    await read(base, one('B'), one('C'));
    const dossierOf = async (key: string) =>
      (await reader.queries.execute(new ListEntries(register, { search: key, limit: 1 }))).entries[0]?.dossier;
    const dossier = await dossierOf(base.id);
    const other = { ...one('A'), id: one('X').id };
    expect((await read({ ...base, ...unclear }, one('B'), one('C'), other)).differences).toMatchObject([
      { kind: 'added', entry: other.id },
    ]);
    expect(await dossierOf(other.id)).not.toBe(dossier);
    const { figures } = await read(base, one('B'), one('C'), other);
    expect(figures).toMatchObject({ added: 0, moved: 0, gone: 0 });
    expect(await dossierOf(base.id)).toBe(dossier);
  });

  it('keeps what is on record in place of the values that are left out', async () => {
    await published('own');
    const base = one('A', { impact_level: 'High', leveraged_systems: [{ id: one('B').id }] });
    await read(base, one('B'));
    const { unreadable, differences } = await read(
      { ...base, impact_level: 'Extreme', service_model: ['Sa\u200bS'], leveraged_systems: [{ id: 'F\u202e1' }] },
      one('B'),
    );
    expect(unreadable.map(({ field }) => field)).toEqual(['serviceKinds', 'level', 'dependents']);
    expect(differences).toEqual([]);
  });
});
