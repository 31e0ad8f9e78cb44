import type { z } from 'zod';
import { TimeSlice } from '#concurrency/time-slice.js';
import { addDays, type Day, dayIn, END_OF_TIME, later } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { officerDeadlines } from '#domain/deadline/officer-deadlines.js';
import { type DossierFacts, dossierModel, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { reachedFrom, stageOf } from '#domain/dossier/progress.js';
import { stateOn } from '#domain/dossier/status.js';
import { holderOn, movesBy } from '#domain/dossier/transfer.js';
import { importIn, readingIn } from '#domain/event/causes.js';
import { liveEvents } from '#domain/event/corrections.js';
import { type DossierEvent, is } from '#domain/event/dossier-events.js';
import { isReading } from '#domain/register/register-events.js';
import {
  type LedgerEvent,
  named,
  type OnRecord,
  providerStream,
  schemaOfStream,
  streamId,
  streamKind,
} from '#domain/event/ledger-event.js';
import { providerModel, providerOf, type ProviderRecord } from '#domain/provider/provider.js';
import { registerIn, registerModel, type RegisterRecord } from '#domain/register/register-record.js';
import { type SchemeHistory, type Schemes, schemesAt } from '#domain/scheme/catalogue.js';
import { schemeModel, type SchemeRecord } from '#domain/scheme/publication.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Change, NextDeadline, Standing, Subject } from './message.js';

export interface PlacedChange {
  change: Change;
  /** Provider, dossier and scheme, for filters; several for a transfer. */
  places: Place[];
  importId: string | undefined;
  /** The reading of a register that recorded it, or that it is: the id of its event. */
  readingId: string | undefined;
  requestId: string | null;
  /** The span that recorded the event, if it was traced. */
  traceparent: string | undefined;
}

/**
 * Converts recorded events to changes, for all channels. The result depends only on the ledger up to each event, as of the day
 * of its recording in `zone`, so it never changes. Each stream is read once per batch.
 *
 * @param batch in order of position
 * @param options.skipUnreadable leaves provider, dossier and effect out where a stream cannot be read: for lists, which show
 *   the other events
 * @returns one change per event, in the same order
 */
export async function changesOf(
  events: EventStore<LedgerEvent>,
  schemes: SchemeCatalogue,
  batch: readonly Recorded<LedgerEvent>[],
  zone: string,
  { skipUnreadable = false } = {},
): Promise<PlacedChange[]> {
  if (batch.length === 0) return [];
  const records = await recordsOf(events, batch, skipUnreadable);
  const contexts = await contextsOf(batch, records, { history: await schemes.history(batch.at(-1)?.position), zone });
  const holders = new Set(contexts.flatMap(({ about }) => about.provider ?? []));
  const providerAt = providersAt(
    await events.loadAll([...holders].map(providerStream), providerModel, { skipUnreadable }),
  );
  const registerOf = await registersOf(events, batch);
  return contexts.map(({ recorded, about, effect, amends, parties }) => {
    const { position, id, stream, version, event } = recorded;
    const provider = about.provider === null ? null : providerAt(about.provider, position);
    const change: Change = {
      ...{ position, id, stream, version, recordedAt: recorded.recordedAt.toISOString() },
      ...{ ...about, provider, ...effect },
      ...(amends && { amends }),
      ...event,
    };
    const places = placesOf(change, registerOf(recorded), parties);
    const { causationId, correlationId: requestId, traceparent } = recorded;
    return { change, places, importId: importIn(causationId), readingId: readingOf(recorded), requestId, traceparent };
  });
}

interface EventContext {
  recorded: Recorded<LedgerEvent>;
  about: About;
  effect: Pick<Change, 'status' | 'next' | 'deadlineTitle'>;
  amends: LedgerEvent | null;
  parties: string[];
}

/** Yields in between: one event of a long stream takes a millisecond, and a reader that catches up asks for hundreds. */
async function contextsOf(
  batch: readonly Recorded<LedgerEvent>[],
  records: Records,
  { history, zone }: { history: SchemeHistory; zone: string },
): Promise<EventContext[]> {
  const schemesBy = schemesByPosition(history);
  const steps = new Map(
    [...records.dossier].map(([stream, record]) => [stream, standings(streamId(stream), record, zone)]),
  );
  const slice = new TimeSlice();
  const contexts: EventContext[] = [];
  for (const recorded of batch) {
    const { stream, version, position, recordedAt, event } = recorded;
    const step = steps.get(stream)?.(version, schemesBy(position));
    contexts.push({
      recorded,
      about: aboutOf(stream, step?.facts, dayIn(zone, recordedAt), records.register.get(stream)),
      effect: effectOf(event, step),
      amends: amendedBy(recorded, records[streamKind(stream)].get(stream) ?? []),
      parties: partiesOf(recorded, step?.facts),
    });
    if (slice.isOver) await slice.yield();
  }
  return contexts;
}

function effectOf(event: LedgerEvent, step: Step | undefined): EventContext['effect'] {
  const { status = null, next = null, facts } = step ?? {};
  const of = 'key' in event.data ? event.data.key : undefined;
  const deadline = facts && of !== undefined ? officerDeadlines(facts).find(({ key }) => key === of) : undefined;
  return { status, next, ...(deadline?.title !== undefined && { deadlineTitle: deadline.title }) };
}

interface Records {
  dossier: ReadonlyMap<string, DossierRecord>;
  provider: ReadonlyMap<string, ProviderRecord>;
  scheme: ReadonlyMap<string, SchemeRecord>;
  register: ReadonlyMap<string, RegisterRecord>;
}

async function recordsOf(
  events: EventStore<LedgerEvent>,
  batch: readonly Recorded<LedgerEvent>[],
  skipUnreadable: boolean,
): Promise<Records> {
  const streams = [...new Set(batch.map(({ stream }) => stream))];
  const ofKind = (kind: keyof Records) => streams.filter((stream) => streamKind(stream) === kind);
  return {
    dossier: await events.loadAll(ofKind('dossier'), dossierModel, { skipUnreadable }),
    provider: await events.loadAll(ofKind('provider'), providerModel, { skipUnreadable }),
    scheme: await events.loadAll(ofKind('scheme'), schemeModel, { skipUnreadable }),
    register: await events.loadAll(ofKind('register'), registerModel, { skipUnreadable }),
  };
}

/** Call it with ascending positions. */
function schemesByPosition(history: SchemeHistory): (position: number) => Schemes {
  let seen = -1;
  let schemes = schemesAt([]);
  return (position) => {
    const count = history.filter((publication) => publication.position <= position).length;
    if (count !== seen) schemes = schemesAt(history, position);
    seen = count;
    return schemes;
  };
}

/** For a correction or retraction, the event concerned as it was before; otherwise `null`. */
function amendedBy(
  { stream, version, event }: { stream: string; version: number; event: LedgerEvent },
  record: readonly OnRecord<LedgerEvent>[],
): LedgerEvent | null {
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return null;
  const before = record.slice(0, version - 1);
  const schema = schemaOfStream[streamKind(stream)] as z.ZodType<LedgerEvent>;
  const is = ({ id }: { id: string }): boolean => id === event.data.event;
  return liveEvents(before, schema).find(is)?.event ?? before.find(is)?.event ?? null;
}

const readingOf = ({ id, event, causationId }: Recorded<LedgerEvent>): string | undefined =>
  isReading(event) ? id : readingIn(causationId);

/** The subject of a stream, with the provider by id. */
interface About extends Omit<Subject, 'provider'> {
  provider: string | null;
}

/** @param facts of a dossier; its provider is the holder on the day */
function aboutOf(stream: string, facts: DossierFacts | undefined, day: Day, register: RegisterRecord = []): About {
  const id = streamId(stream);
  switch (streamKind(stream)) {
    case 'provider':
      return { provider: id, dossier: null, scheme: null };
    case 'scheme':
      return { provider: null, dossier: null, scheme: id };
    case 'register':
      return { provider: null, dossier: null, scheme: registerIn(register)?.scheme ?? null };
    case 'dossier': {
      if (!facts) return { provider: null, dossier: null, scheme: null };
      const { scheme } = facts;
      return { provider: holderOn(facts, day), dossier: { id, scheme, service: serviceNamed(facts) }, scheme };
    }
  }
}

function serviceNamed({ dated, undated }: DossierFacts): string | null {
  const naming = [...undated, ...dated].flatMap(({ event }) => (is(event, 'scope') ? [event.data.service] : []));
  return naming.findLast((name) => name !== undefined) ?? null;
}

function providersAt(records: ReadonlyMap<string, ProviderRecord>) {
  const known = new Map<string, Subject['provider']>();
  return (id: string, position: number): Subject['provider'] => {
    const record = records.get(providerStream(id)) ?? [];
    const after = record.findIndex((entry) => entry.position > position);
    const until = after < 0 ? record.length : after;
    const key = `${id} ${until}`;
    const provider = known.get(key) ?? providerIn(id, record.slice(0, until));
    known.set(key, provider);
    return provider;
  };
}

function providerIn(id: string, record: ProviderRecord): Subject['provider'] {
  const provider = providerOf(record);
  return provider ? { id, slug: provider.slug, name: provider.name } : null;
}

export interface Step extends Required<Pick<Change, 'status' | 'next'>> {
  /** After the event. */
  facts: DossierFacts | undefined;
}

/**
 * The effect of each event of a dossier: the standing before and after it and the next deadline, as of the day of its recording
 * and as known then. With ascending versions, each step is evaluated once.
 */
export function standings(dossier: string, record: DossierRecord, zone: string) {
  let last: { version: number; day: Day; scheme: Scheme; standing: Standing } | undefined;
  const factsAt = factsByVersion(record);

  const standingAt = (version: number, day: Day, schemes: Schemes): Standing | null => {
    const facts = factsAt(version);
    const scheme = facts && schemes.get(facts.scheme);
    if (!scheme) return null;
    if (last?.version !== version || last.day !== day || last.scheme !== scheme)
      last = { version, day, scheme, standing: standingIn(facts, scheme, day) };
    return last.standing;
  };

  return (version: number, schemes: Schemes): Step => {
    const entry = record[version - 1];
    if (!entry) return { status: null, next: null, facts: undefined };
    const day = dayIn(zone, entry.recordedAt);
    const before = standingAt(version - 1, dayBefore(entry, record[version - 2], zone), schemes);
    const after = standingAt(version, day, schemes);
    const facts = factsAt(version);
    return { status: { before, after }, next: nextIn(dossier, facts, schemes, day), facts };
  };
}

/** Facts by version, with the last two cached: each version is evaluated before and after an event. */
function factsByVersion(record: DossierRecord): (version: number) => DossierFacts | undefined {
  const known = new Map<number, DossierFacts | undefined>();
  return (version) => {
    if (known.has(version)) return known.get(version);
    for (const other of known.keys()) if (Math.abs(other - version) > 1) known.delete(other);
    const facts = version === 0 ? undefined : factsOf(record.slice(0, version));
    known.set(version, facts);
    return facts;
  };
}

/**
 * The day of the standing before an event. A grant expires before its expiry is recorded, so "before" is the last day of the
 * grant, or the day of the previous event if that is later.
 */
function dayBefore(
  { recordedAt, event }: OnRecord<DossierEvent>,
  previous: OnRecord<DossierEvent> | undefined,
  zone: string,
): Day {
  if (event.type !== 'GrantExpired') return dayIn(zone, recordedAt);
  const lastOfGrant = event.occurred ? addDays(earliest(event.occurred), -1) : latest(event.data.validUntil);
  return previous ? later(lastOfGrant, dayIn(zone, previous.recordedAt)) : lastOfGrant;
}

export function standingIn(facts: DossierFacts, scheme: Scheme, day: Day): Standing {
  const { established, cycle } = stateOn(facts, scheme, day);
  const stage = stageOf(reachedFrom(cycle));
  return {
    ...{ status: established.status, confirmed: established.confirmed },
    ...{ stage: stage?.milestone ?? null, stageConfirmed: stage?.confirmed ?? null },
  };
}

/** The next open deadline, or the earliest overdue one that can still be met. Deterministic. */
function nextIn(dossier: string, facts: DossierFacts | undefined, schemes: Schemes, day: Day): NextDeadline | null {
  const scheme = facts && schemes.get(facts.scheme);
  if (!scheme) return null;
  const open = deadlinesOf(dossier, facts, scheme, day)
    .filter(({ state }) => state === 'open')
    .sort((a, b) => compare(earliest(a.due), earliest(b.due)) || compare(a.key, b.key));
  const next = open.find(({ due }) => latest(due) >= day) ?? open[0];
  if (!next) return null;
  const { kind, due, title, confirmed } = next;
  return { kind, due, title, ...(!confirmed && { confirmed }) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Provider, dossier and scheme of a change or deadline; `null` does not match any list of a filter. */
export interface Place {
  provider: string | null;
  dossier: string | null;
  scheme: string | null;
  /** Slug of the register that says so. */
  register?: string | null;
}

/** @param parties of a transfer */
function placesOf(
  { provider, dossier, scheme }: Subject,
  register: string | null,
  parties: readonly string[],
): Place[] {
  const place = { dossier: dossier?.id ?? null, scheme, register };
  return [provider?.id ?? null, ...parties].map((one) => ({ provider: one, ...place }));
}

/** The places of an event that is recorded on a day. @param facts of its dossier, with the event */
export const placesOnDossier = (
  dossier: string,
  facts: DossierFacts,
  event: Pick<Recorded<LedgerEvent>, 'id' | 'event'>,
  day: Day,
): Place[] =>
  [holderOn(facts, day), ...partiesOf(event, facts)].map((provider) => ({
    ...{ provider, dossier, scheme: facts.scheme, register: registerNamedBy(event.event) },
  }));

/** For a transfer, the former and the new provider: subscribers of both are notified. */
function partiesOf(
  { id, event }: Pick<Recorded<LedgerEvent>, 'id' | 'event'>,
  facts: DossierFacts | undefined,
): string[] {
  const holders = named(event, 'holder');
  const move = holders.length > 0 && facts ? movesBy(facts, END_OF_TIME).find(({ fact }) => fact.id === id) : undefined;
  return move ? [move.from, move.to] : holders;
}

/** The register of each event: of its stream, of the reading that recorded it, or the one that it names. */
async function registersOf(
  events: EventStore<LedgerEvent>,
  batch: readonly Recorded<LedgerEvent>[],
): Promise<(recorded: Recorded<LedgerEvent>) => string | null> {
  const ids = new Set(batch.flatMap(({ causationId }) => readingIn(causationId) ?? []));
  const readings = ids.size === 0 ? undefined : await events.findAll([...ids]);
  return ({ stream, event, causationId }) => {
    if (streamKind(stream) === 'register') return streamId(stream);
    const reading = readings?.get(readingIn(causationId) ?? '');
    return reading ? streamId(reading.stream) : registerNamedBy(event);
  };
}

const registerNamedBy = (event: LedgerEvent): string | null => named(event, 'register')[0] ?? null;
