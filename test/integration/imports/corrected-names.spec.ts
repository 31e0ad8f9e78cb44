import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { announced, csv, granted, importingInto } from '#test/importing.js';

let database: TestDatabase;
let ledger: ReturnType<typeof importingInto>;

beforeEach(async () => {
  database = await freshDatabase();
  ledger = importingInto(database);
});

afterEach(() => database.close());

describe('a file whose names were corrected once it was imported', () => {
  it('is on record under its provider, and can be extended', async () => {
    const rows = [announced('Bleuu'), granted('Bleuu', 'Cloud')];
    await ledger.import(csv(...rows));
    const [registered] = await ledger.all();
    await ledger.correct(registered!.stream, registered!.id, { name: 'Bleu' });
    const more = csv(...rows, announced('Bleuu', 'More'), granted('Bleuu', 'Cloud', '2024-01-01'));
    expect(await ledger.import(more)).toMatchObject({ recorded: 2, replayed: 2, providers: 0, dossiers: 0 });
    expect(await ledger.import(csv(announced('Bleu', 'More')))).toMatchObject({ recorded: 0, replayed: 1 });
  });

  it('is on record under its service, and can be extended', async () => {
    const row = granted('Bleu', 'Clowd');
    await ledger.import(csv(row));
    const opened = (await ledger.all()).find(({ event }) => event.type === 'DossierOpened');
    await ledger.correct(opened!.stream, opened!.id, { service: 'Cloud' });
    const more = csv(row, granted('Bleu', 'Clowd', '2024-01-01'), granted('Bleu', 'Cloud', '2024-01-01'));
    expect(await ledger.import(more)).toMatchObject({ recorded: 1, replayed: 2, dossiers: 0 });
  });

  it('is on record under the scope that it declared', async () => {
    const scope = 'Bleu,Clowd,IaaS,secnumcloud,ScopeDeclared,2025,company,Bleu,';
    const file = csv(granted('Bleu', ''), scope);
    await ledger.import(file);
    const declared = (await ledger.all()).find(({ event }) => event.type === 'ScopeDeclared');
    await ledger.correct(declared!.stream, declared!.id, { service: 'Cloud' });
    expect(await ledger.import(file)).toMatchObject({ recorded: 0, replayed: 2 });
  });

  it('is on record though what it depends on has become ambiguous', async () => {
    const depends = 'NumSpot,Platform,IaaS,secnumcloud,DependencyDeclared,2026,press,x,,One / A';
    const file = [`${csv()},depends_on`, `${granted('One', 'A')},`, depends].join('\n');
    await ledger.import(file);
    await ledger.import(csv(granted('Two', 'A')));
    await ledger.import(`${csv()},name\nTwo,,,,AliasAdded,,,,,One`);
    expect(await ledger.import(file)).toMatchObject({ recorded: 0, replayed: 2 });
  });
});

describe('a row whose id somebody else has taken', () => {
  it('is refused by its line', async () => {
    const file = csv(announced('One'), announced('Bleu'));
    const elsewhere = await freshDatabase();
    try {
      const other = importingInto(elsewhere);
      await other.import(file);
      const { id } = (await other.all()).at(-1)!;
      const registered = { type: 'ProviderRegistered', data: { name: 'Taken' } } as const;
      const taken = { stream: `provider-${id}`, expected: 0, events: [{ id, event: registered }] };
      await ledger.events.append([taken], { actor: 'test' });
      expect(await ledger.problems(file)).toEqual([{ row: 3, field: 'row', code: 'row-id-taken', params: { id } }]);
      expect(await ledger.events.head()).toBe(1);
    } finally {
      await elsewhere.close();
    }
  });
});

describe('a dependency', () => {
  it('is told to be too long before it is read in every way', async () => {
    const row = `Bleu,A,,secnumcloud,DependencyDeclared,2026,press,x,,${'a / '.repeat(200)}b`;
    expect(await ledger.problems(`${csv()},depends_on\n${row}`)).toMatchObject([{ row: 2, field: 'depends_on' }]);
  });
});
