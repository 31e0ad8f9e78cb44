import { createHash } from 'node:crypto';
import { TimeSlice } from '#concurrency/time-slice.js';
import { END_OF_TIME, type Day } from '#domain/date/day.js';
import { DependencyGraph } from '#domain/dossier/dependency-graph.js';
import { dossierModel } from '#domain/dossier/facts.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import type { Entry, Listing, UnreadableEntry } from '#domain/register/entry.js';
import {
  absence,
  type Difference,
  fieldsChanged,
  type Figures,
  hasMoved,
  holdsOf,
  isContradictory,
  listedAs,
  observation,
} from '#domain/register/judgement.js';
import { Losses } from '#domain/register/losses.js';
import { datedByHistory, isRow } from '#domain/register/history.js';
import { frozenSince } from '#domain/register/quiet.js';
import type { Hold, RegisterReading } from '#domain/register/register-events.js';
import type { Match } from '#domain/register/register-record.js';
import type { Register } from '#domain/register/register.js';
import type { Source } from '#domain/source/source.js';
import { fold } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';
import { type ReadingPreview, DIFFERENCES_LISTED } from './attempts.js';
import {
  type DossierOnRecord,
  type EntryOnRecord,
  dossiersOnRecord,
  entriesOnRecord,
  keysOf,
  type LedgerAccess,
} from './entries-on-record.js';
import {
  bearersOf,
  type Identified,
  type IdentifiedProviders,
  identifyDossiers,
  identifyProviders,
  type Unmatched,
} from './identify-providers.js';
import type { RegisterNames } from './known-registers.js';
import { toldHistory } from './told-history.js';

interface Known {
  /** Dossiers by id. */
  before: ReadonlyMap<string, DossierOnRecord>;
  /** Ids by key of the entry. */
  dossierOf: ReadonlyMap<string, string>;
  /** Ids of dossiers whose entries or dependencies cannot be read. */
  unclear: ReadonlySet<string>;
}

const namesDependencies = ({ reader: { fields } }: Register): boolean =>
  fields.dependsOn !== undefined || fields.dependents !== undefined;

/** The dossiers that an entry depends on, as far as the register lists them. */
const wantedBy = ({ dependsOn }: Entry, dossierOf: Known['dossierOf']): ReadonlySet<string> =>
  new Set(dependsOn.flatMap((key) => dossierOf.get(key) ?? []));

/** The dependencies to end: those that the register declared and lists no longer, as far as both sides of them can be read. */
const endedBy = (
  listed: ReadonlySet<string>,
  { id, dependsOn, declared }: DossierOnRecord,
  unclear: Known['unclear'],
): string[] =>
  unclear.has(id) ? [] : dependsOn.filter((other) => declared.has(other) && !listed.has(other) && !unclear.has(other));

/**
 * The dependencies to declare, by id of the dossier: those that are neither in force nor declared by the register before, so
 * that what an officer has ended stays ended. Those that would close a circle are left out.
 */
async function newDependencies(
  identified: readonly Identified[],
  { before, dossierOf, unclear }: Known,
  events: EventStore<LedgerEvent>,
): Promise<Map<string, string[]>> {
  const wanted = identified.flatMap(({ entry, dossier: id }) => {
    const dossier = before.get(id);
    const isKnown = (other: string) =>
      dossier?.declared.has(other) === true || dossier?.dependsOn.includes(other) === true;
    const listed = wantedBy(entry, dossierOf);
    const missing = [...listed].filter((other) => other !== id && !isKnown(other));
    const ended = dossier ? endedBy(listed, dossier, unclear) : [];
    return missing.length + ended.length === 0 ? [] : [{ id, missing, ended }];
  });
  if (wanted.every(({ missing }) => missing.length === 0)) return new Map();
  const reached = wanted.flatMap(({ id, missing }) => [id, ...missing]);
  const graph = await DependencyGraph.read([...new Set(reached)], async (ids) => {
    const records = await events.loadAll(ids.map(dossierStream), dossierModel, { skipUnreadable: true });
    return new Map([...records].map(([stream, record]) => [streamId(stream), record]));
  });
  for (const { id, ended } of wanted)
    graph.add(
      id,
      ended.map((other) => dependency('DependencyEnded', other)),
    );
  return new Map(
    wanted.map(({ id, missing }) => [
      id,
      missing.filter((dependsOn) => {
        const event = dependency('DependencyDeclared', dependsOn);
        if (graph.circleWith(id, [event])) return false;
        graph.add(id, [event]);
        return true;
      }),
    ]),
  );
}

