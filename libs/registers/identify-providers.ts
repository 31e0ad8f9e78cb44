import { z } from 'zod';
import { type Identifier, identifierKeys } from '#domain/provider/identifiers.js';
import type { Entry, UnreadableEntry } from '#domain/register/entry.js';
import type { Match } from '#domain/register/register-record.js';
import { reason } from '#domain/refusal.js';
import { fold } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';
import { providerId, type ProviderNames } from '#dossiers/provider-names.js';
import type { EntryOnRecord } from './dossier-on-record.js';
import type { RegisterNames } from './names.js';

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
  const identified = new Identified(known);
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
class Identified {
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
