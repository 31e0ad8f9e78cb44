import { z } from 'zod';
import { Line, Name } from '../text/text.js';
import { EventCorrected, EventRetracted } from './amendment-events.js';
import { fact, housekeeping, undatedFact } from './shape.js';
import { because } from '../validation.js';

const Names = z.array(Name).max(100);

const Holder = z.strictObject({
  name: Name,
  share: z.number().gt(0).max(100).optional().describe('per cent'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: because('country-format') })
    .optional(),
});

const announcement = { title: Line, parties: Names.optional(), sectors: Names.optional() };

export const ProviderRegistered = housekeeping('ProviderRegistered', { name: Name, slug: Name.optional() });
export const ProviderRenamed = housekeeping('ProviderRenamed', { name: Name });
export const AliasAdded = housekeeping('AliasAdded', { name: Name });

/** What an officer may record on a provider; registration has a route of its own. */
export const recordableOnProvider = [
  ProviderRenamed,
  AliasAdded,
  fact('AnnouncementMade', announcement),
  fact('PartnershipAnnounced', announcement),
  fact('CompanyCreated', { service: Name.optional() }),
  fact('ServiceLaunched', { service: Name.optional() }),
  undatedFact('OwnershipDeclared', {
    holders: z.array(Holder).min(1).max(100),
    technology: Names.optional(),
    hosting: Line.optional(),
  }),
  undatedFact('AuthorizationExpected', { authority: Name.optional(), title: Line }),
  fact('AuthorizationObtained', { authority: Name.optional(), title: Line }),
  fact('ValidationIssued', { authority: Name }),
  fact('StatementMade', { speaker: Name }),
  EventCorrected,
  EventRetracted,
] as const;

export const NewProviderEvent = z.discriminatedUnion('type', recordableOnProvider).meta({ id: 'NewProviderEvent' });
export const ProviderEventSchema = z.discriminatedUnion('type', [ProviderRegistered, ...recordableOnProvider]);

export type NewProviderEvent = z.infer<typeof NewProviderEvent>;
export type ProviderEvent = z.infer<typeof ProviderEventSchema>;
