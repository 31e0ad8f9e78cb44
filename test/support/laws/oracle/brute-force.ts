import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Publication } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { asCorrected, byRecording, heardOf, isAct, type Heard } from './readings.js';
import { withListings } from './listings.js';
import { daysAfter, NEVER } from './plain-days.js';
import { readDossier, type Reading } from './read-dossier.js';
import { stageOn, grantedFrom, isConfirmed, isOpen, isOutdated, statusOn, type Standpoint } from './status-on.js';
import { currentUntil, firstDay, isInForce, lastDay, runsUntil, warnedEnd, type Told } from './told-grant.js';

/*
 * What docs/status.md says of a dossier, worked out naively over the list of its events: no spans, no caching, nothing of
 * libs/domain but types. Slow and plain, to judge what is fast and clever. What is quoted is the sentence that is followed.
 */

export interface Point {
  asOf: string;
  /** Absent: everything on record. */
  knownAt?: Date | undefined;
}

export interface Verdict {
  status: string;
  confirmed: boolean;
  grantedFrom: string | null;
  inForce: { id: string; decision: string | null; suspended: boolean; until: string | null; current: string | null }[];
  stage: { milestone: string; occurred: string; confirmed: boolean } | null;
  expiring: boolean;
  stale: boolean;
  lastHeard: string | null;
  provider: string;
  labels: string[];
}

/** `undefined` while the dossier is not on record. */
export function bruteForce(
  record: readonly OnRecord<DossierEvent>[],
  publications: readonly Publication[],
  { asOf, knownAt }: Point,
): Verdict | undefined {
  const byThen = ({ recordedAt }: { recordedAt: Date }) => knownAt === undefined || recordedAt <= knownAt;
  const known = record.filter(byThen);
  const opened = known.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const { provider, scheme: slug } = opened.data;
  const scheme = publications.filter((one) => one.scheme.slug === slug && byThen(one)).at(-1)?.scheme;
  if (!scheme) throw new Error(`no scheme ${slug} by then`);

  const said = withListings(asCorrected(known), scheme);
  const reading = readDossier(said, scheme, asOf);
  const standpoint = statusOn(reading);
  const { status } = standpoint;
  const heard = byRecording(heardOf(said)).filter(({ day }) => day <= asOf);
  return {
    status,
    confirmed: isConfirmed(reading, standpoint),
    grantedFrom: grantedFrom(reading),
    inForce: reading.grants
      .filter((grant) => isInForce(grant, scheme, asOf))
      .map((grant) => ({
        id: grant.id,
        decision: grant.number ?? null,
        suspended: grant.suspendedBy.length > 0,
        until: runsUntil(grant, scheme) === NEVER ? null : runsUntil(grant, scheme),
        current: currentUntil(grant, scheme),
      })),
    stage: stageOn(reading, status),
    expiring: reading.grants.some((grant) => isEnding(grant, reading)),
    stale: isSilent(status, heard, scheme, asOf) || hasAged(reading) || isUnread(reading, standpoint),
    lastHeard: heard.findLast(({ type }) => !HOUSEKEEPING.test(type))?.day ?? null,
    provider:
      (heard.findLast(({ type }) => type === 'ServiceTransferred')?.data['to'] as string | undefined) ?? provider,
    labels: labelsOf(reading, status),
  };
}

/** "`expiring`: a grant ends within the warning window (SecNumCloud: 180 days) without a successor". */
function isEnding(grant: Told, { grants, scheme, day }: Reading): boolean {
  const end = warnedEnd(grant, scheme);
  if (end === undefined || !isInForce(grant, scheme, day) || daysAfter(day, scheme.warningDays) < end) return false;
  const nextDay = daysAfter(lastDay(grant, scheme), 1);
  return !grants.some(
    (other) =>
      other !== grant && !other.closed && firstDay(other, scheme) <= nextDay && lastDay(other, scheme) >= nextDay,
  );
}

const HOUSEKEEPING = /^(DossierOpened|GrantExpired|EvidenceAttached|Deadline\w+)$/;

/** "`stale`: open without news for longer than the scheme's limit", news "without administrative events and `other` sources". */
function isSilent(status: string, heard: readonly Heard[], { staleAfterDays }: Scheme, day: string): boolean {
  const last = heard.findLast(({ type }) => !HOUSEKEEPING.test(type));
  return isOpen(status) && last !== undefined && daysAfter(last.day, staleAfterDays) < day;
}

/** "… an outdated report": none of those in force is current any more. */
function hasAged({ grants, scheme, day }: Reading): boolean {
  const running = grants.filter((grant) => isInForce(grant, scheme, day));
  const isPast = (grant: Told) => (currentUntil(grant, scheme) ?? NEVER) < day;
  return scheme.family === 'report' && running.length > 0 && running.every(isPast);
}

/** "… or a grant known only from listings that were last read longer ago than that limit". */
const isUnread = (reading: Reading, { grant }: Standpoint): boolean =>
  grant !== undefined && isOutdated(reading, grant);

/**
 * "`labels`: labels based on a grant of the authority in force, by rules with dates of their own; a rule can require versions of
 * the standard, which applies to grants that name one".
 */
function labelsOf({ grants, scheme, day }: Reading, status: string): string[] {
  if (!['granted', 'granted-with-reservations'].includes(status)) return [];
  const ofAuthority = grants.filter(({ words }) => words.some(isAct));
  const free = ofAuthority.filter((grant) => isInForce(grant, scheme, day) && grant.suspendedBy.length === 0);
  return scheme.labels
    .filter(({ from, until = NEVER }) => from <= day && day <= until)
    .filter(({ referentials }) =>
      free.some(
        ({ referential }) =>
          referentials === undefined || referential === undefined || referentials.includes(referential),
      ),
    )
    .map(({ slug }) => slug);
}
