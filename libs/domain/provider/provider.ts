import { assertAmendable, type Live, liveEvents } from '../event/corrections.js';
import { addDays, type Day, END_OF_TIME } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { OnRecord } from '../event/ledger-event.js';
import { type NewProviderEvent, type ProviderEvent, ProviderEventSchema } from '../event/provider-events.js';
import { refuse } from '../refusal.js';
import type { Source } from '../source/source.js';
import { fold, slugOf } from '../text/text.js';

/** What a provider's stream says, as recorded; corrections and time come in when it is read. */
export type ProviderRecord = readonly OnRecord<ProviderEvent>[];

export const providerModel = {
  initial: [] as ProviderRecord,
  evolve: (record: ProviderRecord, entry: OnRecord<ProviderEvent>): ProviderRecord => [...record, entry],
};

/** Who a provider is. */
export interface Provider {
  /** What it is called on the day asked about. */
  name: string;
  slug: string;
  /** Every name it is found by: that of the day first, then former and later names, then aliases. */
  names: string[];
}

/**
 * `undefined` while nothing is on record. A slug stays as it was registered, whatever becomes of the name.
 *
 * @param asOf the day; absent: by its latest name
 */
export function providerOf(record: ProviderRecord, asOf: Day = END_OF_TIME): Provider | undefined {
  const registered = record.find(({ event }) => event.type === 'ProviderRegistered')?.event;
  if (registered?.type !== 'ProviderRegistered') return undefined;
  const live = liveEvents(record, ProviderEventSchema);
  const name = nameOn(nameHistory(live), asOf)?.name ?? registered.data.name;
  const others = allNames(live).map((other) => other.name);
  const aliases = live.flatMap(({ event }) => (event.type === 'AliasAdded' ? [event.data.name] : []));
  const names = [...new Set([name, ...others, ...aliases])];
  return { name, slug: registered.data.slug ?? slugOf(registered.data.name), names };
}

/** @throws Refusal provider-exists, name-unusable */
export function registerProvider(
  record: ProviderRecord,
  asked: { name: string; slug?: string | undefined },
): ProviderEvent[] {
  const { name, slug } = asked;
  if (record.length > 0) throw refuse('provider-exists', 'name', 'provider-exists', { name });
  if (fold(name) === '') throw refuse('name-unusable', 'name', 'name-without-letters');
  if (slug === undefined && slugOf(name) === '') throw refuse('name-unusable', 'slug', 'slug-required');
  return [{ type: 'ProviderRegistered', data: { name, ...(slug !== undefined && { slug }) } }];
}

/** @throws Refusal unknown-provider, name-unusable, and those of amendments */
export function recordOnProvider(record: ProviderRecord, event: NewProviderEvent): ProviderEvent[] {
  if (record.length === 0) throw refuse('unknown-provider', 'provider', 'provider-not-found', {});
  switch (event.type) {
    case 'EventCorrected':
    case 'EventRetracted': {
      const corrected = assertAmendable(record, event, ProviderEventSchema);
      if (corrected) assertNamed(corrected, 'data.changes.data');
      return [event];
    }
    case 'ProviderRenamed':
    case 'AliasAdded':
      assertNamed(event, 'data');
      return [event];
    case 'AnnouncementMade':
    case 'PartnershipAnnounced':
    case 'CompanyCreated':
    case 'ServiceLaunched':
    case 'OwnershipDeclared':
    case 'AuthorizationExpected':
    case 'AuthorizationObtained':
    case 'ValidationIssued':
    case 'StatementMade':
      return [event];
  }
}

/** A name that is given has to tell its bearer apart. */
function assertNamed(event: ProviderEvent, at: string): void {
  if (event.type !== 'ProviderRegistered' && event.type !== 'ProviderRenamed' && event.type !== 'AliasAdded') return;
  if (fold(event.data.name) === '') throw refuse('name-unusable', `${at}.name`, 'name-without-letters');
}

/** A name that a provider goes or went by. */
export interface NamePeriod {
  name: string;
  /** The first day of it; `null`: from the beginning on, or on a day that nobody recorded. */
  since: Day | null;
  /** The last day of it; `null`: to this day, or to a day that nobody recorded. */
  until: Day | null;
  /** The event that gave it, and by whose word. */
  event: string;
  source: Source | null;
}

/**
 * What a provider was called from the beginning on, in order of day. A rename counts from its earliest day. One without
 * a day counts at every day from its recording on: it takes the place of every name that was on record before it.
 */
export const nameHistory = (live: readonly Live<ProviderEvent>[]): NamePeriod[] =>
  withPeriods(byDay(namesGiven(live).filter(({ replaced }) => !replaced)));

/** The same, latest first, and behind them the names that a rename without a day replaced. */
export const allNames = (live: readonly Live<ProviderEvent>[]): NamePeriod[] => [
  ...nameHistory(live).reverse(),
  ...withPeriods(namesGiven(live).filter(({ replaced }) => replaced))
    .map((name) => ({ ...name, until: null }))
    .reverse(),
];

/** The one of some names in order of day that holds on a day. */
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
  const inOrder = [...given].sort((a, b) =>
    (a.day ?? '') < (b.day ?? '') ? -1 : (a.day ?? '') > (b.day ?? '') ? 1 : 0,
  );
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
