import { addDays, type Day, daysBetween, earlier } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { isActive } from '#domain/deadline/deadlines.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { type DossierEvent, isHousekeeping } from '#domain/event/dossier-events.js';
import type { Outline } from '#domain/dossier/spans.js';
import { type Status, STATUSES } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import type { SpanTable } from './bitemporal-history.js';
import type { BoardFilter } from './list-board.js';

/** A dossier on the officers' board on a day: its status, next deadline and latest event. */
export interface StoredLine extends Pick<
  Outline,
  'provider' | 'status' | 'confirmed' | 'expiring' | 'stale' | 'grantEnd' | 'grantedFrom' | 'stage'
> {
  scheme: string;
  service: string | null;
  /** Number of missed deadlines. */
  overdue: number;
  /** Last day of the deadline missed most recently. */
  missed: Day | null;
  /** The soonest open deadline. */
  next: (Pick<Deadline, 'key' | 'kind' | 'due' | 'lapses' | 'title'> & { day: Day }) | null;
  /** The latest event. */
  news: { type: DossierEvent['type']; occurred: PartialDate; day: Day } | null;
}

/** @param on the outline and all deadlines of the dossier on the day */
export function boardLineOn(
  { outline, deadlines }: { outline: Outline; deadlines: readonly Deadline[] },
  facts: DossierFacts,
  scheme: Scheme,
  day: Day,
): StoredLine {
  const { provider, service, status, confirmed, expiring, stale, grantEnd, grantedFrom, stage } = outline;
  const missed = deadlines.filter(({ state }) => state === 'missed').map(lastDay);
  return {
    provider,
    status,
    confirmed,
    expiring,
    stale,
    grantEnd,
    grantedFrom,
    stage,
    scheme: scheme.slug,
    service: service?.name ?? null,
    overdue: missed.length,
    missed: missed.sort().at(-1) ?? null,
    next: soonest(deadlines, day),
    news: latestEvent(facts, day),
  };
}

/** The next day on which the soonest deadline may change although no deadline changes its state. */
export const nextDeadlineChange = (deadlines: readonly Deadline[], day: Day): Day | undefined =>
  deadlines
    .filter(({ state, due, lapses }) => state === 'open' && lapses !== null && day <= latest(due))
    .map(({ due }) => addDays(latest(due), 1))
    .reduce<Day | undefined>((first, turn) => (first === undefined ? turn : earlier(first, turn)), undefined);

function soonest(deadlines: readonly Deadline[], on: Day): StoredLine['next'] {
  const open = deadlines
    .filter(({ state }) => state === 'open')
    .map((deadline) => ({ deadline, day: relevantDay(deadline, on) }));
  const [first] = open.sort(
    (a, b) =>
      compare(a.day, b.day) || compare(b.deadline.due, a.deadline.due) || compare(a.deadline.key, b.deadline.key),
  );
  if (!first) return null;
  const { key, kind, due, lapses, title } = first.deadline;
  return { key, kind, due, lapses, title, day: first.day };
}

/** The earliest day of `due`; once `due` is over, the last day on which the deadline can be met. */
const relevantDay = (deadline: Deadline, day: Day): Day =>
  latest(deadline.due) < day ? lastDay(deadline) : earliest(deadline.due);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function latestEvent({ dated }: DossierFacts, on: Day): StoredLine['news'] {
  const last = dated.findLast(({ day, event }) => day <= on && !isHousekeeping(event.type));
  return last?.event.occurred === undefined
    ? null
    : { type: last.event.type, occurred: last.event.occurred, day: last.day };
}

/** Lines of the officers' board: one per dossier and day. */
export const boardLineTable: SpanTable<StoredLine> = {
  name: 'board_line',
  owner: 'dossier',
  columns: {
    provider: 'uuid',
    scheme: 'text',
    service: 'text',
    alike: 'int',
    urgency: 'int',
    next_day: 'date',
    news_day: 'date',
    body: 'jsonb',
  },
  valuesOf: (line) => [
    line.provider,
    line.scheme,
    fold(line.service ?? ''),
    String(countKeyOf(line)),
    String(urgencyOf(line)),
    line.next?.day ?? null,
    line.news?.day ?? null,
    JSON.stringify(line),
  ],
};

/** Larger than the distance between any two days. */
const FAR = 1_000_000;

const dayNumber = (day: Day): number => daysBetween('1900-01-01', day);

/**
 * The urgency of a dossier as one number, lowest first: expiring grants, soonest first; then missed deadlines, latest first;
 * then open deadlines, soonest first; closed dossiers last, latest first.
 */
export function urgencyOf({
  status,
  expiring,
  grantEnd,
  missed,
  next,
}: Pick<StoredLine, 'status' | 'expiring' | 'grantEnd' | 'missed' | 'next'>): number {
  const late = missed === null ? FAR - 1 : FAR / 2 - dayNumber(missed);
  if (!isActive({ status })) return 4 * FAR + late;
  if (expiring && grantEnd !== null) return FAR + dayNumber(grantEnd);
  if (missed !== null) return 2 * FAR + late;
  return 3 * FAR + (next === null ? FAR - 1 : dayNumber(next.day));
}

const FLAGS = ['confirmed', 'expiring', 'stale', 'overdue'] as const;

type Flags = Record<(typeof FLAGS)[number], boolean>;

interface Counted extends Flags {
  status: Status;
}

/** Combinations of flags per status. */
export const COUNT_KEYS_PER_STATUS = 2 ** FLAGS.length;

/**
 * Status and flags as one number, by which lines are grouped and counted. The numbers are stored in the column `alike`: unless
 * a new status is the last in `STATUSES`, it requires a new version of the projection.
 */
const countKeyOf = ({ status, confirmed, expiring, stale, overdue }: StoredLine): number =>
  STATUSES.indexOf(status) * COUNT_KEYS_PER_STATUS + bitsOf({ confirmed, expiring, stale, overdue: overdue > 0 });

const bitsOf = (flags: Flags): number => FLAGS.reduce((bits, flag, nth) => bits | (Number(flags[flag]) << nth), 0);

const ALL_COUNTED: readonly Counted[] = STATUSES.flatMap((status) =>
  Array.from({ length: COUNT_KEYS_PER_STATUS }, (_, bits) => {
    const isSet = (flag: keyof Flags): boolean => (bits & (1 << FLAGS.indexOf(flag))) !== 0;
    const [confirmed, expiring, stale, overdue] = [
      isSet('confirmed'),
      isSet('expiring'),
      isSet('stale'),
      isSet('overdue'),
    ];
    return { status, confirmed, expiring, stale, overdue };
  }),
);

export function decodeCountKey(key: number): Counted {
  const counted = ALL_COUNTED[key];
  if (!counted) throw new Error(`no status and flags have the key ${key}`);
  return counted;
}

export const hasFlags = (flags: Flags, wanted: BoardFilter): boolean =>
  FLAGS.every((flag) => wanted[flag] === undefined || wanted[flag] === flags[flag]);

export const hasStatus = (status: Status, { statuses = [] }: BoardFilter): boolean =>
  statuses.length === 0 || statuses.includes(status);

/** The count keys that match a filter by status and flags; `undefined`: all. */
export function matchingCountKeys(filter: BoardFilter): number[] | undefined {
  const matching = [...ALL_COUNTED.keys()].filter((key) => {
    const counted = decodeCountKey(key);
    return hasStatus(counted.status, filter) && hasFlags(counted, filter);
  });
  return matching.length === ALL_COUNTED.length ? undefined : matching;
}
