import { z } from 'zod';
import { liveEvents } from '../event/corrections.js';
import { type Day, DaySchema } from '../date/day.js';
import { SUBJECT_KINDS } from '../event/subject.js';
import { ProviderEventSchema } from '../event/provider-events.js';
import type { Warning } from '../warning/warning.js';
import { movesStatus } from '../source/source.js';
import {
  authorizationsIn,
  dayOf,
  entriesBy,
  type Entry,
  ownershipIn,
  sourcedFacts,
  withSource,
  Authorizations,
  Names,
  Ownership,
  Sourced,
} from './provider-facts.js';
import type { NamesAround } from './name-warnings.js';
import type { ProviderRecord } from './provider.js';
import { providerWarnings } from './provider-warnings.js';

const ServiceNews = Sourced.extend({ service: z.string().optional() });

/** The standing of a provider on a day, without its certifications. */
export const ProviderStanding = z.object({
  announcements: z.array(Sourced.extend({ type: z.string(), parties: Names, sectors: Names, technology: Names })),
  created: z.array(ServiceNews),
  launches: z.array(ServiceNews),
  ownership: Ownership.nullable().describe('The latest declaration.'),
  ownershipHistory: z.array(Ownership).describe('Every declaration, latest first.'),
  authorizations: Authorizations,
  validations: z
    .array(Sourced.extend({ authority: z.string() }))
    .describe('Validations attributed to an authority, which are neither milestones nor qualifications.'),
  statements: z.array(
    Sourced.extend({
      speaker: z.string(),
      about: z.string().optional().describe('What the statement is about, where that is not the provider.'),
      aboutKind: z.enum(SUBJECT_KINDS).optional(),
    }),
  ),
  lastHeard: DaySchema.nullable(),
});
export type ProviderStanding = z.infer<typeof ProviderStanding> & { warnings: Warning[] };

/** @param around names of other providers and of its services, for the warnings */
export function providerOn(record: ProviderRecord, day: Day, around?: NamesAround): ProviderStanding {
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
    warnings: providerWarnings(live, known, day, around),
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
