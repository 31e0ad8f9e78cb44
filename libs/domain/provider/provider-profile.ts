import type { Day } from '../date/day.js';
import { isProviderEvent } from '../event/provider-events.js';
import { dayOf, entriesBy, type Entry } from './provider-facts.js';

/** The names by which a provider is found, apart from its own. */
export const PROFILE_FIELDS = ['sector', 'party', 'technology', 'owner'] as const;

export type ProfileField = (typeof PROFILE_FIELDS)[number];

export type ProviderProfile = Readonly<Record<ProfileField, readonly string[]>>;

/**
 * The sectors, parties and technology of all announcements up to a day, the owners of the latest declaration of ownership, and
 * the technology of the latest that mentions any: a declaration without technology does not end its use.
 */
export function profileOn(live: readonly Entry[], day: Day): ProviderProfile {
  const events = entriesBy(live, day).map(({ event }) => event);
  const announced = events.flatMap((event) => (isProviderEvent(event, 'announcement') ? [event.data] : []));
  const declared = events.flatMap((event) => (event.type === 'OwnershipDeclared' ? [event.data] : []));
  const inUse = declared.findLast(({ technology }) => technology !== undefined)?.technology ?? [];
  return {
    sector: announced.flatMap(({ sectors = [] }) => sectors),
    party: announced.flatMap(({ parties = [] }) => parties),
    technology: [...inUse, ...announced.flatMap(({ technology = [] }) => technology)],
    owner: (declared.at(-1)?.holders ?? []).map(({ name }) => name),
  };
}

/** The days on which a profile may change; undated declarations count on every day. */
export const profileDays = (live: readonly Entry[]): Day[] =>
  live
    .filter(
      ({ event }) => (isProviderEvent(event, 'announcement') || event.type === 'OwnershipDeclared') && event.occurred,
    )
    .map(dayOf);
