import type { Entry, Listing, UnreadableEntry } from '#domain/register/entry.js';
import type { DossierOnRecord, EntryOnRecord } from './dossier-on-record.js';

/**
 * Whether an entry on record may be one that cannot be read, so that it is not gone: the one of its key; any of its provider,
 * if the key is new, repeated or unknown; any at all, if nobody on record has the provider's name either.
 *
 * @param bearersOf ids of the providers of a name
 */
export function mayBeAmong(
  unreadable: readonly UnreadableEntry[],
  onRecord: ReadonlyMap<string, EntryOnRecord>,
  bearersOf: (provider: string) => readonly string[],
): (entry: EntryOnRecord) => boolean {
  const keys = new Set<string>();
  const repeated = new Set<string>();
  for (const { key } of unreadable) if (key !== undefined) (keys.has(key) ? repeated : keys).add(key);
  const providers = new Set<string>();
  let isAny = false;
  for (const { key, provider } of unreadable) {
    if (key !== undefined && onRecord.has(key) && !repeated.has(key)) continue;
    const bearers = provider === undefined ? [] : bearersOf(provider);
    for (const id of bearers) providers.add(id);
    isAny ||= key === undefined && bearers.length === 0;
  }
  return ({ provider, listed }) => isAny || keys.has(listed.entry) || providers.has(provider);
}

/** Fields of entries that are read without them, by key. */
export type LeftOut = ReadonlyMap<string, ReadonlySet<string>>;

export function leftOutOf({ leftOut }: Listing): LeftOut {
  const fields = new Map<string, Set<string>>();
  for (const { key = '', field } of leftOut) fields.set(key, (fields.get(key) ?? new Set()).add(field));
  return fields;
}

/** The entries on record that are read without some of their dependencies, or of those that are built on them. */
export const unclearBases = ({ leftOut }: Listing, onRecord: ReadonlyMap<string, EntryOnRecord>): EntryOnRecord[] =>
  leftOut.flatMap(({ key = '', field }) =>
    field === 'dependsOn' || field === 'dependents' ? (onRecord.get(key) ?? []) : [],
  );

/** What cannot be read of an entry stays as it is on record. */
export const asOnRecord = (
  entry: Entry,
  leftOut: ReadonlySet<string> | undefined,
  dossier: DossierOnRecord | undefined,
): Entry => ({
  ...entry,
  ...(leftOut?.has('level') && { level: dossier?.listed?.data.level }),
  ...(leftOut?.has('conditions') && { conditions: dossier?.listed?.data.conditions ?? entry.conditions }),
  ...(leftOut?.has('serviceKinds') && { serviceKinds: dossier?.service?.kinds ?? entry.serviceKinds }),
});
