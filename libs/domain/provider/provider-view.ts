import { z } from 'zod';
import { liveEvents } from '../event/corrections.js';
import { type Day, DaySchema } from '../date/day.js';
import { SUBJECT_KINDS } from '../event/subject.js';
import { isProviderEvent, ProviderEventSchema } from '../event/provider-events.js';
import { type Warning, type DatedOnce, type Contradiction, recordedEarly, warningOf } from '../warning/warning.js';
import { movesStatus, rank } from '../source/source.js';
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
import { type NamesAround, nameWarnings, NO_NAMES } from './name-warnings.js';
import type { ProviderRecord } from './provider.js';
import { areApart, earliest, latest } from '../date/partial-date.js';
import { fold } from '../text/text.js';

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
  if (!isProviderEvent(event, 'announcement')) return [];
  return [withSource(entry, { type: event.type, ...event.data }, event.source)];
}

/**
 * Contradictory and implausible facts about a provider. They are flagged, never rejected.
 *
 * @param live all live events @param known those up to `day` @param around names of other providers and of its services
 */
function providerWarnings(
  live: readonly Entry[],
  known: readonly Entry[],
  day: Day,
  around: NamesAround = NO_NAMES,
): Warning[] {
  const events = new Map(live.map(({ id, event }) => [id, event]));
  const found = [
    ...conflictingDates(known),
    ...excessShares(known),
    ...obtainedBeforeExpected(known),
    ...recordedEarly(live, day),
    ...nameWarnings(live, around),
  ];
  return found.map((contradiction) => warningOf(contradiction, (event) => events.get(event)));
}

/**
 * One-time events dated differently by their sources. Dates that can mean the same day agree: January 2024 and 2024 do,
 * January 2024 and 2022 do not. Sorted by best source, then by order of recording.
 *
 * @param known the facts up to a day
 */
const conflictingDates = (known: readonly Entry[]): Contradiction[] =>
  bySubject(known.filter(isOneTimeEvent)).flatMap((entries) => {
    const sides = entries.filter((one) => entries.some((other) => datesConflict(one, other))).sort(bestFirst);
    const [first] = sides;
    if (!first) return [];
    const params = { type: first.event.type, dates: sides.map(dateIn) };
    return [{ code: 'days-differ', params, events: sides.map(({ id }) => id) }];
  });

type OneTimeEntry = Entry & { event: { type: DatedOnce } };

const dateIn = ({ event: { occurred, source } }: Entry) => ({
  occurred: occurred ?? '',
  publisher: source?.publisher ?? '',
});

/** A company is created once; other events are identified by title or service. */
const isOneTimeEvent = (entry: Entry): entry is OneTimeEntry =>
  isProviderEvent(entry.event, 'once') && (entry.event.type === 'CompanyCreated' || subjectOf(entry.event) !== '');

function bySubject(entries: readonly OneTimeEntry[]): OneTimeEntry[][] {
  const groups = new Map<string, OneTimeEntry[]>();
  for (const entry of entries) groups.set(subjectKey(entry), [...(groups.get(subjectKey(entry)) ?? []), entry]);
  return [...groups.values()];
}

const subjectKey = ({ event }: Entry): string =>
  event.type === 'CompanyCreated' ? event.type : `${event.type} ${subjectOf(event)}`;

const subjectOf = ({ data }: Entry['event']): string => {
  const { title = '', service = '' } = data as { title?: string; service?: string };
  return [fold(title), fold(service)].join('/').replace(/^\/$/, '');
};

function datesConflict(one: Entry, other: Entry): boolean {
  const [a, b] = [one.event.occurred, other.event.occurred];
  if (!a || !b || (one.event.type !== 'CompanyCreated' && sourceKey(one) === sourceKey(other))) return false;
  return areApart(a, b);
}

/** Two announcements with one title from the same source are two events. */
const sourceKey = ({ event: { source } }: Entry): string =>
  source ? `${source.kind} ${fold(source.publisher)} ${source.url ?? ''}` : '';

const bestFirst = (a: Entry, b: Entry): number => rankOf(a) - rankOf(b) || a.position - b.position;

const rankOf = ({ event }: Entry): number => (event.source ? rank(event.source) : 8);

/** @param known the facts up to a day */
const excessShares = (known: readonly Entry[]): Contradiction[] =>
  sourcedFacts(known, 'OwnershipDeclared').flatMap(({ holders, event }) => {
    const whole = Math.round(holders.reduce((sum, { share = 0 }) => sum + share, 0) * 100) / 100;
    return whole > 100 ? [{ code: 'shares-above-whole', params: { total: whole }, events: [event] }] : [];
  });

/** @param known the facts up to a day */
function obtainedBeforeExpected(known: readonly Entry[]): Contradiction[] {
  const { obtained, fulfilled } = authorizationsIn(known);
  return obtained.flatMap((one) =>
    fulfilled
      .filter(({ event, occurred }) => {
        if (!one.fulfils.includes(event) || !occurred || !one.occurred) return false;
        return latest(one.occurred) < earliest(occurred);
      })
      .map(({ event, occurred }) => ({
        code: 'obtained-before-expected' as const,
        params: { title: one.title, obtained: one.occurred ?? '', expected: occurred ?? '' },
        events: [one.event, event],
      })),
  );
}
