import { describe, expect, it, beforeEach } from '@jest/globals';
import { addDays } from '#domain/date/day.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { changePoints } from '#domain/dossier/spans.js';
import { standingOn } from '#domain/dossier/standing.js';
import { type Status } from '#domain/dossier/status.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { type Hold } from '#domain/register/register-events.js';
import { type Product, SNAPSHOTS, snapshotOf, marketplace, product } from '#test/marketplace.js';
import { startReader } from '#test/reading.js';
import { startedForEach, startedOnce } from '#test/started.js';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import type { Register } from '#domain/register/register.js';
import { PublishRegister } from '#registers/known-registers.js';
import { planningOn, planRound } from '#test/planning-on.js';

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

describe('five documents of the FedRAMP Marketplace, read in order (long)', () => {
  const reader = startedOnce(startReader);
  /** By key, those of keys that the register has changed since included. */
  const dossierOf = new Map<string, string>();

  it('are held where they change much, and accepted', async () => {
    for (const [index, day] of SNAPSHOTS.entries()) {
      const bytes = snapshotOf(day);
      const outcome = await reader.read(bytes, { accept: 'Checked against the marketplace' });
      expect(outcome).toMatchObject({ state: 'recorded', day, holds: HOLDS[index], unreadable: [] });
      const { entries } = await reader.entries.page('fedramp-marketplace', { limit: 2_000 });
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

const today = '2026-11-25';
const accept = 'Loaded from the archive';

describe('the grants that a register lists', () => {
  const reader = startedForEach(() => startReader());
  let planning: ReturnType<typeof planningOn>;
  let seen = 0;

  beforeEach(() => {
    planning = planningOn(reader.database.app, Clock.startingAt(new Date(`${today}T08:00:00Z`)));
    seen = 0;
  });

  /** As the worker does between two readings. */
  async function plan(): Promise<void> {
    const [before, { app }] = [seen, reader.database];
    seen = await planning.events.head();
    await app.transaction().execute((tx) => planningProjection(planning).advance(before, seen, tx));
    await planRound(app, planning);
  }
  const expire = () => expireGrants(reader.database.app, planning, today, () => planning.events.head());
  const publish = (register: typeof fedrampMarketplace) =>
    reader.commands.execute(new PublishRegister(register, { actor: 'admin' }));

  it('expire for lack of a reading only once the register is up to date', async () => {
    const all = ['FR1', 'FR2'].map((id) => product(id));
    await reader.read(marketplace('2024-02-01', all));
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(marketplace('2025-06-01', [product('FR1'), { ...product('FR2'), status: 'Unclear' }]), {
      accept,
    });
    await plan();
    expect(await expire()).toBe(0);
    const last = [product('FR1'), { ...product('FR2'), status: 'Unclear' }, product('FR3')];
    await reader.read(marketplace('2026-11-01', last), { accept });
    await plan();
    expect(await expire()).toBe(1);
    const expired = await planning.events.readAll({ after: 0, limit: 100, types: ['GrantExpired'] });
    expect(expired).toMatchObject([{ event: { occurred: '2025-02-02' } }]);
  });

  it('expire on the day that it states, unless its history is being loaded', async () => {
    const csv = (until: string) => Buffer.from(`Prestataire,Service,Début,Fin\nNuage,Cirrus,2022-01-01,${until}\n`);
    const list: Register = {
      ...{
        slug: 'list',
        name: 'List',
        scheme: 'secnumcloud',
        publisher: 'ANSSI',
        kind: 'catalogue',
        staleAfterDays: 45,
      },
      reader: {
        format: 'csv',
        fields: { provider: 'Prestataire', service: 'Service', validFrom: 'Début', validUntil: 'Fin' },
      },
    };
    await publish(list);
    const loaded = { register: list.slug, accept };
    await reader.read(csv('2024-12-31'), { ...loaded, day: '2024-06-01' });
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(csv('2026-11-20'), { ...loaded, day: '2024-10-01' });
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(csv('2026-11-20'), { ...loaded, day: '2026-11-10' });
    await plan();
    expect(await expire()).toBe(1);
  });

  it('neither expire while a reading runs, nor does one wait for them or record what they expire from', async () => {
    await publish({ ...fedrampMarketplace, staleAfterDays: 3660 });
    await reader.read(snapshotOf('2023-03-01'), { accept });
    await plan();
    await reader.database.owner.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon readings'))`.execute(tx);
      expect(await expire()).toBe(0);
    });
    const [, { state, position }] = await Promise.all([expire(), reader.read(snapshotOf('2024-03-01'), { accept })]);
    expect(state).toBe('recorded');
    const later = { after: position ?? 0, limit: 1_000, types: ['GrantExpired'] };
    expect(await planning.events.readAll(later)).toEqual([]);
  });

  it('expire, but for those whose end cannot be recorded', async () => {
    await publish({ ...fedrampMarketplace, staleAfterDays: 3660 });
    await reader.read(snapshotOf('2023-03-01'), { accept });
    await plan();
    await sql`
      update deadline set body = jsonb_set(body, '{title}', '""')
      where key in (select key from deadline where expiry is not null order by due_latest, key limit 25)
    `.execute(reader.database.app);
    await expect(expire()).rejects.toMatchObject({ errors: { length: 25 } });
    const expired = await planning.events.readAll({ after: 0, limit: 1_000, types: ['GrantExpired'] });
    expect(expired.length).toBeGreaterThan(175);
  });
});