/** After everything on record, for the graph only. */
const dependency = (type: 'DependencyDeclared' | 'DependencyEnded', dependsOn: string): DossierEvent => ({
  ...{ type, occurred: END_OF_TIME, source: { kind: 'other', publisher: '-' }, data: { dependsOn } },
});

/** A document as it was read, and what it is judged by. */
export interface Judged {
  register: Register;
  listing: Listing;
  day: Day;
  /** Of the events that it leads to. */
  source: Source;
  sha256: string;
  /** The readings before, in order. */
  reads: readonly RegisterReading[];
  matches: readonly Match[];
}

/** What a document says otherwise than the ledger, and the events that would record it. */
export interface Judgement {
  /** Stands for what the document lists. */
  content: string;
  holds: Hold[];
  figures: Figures;
  /** At most `DIFFERENCES_LISTED`. */
  differences: Difference[];
  /** Keys of the entries that differ. */
  keys: Record<Difference['kind'], string[]>;
  /** With the values that are left out of entries, which the figures do not count. */
  unreadable: readonly UnreadableEntry[];
  unmatched: readonly Unmatched[];
  /** Keys of entries on record that could not be read, or that one which could not be read may be. */
  unconfirmed: string[];
  /** Since when the register lists the same, if that is too long. */
  frozen: Day | undefined;
  providers: Pick<IdentifiedProviders, 'registered' | 'aliases' | 'identifiers'>;
  /** In the order in which they are recorded. */
  dossiers: DossierChange[];
  /** In a scheme under the four-eyes principle, if there is something for a second person to look at. */
  preview?: ReadingPreview;
  /** Ids of the dossiers that the register has listed, which the reading may confirm. */
  onRecord: string[];
}

interface DossierChange {
  id: string;
  /** Of the stream; 0 if it is opened. */
  version: number;
  events: DossierEvent[];
}

