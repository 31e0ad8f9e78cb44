import type { PartialDate } from '../date/partial-date.js';
import type { DatedFact } from './facts.js';
import type { Act, Grant } from './grant.js';

/** What one event says about a grant. */
export type Mention = Act &
  (
    | { says: 'issued'; grant: Grant }
    | { says: 'exists'; decision?: string | undefined; validFrom: PartialDate; validUntil?: PartialDate | undefined }
    | { says: 'not-listed'; listing: 'in-progress' | 'absent'; decision?: string | undefined }
    | { says: 'suspended' | 'reinstated' | 'withdrawn' | 'reservations-lifted'; decision?: string | undefined }
  );

/** `undefined` for an event that is not about a grant. */
export function mention(fact: DatedFact): Mention | undefined {
  const { event } = fact;
  if (!event.source || !event.occurred) return undefined;
  const said = { day: fact.day, event: fact.id, source: event.source };
  switch (event.type) {
    case 'GrantIssued':
      return { ...said, says: 'issued', grant: grantOf(fact, event) };
    case 'GrantAnnounced':
      return { ...said, says: 'exists', decision: event.data.decision, validFrom: event.occurred };
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
    case 'DossierOpened':
    case 'ScopeDeclared':
    case 'AnnouncementMade':
    case 'IntentDeclared':
    case 'ApplicationFiled':
    case 'TargetSet':
    case 'MilestoneReached':
    case 'ValidationIssued':
    case 'GrantExpired':
    case 'SurveillancePassed':
    case 'SurveillanceFailed':
    case 'ApplicationRefused':
    case 'ApplicationAbandoned':
    case 'StatementMade':
    case 'ClaimDisputed':
    case 'DependencyDeclared':
    case 'DeadlineSet':
    case 'DeadlineMoved':
    case 'DeadlineMet':
    case 'DeadlineCancelled':
      return undefined;
  }
}

type EventOf<T> = Extract<DatedFact['event'], { type: T }>;

function grantOf(fact: DatedFact, { occurred, source, data }: EventOf<'GrantIssued'>): Grant {
  const { decision, validFrom, validUntil, conditions, reservations, referential, level, authority } = data;
  return {
    id: fact.id,
    decision,
    validFrom: validFrom ?? occurred,
    validUntil,
    conditions: conditions ?? [],
    reservations: reservations ?? [],
    referential,
    level,
    authority,
    sources: [source],
    events: [fact.id],
  };
}

function observed(said: Act, { occurred, data }: EventOf<'RegisterObserved'>): Mention {
  const { listing, decision, validFrom, validUntil } = data;
  return listing === 'granted'
    ? { ...said, says: 'exists', decision, validFrom: validFrom ?? occurred, validUntil }
    : { ...said, says: 'not-listed', listing, decision };
}
