import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { asCorrected } from './as-corrected.js';
import { withListings } from './listings.js';
import type { Point } from './brute-force.js';
import { daysOf, NEVER } from './plain-days.js';
import { byRecording, earlierStart, heardOf } from './readings.js';

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
