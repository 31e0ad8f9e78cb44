import { describe, expect, it } from '@jest/globals';
import { type LedgerEvent } from '#domain/event/ledger-event.js';
import { DecideReading } from '#registers/read-register.js';
import { marketplace, product, type Product } from '#test/marketplace.js';
import { type Reader, readerOn, startReader } from '#test/reading.js';
import { startedOnce } from '#test/started.js';
import { addDays } from '#domain/date/day.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import { PublishRegister } from '#registers/known-registers.js';

const slug = 'fedramp-marketplace';
const range = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => `FR${1000 + from + n}`);
const authorized = range(40).map((id) => product(id));
const quoted = product('FR4003', { csp: "Robert'); drop table event;--", cso: '<script>alert(1)</script>' });

describe('a reading of a register', () => {
  const reader = startedOnce(startReader);

  const since = async (position: number): Promise<LedgerEvent[]> =>
    (await reader.events.readAll({ after: position, limit: 10_000 })).map(({ event }) => event);
  const types = async (position: number): Promise<string[]> => (await since(position)).map(({ type }) => type);

  it('registers providers and opens dossiers when it is the first, and publishes a built-in register', async () => {
    const first = await reader.read(marketplace('2026-01-05', authorized));
    expect(first).toMatchObject({ state: 'recorded', day: '2026-01-05', holds: [], figures: { added: 40, before: 0 } });
    const events = await reader.events.readAll({ after: 0, limit: 1000 });
    expect(events.slice(-2).map(({ event }) => event.type)).toEqual(['RegisterPublished', 'RegisterRead']);
    expect(events.length).toBe(40 * 3 + 2);
    expect(new Set(events.map(({ causationId }) => causationId))).toEqual(new Set([`reading:${first.event}`]));
    expect(events.at(-1)).toMatchObject({ id: first.event, position: first.position });
  });

  it('writes one event if nothing differs, and none for the same document and day', async () => {
    const head = await reader.events.head();
    const document = marketplace('2026-01-06', authorized);
    const outcome = await reader.read(document);
    expect(outcome).toMatchObject({ state: 'recorded', differences: [], figures: { unchanged: 40 } });
    expect(await types(head)).toEqual(['RegisterRead']);
    expect(await reader.read(document)).toMatchObject({ state: 'same', event: outcome.event, position: head + 1 });
    expect(await reader.events.head()).toBe(head + 1);
  });

  it('writes one event per difference, and one for itself', async () => {
    const head = await reader.events.head();
    const [moved, gone, kinds, ...others] = authorized;
    const news = [
      { ...moved, status: 'FedRAMP In Process', ip_agency_date: '2026-01-02T20:00:00.000Z' },
      { ...kinds, cso: 'Another name' },
      ...others,
      product('FR2000', { csp: 'Provider FR1000', cso: 'A second service' }),
    ];
    const outcome = await reader.read(marketplace('2026-01-07', news));
    expect(outcome.figures).toMatchObject({ added: 1, changed: 2, moved: 1, gone: 1, unchanged: 37 });
    expect(outcome.differences.map(({ kind, entry, fields }) => [kind, entry, fields])).toEqual([
      ['changed', moved?.id, ['listing', 'milestone', 'validFrom', 'milestones']],
      ['changed', kinds?.id, ['service']],
      ['added', 'FR2000', []],
      ['gone', gone?.id, ['listing']],
    ]);
    expect(await types(head)).toEqual([
      ...['RegisterObserved', 'ScopeDeclared', 'DossierOpened', 'RegisterObserved', 'RegisterObserved', 'RegisterRead'],
    ]);
  });

  it('lists an entry again that was gone, on the dossier that it had', async () => {
    const head = await reader.events.head();
    const [, gone] = authorized;
    const { differences } = await reader.read(
      marketplace('2026-01-08', [
        ...authorized,
        product('FR2000', { csp: 'Provider FR1000', cso: 'A second service' }),
      ]),
    );
    expect(differences.find(({ entry }) => entry === gone?.id)).toMatchObject({
      kind: 'added',
      from: { listing: 'absent' },
    });
    expect((await types(head)).filter((type) => type === 'DossierOpened')).toEqual([]);
  });

  it('is held if it would remove or move many entries, is small, or older; and recorded once it is accepted', async () => {
    const head = await reader.events.head();
    const few = await reader.read(marketplace('2026-01-09', authorized.slice(0, 15)));
    expect(few).toMatchObject({ state: 'held', holds: ['gone', 'smaller'], event: null });
    const older = await reader.read(marketplace('2026-01-02', authorized), { accept: 'It is in order' });
    expect(older).toMatchObject({ state: 'held', holds: ['older'] });
    const moved = authorized.map((one, n) => (n < 5 ? { ...one, status: 'FedRAMP Ready' } : one));
    expect(await reader.read(marketplace('2026-01-09', moved))).toMatchObject({ state: 'held', holds: ['moved'] });
    expect(await reader.events.head()).toBe(head);

    expect(await reader.views.get(slug)).toMatchObject({ held: 3, lastRead: '2026-01-08' });
    await expect(decide(older.id, 'accept')).rejects.toMatchObject({ code: 'reading-older' });
    expect(await decide(older.id, 'discard')).toMatchObject({ state: 'discarded', event: null });
    await expect(decide(older.id, 'discard')).rejects.toMatchObject({ code: 'reading-not-held' });
    const accepted = await decide(few.id, 'accept');
    expect(accepted).toMatchObject({ id: few.id, state: 'recorded', figures: { gone: 26 }, accepted: 'For a test' });
    expect((await since(head)).at(-1)).toMatchObject({
      data: { accepted: { holds: ['gone', 'smaller'], reason: 'For a test' } },
    });
  });

  const decide = (id: string, decision: 'accept' | 'discard') =>
    reader.commands.execute(new DecideReading(id, decision, 'For a test', { actor: 'officer' }));

  it('is not held for one contradiction twice', async () => {
    const undated = { ...product('FR3000'), auth_date: 'Not Authorized' };
    const news = [...authorized.slice(0, 15), undated];
    expect(await reader.read(marketplace('2026-01-10', news))).toMatchObject({
      state: 'held',
      holds: ['contradictory'],
    });
    const accepted = await reader.read(marketplace('2026-01-10', news), { accept: 'The register leaves out the date' });
    expect(accepted).toMatchObject({ state: 'recorded', accepted: 'The register leaves out the date' });
    expect(await reader.read(marketplace('2026-01-11', news))).toMatchObject({ state: 'recorded', holds: [] });
  });

  it('is refused if it cannot be read, and the attempt is on record', async () => {
    const head = await reader.events.head();
    const whole = Buffer.from(JSON.stringify(marketplace('2026-01-12', authorized)));
    const refused = [
      whole.subarray(0, -100),
      Buffer.from('<!doctype html><html><body>Service unavailable</body></html>'),
      Buffer.from('['.repeat(1_000_000)),
      Buffer.from(JSON.stringify({ entries: [{ hebergeur: 'Bleu', statut: 'certifié' }] })),
      Buffer.from(JSON.stringify(marketplace('2026-12-24', authorized))),
    ];
    for (const bytes of refused)
      await expect(reader.read(bytes)).rejects.toMatchObject({ code: 'register-document-invalid' });
    const { readings } = await reader.readings.page(slug, { limit: 5 });
    expect(readings.map(({ state }) => state)).toEqual(refused.map(() => 'refused'));
    expect(readings.every(({ problem }) => problem !== null)).toBe(true);
    expect(await reader.events.head()).toBe(head);
  });

  it('leaves out entries with names that cannot be recorded', async () => {
    const hostile = [
      product('FR4000', { csp: '???' }),
      product('FR4001', { csp: 'Pro\u0000vider' }),
      product('FR4002', { cso: 'x'.repeat(10_000) }),
      quoted,
      product('FR4004', { csp: 'Pay\u202Epal', cso: '=cmd|calc!A0' }),
    ];
    const document = marketplace('2026-01-12', [...authorized.slice(0, 15), product('FR3000', {}), ...hostile]);
    const outcome = await reader.read(document, { accept: 'For a test' });
    expect(outcome.state).toBe('recorded');
    expect(outcome.unreadable.map(({ key }) => key)).toEqual(['FR4000', 'FR4001', 'FR4002', 'FR4004']);
    const { entries } = await reader.entries.page(slug, { search: 'FR4003', limit: 10 });
    expect(entries).toMatchObject([{ provider: { name: quoted.csp } }]);
  });

  it('does not confirm a known entry that cannot be read, which is not gone either', async () => {
    const all = [...authorized.slice(0, 15), quoted];
    const unclear = { ...product('FR3000'), status: 'Under review' };
    const { figures, event } = await reader.read(marketplace('2026-01-12', [...all, unclear]), {
      accept: 'For a test',
    });
    expect(figures).toMatchObject({ gone: 0, unreadable: 1 });
    expect((await reader.events.find(event ?? ''))?.event.data).toMatchObject({ unconfirmed: ['FR3000'] });
  });

  it('is the same for two that read one document at once, in two processes', async () => {
    const other: Reader = await readerOn(reader.database);
    const head = await reader.events.head();
    const document = marketplace('2026-01-13', [...authorized.slice(0, 16), product('FR3000'), quoted]);
    const both = await Promise.all([reader.read(document), other.read(document)]);
    await other.close();
    expect(both.map(({ state }) => state).sort()).toEqual(['recorded', 'same']);
    expect(both[0].event).toBe(both[1].event);
    expect((await types(head)).filter((type) => type === 'RegisterRead')).toHaveLength(1);
  });

  it('is judged again if an officer records meanwhile', async () => {
    const [{ dossier } = { dossier: '' }] = (await reader.entries.page(slug, { search: 'FR1003', limit: 1 })).entries;
    const note = {
      type: 'StatementMade',
      occurred: '2026-01-13',
      source: { kind: 'press', publisher: 'p' },
      data: { title: 't' },
    };
    const append = () =>
      reader.events.append(
        [
          {
            stream: `dossier-${dossier}`,
            expected: 'any',
            events: [{ id: crypto.randomUUID(), event: note as LedgerEvent }],
          },
        ],
        { actor: 'officer' },
      );
    const changed = authorized.slice(0, 16).map((one) => ({ ...one, impact_level: 'High' }));
    const document = marketplace('2026-01-14', [...changed, product('FR3000'), quoted]);
    const [outcome] = await Promise.all([reader.read(document), append(), append(), append(), append()]);
    expect(outcome).toMatchObject({ state: 'recorded', figures: { changed: 16 } });
    const { entries } = await reader.entries.page(slug, { search: 'FR1003', limit: 10 });
    expect(entries).toMatchObject([{ entry: 'FR1003', listing: 'granted', level: 'high', dossier }]);
  });

  it('ends what a process has left: recorded if its events are, else judged and recorded now', async () => {
    const document = marketplace('2026-01-15', authorized.slice(0, 16));
    const outcome = await reader.read(document, { accept: 'For a test' });
    const leave = (state: object) =>
      reader.database.app.updateTable('register_reading').set(state).where('id', '=', outcome.id).execute();
    await leave({ state: 'applying' });
    expect(await reader.read(document)).toMatchObject({ state: 'same', event: outcome.event });
    expect(await reader.readings.get(outcome.id)).toMatchObject({ state: 'recorded' });

    const held = await reader.read(marketplace('2026-01-16', authorized.slice(0, 5)));
    const decided = JSON.stringify({
      decision: 'accept',
      by: 'officer',
      at: '2026-01-16T08:00:00Z',
      reason: 'For a test',
    });
    await reader.database.app
      .updateTable('register_reading')
      .set({ state: 'applying', event: crypto.randomUUID(), decided })
      .where('id', '=', held.id)
      .execute();
    const started = await readerOn(reader.database);
    await started.close(); // waits for what it resumes
    expect(await reader.readings.get(held.id)).toMatchObject({
      state: 'recorded',
      figures: { gone: 11 },
    });
  });
});

describe('entries', () => {
  const reader = startedOnce(startReader);
  let register: string;
  let count = 0;

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
        (await reader.entries.page(register, { search: key, limit: 1 })).entries[0]?.dossier;
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
});
