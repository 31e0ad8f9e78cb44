import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { Name, Prose } from '../text/text.js';
import { EventCorrected, EventRetracted } from './amendment-events.js';
import { deadlineEvents } from './deadline-events.js';
import { grantEvents, GrantExpired } from './grant-events.js';
import { fact, housekeeping } from './shape.js';

const referential = Name.optional();
export const ServiceKinds = z.array(Name).max(50);

export const DossierOpened = housekeeping('DossierOpened', {
  provider: z.uuid(),
  scheme: Name,
  service: Name.optional(),
  serviceKinds: ServiceKinds.optional(),
});

/** What an officer may record on a dossier; opening it has a route of its own, and `GrantExpired` is the ledger's. */
export const recordableOnDossier = [
  fact('ScopeDeclared', { service: Name, serviceKinds: ServiceKinds }),
  fact('AnnouncementMade', { referential }),
  fact('IntentDeclared', { referential }),
  fact('ApplicationFiled', { referential }),
  fact('TargetSet', { milestone: Name, target: PartialDateSchema, referential }),
  fact('MilestoneReached', { milestone: Name }),
  fact('ValidationIssued', { authority: Name }),
  ...grantEvents,
  fact('ApplicationRefused', { reason: Prose.optional() }),
  fact('ApplicationAbandoned', { reason: Prose.optional() }),
  fact('StatementMade', { speaker: Name.optional() }),
  fact('ClaimDisputed', { speaker: Name.optional() }),
  fact('DependencyDeclared', { dependsOn: z.uuid() }),
  fact('ServiceTransferred', { to: z.uuid().describe('The provider that has the service from then on.') }),
  ...deadlineEvents,
  EventCorrected,
  EventRetracted,
] as const;

export const NewDossierEvent = z.discriminatedUnion('type', recordableOnDossier).meta({ id: 'NewDossierEvent' });
export const DossierEventSchema = z.discriminatedUnion('type', [DossierOpened, GrantExpired, ...recordableOnDossier]);

export type NewDossierEvent = z.infer<typeof NewDossierEvent>;
export type DossierEvent = z.infer<typeof DossierEventSchema>;
