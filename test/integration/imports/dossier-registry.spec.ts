import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dossierId, DossierRegistry } from '#imports/name-registry.js';
import { providerId } from '#dossiers/provider-names.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { csv, granted, importingInto } from '#test/importing.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

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
