import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#domain/date/day.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { changePoints } from '#domain/dossier/spans.js';
import { standingOn } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import type { Hold } from '#domain/register/register-events.js';
import { ListEntries } from '#registers/list-entries.js';
import { type Product, SNAPSHOTS, snapshotOf } from '#test/marketplace.js';
import { startReader } from '#test/reading.js';

/** What the register's own status is in the terms of the ledger; `renewing`: in process after an authorization. */
const EXPECTED: Readonly<Record<string, readonly Status[]>> = {
  'FedRAMP Authorized': ['granted'],
  'FedRAMP In Process': ['in-progress', 'renewing'],
  'FedRAMP Ready': ['applied'],
};

/** More than a month lies between the documents, and 29 authorizations of the first have no date. */
const HOLDS: readonly (readonly Hold[])[] = [
  ['contradictory'],
  ['gone', 'moved'],
  ['gone', 'moved'],
  ['gone', 'moved'],
  [],
];

/** A day after the last document. */
const LAST = '2026-05-01';

describe('five documents of the FedRAMP Marketplace, read in order', () => {
  let reader: Awaited<ReturnType<typeof startReader>>;
  /** By key, those of keys that the register has changed since included. */
  const dossierOf = new Map<string, string>();

  beforeAll(async () => {
    reader = await startReader();
  });
  afterAll(() => reader.close());

  it('are held where they change much, and accepted', async () => {
    for (const [index, day] of SNAPSHOTS.entries()) {
      const bytes = snapshotOf(day);
      const outcome = await reader.read(bytes, { accept: 'Checked against the marketplace' });
      expect(outcome).toMatchObject({ state: 'recorded', day, holds: HOLDS[index], unreadable: [] });
      const { entries } = await reader.queries.execute(new ListEntries('fedramp-marketplace', { limit: 2_000 }));
      for (const { entry, dossier } of entries) dossierOf.set(entry, dossier);
    }
  });

  it('are judged in less than a second', async () => {
    const bytes = snapshotOf('2026-04-01');
    const started = performance.now();
    const { figures } = await reader.read(bytes, { day: '2026-05-01', preview: true });
    console.log(`${figures.entries} entries read and judged in ${Math.round(performance.now() - started)} ms`);
    expect(figures).toMatchObject({ entries: 633, unchanged: 633 });
  });

  it('list grants that run on the days on which a service counts as granted, and on no other', async () => {
    const scheme = (await reader.schemes.at()).get('fedramp')!;
    const records = await reader.events.loadAll([...new Set(dossierOf.values())].map(dossierStream), dossierModel);
    expect(records.size).toBeGreaterThan(700);
    const others = [...records].flatMap(([id, record]) => {
      const facts = factsOf(record)!;
      const { grants } = standingOn(facts, scheme, LAST);
      const runs = grants.map(({ runsFrom, runsUntil }) => ({ from: runsFrom ?? LAST, to: runsUntil ?? LAST }));
      const turns = [...runs.flatMap(({ from, to }) => [from, addDays(to, 1)]), ...changePoints(facts, scheme)];
      const isListed = (day: string) => runs.some(({ from, to }) => from <= day && day <= to);
      const isGranted = (day: string) => standingOn(facts, scheme, day).status === 'granted';
      return turns.filter((day) => day <= LAST && isListed(day) !== isGranted(day)).map((day) => [id, day]);
    });
    expect(others).toEqual([]);
  });

  it.each(SNAPSHOTS)("give the register's own status for every entry on %s", async (day) => {
    const products = (JSON.parse(snapshotOf(day).toString()) as { data: { Products: Product[] } }).data.Products;
    const listed = products.filter(({ status }) => status !== '');
    const schemes = await reader.schemes.at();
    const scheme = schemes.get('fedramp');
    const ids = listed.flatMap(({ id }) => dossierOf.get(id) ?? []);
    const records = await reader.events.loadAll(ids.map(dossierStream), dossierModel);
    const others = listed.flatMap(({ id, status }) => {
      const facts = factsOf(records.get(dossierStream(dossierOf.get(id) ?? '')) ?? []);
      const found = facts && scheme ? standingOn(facts, scheme, day).status : 'none';
      return EXPECTED[status]?.includes(found as Status) ? [] : [`${id}: ${status}, but ${found}`];
    });
    expect(others).toEqual([]);
  });
});
