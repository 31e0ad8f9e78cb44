import { z } from 'zod';
import { type Identifier, identifierKeys } from '#domain/provider/identifiers.js';
import { reason } from '#domain/refusal.js';
import type { Entry, UnreadableEntry } from '#domain/register/entry.js';
import type { Match } from '#domain/register/register-record.js';
import { fold, LONGEST_NAME } from '#domain/text/text.js';
import { providerId, type ProviderNames } from '#dossiers/provider-names.js';
import { uuidOf } from '#event-store/encoding.js';
import { dossierId, type RegisteredDossier } from '#imports/name-registry.js';
import type { EntryOnRecord } from './entries-on-record.js';
import type { RegisterNames } from './known-registers.js';

/** An entry that the register now lists under a name that is not its provider's. It stays where it is. */
export const Unmatched = z
  .strictObject({
    entry: z.string(),
    name: z.string().describe('As the register writes it.'),
    provider: z.uuid().describe('The provider that it belongs to.'),
    candidate: z.uuid().nullable().describe('Another provider that has the name.'),
  })
  .meta({ id: 'UnmatchedEntry' });
export type Unmatched = z.output<typeof Unmatched>;

export interface IdentifiedProviders {
  /** Ids by key of the entry. */
  of: ReadonlyMap<string, string>;
  /** To be registered: names by id. */
  registered: ReadonlyMap<string, string>;
  /** New spellings of known providers, by folded name. */
  aliases: ReadonlyMap<string, Alias>;
  /** What their entries say of providers that is not on record, and the names of those that were found by it. */
  identifiers: readonly (Alias & { identifierKind?: Identifier['kind'] })[];
  unmatched: Unmatched[];
  unreadable: UnreadableEntry[];
}

interface Alias {
  provider: string;
  name: string;
}

/** What providers are identified by. */
interface KnownProviders {
  slug: string;
  onRecord: ReadonlyMap<string, EntryOnRecord>;
  names: ProviderNames;
  matches: readonly Match[];
}

/**
 * Finds the provider of each entry. A known entry stays with its provider, whatever the register calls it. The provider of
 * a new one is the one that an officer has named, else the one with its identifier, else the one with that name, else a new
 * one: nothing is merged on a guess.
 */
export function identifyProviders(entries: readonly Entry[], known: KnownProviders): IdentifiedProviders {
  const renamed = new Renamings(entries, known);
  const of = new Map<string, string>();
  const registered = new Map<string, string>();
  const unreadable: UnreadableEntry[] = [];
  const identified = new KnownIdentifiers(known);
  for (const [index, { key, provider: name, identifier }] of entries.entries()) {
    const found =
      known.onRecord.get(key)?.provider ??
      answerFor(name, known.matches) ??
      identified.providerOf(identifier, name) ??
      providerNamed(name, known, renamed.aliases);
    if (typeof found !== 'object') {
      const provider = found ?? register(name, known, registered);
      of.set(key, provider);
      identified.add(provider, name, identifier);
    } else {
      const slugs = found.map((id) => known.names.nameOf(id) ?? id);
      const problem = reason('provider-ambiguous', { name, slugs });
      unreadable.push({ number: index + 1, key, provider: name, field: 'provider', problem });
    }
  }
  const { aliases, unmatched } = renamed;
  return { of, registered, aliases, identifiers: identified.news, unmatched, unreadable };
}

/** The id of the provider that an officer named. */
const answerFor = (name: string, matches: readonly Match[]): string | undefined =>
  matches.findLast((match) => match.provider !== null && fold(match.name) === fold(name))?.provider ?? undefined;

/** The id of the provider with a name; several ids if it is ambiguous. */
function providerNamed(
  name: string,
  known: KnownProviders,
  aliases: ReadonlyMap<string, Alias>,
): string | string[] | undefined {
  const bearers = [...known.names.providersNamed(name)];
  if (bearers.length === 0) return aliases.get(fold(name))?.provider;
  return onlyOf(bearers, known) ?? bearers;
}

/** The only one, or the only one that the register lists. */
function onlyOf(bearers: readonly string[], { onRecord }: KnownProviders): string | undefined {
  if (bearers.length < 2) return bearers[0];
  const listed = new Set([...onRecord.values()].map(({ provider }) => provider));
  const [only, ...others] = bearers.filter((id) => listed.has(id));
  return others.length === 0 ? only : undefined;
}

