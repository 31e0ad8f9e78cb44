import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { dossierId } from '#imports/name-registry.js';
import { providerId } from '#dossiers/provider-names.js';
import { type EntryView, observationsBy } from '#registers/entries-on-record.js';
import { MatchEntry } from '#registers/match-entry.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import { PublishRegister } from '#registers/known-registers.js';
import { marketplace, type Product, product } from '#test/marketplace.js';
import { startReader } from '#test/reading.js';
import { startedForEach } from '#test/started.js';

const slug = 'fedramp-marketplace';

describe('an entry of a register', () => {
  const reader = startedForEach(() => startReader());
  let day = 1;

  const read = (...products: Product[]) =>
    reader.read(marketplace(`2026-01-${String((day += 1)).padStart(2, '0')}`, products), { accept: 'For a test' });
  const entriesOf = async (register: string): Promise<EntryView[]> =>
    (await reader.entries.page(register, { limit: 100 })).entries;
  const entries = () => entriesOf(slug);
  const entry = async (key: string): Promise<EntryView | undefined> =>
    (await entries()).find((one) => one.entry === key);
  const proposals = () => reader.proposals.of(slug);
  const record = (stream: string, ...events: LedgerEvent[]) =>
    reader.events.append(
      [{ stream, expected: 'any', events: events.map((event) => ({ id: crypto.randomUUID(), event })) }],
      { actor: 'officer' },
    );
  const namesOf = async (id: string): Promise<string[]> =>
    providerOf((await reader.events.load(providerStream(id), providerModel)).state)?.names ?? [];

  it('takes the dossier that an officer has opened for its service, and the provider of its name', async () => {
    const provider = providerId('Provider A1');
    const dossier = dossierId(provider, 'fedramp', 'Service A1');
    await record(providerStream(provider), { type: 'ProviderRegistered', data: { name: 'provider A1' } });
    const data = { provider, scheme: 'fedramp', service: 'SERVICE A1', serviceKinds: ['SaaS'] };
    await record(dossierStream(dossier), { type: 'DossierOpened', data });
    await read(product('A1'));
    expect(await entry('A1')).toMatchObject({ dossier, provider: { id: provider }, service: 'SERVICE A1' });
  });

  it('keeps its dossier when its provider or service is called otherwise', async () => {
    await read(product('A1'), product('A2'));
    const before = await entry('A1');
    const { differences } = await read(product('A1', { csp: 'Renamed, Inc.', cso: 'Renamed' }), product('A2'));
    expect(differences).toMatchObject([{ entry: 'A1', kind: 'changed', fields: ['service'] }]);
    expect(await entry('A1')).toMatchObject({ dossier: before?.dossier, service: 'Renamed' });
    expect(await namesOf(before?.provider.id ?? '')).toEqual(['Renamed, Inc.', 'Provider A1']);
    expect((await read(product('A1', { csp: 'Renamed, Inc.', cso: 'Renamed' }), product('A2'))).differences).toEqual(
      [],
    );
  });

  it('renames only a provider that bears the name that the register gave it', async () => {
    await read(product('A1'), product('A2'));
    const { id } = (await entry('A1'))!.provider;
    const chosen: LedgerEvent = { type: 'ProviderRenamed', data: { name: 'As the officer calls it' } };
    await record(providerStream(id), chosen);
    await read(product('A1', { csp: 'Renamed, Inc.' }), product('A2'));
    expect((await namesOf(id))[0]).toBe('As the officer calls it');
  });

  it('keeps its dossier under another key', async () => {
    await read(product('A1'), product('A2'));
    const before = await entry('A1');
    const { figures, differences } = await read(
      product('A1X', { csp: 'Provider A1', cso: 'Service A1' }),
      product('A2'),
    );
    expect(figures).toMatchObject({ added: 0, changed: 1, gone: 0 });
    expect(differences).toMatchObject([{ entry: 'A1X', fields: ['entry'], dossier: before?.dossier }]);
    expect((await entries()).map((one) => one.entry)).toEqual(['A1X', 'A2']);
  });

  it('gets its level or key behind a name that another entry of the provider has, and keeps it', async () => {
    const same = { csp: 'Persona', cso: 'Persona for Government' };
    const all = [
      product('A1', same),
      product('A2', { ...same, impact_level: 'High' }),
      product('A3', { ...same, impact_level: 'High' }),
    ];
    await read(...all);
    const names = async () => (await entries()).map(({ service }) => service);
    const named = ['Persona for Government', 'Persona for Government (high)', 'Persona for Government (A3)'];
    expect(await names()).toEqual(named);
    expect((await read(...all)).differences).toEqual([]);
    await read(...all.slice(1));
    expect(await names()).toEqual(named);
  });

  it('stays where it is if it is listed under the name of another provider, or one of several', async () => {
    const broadcom = { csp: 'Broadcom' };
    await read(product('A1', broadcom), product('A2', broadcom), product('A3', { csp: 'Adobe' }), product('A4'));
    const outcome = await read(
      ...[product('A1', { csp: 'StackArmor' }), product('A2', broadcom), product('A3', { csp: 'Adobe' })],
      product('A4', { csp: 'Adobe' }),
    );
    expect(outcome.differences).toEqual([]);
    expect(outcome.unmatched).toMatchObject([
      { entry: 'A1', name: 'StackArmor', candidate: null },
      { entry: 'A4', name: 'Adobe', candidate: providerId('Adobe') },
    ]);
    expect(await proposals()).toEqual([
      {
        name: 'Adobe',
        entries: 1,
        provider: providerId('Provider A4'),
        candidate: { id: providerId('Adobe'), name: 'Adobe' },
      },
    ]);
  });

  it('is proposed to a provider whose name differs by the legal form, once', async () => {
    await read(
      product('A1', { csp: 'Cisco Systems, Inc.' }),
      product('A2', { csp: 'Cisco Systems LLC' }),
      product('A3', { csp: 'Cisco Systems LLC', cso: 'B' }),
    );
    const candidate = { id: providerId('Cisco Systems LLC'), name: 'Cisco Systems LLC' };
    expect(await proposals()).toEqual([
      { name: 'Cisco Systems, Inc.', entries: 1, provider: providerId('Cisco Systems, Inc.'), candidate },
    ]);
    await match({ name: 'Cisco Systems, Inc.', candidate: candidate.id, provider: null });
    expect(await proposals()).toEqual([]);
    await expect(match({ name: 'Cisco', candidate: candidate.id, provider: null })).rejects.toMatchObject({
      code: 'unknown-reference',
    });
  });

  const match = (answer: { name: string; candidate: string; provider: string | null }) =>
    reader.commands.execute(new MatchEntry(slug, answer, { actor: 'officer' }));

  it('moves to the provider that an officer names, with all that the register said, and stays there', async () => {
    const inc = { csp: 'Cisco Systems, Inc.', cso: 'Meraki' };
    const others = [product('A2', { csp: 'Cisco Systems LLC' }), product('A3', { csp: 'Cisco Systems LLC', cso: 'B' })];
    const base = (id: string): Partial<Product> => ({ leveraged_systems: [{ id }] });
    await read(product('A1', { ...inc, status: 'FedRAMP Ready', ...base('A4') }), ...others, product('A4'));
    await read(product('A1', { ...inc, ...base('A4') }), ...others, product('A4'));
    await read(product('A1', { ...inc, ...base('A4') }), ...others, product('A4'));
    const before = await entry('A1');
    const to = providerId('Cisco Systems LLC');
    await match({ name: 'Cisco Systems, Inc.', candidate: to, provider: to });
    const after = await entry('A1');
    expect(after).toMatchObject({ provider: { id: to }, service: 'Meraki', listing: 'granted', since: before?.since });
    expect(after?.dossier).not.toBe(before?.dossier);
    const left = factsOf((await reader.events.load(dossierStream(before?.dossier ?? ''), dossierModel)).state);
    expect(left && observationsBy(left, slug)).toEqual([]);
    const facts = factsOf((await reader.events.load(dossierStream(after?.dossier ?? ''), dossierModel)).state);
    expect(facts?.dated.map(({ event }) => listingOf(event))).toEqual(['in-progress', 'granted', 'granted']);
    expect(facts && serviceOf(facts.dated, facts.undated)).toMatchObject({ name: 'Meraki' });
    const dependent = await entry('A4');
    const { state } = await reader.events.load(dossierStream(dependent?.dossier ?? ''), dossierModel);
    expect(
      factsOf(state)?.dated.flatMap(({ event }) => ('dependsOn' in event.data ? [event.data.dependsOn] : [])),
    ).toEqual([after?.dossier]);

    expect(await proposals()).toEqual([]);
    const next = await read(
      ...[product('A1', { ...inc, ...base('A4') }), ...others, product('A4')],
      product('A5', { csp: 'Cisco Systems, Inc.' }),
    );
    expect(next).toMatchObject({ unmatched: [], figures: { added: 1, changed: 0 } });
    expect(await entry('A5')).toMatchObject({ provider: { id: to } });
  });

  describe('with an identifier of its provider', () => {
    const [ovh, vat] = ['OVH', 'VATFR-22424761419'];
    const trusted = (...products: (Product & { vat?: string })[]) =>
      reader.read(marketplace('2026-02-01', products), { register: 'trusted' });
    const identifiersOf = async (id: string) =>
      providerOf((await reader.events.load(providerStream(id), providerModel)).state)?.identifiers;
    const identified = (name: string, number: string, identifierKind: 'siren' | 'vat'): Promise<unknown> =>
      record(
        providerStream(providerId(name)),
        { type: 'ProviderRegistered', data: { name } },
        { type: 'AliasAdded', data: { name: number, identifierKind } },
      );

    beforeEach(async () => {
      const { reader: profile, ...rest } = fedrampMarketplace;
      const register = {
        ...rest,
        slug: 'trusted',
        reader: { ...profile, fields: { ...profile.fields, identifier: 'vat' } },
      };
      await reader.commands.execute(new PublishRegister(register, { actor: 'officer' }));
    });

    it('belongs to the provider that has it, whatever it is called', async () => {
      await identified(ovh, '424761419', 'siren');
      await trusted({ ...product('T1', { csp: 'OVH SAS' }), vat }, { ...product('T2', { csp: 'Roubaix Trust' }), vat });
      expect((await entriesOf('trusted')).map(({ provider }) => provider.id)).toEqual([
        providerId(ovh),
        providerId(ovh),
      ]);
      expect(await namesOf(providerId(ovh))).toEqual([ovh, 'OVH SAS', 'Roubaix Trust']);
      expect(await identifiersOf(providerId(ovh))).toEqual([{ kind: 'siren', value: '424761419' }]);
    });

    it('gives it to its provider, and several names of one document to one provider', async () => {
      await trusted({ ...product('T1', { csp: ovh }), vat }, { ...product('T2', { csp: 'Roubaix Trust' }), vat });
      const holders = new Set((await entriesOf('trusted')).map(({ provider }) => provider.id));
      expect([...holders]).toEqual([providerId(ovh)]);
      expect(await identifiersOf(providerId(ovh))).toEqual([{ kind: 'vat', value: 'FR22424761419' }]);
      const { unreadable, figures } = await trusted({ ...product('T1', { csp: ovh }), vat: 'VATFR-22424761418' });
      expect([unreadable.map(({ field }) => field), figures.unreadable]).toEqual([['identifier'], 0]);
    });

    it('is proposed to another provider that has it, once for all registers', async () => {
      await read(product('A1', { csp: 'Cloud of Roubaix' }));
      await identified(ovh, 'FR 22 424 761 419', 'vat');
      const name = 'Cloud of Roubaix';
      await record(providerStream(providerId(name)), {
        type: 'AliasAdded',
        data: { name: '424 761 419', identifierKind: 'siren' },
      });
      await trusted({ ...product('T1', { csp: ovh }), vat });
      const [to, from] = [providerId(ovh), providerId(name)];
      expect(await proposals()).toEqual([{ name, entries: 1, provider: from, candidate: { id: to, name: ovh } }]);
      await match({ name, candidate: to, provider: to });
      expect(await entry('A1')).toMatchObject({ provider: { id: to } });
      expect(await proposals()).toEqual([]);
      expect(await reader.proposals.of('trusted')).toEqual([]);
    });
  });

  const listingOf = (event: DossierEvent) => (event.type === 'RegisterObserved' ? event.data.listing : event.type);

  it('depends on those that it is built on, but for circles, and no longer once the register says so', async () => {
    const [one, two] = [
      product('A1', { leveraged_systems: [{ id: 'A2' }] }),
      product('A2', { leveraged_systems: [{ id: 'A1' }] }),
    ];
    const { figures } = await read(one, two);
    expect(figures.added).toBe(2);
    const declared = async () =>
      (await reader.events.readAll({ after: 0, limit: 1000 })).filter(({ event }) =>
        event.type.startsWith('Dependency'),
      );
    expect((await declared()).map(({ event }) => event.type)).toEqual(['DependencyDeclared']);
    expect((await read(one, two)).differences).toEqual([]);
    await read(product('A1'), product('A2'));
    expect((await declared()).map(({ event }) => event.type)).toEqual(['DependencyDeclared', 'DependencyEnded']);
  });

  it('is not renamed back after an officer has renamed the service', async () => {
    await read(product('A1'));
    const { dossier = '' } = (await entry('A1')) ?? {};
    const source = { kind: 'company', publisher: 'Provider A1' } as const;
    const data = { service: 'A better name', serviceKinds: ['SaaS'] };
    await record(dossierStream(dossier), { type: 'ScopeDeclared', occurred: '2026-01-20', source, data });
    expect((await read(product('A1'))).differences).toEqual([]);
    expect((await read(product('A1', { cso: 'A new name' }))).differences).toMatchObject([{ fields: ['service'] }]);
  });
});
