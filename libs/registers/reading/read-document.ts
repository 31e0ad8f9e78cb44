import { TimeSlice } from '#concurrency/time-slice.js';
import { compareDays } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { Entry, Listing, UnreadableEntry } from '#domain/register/entry.js';
import type { ReaderProfile } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { EntryReader, type ReadEntry } from './entry-reader.js';
import { htmlDocument } from './html-tables.js';
import { pdfDocument } from './pdf-tables.js';
import { documentOf, documentRefused, MAX_ENTRIES, type RawDocument, tooManyEntries } from './raw-entry.js';
import { columnName, csvDocument, xlsxDocument } from './table.js';
import { treeDocument } from './tree.js';

/** Problems that a refusal lists. */
const LISTED = 20;

/**
 * What a document of a register lists. Entries that cannot be read are named and do not hinder the others. Memory is bounded
 * by that of the largest document, and other requests are served in between, but for the parsing of JSON itself.
 *
 * @throws Refusal register-document-invalid if it is no document of the register
 */
export async function readDocument(bytes: Buffer, reader: ReaderProfile, scheme: Scheme): Promise<Listing> {
  const document = await documentOf(bytes, reader.format);
  return listingOf(await rawDocument(document, reader), reader, scheme);
}

async function rawDocument(document: Buffer, reader: ReaderProfile): Promise<RawDocument> {
  switch (reader.format) {
    case 'json':
    case 'yaml':
    case 'xml':
      return treeDocument(document, reader);
    case 'csv':
      return csvDocument(document, reader);
    case 'xlsx':
      return xlsxDocument(document, reader);
    case 'html':
      return htmlDocument(document, reader);
    case 'pdf':
      return pdfDocument(document, reader);
  }
}

async function listingOf(raw: RawDocument, profile: ReaderProfile, scheme: Scheme): Promise<Listing> {
  const reader = new EntryReader(profile, scheme);
  const [day, nextUpdate] = (['readOn', 'nextUpdate'] as const).map((field) => {
    const { day: stated, problem } = reader.dayOfDocument(raw, field);
    if (problem) throw documentRefused(problem, { field });
    return stated;
  });
  if (raw.entries.length > MAX_ENTRIES) throw tooManyEntries();
  const slice = new TimeSlice();
  const read: ReadEntry[] = [];
  const unreadable: UnreadableEntry[] = [];
  let ignored = 0;
  for (const entry of raw.entries) {
    if (slice.isOver) await slice.yield();
    const outcome = reader.read(entry);
    if (outcome === 'ignored') ignored += 1;
    else if ('unreadable' in outcome) unreadable.push(outcome.unreadable);
    else read.push(outcome);
  }
  const { single, repeated } = withoutRepeated(counting(read, profile), unreadable);
  unreadable.push(...repeated);
  if (single.length === 0) throw nothingRead(unreadable);
  return {
    day,
    nextUpdate,
    head: otherHead(raw, profile),
    entries: withDependents(single),
    ignored,
    unreadable: unreadable.sort((a, b) => a.number - b.number),
    leftOut: single.flatMap(({ leftOut }) => leftOut),
  };
}

/** The columns of a table that is not as the profile has it. */
function otherHead({ heads = [] }: RawDocument, { head }: ReaderProfile): Listing['head'] {
  if (head === undefined) return undefined;
  const compared = (names: readonly string[]): string => names.map(columnName).join('\n').trim();
  const found = heads.find((names) => compared(names) !== compared(head));
  return found && { expected: head, found };
}

/** Of entries with one key, the one that counts by the profile. */
function counting(read: readonly ReadEntry[], { repeated }: ReaderProfile): readonly ReadEntry[] {
  if (repeated === undefined) return read;
  const counts = new Map<string, ReadEntry>();
  for (const one of read) {
    const before = counts.get(one.entry.key);
    const isCounting =
      before === undefined ||
      repeated === 'last' ||
      (repeated === 'latest' && compareDays(sinceOf(one.entry), sinceOf(before.entry)) > 0);
    if (isCounting) counts.set(one.entry.key, one);
  }
  return read.filter((one) => counts.get(one.entry.key) === one);
}

/** The latest day that an entry tells of itself. */
const sinceOf = ({ history = [], validFrom, milestones }: Entry): string =>
  [
    ...history.map(({ day }) => day),
    ...[validFrom, ...milestones.map(({ occurred }) => occurred)].flatMap((date) =>
      date === undefined ? [] : earliest(date),
    ),
  ]
    .sort(compareDays)
    .at(-1) ?? '';

/** None of the entries with one key can be trusted, whether or not the others can be read: each names another one of them. */
function withoutRepeated(
  read: readonly ReadEntry[],
  unreadable: readonly UnreadableEntry[],
): { single: ReadEntry[]; repeated: UnreadableEntry[] } {
  const first = new Map<string, number>();
  const other = new Map<number, number>();
  for (const { number, key } of [...read.map(({ number, entry: { key } }) => ({ number, key })), ...unreadable]) {
    const before = key === undefined ? undefined : first.get(key);
    if (before !== undefined) other.set(number, before).set(before, number);
    else if (key !== undefined) first.set(key, number);
  }
  return {
    single: read.filter(({ number }) => !other.has(number)),
    repeated: read.flatMap(({ number, entry: { key, provider } }) => {
      const same = other.get(number);
      const problem = reason('register-key-repeated', { entry: same ?? 0 });
      return same === undefined ? [] : [{ number, key, provider, field: 'entry', problem }];
    }),
  };
}

/** With the entries that are built on another as that one says: each depends on it. */
function withDependents(read: readonly ReadEntry[]): Entry[] {
  const bases = new Map<string, string[]>();
  for (const { entry, dependents } of read)
    for (const key of dependents) {
      const known = bases.get(key);
      if (known) known.push(entry.key);
      else bases.set(key, [entry.key]);
    }
  return read.map(({ entry }) => {
    const more = bases.get(entry.key);
    return more ? { ...entry, dependsOn: [...new Set([...entry.dependsOn, ...more])] } : entry;
  });
}

function nothingRead(unreadable: readonly UnreadableEntry[]): Error {
  if (unreadable.length === 0) return documentRefused(reason('register-document-empty'));
  return new Refusal(
    'register-document-invalid',
    reason('register-nothing-readable', { entries: unreadable.length }),
    unreadable.slice(0, LISTED).map(({ number, field, problem }) => ({ row: number, field, ...problem })),
  );
}
