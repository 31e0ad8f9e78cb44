import { z } from 'zod';
import { assertAmendable, type Live, liveEvents } from '../event/corrections.js';
import { addDays, compareDays, type Day, DaySchema, END_OF_TIME } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { ProviderRef } from '../dossier/standing.js';
import { type OnRecord, recordModel } from '../event/ledger-event.js';
import { type NewProviderEvent, type ProviderEvent, ProviderEventSchema } from '../event/provider-events.js';
import { refuse } from '../refusal.js';
import { type Source, SourceSchema } from '../source/source.js';
import type { OtherName } from './name-warnings.js';
import { type Identifier, identifierOf } from './identifiers.js';
import { fold, slugOf } from '../text/text.js';

/** The events of a provider as recorded; corrections and dates are applied on reading. */
export type ProviderRecord = readonly OnRecord<ProviderEvent>[];

export const providerModel = recordModel<ProviderEvent>();

/** The identity of a provider. */
export interface Provider {
  /** Its name on the day requested. */
  name: string;
  slug: string;
  /** All names for search: the name of the day, former and later names, then aliases. */
  names: string[];
  /** Who gave it the name of the day, where that is on record. */
  namedBy: Source | null;
  identifiers: Identifier[];
}

/**
 * `undefined` if not registered. The slug never changes, even when the provider is renamed.
 *
 * @param asOf absent: the latest name
 */
export function providerOf(record: ProviderRecord, asOf: Day = END_OF_TIME): Provider | undefined {
  const registered = record.find(({ event }) => event.type === 'ProviderRegistered')?.event;
  if (registered?.type !== 'ProviderRegistered') return undefined;
  const live = liveEvents(record, ProviderEventSchema);
  const given = nameOn(nameHistory(live), asOf);
  const name = given?.name ?? registered.data.name;
  const others = allNames(live).map((other) => other.name);
  const aliases = live.flatMap(({ event }) => (event.type === 'AliasAdded' ? [event.data] : []));
  const isName = aliases.filter(({ identifierKind }) => identifierKind === undefined);
  const names = [...new Set([name, ...others, ...isName.map((alias) => alias.name)])];
  const slug = registered.data.slug ?? slugOf(registered.data.name);
  return { name, slug, names, namedBy: given?.source ?? null, identifiers: identifiersIn(aliases) };
}

/** Each once, in order of recording. */
function identifiersIn(aliases: readonly Extract<ProviderEvent, { type: 'AliasAdded' }>['data'][]): Identifier[] {
  const found = aliases.flatMap(({ name, identifierKind: kind }) => (kind && identifierOf(kind, name)) ?? []);
  return [...new Map(found.map((one) => [`${one.kind} ${one.value}`, one])).values()];
}

/** A provider as others name it on a day: by its id if its record is empty, or left out because it cannot be read. */
export function providerRefOf(id: string, record: ProviderRecord = [], asOf?: Day): ProviderRef {
  const { slug, name } = providerOf(record, asOf) ?? { slug: id, name: id };
  return { id, slug, name };
}

/**
 * The slug of a new provider where that of its name is empty or taken: with part of its id. `undefined`: that of its name.
 *
 * @param id of the provider
 */
export function otherSlug(id: string, name: string, isTaken: (slug: string) => boolean): string | undefined {
  const usual = slugOf(name);
  return usual === '' || isTaken(usual) ? `${usual || 'provider'}-${id.slice(0, 8)}` : undefined;
}

/** @throws Refusal already-exists, name-unusable */
export function registerProvider(
  record: ProviderRecord,
  asked: { name: string; slug?: string | undefined },
): ProviderEvent[] {
  const { name, slug } = asked;
  if (record.length > 0) throw refuse('already-exists', 'name', 'provider-exists', { name });
  if (fold(name) === '') throw refuse('name-unusable', 'name', 'name-without-letters');
  return [{ type: 'ProviderRegistered', data: { name, ...(slug !== undefined && { slug }) } }];
}

/**
 * @param others names of other providers, at least those that the event gives
 * @throws Refusal not-found, already-exists, name-unusable, and those of amendments
 */
