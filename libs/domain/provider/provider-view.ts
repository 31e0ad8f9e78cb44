import { liveEvents } from '../event/corrections.js';
import type { Day } from '../date/day.js';
import { ProviderEventSchema } from '../event/provider-events.js';
import type { Warning } from '../warning/warning.js';
import { movesStatus } from '../source/source.js';
import {
  type Authorizations,
  authorizationsIn,
  type Data,
  dayOf,
  entriesBy,
  type Entry,
  type Ownership,
  ownershipIn,
  sourcedFacts,
  type Sourced,
  withSource,
} from './provider-facts.js';
import type { ProviderRecord } from './provider.js';
import { providerWarnings } from './provider-warnings.js';

/** The standing of a provider on a day, without its certifications. */
export interface ProviderStanding {
  announcements: Sourced<{ type: string } & Data<'AnnouncementMade'>>[];
  created: Sourced<Data<'CompanyCreated'>>[];
  launches: Sourced<Data<'ServiceLaunched'>>[];
  /** The latest declaration. */
  ownership: Ownership | null;
  /** Every declaration, the latest first. */
  ownershipHistory: Ownership[];
  authorizations: Authorizations;
  /** Validations attributed to an authority, which are neither milestones nor qualifications. */
  validations: Sourced<Data<'ValidationIssued'>>[];
  statements: Sourced<Data<'StatementMade'>>[];
  lastHeard: Day | null;
  warnings: Warning[];
}

export function providerOn(record: ProviderRecord, day: Day): ProviderStanding {
  const live = liveEvents(record, ProviderEventSchema);
  const known = entriesBy(live, day);
  const ownershipHistory = ownershipIn(known);
  return {
    announcements: known.flatMap((entry) => announcementIn(entry)),
    created: sourcedFacts(known, 'CompanyCreated'),
    launches: sourcedFacts(known, 'ServiceLaunched'),
    ownership: ownershipHistory[0] ?? null,
    ownershipHistory,
    authorizations: authorizationsIn(known),
    validations: sourcedFacts(known, 'ValidationIssued'),
    statements: sourcedFacts(known, 'StatementMade'),
    lastHeard: lastHeard(known),
    warnings: providerWarnings(live, known, day),
  };
}

const lastHeard = (known: readonly Entry[]): Day | null => {
  const heard = known.findLast(({ event }) => event.occurred && event.source && movesStatus(event.source));
  return heard ? dayOf(heard) : null;
};

function announcementIn(entry: Entry): ProviderStanding['announcements'] {
  const { event } = entry;
  if (event.type !== 'AnnouncementMade' && event.type !== 'PartnershipAnnounced') return [];
  return [withSource(entry, { type: event.type, ...event.data }, event.source)];
}