/** Providers by the identifiers that entries state, and what is new of them. */
class KnownIdentifiers {
  readonly news: IdentifiedProviders['identifiers'][number][] = [];
  /** By key, what this document tells of providers. */
  readonly #told = new Map<string, string>();
  /** Folded names that providers have by this document. */
  readonly #named = new Set<string>();

  constructor(private readonly known: KnownProviders) {}

  /** Its name is recorded if nobody has it. */
  providerOf(identifier: Identifier | undefined, name: string): string | undefined {
    if (!identifier) return undefined;
    const { names } = this.known;
    const told = identifierKeys(identifier).flatMap((key) => this.#told.get(key) ?? []);
    const provider = told[0] ?? onlyOf([...names.providersIdentified(identifier)], this.known);
    if (provider === undefined || names.providersNamed(name).size > 0 || this.#named.has(fold(name))) return provider;
    this.#named.add(fold(name));
    this.news.push({ provider, name });
    return provider;
  }

  /** It is recorded on every provider whose entries state it: two of them are proposed as one. */
  add(provider: string, name: string, identifier: Identifier | undefined): void {
    this.#named.add(fold(name));
    if (!identifier) return;
    const { kind, value } = identifier;
    const isTold = identifierKeys(identifier).some((key) => this.#told.get(key) === provider);
    if (!isTold && !this.known.names.providersIdentified(identifier).has(provider))
      this.news.push({ provider, name: value, identifierKind: kind });
    for (const key of identifierKeys(identifier)) this.#told.set(key, provider);
  }
}

/** A provider whose first name was corrected keeps its id: another provider of that name gets one of its own. */
function register(name: string, { names, slug }: KnownProviders, registered: Map<string, string>): string {
  const usual = providerId(name);
  const id = names.nameOf(usual) === undefined ? usual : uuidOf('provider', fold(name), slug);
  if (!registered.has(id)) registered.set(id, name);
  return id;
}

/** Known entries that the register lists under another name. */
class Renamings {
  readonly aliases = new Map<string, Alias>();
  readonly unmatched: Unmatched[] = [];

  constructor(
    entries: readonly Entry[],
    private readonly known: KnownProviders,
  ) {
    const usual = new Set<string>();
    const renamed = new Map<string, { entry: string; name: string; provider: string }[]>();
    for (const { key, provider: name } of entries) {
      const dossier = known.onRecord.get(key);
      if (!dossier) continue;
      const { provider, former } = dossier;
      const bearers = known.names.providersNamed(name);
      if (bearers.has(provider) || answerFor(name, known.matches) === provider) usual.add(provider);
      else if (!former.some((id) => bearers.has(id)))
        renamed.set(fold(name), [...(renamed.get(fold(name)) ?? []), { entry: key, name, provider }]);
    }
    const perProvider = new Map<string, number>();
    for (const group of renamed.values())
      for (const id of new Set(group.map(({ provider }) => provider)))
        perProvider.set(id, (perProvider.get(id) ?? 0) + 1);
    for (const group of renamed.values()) this.#decide(group, (id) => usual.has(id) || (perProvider.get(id) ?? 0) > 1);
  }

  /**
   * A name that nobody has is a new spelling if all its entries belong to one provider, and no entry of that provider goes by
   * another name: else part of its services may have gone to somebody else.
   */
  #decide(
    group: readonly { entry: string; name: string; provider: string }[],
    hasOtherName: (provider: string) => boolean,
  ): void {
    const [first] = group;
    if (!first) return;
    const bearers = this.known.names.providersNamed(first.name);
    const isOne = group.every(({ provider }) => provider === first.provider);
    if (bearers.size === 0 && isOne && !hasOtherName(first.provider)) this.aliases.set(fold(first.name), first);
    else for (const one of group) this.unmatched.push({ ...one, candidate: [...bearers][0] ?? null });
  }
}

/** Ids of the providers of a name, those that get it by this reading included. */
export const bearersOf =
  ({ aliases }: IdentifiedProviders, { providers }: RegisterNames) =>
  (name: string): string[] => [...providers.providersNamed(name), ...[aliases.get(fold(name))?.provider ?? []].flat()];

export interface Identified {
  entry: Entry;
  /** Id. */
  provider: string;
  /** Id; not on record yet if the reading opens it. */
  dossier: string;
  /** The name that the dossier has, or is to have; not always that of the entry: see `namesFor`. */
  service: string | undefined;
}

interface KnownDossiers {
  register: { slug: string; scheme: string };
  onRecord: ReadonlyMap<string, EntryOnRecord>;
  /** Keys that the register lists although their entries cannot be read: these keep their dossiers. */
  unreadable?: Iterable<string>;
  /** By provider. */
  dossiers: ReadonlyMap<string, readonly RegisteredDossier[]>;
}

/**
 * Finds the dossier of each entry. A known entry keeps its dossier. A new one takes the dossier of its provider and service
 * that no other entry has, among them that of an entry which the register lists no longer: it may have another key now. Else
 * it opens one. The names of services differ among the entries of a provider.
 *
 * @param providers ids by key of the entry; entries without one are left out
 */
export function identifyDossiers(
  entries: readonly Entry[],
  providers: ReadonlyMap<string, string>,
  known: KnownDossiers,
): Identified[] {
  const inUse = new Set<string>();
  const listed = new Set([...known.onRecord.values()].map(({ id }) => id));
  const keys = [...entries.map(({ key }) => key), ...(known.unreadable ?? [])];
  const taken = new Set(keys.flatMap((key) => known.onRecord.get(key)?.id ?? []));
  const found = new Map<string, Identified>();
  const named = (entry: Entry, provider: string, service: string | undefined, dossier: string): void => {
    inUse.add(placeOf(provider, service));
    found.set(entry.key, { entry, provider, service, dossier });
  };
  const isFree = (provider: string, name: string | undefined): boolean => !inUse.has(placeOf(provider, name));
  const withProvider = entries.flatMap((entry) => {
    const provider = providers.get(entry.key);
    return provider === undefined ? [] : [{ entry, provider, before: known.onRecord.get(entry.key) }];
  });
  for (const { entry, provider, before } of withProvider) {
    const name = before?.service?.name;
    if (!before || !isFree(provider, name)) continue;
    if (namesFor(entry).some((one) => folded(one) === folded(name))) named(entry, provider, name, before.id);
  }
  for (const { entry, provider, before } of withProvider) {
    if (!before || found.has(entry.key)) continue;
    const names = namesFor(entry);
    named(entry, provider, names.find((one) => isFree(provider, one)) ?? names.at(-1), before.id);
  }
  for (const { entry, provider, before } of withProvider) {
    if (before) continue;
    const names = namesFor(entry);
    const service = names.find((one) => isFree(provider, one)) ?? names.at(-1);
    const dossier = dossierFor(entry, { provider, service }, known, { taken, listed });
    taken.add(dossier);
    named(entry, provider, service, dossier);
  }
  return entries.flatMap(({ key }) => found.get(key) ?? []);
}

/** The names that the service may have, best first: real registers list two services of a provider by one name. */
const namesFor = ({ service, level, key }: Entry): (string | undefined)[] =>
  service === undefined
    ? [undefined, key]
    : [service, ...(level === undefined ? [] : [withRemark(service, level)]), withRemark(service, key)];

/** No longer than a name may be. */
function withRemark(name: string, remark: string): string {
  const brackets = ` (${remark})`;
  return brackets.length > LONGEST_NAME / 2 ? name : name.slice(0, LONGEST_NAME - brackets.length) + brackets;
}

const folded = (name: string | undefined): string => (name === undefined ? '' : fold(name));

const placeOf = (provider: string, service: string | undefined): string => `${provider} ${folded(service)}`;

/** @param ids those that other entries have, and those that the register lists or listed */
function dossierFor(
  { key }: Entry,
  { provider, service }: { provider: string; service: string | undefined },
  { register: { slug, scheme }, dossiers }: KnownDossiers,
  { taken, listed }: Record<'taken' | 'listed', ReadonlySet<string>>,
): string {
  const all = (dossiers.get(provider) ?? []).filter((one) => one.scheme === scheme);
  const [free] = all
    .filter((one) => !taken.has(one.id) && one.holderPeriods.at(-1)?.provider === provider && isCalled(one, service))
    .sort((a, b) => Number(listed.has(b.id)) - Number(listed.has(a.id)));
  if (free) return free.id;
  const usual = dossierId(provider, scheme, service);
  const isOnRecord = taken.has(usual) || all.some(({ id }) => id === usual);
  return isOnRecord ? uuidOf('dossier', provider, scheme, folded(service), slug, key) : usual;
}

const isCalled = ({ services }: RegisteredDossier, service: string | undefined): boolean =>
  service === undefined ? services.size === 0 : services.has(fold(service));
