import type { Entry } from '#domain/register/entry.js';
import { fold, LONGEST_NAME } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';
import { dossierId, type RegisteredDossier } from '#imports/name-registry.js';
import type { EntryOnRecord } from './dossier-on-record.js';

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
