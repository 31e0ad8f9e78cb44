import { assertAmendable } from '../correction/amend.js';
import { liveEvents } from '../correction/live.js';
import { END_OF_TIME, type Day } from '../date/day.js';
import { ProviderEventSchema, type NewProviderEvent, type ProviderEvent } from '../event/provider-events.js';
import type { OnRecord } from '../event/recorded.js';
import { refuse } from '../refusal.js';
import { fold, slugOf } from '../text/fold.js';
import { calledInTime, nameOn, namesInTime } from './names.js';

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
  const name = nameOn(calledInTime(live), asOf)?.name ?? registered.data.name;
  const others = namesInTime(live).map((other) => other.name);
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
