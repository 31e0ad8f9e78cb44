import type { PartialDate } from '../date/partial-date.js';
import { hasEffect } from '../event/dossier-events.js';
import { rank } from '../source/source.js';
import type { DatedFact } from './facts.js';
import type { Act, GrantDetails } from './grant.js';

/** What one event states about a grant. */
export type GrantClaim = Act &
  (
    | { kind: 'issued'; grant: GrantDetails }
    | {
        kind: 'exists';
        decision?: string | undefined;
        validFrom: PartialDate;
        /** Whether the source states the start; a listing may only show that the grant exists. */
        hasStart: boolean;
        /** Whether the source is a register. */
        listed: boolean;
        validUntil?: PartialDate | undefined;
      }
    | { kind: 'kept-up'; decision?: string | undefined; duty?: string | undefined; due?: PartialDate | undefined }
    | { kind: 'not-listed'; listing: 'in-progress' | 'absent'; decision?: string | undefined }
    | { kind: 'suspended' | 'reinstated' | 'withdrawn' | 'reservations-lifted'; decision?: string | undefined }
  );

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
        listed: false,
      };
    case 'RegisterObserved':
      return observed(act, event);
    case 'GrantSuspended':
      return { ...act, kind: 'suspended', decision: event.data.decision };
    case 'GrantReinstated':
      return { ...act, kind: 'reinstated', decision: event.data.decision };
    case 'GrantWithdrawn':
      return { ...act, kind: 'withdrawn', decision: event.data.decision };
    case 'ReservationLifted':
      return { ...act, kind: 'reservations-lifted', decision: event.data.decision };
    case 'SurveillancePassed':
      return { ...act, kind: 'kept-up', decision: event.data.decision, duty: event.data.duty, due: event.data.due };
  }
}

type EventOf<T> = Extract<DatedFact['event'], { type: T }>;

function grantOf(fact: DatedFact, { occurred, source, data }: EventOf<'GrantIssued'>): GrantDetails {
  const { decision, validFrom, validUntil, conditions, reservations, referential, level, authority } = data;
  return {
    id: fact.id,
    opened: fact.day,
    issued: true,
    decision,
    validFrom: validFrom ?? occurred,
    startSource: { event: fact.id, rank: rank(source) },
    validUntil,
    ...(validUntil !== undefined && { endSource: { event: fact.id, rank: rank(source) } }),
    conditions: conditions ?? [],
    reservations: reservations ?? [],
    referential,
    level,
    authority,
    sources: [source],
    events: [fact.id],
    dutiesDue: {},
  };
}

function observed(act: Act, { occurred, data }: EventOf<'RegisterObserved'>): GrantClaim {
  const { listing, decision, validFrom, validUntil } = data;
  return listing === 'granted'
    ? {
        ...act,
        kind: 'exists',
        decision,
        validFrom: validFrom ?? occurred,
        hasStart: validFrom !== undefined,
        listed: true,
        validUntil,
      }
    : { ...act, kind: 'not-listed', listing, decision };
}
