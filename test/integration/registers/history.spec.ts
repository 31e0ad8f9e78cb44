import { describe, expect, it } from '@jest/globals';
import { addDays, type Day } from '#domain/date/day.js';
import { type DossierFacts, dossierModel, factsOf } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { fedrampChangelog } from '#domain/register/fedramp-changelog.js';
import { warningText } from '#language/phrases.js';
import { type Changelog, changelog, changelogDocument, SNAPSHOTS, snapshotOf } from '#test/marketplace.js';
import { type Reader, startReader } from '#test/reading.js';
import { startedOnce } from '#test/started.js';

const register = fedrampChangelog.slug;
const DOCUMENT = '2026-05-30';
const products = Object.entries(changelog().products).map(([id, product]) => ({ id, ...product }));

const stageOf = (status: string): string => fedrampChangelog.reader.stages?.[status] ?? status;
const dayOf = (instant: string): Day => instant.slice(0, 10);

async function readChangelog(reader: Reader): Promise<void> {
  const outcome = await reader.read(changelogDocument(), { register });
  expect(outcome).toMatchObject({ state: 'recorded', day: DOCUMENT, holds: [], figures: { added: 776 } });
}

/** The dossiers of the entries of the changelog, by key. */
async function factsByKey(reader: Reader): Promise<Map<string, DossierFacts>> {
  const { entries } = await reader.entries.page(register, { limit: 2_000 });
  const streams = entries.map(({ dossier }) => dossierStream(dossier));
  expect(new Set(streams).size).toBe(entries.length);
  const records = await reader.events.loadAll(streams, dossierModel);
  return new Map(entries.map(({ entry, dossier }) => [entry, factsOf(records.get(dossierStream(dossier)) ?? [])!]));
}

/** How often each of some texts is among them. */
function tally(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts.toSorted()) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

const fedrampOf = async (reader: Reader) => (await reader.schemes.at()).get('fedramp')!;

/** What the ledger says on the day of each dated status, but for those that another one follows on the same day. */
async function statusesOnTheirDays(reader: Reader): Promise<Record<string, number>> {
  const scheme = await fedrampOf(reader);
  const facts = await factsByKey(reader);
  const told = products.flatMap(({ id, statuses }) =>
    statuses.flatMap(({ status_name, start_date }, index) => {
      const day = dayOf(start_date);
      if (statuses.slice(index + 1).some((later) => dayOf(later.start_date) === day)) return [];
      return [`${stageOf(status_name)}: ${standingOn(facts.get(id)!, scheme, day).status}`];
    }),
  );
  return tally(told);
}

