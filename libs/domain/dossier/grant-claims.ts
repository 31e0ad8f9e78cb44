import type { PartialDate } from '../date/partial-date.js';
import { hasEffect } from '../event/dossier-events.js';
import { rank } from '../source/source.js';
import type { DatedFact } from './facts.js';
import type { Act, GrantSaid } from './grant.js';

/** What one event says about a grant. */
export type GrantClaim = Act &
  (
    | { says: 'issued'; grant: GrantSaid }
    | {
        says: 'exists';
        decision?: string | undefined;
        validFrom: PartialDate;
        /** Whether it says when the grant began, not only that it had. */
        startSaid: boolean;
        /** Whether a register shows it. */
        listed: boolean;
        validUntil?: PartialDate | undefined;
      }
    | { says: 'kept-up'; decision?: string | undefined; duty?: string | undefined; due?: PartialDate | undefined }
    | { says: 'not-listed'; listing: 'in-progress' | 'absent'; decision?: string | undefined }
    | { says: 'suspended' | 'reinstated' | 'withdrawn' | 'reservations-lifted'; decision?: string | undefined }
  );

/** `undefined` for an event that is not about a grant. */
export function claimOf(fact: DatedFact): GrantClaim | undefined {
  const { event } = fact;
  if (!hasEffect(event, 'grants')) return undefined;
  const said = { day: fact.day, event: fact.id, source: event.source };
  switch (event.type) {
    case 'GrantIssued':
      return { ...said, says: 'issued', grant: grantOf(fact, event) };
    case 'GrantAnnounced':
      return {
        ...said,
        says: 'exists',
        decision: event.data.decision,
        validFrom: event.occurred,
        startSaid: true,
        listed: false,
      };
    case 'RegisterObserved':
      return observed(said, event);
    case 'GrantSuspended':
      return { ...said, says: 'suspended', decision: event.data.decision };
    case 'GrantReinstated':
      return { ...said, says: 'reinstated', decision: event.data.decision };
    case 'GrantWithdrawn':
      return { ...said, says: 'withdrawn', decision: event.data.decision };
    case 'ReservationLifted':
      return { ...said, says: 'reservations-lifted', decision: event.data.decision };
    case 'SurveillancePassed':
      return { ...said, says: 'kept-up', decision: event.data.decision, duty: event.data.duty, due: event.data.due };
  }
}

type EventOf<T> = Extract<DatedFact['event'], { type: T }>;

function grantOf(fact: DatedFact, { occurred, source, data }: EventOf<'GrantIssued'>): GrantSaid {
  const { decision, validFrom, validUntil, conditions, reservations, referential, level, authority } = data;
  return {
    id: fact.id,
    opened: fact.day,
    issued: true,
    decision,
    validFrom: validFrom ?? occurred,
    startSaid: { event: fact.id, rank: rank(source) },
    validUntil,
    ...(validUntil !== undefined && { endSaid: { event: fact.id, rank: rank(source) } }),
    conditions: conditions ?? [],
    reservations: reservations ?? [],
    referential,
    level,
    authority,
    sources: [source],
    events: [fact.id],
    owed: {},
  };
}

function observed(said: Act, { occurred, data }: EventOf<'RegisterObserved'>): GrantClaim {
  const { listing, decision, validFrom, validUntil } = data;
  return listing === 'granted'
    ? {
        ...said,
        says: 'exists',
        decision,
        validFrom: validFrom ?? occurred,
        startSaid: validFrom !== undefined,
        listed: true,
        validUntil,
      }
    : { ...said, says: 'not-listed', listing, decision };
}
