import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Reading as Read } from '#domain/register/reading.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { type Said, asCorrected, isAct, byRecording, earlierStart, heardOf } from './readings.js';
import type { Point } from './brute-force.js';
import { daysAfter, daysOf, NEVER } from './plain-days.js';

/** Naively, what readings of registers add to the events of a dossier. */
export function withListings(said: readonly Said[], scheme: Scheme): Said[] {
  const isListing = ({ type, data, kind = '' }: Said) =>
    type === 'RegisterObserved' && data['registerSlug'] !== undefined && isAct({ kind });
  const all: Said[] = said.filter((one) => !isListing(one));
  const listings = said.filter(isListing).toSorted((a, b) => a.position - b.position);
  for (const register of new Set(listings.map(({ data }) => data['registerSlug']))) {
    const own = listings.filter(({ data }) => data['registerSlug'] === register);
    // A history is told by its days, whatever is recorded when.
    if (own.some(isRow))
      own.sort((a, b) => (dayOf(a) === dayOf(b) ? a.position - b.position : dayOf(a) < dayOf(b) ? -1 : 1));
    const read = (scheme.readings ?? []).filter((one) => one.register === register);
    for (const [nth, listing] of own.entries()) {
      const counted = isRow(listing) ? told(listing, own[nth + 1]) : counting(listing, own[nth - 1], read, scheme);
      all.push(...again(counted, own.slice(nth + 1), read), counted);
    }
    all.unshift(...datedBy(own));
  }
  return all;
}

/** "A row … is an event of its day, … with the day of the document as the day it was read (`readOn`)." */
const isRow = ({ readOn, occurred }: Said): boolean => readOn !== undefined && readOn !== occurred;

/**
 * "It counts from its day until the next one, whenever it was read; a grant was upheld until then": until the day of its own
 * document, or of one that tells of the next row.
 */
function told(row: Said, next: Said | undefined): Said {
  const { readOn = '' } = row;
  const toldOn = next && isRow(next) && (next.readOn ?? '') > readOn ? (next.readOn ?? '') : readOn;
  const last = next ? daysAfter(dayOf(next), -1) : readOn;
  const until = last < toldOn ? last : toldOn;
  return until > dayOf(row) ? { ...row, until } : row;
}

const dayOf = ({ occurred = '' }: Pick<Said, 'occurred'>): string => daysOf(occurred).first;
const placeOf = ({ milestones }: Scheme, code: unknown): number => milestones.findIndex((one) => one.code === code);
const dates = ({ data }: Said) => (data['milestones'] ?? []) as { milestone: string; occurred: string }[];

/** "What was lost counts from the day that the register gives to what is left, if it was read otherwise before that day." */
function counting(listing: Said, before: Said | undefined, read: readonly Read[], scheme: Scheme): Said {
  if (!before) return listing;
  const days = [
    dayOf(before),
    ...read
      .filter(({ position }) => position < listing.position)
      .slice(-1)
      .map(({ day }) => day),
  ];
  const until = days.sort().at(-1) ?? '';
  const own = dayOf(listing);
  const { listing: now, validFrom, milestone } = listing.data;
  if (now === 'granted') {
    if (typeof validFrom !== 'string' || daysOf(validFrom).first > until) return listing;
    if (before.data['listing'] !== 'granted') return { ...listing, from: own };
    return before.data['validFrom'] === validFrom ? { ...listing, from: until } : listing;
  }
  const was = before.data;
  const isLess = was['listing'] === 'granted' || placeOf(scheme, was['milestone']) > placeOf(scheme, milestone);
  const date = dates(listing).find((one) => one.milestone === milestone)?.occurred;
  const day = date === undefined ? own : daysOf(date).first;
  return now === 'in-progress' && isLess && until < day && day < own ? { ...listing, counts: day } : listing;
}

/** "A reading confirms what its register last listed, as if it had been observed again on that day." */
function again(listing: Said, later: readonly Said[], read: readonly Read[]): Said[] {
  const { listing: listed, validFrom } = listing.data;
  let last = listing.counts ?? dayOf(listing);
  // "A reading confirms every dossier that it lists as `granted` or `in-progress`."
  if (listed !== 'granted' && listed !== 'in-progress') return [];
  return read
    .filter(({ position, day }) => position > listing.position && day > last)
    .filter(({ position, day }) => !later.some((one) => (isRow(one) ? dayOf(one) <= day : one.position < position)))
    .map(({ id, position, day, recordedAt, source }) => {
      const start = typeof validFrom === 'string' ? daysOf(validFrom).first : day;
      const from = start > last ? start : last;
      last = day;
      const { counts: _, until: __, ...rest } = listing;
      return {
        ...rest,
        id,
        position,
        occurred: day,
        datedAt: recordedAt,
        kind: source.kind,
        confirms: listing.id,
        from,
      };
    });
}

/** "Stages are reached on the days that a register gives them, by the date observed last …" */
function datedBy(listings: readonly Said[]): Said[] {
  const reached: Said[] = [];
  const until = new Map<Said, string>();
  for (const listing of listings)
    for (const { milestone, occurred } of listing.data['listing'] === 'absent' ? [] : dates(listing)) {
      const register = String(listing.data['registerSlug']);
      const last = reached.findLast((one) => one.data['milestone'] === milestone && one.dates === register);
      if (last?.occurred === occurred) until.set(last, dayOf(listing));
      else {
        // "… but a stage that was listed with its date before the next date was reached again then".
        if (last && daysOf(occurred).first <= (until.get(last) ?? '')) reached.splice(reached.indexOf(last), 1);
        const { counts: _, ...rest } = listing;
        const dated: Said = { ...rest, type: 'MilestoneReached', occurred, data: { milestone }, dates: register };
        until.set(dated, dayOf(listing));
        reached.push(dated);
      }
    }
  return reached;
}

const HOUR_MS = 3_600_000;

/** The day that it is at an instant, so many hours ahead of UTC. */
const dayAt = (instant: Date, hours: number): string =>
  new Date(instant.getTime() + hours * HOUR_MS).toISOString().slice(0, 10);

/**
 * The day that lists show a dossier from, `undefined` while it is not on record. Contract: its first fact, or "the day of
 * recording of a fact dated in the future, if that is before its first fact". A day is to come while it has begun nowhere on
 * Earth, and an instant belongs to the earliest day that it still is anywhere.
 */
export function begins(
  record: readonly OnRecord<DossierEvent>[],
  scheme: Scheme,
  { knownAt }: Point,
): string | undefined {
  const known = record.filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt);
  if (known.length === 0) return undefined;
  const said = withListings(asCorrected(known), scheme);
  // docs/status.md: "If no event of the dossier is older, the dossier begins on that day", on which a grant began.
  // "A report is in force from its own date and is not read earlier."
  const starts = scheme.family === 'report' ? [] : heardOf(said).flatMap((event) => earlierStart(event) ?? []);
  const moved = new Map(byRecording(heardOf(said)).map(({ id, type, day }) => [`${id} ${type}`, day]));
  const days = said.flatMap(({ id, type, occurred, datedAt }) => {
    if (occurred === undefined) return [];
    const isMoved = /^(Application(Refused|Abandoned)|Grant(Suspended|Reinstated|Withdrawn))$/.test(type);
    const first = (isMoved ? moved.get(`${id} ${type}`) : undefined) ?? daysOf(occurred).first;
    return first > dayAt(datedAt, 14) ? [first, dayAt(datedAt, -12)] : [first];
  });
  // Nothing but undated facts: it was there all along.
  return days.length === 0 ? '' : [...days, ...starts, NEVER].sort()[0];
}