/** Compares a document with the entries on record. Two documents of a register must not be judged and recorded side by side. */
export async function judge(judged: Judged, ledger: LedgerAccess, names: RegisterNames): Promise<Judgement> {
  const { register, listing, matches } = judged;
  const { unreadable } = listing;
  await names.catchUp();
  const streams = new Set<string>();
  const onRecord = await entriesOnRecord(ledger, register, streams);
  const blocked = await keysOf(ledger.db, register.slug, streams);
  for (const key of onRecord.keys()) blocked.delete(key); // moved to a dossier that can be read
  const entries = listing.entries.filter(({ key }) => !blocked.has(key));
  // Known from another register whose keys these are too.
  const elsewhere = register.keysOf ? await entriesOnRecord(ledger, { ...register, slug: register.keysOf }) : [];
  const byKey = new Map([...elsewhere, ...onRecord]);
  const known = { slug: register.slug, onRecord: byKey, names: names.providers, matches };
  const providers = identifyProviders(entries, known);
  const newcomers = entries.flatMap(({ key }) => (byKey.has(key) ? [] : (providers.of.get(key) ?? [])));
  const dossiers = await names.dossiersOf([...new Set(newcomers)]);
  const unread = [...unreadable, ...providers.unreadable];
  const keys = unread.flatMap(({ key }) => key ?? []);
  const found = identifyDossiers(entries, providers.of, { register, onRecord: byKey, unreadable: keys, dossiers });
  const before = await dossiersOf(found, onRecord, ledger, { register, unreadable: streams });
  const isReadable = ({ dossier }: Identified) => !streams.has(dossierStream(dossier));
  const identified = found.filter(isReadable);
  for (const one of found) if (!isReadable(one)) blocked.set(one.entry.key, one.dossier);
  const all = [...unread, ...inUnreadable(listing.entries, blocked)];
  const listedNow = new Set(identified.map(({ dossier }) => dossier));
  const missing = [...onRecord.values()].filter(({ id, listed }) => !listedNow.has(id) && isListed(listed));
  const unreadableOnes = missing.filter(mayBeAmong(unread, onRecord, bearersOf(providers, names)));
  const unclear = new Set([...unreadableOnes, ...unclearBases(listing, onRecord)].map(({ id }) => id));
  const dossierOf = new Map([...blocked, ...identified.map(({ entry, dossier }) => [entry.key, dossier] as const)]);
  const dependencies = await newDependencies(identified, { before, dossierOf, unclear }, ledger.events);
  const leftOut = leftOutOf(listing);
  const comparison = new Comparison(judged, { before, dossierOf, dependencies, unclear, leftOut });
  const slice = new TimeSlice();
  for (const one of identified) {
    if (slice.isOver) await slice.yield();
    comparison.compare(one);
  }
  for (const one of missing) if (!unclear.has(one.id)) comparison.gone(one, names);
  const unconfirmed = [...unreadableOnes.map(({ listed }) => listed.entry), ...blocked.keys()];
  return { ...comparison.judgement(onRecord, { all, providers }), unconfirmed };
}

/** Entries whose dossiers have an event that this version of Jalon cannot read. */
const inUnreadable = (entries: readonly Entry[], blocked: ReadonlyMap<string, string>): UnreadableEntry[] =>
  entries.flatMap(({ key }, index) => {
    const dossier = blocked.get(key);
    if (dossier === undefined) return [];
    return [{ number: index + 1, key, field: 'entry', problem: reason('entry-unreadable', { dossier }) }];
  });

const isListed = ({ data }: EntryOnRecord['listed']): boolean => data.listing !== 'absent';

/** The dossiers of entries by id: those on record for entries that are known, and those that new entries take. */
async function dossiersOf(
  identified: readonly Identified[],
  onRecord: ReadonlyMap<string, EntryOnRecord>,
  ledger: LedgerAccess,
  { register, unreadable }: { register: Register; unreadable: Set<string> },
): Promise<Map<string, DossierOnRecord>> {
  const found = new Map<string, DossierOnRecord>([...onRecord.values()].map((one) => [one.id, one]));
  const others = identified.flatMap(({ dossier }) => (found.has(dossier) ? [] : [dossierStream(dossier)]));
  for await (const one of dossiersOnRecord(ledger, register, others, unreadable)) found.set(one.id, one);
  return found;
}

/** Collects what differs, and the events that say so. */
class Comparison {
  private readonly differences: Difference[] = [];
  private readonly keys: Judgement['keys'] = { added: [], changed: [], gone: [] };
  private readonly changes: DossierChange[] = [];
  private readonly counts = { added: 0, changed: 0, moved: 0, gone: 0, unchanged: 0 };
  private readonly losses = new Losses();
  private contradictory = 0;
  private entries = 0;

  constructor(
    private readonly judged: Judged,
    /** `dependencies`: to be declared, by id of the dossier. */
    private readonly known: Known & { dependencies: ReadonlyMap<string, readonly string[]>; leftOut: LeftOut },
  ) {}

