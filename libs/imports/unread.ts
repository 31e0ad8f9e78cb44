import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';

type EventType = LedgerEvent['type'];

/**
 * The types whose decision asks of a record only whether there is one, so that an import need not read the whole stream
 * for them. A type that is missing here is decided on the whole record: that is slower, never wrong.
 */
export const DECIDED_UNREAD: ReadonlySet<EventType> = new Set<EventType>([
  'ProviderRenamed',
  'AliasAdded',
  'PartnershipAnnounced',
  'CompanyCreated',
  'ServiceLaunched',
  'OwnershipDeclared',
  'AuthorizationExpected',
  'AuthorizationObtained',
  'AnnouncementMade',
  'StatementMade',
  'ScopeDeclared',
  'IntentDeclared',
  'ApplicationFiled',
  'TargetSet',
  'MilestoneReached',
  'ValidationIssued',
  'GrantIssued',
  'RegisterObserved',
  'GrantAnnounced',
  'GrantSuspended',
  'GrantReinstated',
  'GrantWithdrawn',
  'ReservationLifted',
  'SurveillancePassed',
  'SurveillanceFailed',
  'ApplicationRefused',
  'ApplicationAbandoned',
  'ClaimDisputed',
  'DependencyDeclared',
]);

/** A record of which only the length is known; a decision that looks further is a bug, and told so. */
export function unread<E>(length: number): readonly OnRecord<E>[] {
  return new Proxy<OnRecord<E>[]>([], {
    get(_, property) {
      if (property === 'length') return length;
      throw new Error(`a decision looked at ${String(property)} of a record that was not read: see DECIDED_UNREAD`);
    },
  });
}
