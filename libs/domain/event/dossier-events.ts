import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { Name, Prose } from '../text/text.js';
import { amendments } from './amendment-events.js';
import { deadlineEvents } from './deadline-events.js';
import { asks, fact, fixed, housekeeping, schemasOf, type Effect, type TypesWith } from './describe.js';
import { grantEvents, GrantExpired } from './grant-events.js';

export const ServiceKinds = z.array(Name).max(50);

const referential = asks(Name.optional(), 'referential');
const reason = asks(Prose.optional(), 'prose');
const milestone = asks(Name, 'milestone');
const progress = { effect: 'status', group: 'progress' } as const;
const dependencies = { effect: 'dependencies', group: 'structure' } as const;
const said = { effect: 'none', group: 'said' } as const;

const DossierOpened = housekeeping(
  'DossierOpened',
  { effect: 'status' },
  {
    provider: fixed(z.uuid()),
    scheme: fixed(Name),
    service: asks(Name.optional()),
    serviceKinds: asks(ServiceKinds.optional(), 'lines'),
  },
);

/** What an officer may record on a dossier, by group; a dossier is opened by another route. */
const recordable = [
  fact('IntentDeclared', progress, { referential }),
  fact('ApplicationFiled', progress, { referential }),
  fact('MilestoneReached', progress, { milestone }),
  fact('TargetSet', progress, { milestone, target: asks(PartialDateSchema, 'date'), referential }),
  fact('ApplicationRefused', progress, { reason }),
  fact('ApplicationAbandoned', progress, { reason }),
  ...grantEvents,
  fact('AnnouncementMade', { effect: 'status', group: 'said' }, { referential }),
  fact('StatementMade', said, { speaker: asks(Name.optional()) }),
  fact('ClaimDisputed', said, { speaker: asks(Name.optional()) }),
  fact('ValidationIssued', said, { authority: asks(Name, 'authority') }),
  fact(
    'ScopeDeclared',
    { effect: 'status', group: 'structure' },
    { service: asks(Name), serviceKinds: asks(ServiceKinds, 'lines') },
  ),
  fact('DependencyDeclared', dependencies, { dependsOn: asks(z.uuid(), 'dossier') }),
  fact('DependencyEnded', dependencies, { dependsOn: asks(z.uuid(), 'dossier'), reason }),
  fact(
    'ServiceTransferred',
    { effect: 'status', group: 'structure' },
    { to: asks(z.uuid().describe('The provider that has the service from then on.'), 'provider') },
  ),
  ...deadlineEvents,
] as const;

/** Every type of event of a dossier. */
export const dossierEvents = [DossierOpened, GrantExpired, ...recordable] as const;

export const recordableOnDossier = [...schemasOf(recordable), ...amendments] as const;

export const NewDossierEvent = z.discriminatedUnion('type', recordableOnDossier).meta({ id: 'NewDossierEvent' });
export const DossierEventSchema = z.discriminatedUnion('type', [
  DossierOpened.schema,
  GrantExpired.schema,
  ...recordableOnDossier,
]);

export type NewDossierEvent = z.infer<typeof NewDossierEvent>;
export type DossierEvent = z.infer<typeof DossierEventSchema>;

/** The events of a dossier that have an effect. */
export type DossierEventWith<E extends Effect> = Extract<DossierEvent, { type: TypesWith<typeof dossierEvents, E> }>;

const effects = new Map<string, Effect>(dossierEvents.map(({ type, effect }) => [type, effect]));

export const hasEffect = <E extends Effect>(event: DossierEvent, effect: E): event is DossierEventWith<E> =>
  effects.get(event.type) === effect;

const HOUSEKEEPING: ReadonlySet<string> = new Set(
  dossierEvents.filter(({ dating }) => dating === 'housekeeping').map(({ type }) => type),
);

/** Bookkeeping of the ledger: no news of a dossier. */
export const isHousekeeping = (type: DossierEvent['type']): boolean => HOUSEKEEPING.has(type);
