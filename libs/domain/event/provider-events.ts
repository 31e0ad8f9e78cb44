import { z } from 'zod';
import { EvidenceAttached } from '../evidence/evidence.js';
import { IDENTIFIER_KINDS, identifierOf } from '../provider/identifiers.js';
import { Line, Name } from '../text/text.js';
import { because } from '../validation.js';
import { amendments } from './corrections.js';
import { aboutSomething, statement, subject } from './subject.js';
import {
  asks,
  fact,
  fixed,
  housekeeping,
  type Role,
  rolesOf,
  schemasOf,
  type TypesInRole,
  undatedFact,
} from './describe.js';

const Names = z.array(Name).max(100).optional();

const Holder = z.strictObject({
  name: Name,
  share: z.number().gt(0).max(100).optional().describe('in percent'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: because('country-format') })
    .optional(),
});

const announcement = {
  title: asks(Line),
  parties: asks(Names, 'lines'),
  sectors: asks(Names, 'lines'),
  technology: asks(Names, 'lines'),
};
const authorization = { title: asks(Line), authority: asks(Name.optional(), 'authority') };

/** Both name an expectation by its title. */
const fulfilment = { fulfils: asks(Line.optional()), partlyFulfils: asks(Line.optional()) };
const service = asks(Name.optional());
const said = { effect: 'none', group: 'said' } as const;
const announced = {
  ...said,
  roles: ['announcement', 'once'],
  identifiedByTitle: true,
  names: { party: 'parties', technology: 'technology' },
} as const;
const structure = { effect: 'none', group: 'structure' } as const;
const authorizations = { effect: 'none', group: 'authorizations', identifiedByTitle: true } as const;
const names = { effect: 'none', group: 'names', summary: ['name'] } as const;

/** A name that holds: that of a register of companies. */
const alias = housekeeping('AliasAdded', names, {
  name: asks(Name),
  identifierKind: asks(z.enum(IDENTIFIER_KINDS).optional(), 'identifier'),
});
const AliasAdded = {
  ...alias,
  schema: alias.schema.extend({
    data: alias.schema.shape.data.refine(
      ({ name, identifierKind: kind }) => kind === undefined || identifierOf(kind, name) !== undefined,
      { error: because('identifier-invalid'), path: ['name'] },
    ),
  }),
};

/** The slug is part of URLs and never changes. */
const ProviderRegistered = housekeeping(
  'ProviderRegistered',
  { effect: 'none', summary: ['name', 'slug'] },
  { name: asks(Name), slug: fixed(Name.optional()) },
);

/** What an officer may record on a provider, by group; a provider is registered by another route. */
const recordable = [
  fact('AnnouncementMade', announced, announcement),
  fact('PartnershipAnnounced', announced, announcement),
  aboutSomething(fact('StatementMade', statement, { speaker: asks(Name), ...subject })),
  fact('ValidationIssued', { ...said, summary: ['authority'] }, { authority: asks(Name, 'authority') }),
  fact('CompanyCreated', { ...structure, roles: ['once'], summary: ['service'] }, { service }),
  fact('ServiceLaunched', { ...structure, roles: ['once'], summary: ['service'] }, { service }),
  undatedFact(
    'OwnershipDeclared',
    { ...structure, names: { party: 'holders', technology: 'technology' } },
    {
      holders: asks(z.array(Holder).min(1).max(100), 'holders'),
      technology: asks(Names, 'lines'),
      hosting: asks(Line.optional()),
    },
  ),
  undatedFact('AuthorizationExpected', authorizations, authorization),
  fact('AuthorizationObtained', authorizations, { ...authorization, ...fulfilment }),
  housekeeping('ProviderRenamed', names, { name: asks(Name) }),
  AliasAdded,
] as const;

/** Every type of event of a provider. */
export const providerEvents = [ProviderRegistered, EvidenceAttached, ...recordable] as const;

export const recordableOnProvider = [...schemasOf(recordable), ...amendments] as const;

export const NewProviderEvent = z.discriminatedUnion('type', recordableOnProvider).meta({ id: 'NewProviderEvent' });
export const ProviderEventSchema = z.discriminatedUnion('type', [
  ProviderRegistered.schema,
  EvidenceAttached.schema,
  ...recordableOnProvider,
]);

export type NewProviderEvent = z.infer<typeof NewProviderEvent>;
export type ProviderEvent = z.infer<typeof ProviderEventSchema>;

/** The events of a provider in a role. */
export type ProviderEventAs<R extends Role> = Extract<ProviderEvent, { type: TypesInRole<typeof providerEvents, R> }>;

const isInRole = rolesOf(providerEvents);

export const isProviderEvent = <R extends Role, E extends { type: string }>(
  event: E,
  role: R,
): event is E & ProviderEventAs<R> => isInRole(event, role);
