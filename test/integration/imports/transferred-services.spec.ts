import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { announced, csv, granted, importingInto } from '#test/importing.js';

let database: TestDatabase;
let ledger: ReturnType<typeof importingInto>;

beforeEach(async () => {
  database = await freshDatabase();
  ledger = importingInto(database);
});

afterEach(() => database.close());

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