  compare({ entry: read, ...place }: Identified): void {
    const { dossier: id } = place;
    const { register, day, source } = this.judged;
    const dossier = this.known.before.get(id);
    const entry = datedByHistory(asOnRecord(read, this.known.leftOut.get(read.key), dossier), day);
    const one = { ...place, entry };
    if (entry.listing !== 'absent') this.entries += 1;
    const observed = observation(entry, register, day, source);
    const from = dossier?.listed?.data;
    const hasRows = dossier?.said.observed.some(({ event }) => isRow(event)) ?? false;
    if (from) this.losses.listed(from, observed.data, { before: hasRows, now: (entry.history ?? []).length > 0 });
    const { fields, events } = this.scopeOf(one, dossier);
    const told = entry.history && toldHistory(entry, dossier?.said, this.judged);
    const last = told?.last ?? from;
    const said = last ? fieldsChanged(last, observed.data) : [];
    events.push(...(told?.events ?? []));
    const isTold = told?.events.length ? ['history'] : [];
    if (!last || said.length > 0 || (told && !told.isLast)) events.push(observed);
    const dependencies = this.dependenciesOf(one, dossier);
    const changed = [...fields, ...isTold, ...said, ...(dependencies.length > 0 ? ['dependsOn'] : [])];
    events.push(...dependencies);
    if (events.length === 0) {
      this.counts.unchanged += 1;
      return;
    }
    const isAdded = !from || from.listing === 'absent';
    if (isAdded) this.counts.added += 1;
    else {
      this.counts.changed += 1;
      if (hasMoved(from, entry)) this.counts.moved += 1;
    }
    if (isContradictory(entry, register) && (!from || said.length > 0)) this.contradictory += 1;
    this.changes.push({ id, version: dossier?.version ?? 0, events });
    this.differs({
      kind: isAdded ? 'added' : 'changed',
      entry: entry.key,
      provider: entry.provider,
      service: entry.service ?? null,
      dossier: dossier ? id : null,
      from: from ? listedAs(from) : null,
      to: listedAs(entry),
      fields: changed,
    });
  }

  gone({ id, version, provider, service, listed }: EntryOnRecord, names: RegisterNames): void {
    const { register, day, source } = this.judged;
    this.counts.gone += 1;
    this.losses.gone(listed.data);
    this.changes.push({ id, version, events: [absence(listed.entry, register, day, source)] });
    this.differs({
      ...{ kind: 'gone', entry: listed.entry, dossier: id, fields: ['listing'] },
      provider: names.providers.nameOf(provider) ?? provider,
      service: service?.name ?? null,
      from: listedAs(listed.data),
      to: { listing: 'absent' },
    });
  }

  private differs(difference: Difference): void {
    this.keys[difference.kind].push(difference.entry);
    if (this.differences.length < DIFFERENCES_LISTED) this.differences.push(difference);
  }

  judgement(
    onRecord: ReadonlyMap<string, EntryOnRecord>,
    { all, providers }: { all: UnreadableEntry[]; providers: IdentifiedProviders },
  ): Omit<Judgement, 'unconfirmed'> {
    const { register, listing, day, reads, sha256 } = this.judged;
    const content = contentOf(listing);
    const isSame = this.counts.added + this.counts.changed + this.counts.gone === 0;
    const figures: Figures = {
      entries: this.entries,
      before: [...onRecord.values()].filter(({ listed }) => isListed(listed)).length,
      ...this.counts,
      ignored: listing.ignored,
      unreadable: all.length,
    };
    return {
      content,
      holds: holdsOf(figures, register, {
        ...{ day, reads, sha256, content, contradictory: this.contradictory },
        ...this.losses.found,
        hasOtherHead: listing.head !== undefined,
      }),
      figures,
      differences: this.differences,
      keys: this.keys,
      unreadable: [...all, ...listing.leftOut],
      unmatched: providers.unmatched,
      frozen: isSame ? frozenSince(reads, day, register) : undefined,
      providers,
      dossiers: this.changes,
      onRecord: [...onRecord.values()].map(({ id }) => id),
    };
  }

