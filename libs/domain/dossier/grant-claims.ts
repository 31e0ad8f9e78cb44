import type { Day } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import { hasEffect } from '../event/dossier-events.js';
import { rank } from '../source/source.js';
import type { HowListed } from '../register/entry.js';
import type { DatedFact } from './facts.js';
import type { Act, GrantDetails } from './grant.js';

/** What one event states about a grant. */
export type GrantClaim = Act & {
  /** The id of the listing that a later reading of the register confirms. */
  confirms?: string | undefined;
  /** The first day on which a listing counts, if the register was read otherwise before. */
  from?: Day | undefined;
  /** The last day of which a listing tells, if not its own. */
  until?: Day | undefined;
} & (
    | { kind: 'issued'; grant: GrantDetails }
    | {
        kind: 'exists';
        decision?: string | undefined;
        validFrom: PartialDate;
        /** Whether the source states the start; a listing may only show that the grant exists. */
        hasStart: boolean;
        /** The register that shows it, if one does. */
        register?: string | undefined;
        validUntil?: PartialDate | undefined;
        level?: string | undefined;
        /** Slug of the register, if it was read. */
        slug?: string | undefined;
        /** Absent: the source says nothing about conditions. */
        conditions?: string[] | undefined;
      }
    | { kind: 'kept-up'; decision?: string | undefined; duty?: string | undefined; due?: PartialDate | undefined }
    | { kind: 'surveillance-failed'; decision?: string | undefined }
    | {
        kind: 'not-listed';
        listing: Exclude<HowListed, 'granted'>;
        register: string;
        decision?: string | undefined;
        /** The grant that is listed as suspended or over. */
        of?: GrantClaim & { kind: 'exists' };
      }
    | { kind: 'reservations-lifted'; reservation?: string | undefined; decision?: string | undefined }
    | { kind: 'suspended'; decision?: string | undefined; register?: string | undefined }
    | { kind: 'reinstated'; decision?: string | undefined }
    | { kind: 'withdrawn'; decision?: string | undefined; register?: string | undefined }
  );

export type GrantAct = Exclude<GrantClaim, { kind: 'issued' | 'exists' | 'not-listed' }>;

/** `undefined`: the event is not about a grant. */
export function claimOf(fact: DatedFact): GrantClaim | undefined {
  const { event } = fact;
  if (!hasEffect(event, 'grants')) return undefined;
  const act = { day: fact.day, event: fact.id, source: event.source };
  switch (event.type) {
    case 'GrantIssued':
      return { ...act, kind: 'issued', grant: grantOf(fact, event) };
    case 'GrantAnnounced':
      return {
        ...act,
        kind: 'exists',
        decision: event.data.decision,
        validFrom: event.occurred,
        hasStart: true,
      };
    case 'RegisterObserved':
      return observed(
        { ...act, confirms: fact.listing?.confirms, from: fact.listing?.from, until: fact.listing?.until },
        event,
      );
    case 'GrantSuspended':
      return { ...act, kind: 'suspended', decision: event.data.decision };
    case 'GrantReinstated':
      return { ...act, kind: 'reinstated', decision: event.data.decision };
    case 'GrantWithdrawn':
      return { ...act, kind: 'withdrawn', decision: event.data.decision };
    case 'ReservationLifted':
      return {
        ...act,
        kind: 'reservations-lifted',
        decision: event.data.decision,
        reservation: event.data.reservation,
      };
    case 'SurveillanceFailed':
      return { ...act, kind: 'surveillance-failed', decision: event.data.decision };
    case 'SurveillancePassed':
      return { ...act, kind: 'kept-up', decision: event.data.decision, duty: event.data.duty, due: event.data.due };
  }
}

type EventOf<T> = Extract<DatedFact['event'], { type: T }>;

function grantOf(fact: DatedFact, { occurred, source, data }: EventOf<'GrantIssued'>): GrantDetails {
  const { decision, validFrom, validUntil, conditions, reservations, referential, level, authority } = data;
  const saidBy = { event: fact.id, rank: rank(source), day: fact.day };
  return {
    id: fact.id,
    opened: fact.day,
    issued: true,
    decision,
    validFrom: validFrom ?? occurred,
    startSource: saidBy,
    datedStart: validFrom !== undefined,
    validUntil,
    ...(validUntil !== undefined && { endSource: saidBy }),
    conditions: conditions ?? [],
    reservations: reservations ?? [],
    referential,
    level,
    authority,
    sources: [source],
    events: [fact.id],
    amendments: [],
    onlyListed: false,
    dutiesDue: {},
  };
}

function observed(
  act: Act & Pick<GrantClaim, 'confirms' | 'from' | 'until'>,
  { occurred, data }: EventOf<'RegisterObserved'>,
): GrantClaim {
  const { listing, register, registerSlug: slug, decision, validFrom, validUntil, level, conditions } = data;
  const exists = {
    ...act,
    kind: 'exists' as const,
    decision,
    validFrom: validFrom ?? occurred,
    hasStart: validFrom !== undefined,
    register,
    validUntil,
    level,
    slug,
    conditions,
  };
  if (listing === 'granted') return exists;
  const isOfGrant = listing !== 'in-progress' && listing !== 'absent';
  return { ...act, kind: 'not-listed', listing, register, decision, ...(isOfGrant && { of: exists }) };
}