describe('the changelog of FedRAMP, read on an empty ledger', () => {
  const reader = startedOnce(startReader);
  it('records each dated status once, as an event of its day', async () => {
    await readChangelog(reader);
    const facts = await factsByKey(reader);
    const rows = products.flatMap(({ id, statuses }) =>
      statuses.map(({ status_name, start_date }) => `${id} ${dayOf(start_date)} ${stageOf(status_name)}`),
    );
    const observed = [...facts.values()].flatMap(({ dated }) =>
      dated.filter(({ event }) => event.occurred! < DOCUMENT),
    );
    expect([rows.length, observed.length, new Set(rows).size]).toEqual([1949, 1907, 1907]);
    const events = await reader.events.readAll({ after: 0, limit: 10, types: ['RegisterRead'] });
    expect(events).toMatchObject([{ event: { occurred: DOCUMENT } }]);
  });

  it('answers each of them as of its day', async () => {
    expect(await statusesOnTheirDays(reader)).toEqual({
      'absent: applied': 6,
      'absent: expired': 2,
      'absent: in-progress': 3,
      'assessment: in-progress': 1144,
      'assessment: renewing': 13,
      'granted: granted': 521,
      'listing: applied': 206,
    });
  });

  it('tells a present status without a row as of the day of the document, and not before', async () => {
    const scheme = await fedrampOf(reader);
    const facts = await factsByKey(reader);
    const classes = products.flatMap(({ id, statuses, current_status }) => {
      const last = statuses.at(-1)?.status_name ?? 'none';
      if (last === current_status || statuses.length === 0) return [];
      const on = (day: Day) => {
        const { status, confirmed } = standingOn(facts.get(id)!, scheme, day);
        return `${status}${confirmed ? '' : '?'}`;
      };
      const [from, to] = [on(addDays(DOCUMENT, -1)), on(DOCUMENT)];
      return [`${current_status}, last row ${stageOf(last)}: ${from} > ${to}`];
    });
    expect(tally(classes)).toEqual({
      // FedRAMP has renamed the status.
      'Agency In Process, last row assessment: in-progress > in-progress': 48,
      'Authorized, last row assessment: renewing > granted': 12,
      'FRR, last row absent: applied? > applied': 2,
      'No Status Found, last row assessment: in-progress > in-progress?': 84,
      'No Status Found, last row listing: applied > applied?': 30,
    });
  });

  it('is unchanged when it is read again, and follows what it tells otherwise later', async () => {
    const later = changelog();
    const again = { register, day: '2026-06-02' };
    expect(await reader.read(changelogDocument({ ...later, copied: true }), { ...again, preview: true })).toMatchObject(
      {
        figures: { unchanged: 776, added: 0, changed: 0, gone: 0 },
      },
    );
    const [[id, product]] = Object.entries(later.products) as [[string, Changelog['products'][string]]];
    product.statuses[0] = { status_name: 'JAB Review', start_date: '2012-07-20T04:00:00.000Z' };
    const outcome = await reader.read(changelogDocument(later), again);
    expect(outcome).toMatchObject({ state: 'recorded', differences: [{ kind: 'changed', fields: ['history'] }] });
    const scheme = await fedrampOf(reader);
    const facts = (await factsByKey(reader)).get(id)!;
    expect(['2012-07-19', '2012-07-20'].map((day) => standingOn(facts, scheme, day).status)).toEqual([
      'unknown',
      'in-progress',
    ]);
    expect(await reader.read(changelogDocument({ ...later, copied: true }), { ...again, preview: true })).toMatchObject(
      {
        figures: { unchanged: 776, changed: 0 },
      },
    );
  });
});

describe('the changelog of FedRAMP, read after five documents of the Marketplace (long)', () => {
  const reader = startedOnce(startReader);

  it('tells of the dossiers that these have opened', async () => {
    for (const day of SNAPSHOTS) await reader.read(snapshotOf(day), { accept: 'Loaded from the archive' });
    await readChangelog(reader);
    const { entries } = await reader.entries.page('fedramp-marketplace', { limit: 2_000 });
    const facts = await factsByKey(reader);
    const own = await reader.entries.page(register, { limit: 2_000 });
    const dossierOf = new Map(own.entries.map(({ entry, dossier }) => [entry, dossier]));
    const others = entries.filter(({ entry, dossier }) => facts.has(entry) && dossierOf.get(entry) !== dossier);
    expect(others).toEqual([]);
  });

  it('answers each dated status as of its day, but where the Marketplace dates a later one before', async () => {
    expect(await statusesOnTheirDays(reader)).toEqual({
      'absent: applied': 6,
      'absent: expired': 3,
      'absent: in-progress': 2,
      'assessment: granted': 5,
      'assessment: in-progress': 1121,
      // After an authorization that only the Marketplace tells of.
      'assessment: renewing': 31,
      'granted: granted': 521,
      'listing: applied': 205,
      'listing: in-progress': 1,
    });
  });

  it('makes one fact of what both tell, and warns of what they tell otherwise by naming both', async () => {
    const scheme = await fedrampOf(reader);
    const facts = await factsByKey(reader);
    const all = [...facts.values()].map((one) => standingOn(one, scheme, DOCUMENT));
    const warnings = all.flatMap((standing) => standing.warnings);
    expect(tally(warnings.map(({ code }) => code))).toMatchObject({
      'milestone-day-differs': 6,
      'out-of-order': 23,
      'registers-differ': 119,
      'start-differs': 5,
    });
    const differing = warnings.find(({ code }) => code === 'registers-differ')!;
    expect(warningText(differing, 'en')).toMatch(
      /^FedRAMP Marketplace and FedRAMP status changelog give different statuses/,
    );
    const akamai = facts.get('F1206061353')!;
    const [grant, ...others] = standingOn(akamai, scheme, DOCUMENT).grants;
    const said = akamai.dated.filter(({ id }) => grant?.events.includes(id)).map(({ event }) => event.source?.title);
    expect([others, new Set(said)]).toEqual([[], new Set(['FedRAMP Marketplace', 'FedRAMP status changelog'])]);
  });
});