  /** The opening of the dossier, or its name and kinds if they changed. A name that folds to the same is the same. */
  private scopeOf(
    { entry: { serviceKinds: kinds }, provider, service }: Identified,
    dossier: DossierOnRecord | undefined,
  ): { fields: string[]; events: DossierEvent[] } {
    const { register, day, source } = this.judged;
    if (!dossier) {
      const scope = service === undefined ? {} : { service, serviceKinds: [...kinds] };
      const data = { provider, scheme: register.scheme, ...scope };
      return { fields: [], events: [{ type: 'DossierOpened', source, data }] };
    }
    const known = dossier.service;
    if (service === undefined) return { fields: [], events: [] };
    const isNamed = known !== null && fold(known.name) === fold(service);
    const hasKinds = kinds.length === 0 || (known !== null && known.kinds.join('\n') === kinds.join('\n'));
    if (isNamed && hasKinds) return { fields: [], events: [] };
    const serviceKinds = [...(kinds.length === 0 ? (known?.kinds ?? []) : kinds)];
    const declared: DossierEvent = { type: 'ScopeDeclared', occurred: day, source, data: { service, serviceKinds } };
    return {
      fields: [...(isNamed ? [] : ['service']), ...(hasKinds ? [] : ['serviceKinds'])],
      events: [declared],
    };
  }

  /** Dependencies that somebody else declared are not ended. */
  private dependenciesOf({ entry, dossier: id }: Identified, dossier: DossierOnRecord | undefined): DossierEvent[] {
    const { register, day, source } = this.judged;
    if (!namesDependencies(register)) return [];
    const ended = dossier ? endedBy(wantedBy(entry, this.known.dossierOf), dossier, this.known.unclear) : [];
    const event = (type: 'DependencyDeclared' | 'DependencyEnded', dependsOn: string): DossierEvent => ({
      ...{ type, occurred: day, source, data: { dependsOn } },
    });
    return [
      ...(this.known.dependencies.get(id) ?? []).map((other) => event('DependencyDeclared', other)),
      ...ended.map((other) => event('DependencyEnded', other)),
    ];
  }
}

/**
 * Whether an entry on record may be one that cannot be read, so that it is not gone: the one of its key; any of its provider,
 * if the key is new, repeated or unknown; any at all, if nobody on record has the provider's name either.
 *
 * @param bearersOf ids of the providers of a name
 */
function mayBeAmong(
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

/** The same for documents that list the same, in any order. */
function contentOf({ entries }: Listing): string {
  const hash = createHash('sha256');
  for (const entry of entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))) hash.update(JSON.stringify(entry));
  return hash.digest('base64url');
}

/** Fields of entries that are read without them, by key. */
type LeftOut = ReadonlyMap<string, ReadonlySet<string>>;

function leftOutOf({ leftOut }: Listing): LeftOut {
  const fields = new Map<string, Set<string>>();
  for (const { key = '', field } of leftOut) fields.set(key, (fields.get(key) ?? new Set()).add(field));
  return fields;
}

/** The entries on record that are read without some of their dependencies, or of those that are built on them. */
const unclearBases = ({ leftOut }: Listing, onRecord: ReadonlyMap<string, EntryOnRecord>): EntryOnRecord[] =>
  leftOut.flatMap(({ key = '', field }) =>
    field === 'dependsOn' || field === 'dependents' ? (onRecord.get(key) ?? []) : [],
  );

/** What cannot be read of an entry stays as it is on record. */
const asOnRecord = (
  entry: Entry,
  leftOut: ReadonlySet<string> | undefined,
  dossier: DossierOnRecord | undefined,
): Entry => ({
  ...entry,
  ...(leftOut?.has('level') && { level: dossier?.listed?.data.level }),
  ...(leftOut?.has('conditions') && { conditions: dossier?.listed?.data.conditions ?? entry.conditions }),
  ...(leftOut?.has('serviceKinds') && { serviceKinds: dossier?.service?.kinds ?? entry.serviceKinds }),
});
