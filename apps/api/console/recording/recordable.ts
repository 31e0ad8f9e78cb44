import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';

type Amending = 'EventCorrected' | 'EventRetracted';

/** Types with a form of their own; amendments start from the amended event. */
export type DossierType = Exclude<NewDossierEvent['type'], Amending>;
export type ProviderType = Exclude<NewProviderEvent['type'], Amending>;

export type GroupName =
  'progress' | 'grants' | 'oversight' | 'said' | 'structure' | 'authorizations' | 'names' | 'deadlines';

/** Types by group, most common first. */
type Groups<T> = readonly (readonly [GroupName, readonly T[]])[];

export const DOSSIER_GROUPS: Groups<DossierType> = [
  [
    'progress',
    [
      'IntentDeclared',
      'ApplicationFiled',
      'MilestoneReached',
      'TargetSet',
      'ApplicationRefused',
      'ApplicationAbandoned',
    ],
  ],
  [
    'grants',
    ['GrantIssued', 'GrantAnnounced', 'RegisterObserved', 'GrantSuspended', 'GrantReinstated', 'GrantWithdrawn'],
  ],
  ['oversight', ['SurveillancePassed', 'SurveillanceFailed', 'ReservationLifted']],
  ['said', ['AnnouncementMade', 'StatementMade', 'ClaimDisputed', 'ValidationIssued']],
  ['structure', ['ScopeDeclared', 'DependencyDeclared', 'ServiceTransferred']],
  ['deadlines', ['DeadlineSet', 'DeadlineMoved', 'DeadlineMet', 'DeadlineCancelled']],
];

export const PROVIDER_GROUPS: Groups<ProviderType> = [
  ['said', ['AnnouncementMade', 'PartnershipAnnounced', 'StatementMade', 'ValidationIssued']],
  ['structure', ['CompanyCreated', 'ServiceLaunched', 'OwnershipDeclared']],
  ['authorizations', ['AuthorizationExpected', 'AuthorizationObtained']],
  ['names', ['ProviderRenamed', 'AliasAdded']],
];
