import { beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '#test/database.js';
import { announced, csv, granted, importingInto } from '#test/importing.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { dossierId, DossierRegistry } from '#imports/name-registry.js';
import { providerId } from '#dossiers/provider-names.js';
import { startedForEach, startedOnce } from '#test/started.js';

const database = startedForEach(freshDatabase);
let ledger: ReturnType<typeof importingInto>;

beforeEach(() => {
  ledger = importingInto(database);
});

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

const refusedFor = (code: string, params: object) => [{ row: 2, field: 'service', code, params }];

describe('a service that was transferred', () => {
  let dossier: string;

  beforeEach(async () => {
    await ledger.import(csv(granted('One', 'A'), announced('Two')));
    dossier = await ledger.dossierOf();
  });

  const landsThere = async (...rows: string[]): Promise<void> => {
    const before = (await ledger.all()).length;
    expect(await ledger.import(csv(...rows))).toMatchObject({ recorded: rows.length, providers: 0, dossiers: 0 });
    const added = (await ledger.all()).slice(before);
    expect(added.map(({ stream }) => stream)).toEqual(rows.map(() => dossier));
  };

  it('is found under the provider that has it, and under the former one for its time', async () => {
    await ledger.transfer(dossier, '2024-01-01', 'Two');
    await landsThere(granted('Two', 'A', '2024-05-01'), granted('One', 'A', '2022-05-01'));
    expect(await ledger.problems(csv(granted('One', 'A', '2024-01-01')))).toEqual(
      refusedFor('row-service-transferred', { provider: 'One', service: 'A' }),
    );
  });

  it('is found under its later provider for earlier days too', async () => {
    await ledger.transfer(dossier, '2024-01-01', 'Two');
    await landsThere(granted('Two', 'A', '2022-05-01'));
  });

  it('may be of both in a year in which it moved', async () => {
    await ledger.transfer(dossier, '2024-06-01', 'Two');
    await landsThere(granted('One', 'A', '2024'), granted('Two', 'A', '2024', 'Renewed'));
    await landsThere(granted('One', '', '2024-H1'), granted('Two', '', '2024-Q2'));
  });

  it('is what a blank service means only while the provider has it', async () => {
    await ledger.transfer(dossier, '2024-01-01', 'Two');
    await landsThere(granted('One', '', '2023-12-31'), granted('Two', '', '2024-01-01'));
    const one = refusedFor('row-dossier-not-held', { provider: 'One', scheme: secnumcloud.name, date: '2024-01-02' });
    expect(await ledger.problems(csv(granted('One', '', '2024-01-02')))).toEqual(one);
    const two = refusedFor('row-dossier-not-held', { provider: 'Two', scheme: secnumcloud.name, date: '2023-12-30' });
    expect(await ledger.problems(csv(granted('Two', '', '2023-12-30')))).toEqual(two);
  });

  it('comes back to a provider when the transfer counts again', async () => {
    const transfer = await ledger.transfer(dossier, '2024-01-01', 'Two');
    const retraction = await ledger.retract(dossier, transfer);
    await ledger.import(csv(announced('Two', 'x'), announced('One', 'y')));
    await ledger.retract(dossier, retraction);
    await landsThere(granted('Two', 'A', '2024-05-01'));
  });

  it('is on record under a provider that it was wrongly said to be transferred to', async () => {
    const transfer = await ledger.transfer(dossier, '2024-01-01', 'Two');
    const file = csv(granted('Two', 'A', '2024-05-01'));
    await ledger.import(file);
    await ledger.retract(dossier, transfer);
    expect(await ledger.import(file)).toMatchObject({ recorded: 0, replayed: 1 });
  });
});

describe('a dossier without a service that comes to a provider', () => {
  const file = csv(granted('Two', 'B'), granted('Two', '', '2024-05-01'));

  beforeEach(async () => {
    await ledger.import(file);
    await ledger.import(csv(granted('One', '', '2022-01-01')));
    await ledger.transfer(await ledger.dossierOf('2022-01-01'), '2024-01-01', 'Two');
  });

  it('leaves a file that was imported before on record where it is', async () => {
    expect(await ledger.import(file)).toMatchObject({ recorded: 0, replayed: 2 });
  });

  it('is not preferred to the one that the provider has', async () => {
    expect(await ledger.problems(csv(granted('Two', '', '2024-06-01')))).toEqual(
      refusedFor('row-dossier-ambiguous', { provider: 'Two', scheme: secnumcloud.name, count: 2 }),
    );
  });
});

describe('the registry of dossiers', () => {
  const database = startedOnce(freshDatabase);

  describe('the dossiers that an import keeps in memory', () => {
    it('are few, whichever names were asked for', async () => {
      const { events, ...ledger } = importingInto(database);
      const { position } = await ledger.import(csv(granted('Bleu', 'A'), granted('Bleu', 'B')));
      const bookings = new DossierRegistry(database.app, events.codec, 100);
      const invented = Array.from({ length: 98 }, (_, n) => providerId(`Invented ${n}`));
      const bleu = providerId('Bleu');
      const found = await bookings.of([...invented, bleu], position);
      expect(found.get(bleu)?.map(({ id }) => id)).toEqual(
        ['A', 'B'].map((name) => dossierId(bleu, 'secnumcloud', name)),
      );
      expect(bookings.size).toBe(0);
      await bookings.of(invented, position);
      expect(bookings.size).toBe(98);
    });
  });
});
