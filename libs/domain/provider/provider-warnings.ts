import type { DatedOnce } from '../warning/warning.js';
import type { Day } from '../date/day.js';
import { areApart, earliest, latest } from '../date/partial-date.js';
import { rank } from '../source/source.js';
import { fold } from '../text/text.js';
import { type Contradiction, recordedEarly, type Warning, warningOf } from '../warning/warning.js';
import { type NamesAround, nameWarnings, NO_NAMES } from './name-warnings.js';
import { authorizationsIn, type Entry, sourcedFacts } from './provider-facts.js';

/**
 * Contradictory and implausible facts about a provider. They are flagged, never rejected.
 *
 * @param live all live events @param known those up to `day` @param around names of other providers and of its services
 */
export function providerWarnings(
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

const ONE_TIME_TYPES: ReadonlySet<string> = new Set<DatedOnce>([
  'CompanyCreated',
  'AnnouncementMade',
  'PartnershipAnnounced',
  'ServiceLaunched',
]);

/** A company is created once; other events are identified by title or service. */
const isOneTimeEvent = (entry: Entry): entry is OneTimeEntry =>
  entry.event.type === 'CompanyCreated' || (ONE_TIME_TYPES.has(entry.event.type) && subjectOf(entry.event) !== '');

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
