import { addDays, dayIn, later, type Day } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { factsOf, type DossierFacts, type DossierRecord } from '#domain/dossier/facts.js';
import { reachedFrom, stageOf } from '#domain/dossier/progress.js';
import { stateOn } from '#domain/dossier/status.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Change, NextDeadline, Standing } from './change.js';

export interface Step extends Required<Pick<Change, 'status' | 'next'>> {
  /** After the event. */
  facts: DossierFacts | undefined;
}

/**
 * The effect of each event of a dossier: the standing before and after it and the next deadline, as of the day of its recording
 * and as known then. With ascending versions, each step is evaluated once.
 */
export function standings(dossier: string, record: DossierRecord, zone: string) {
  let last: { version: number; day: Day; scheme: Scheme; standing: Standing } | undefined;
  const factsAt = factsByVersion(record);

  const standingAt = (version: number, day: Day, schemes: Schemes): Standing | null => {
    const facts = factsAt(version);
    const scheme = facts && schemes.get(facts.scheme);
    if (!scheme) return null;
    if (last?.version !== version || last.day !== day || last.scheme !== scheme)
      last = { version, day, scheme, standing: standingIn(facts, scheme, day) };
    return last.standing;
  };

  return (version: number, schemes: Schemes): Step => {
    const entry = record[version - 1];
    if (!entry) return { status: null, next: null, facts: undefined };
    const day = dayIn(zone, entry.recordedAt);
    const before = standingAt(version - 1, dayBefore(entry, record[version - 2], zone), schemes);
    const after = standingAt(version, day, schemes);
    const facts = factsAt(version);
    return { status: { before, after }, next: nextIn(dossier, facts, schemes, day), facts };
  };
}

/** Facts by version, with the last two cached: each version is evaluated before and after an event. */
function factsByVersion(record: DossierRecord): (version: number) => DossierFacts | undefined {
  const known = new Map<number, DossierFacts | undefined>();
  return (version) => {
    if (known.has(version)) return known.get(version);
    for (const other of known.keys()) if (Math.abs(other - version) > 1) known.delete(other);
    const facts = version === 0 ? undefined : factsOf(record.slice(0, version));
    known.set(version, facts);
    return facts;
  };
}

/**
 * The day of the standing before an event. A grant expires before its expiry is recorded, so "before" is the last day of the
 * grant, or the day of the previous event if that is later.
 */
function dayBefore(
  { recordedAt, event }: OnRecord<DossierEvent>,
  previous: OnRecord<DossierEvent> | undefined,
  zone: string,
): Day {
  if (event.type !== 'GrantExpired') return dayIn(zone, recordedAt);
  const lastOfGrant = event.occurred ? addDays(earliest(event.occurred), -1) : latest(event.data.validUntil);
  return previous ? later(lastOfGrant, dayIn(zone, previous.recordedAt)) : lastOfGrant;
}

/** The standing of a dossier on a day. */
export function standingIn(facts: DossierFacts, scheme: Scheme, day: Day): Standing {
  const { established, cycle } = stateOn(facts, scheme, day);
  const stage = stageOf(reachedFrom(cycle));
  return {
    ...{ status: established.status, confirmed: established.confirmed },
    ...{ stage: stage?.milestone ?? null, stageConfirmed: stage?.confirmed ?? null },
  };
}

/** The next open deadline, or the earliest overdue one that can still be met. Deterministic. */
function nextIn(dossier: string, facts: DossierFacts | undefined, schemes: Schemes, day: Day): NextDeadline | null {
  const scheme = facts && schemes.get(facts.scheme);
  if (!scheme) return null;
  const open = deadlinesOf(dossier, facts, scheme, day)
    .filter(({ state }) => state === 'open')
    .sort((a, b) => compare(earliest(a.due), earliest(b.due)) || compare(a.key, b.key));
  const next = open.find(({ due }) => latest(due) >= day) ?? open[0];
  return next ? { kind: next.kind, due: next.due, title: next.title } : null;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