export function recordOnProvider(
  record: ProviderRecord,
  event: NewProviderEvent,
  others: readonly OtherName[] = [],
): ProviderEvent[] {
  if (record.length === 0) throw refuse('not-found', 'provider', 'provider-not-found', {});
  if (event.type === 'EventCorrected' || event.type === 'EventRetracted') {
    const corrected = assertAmendable(record, event, ProviderEventSchema);
    if (corrected) assertNamed(corrected, 'data.changes.data', others);
  } else assertNamed(event, 'data', others);
  return [event];
}

/** A name needs a letter or a digit. An alias must not be a name of another provider, which would no longer be found by it. */
function assertNamed(event: ProviderEvent, at: string, others: readonly OtherName[]): void {
  if (event.type !== 'ProviderRegistered' && event.type !== 'ProviderRenamed' && event.type !== 'AliasAdded') return;
  if (fold(event.data.name) === '') throw refuse('name-unusable', `${at}.name`, 'name-without-letters');
  if (event.type !== 'AliasAdded' || event.data.identifierKind !== undefined) return;
  const { name } = event.data;
  const taken = others.find((other) => fold(other.name) === fold(name));
  if (taken) throw refuse('already-exists', `${at}.name`, 'alias-taken', { name, provider: taken.slug });
}

/** A name of a provider, and its period. */
export const NamePeriod = z.strictObject({
  name: z.string(),
  since: DaySchema.nullable().describe('First day; `null` if from the start or unknown.'),
  until: DaySchema.nullable().describe('Last day; `null` if still in use or unknown.'),
  event: z.uuid(),
  source: SourceSchema.nullable(),
});
export type NamePeriod = z.infer<typeof NamePeriod>;

/**
 * The names of a provider in order of day. A rename counts from its earliest day. An undated rename replaces every name
 * recorded before it.
 */
export const nameHistory = (live: readonly Live<ProviderEvent>[]): NamePeriod[] =>
  withPeriods(byDay(namesGiven(live).filter(({ replaced }) => !replaced)));

/** The name history, latest first, followed by the names replaced by an undated rename. */
export const allNames = (live: readonly Live<ProviderEvent>[]): NamePeriod[] => [
  ...nameHistory(live).reverse(),
  ...withPeriods(namesGiven(live).filter(({ replaced }) => replaced))
    .map((name) => ({ ...name, until: null }))
    .reverse(),
];

/** The name in use on a day; `history` is in order of day. */
const nameOn = (history: readonly NamePeriod[], day: Day): NamePeriod | undefined =>
  history.findLast(({ since }) => since === null || since <= day);

interface GivenName {
  name: string;
  day: Day | null;
  replaced: boolean;
  entry: Live<ProviderEvent>;
}

/** Every name given, in order of recording. */
function namesGiven(live: readonly Live<ProviderEvent>[]): GivenName[] {
  const given = live.flatMap((entry): GivenName[] => {
    const { event } = entry;
    if (event.type !== 'ProviderRegistered' && event.type !== 'ProviderRenamed') return [];
    const dated = event.type === 'ProviderRenamed' && event.occurred !== undefined;
    return [{ name: event.data.name, day: dated ? earliest(event.occurred ?? '') : null, replaced: false, entry }];
  });
  const last = given.findLastIndex(({ day }) => day === null);
  return given.map((one, index) => ({ ...one, replaced: index < last }));
}

/** One name per day: the one recorded last. */
function byDay(given: readonly GivenName[]): GivenName[] {
  const inOrder = given.toSorted((a, b) => compareDays(a.day ?? '', b.day ?? ''));
  return inOrder.filter(({ day }, index) => inOrder[index + 1]?.day !== day);
}

const withPeriods = (given: readonly GivenName[]): NamePeriod[] =>
  given.map(({ name, day, entry }, index) => {
    const next = given[index + 1]?.day;
    return {
      name,
      since: day,
      until: next && next < END_OF_TIME ? addDays(next, -1) : null,
      event: entry.id,
      source: entry.event.source ?? null,
    };
  });
