import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { ProviderLists } from '#projections/list-providers.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { boardExpected, boardInShort, daysExpected } from '#test/expected-board.js';
import { startedOnce } from '#test/started.js';

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;

beforeAll(async () => {
  board = boardOn(database.app);
  await board.import(await realLedger());
  await board.project();
});

describe('the board of the real ledger', () => {
  it('lists what falls due, soonest first, the grants that others build on twice', async () => {
    const { items } = await board.deadlines({ asOf: '2026-11-25' });
    // Renewals that can still be asked for, though their date has passed, come first.
    const coming = items.filter(({ daysLeft }) => daysLeft >= 0);
    expect(new Set(items.slice(0, -coming.length).map(({ kind }) => kind))).toEqual(new Set(['renewal-window']));
    expect(
      coming.slice(0, 3).map(({ kind, due, daysLeft, dossier }) => [dossier.provider.name, kind, due, daysLeft]),
    ).toEqual([
      ['3DS Outscale', 'grant-end', '2026-11-30', 5],
      ['NumSpot', 'dependency-end', '2026-11-30', 5],
      ['OVHcloud', 'grant-end', '2026-12-29', 34],
    ]);
  });

  it('lists providers by name with their aliases and dossiers', async () => {
    const { items } = await board.providers({ asOf: '2026-11-25' });
    expect(items.map(({ slug, aliases, dossiers }) => [slug, aliases, dossiers.length])).toEqual([
      ['3ds-outscale', ['Outscale'], 1],
      ['bleu', [], 1],
      ['cegedim-cloud', [], 1],
      ['index-education', [], 1],
      ['numspot', [], 1],
      ['oodrive', [], 1],
      ['ovhcloud', ['OVH'], 3],
      ['ovhcloud-and-google', [], 0],
      ['whaller', [], 1],
      ['wimi', ['Cloud Solutions'], 1],
    ]);
  });

  it('offers all providers to choose from when they are few enough, as known at an instant', async () => {
    const lists = new ProviderLists(database.app, board.events);
    const namesOf = async (asked: { most: number; knownAt?: Date }) =>
      (await lists.names({ asOf: '2026-11-25', ...asked })).map(({ name }) => name);
    const all = await namesOf({ most: 10 });
    expect([all.length, all[0], all.at(-1)]).toEqual([10, '3DS Outscale', 'Wimi']);
    expect(await namesOf({ most: 9 })).toEqual([]);
    expect(await namesOf({ most: 10, knownAt: new Date('2000-01-01T00:00:00Z') })).toEqual([]);
  });

  it('turns pages without losing or repeating any', async () => {
    for (const list of [board.dossiers, board.providers, board.deadlines]) {
      const whole = await list({ asOf: '2026-11-25' });
      const pages: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ asOf: '2026-11-25', limit: 2, ...(cursor && { cursor }) });
        pages.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(pages).toEqual(whole.items);
    }
  });

  it.each([
    ['2026-11-25', '2026-12-01', '2026-12-31'],
    ['2026-11-25', '2026-03-01', '2026-03-31'],
    ['2026-11-25', '2026-06-15', '2026-06-15'],
    ['2024-06-01', '2023-01-01', '2027-12-31'],
  ])('lists on %s what is due from %s to %s, partial dates included', async (asOf, from, to) => {
    const { rows } = await sql<{ key: string }>`
      select key from deadline_span
      where known_to is null and ${asOf}::date between from_day and to_day and state <> 'cancelled'
        and due_earliest <= ${to}::date and due_latest >= ${from}::date
    `.execute(database.app);
    const { items } = await board.deadlines({ asOf, from, to });
    const own = items.filter(({ dependsOn }) => dependsOn === null).map(({ key }) => key);
    expect(own.sort()).toEqual(rows.map(({ key }) => key).sort());
    expect(own.length).toBeGreaterThan(0);
  });
});

describe('the ledger of November 2026, without the rows and columns added since', () => {
  const earlier = startedOnce(freshDatabase);

  it('is imported with the same result as before', async () => {
    const before = boardOn(earlier.app);
    const file = await readFile(join(import.meta.dirname, '../imports/ledger-of-november.csv'));
    expect(await before.import(file)).toMatchObject({ recorded: 48, providers: 9, dossiers: 11 });
    expect(await before.import(file)).toMatchObject({ recorded: 0, replayed: 48 });
    await before.project();
    for (const day of daysExpected)
      expect(boardInShort((await before.dossiers({ asOf: day })).items)).toEqual(boardExpected(day));
  });
});
