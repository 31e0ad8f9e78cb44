import { z } from 'zod';
import { LISTINGS } from '../register/entry.js';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import { EvidenceAttached } from '../evidence/evidence.js';
import { RegisterSlug } from '../register/register.js';
import { Line, Name, Prose } from '../text/text.js';
import { because } from '../validation.js';
import { amendments } from './corrections.js';
import { aboutSomething, statement, subject } from './subject.js';
import {
  asks,
  type Effect,
  fact,
  fixed,
  housekeeping,
  type InputKind,
  type Role,
  rolesOf,
  schemasOf,
  type TypesInRole,
  type TypesWith,
} from './describe.js';

export const ServiceKinds = z.array(Name).max(50);

const referential = asks(Name.optional(), 'referential');
const reason = asks(Prose.optional(), 'prose');
const milestone = asks(Name, 'milestone');
const progress = { effect: 'status', group: 'progress' } as const;
const dependencies = { effect: 'dependencies', group: 'structure' } as const;
const idOf = (code: 'dossier-id-format' | 'provider-id-format') =>
  z.uuid({ error: (issue) => (issue.code === 'invalid_format' ? because(code) : undefined) });
const dependsOn = asks(idOf('dossier-id-format'), 'dossier');
const said = { effect: 'none', group: 'said' } as const;

const DossierOpened = housekeeping(
  'DossierOpened',
  { effect: 'status', roles: ['scope'], summary: ['provider', 'scheme', 'service'], names: { service: 'service' } },
  {
    provider: fixed(z.uuid()),
    scheme: fixed(Name),
    service: asks(Name.optional()),
    serviceKinds: asks(ServiceKinds.optional(), 'lines'),
  },
);

/** Decision numbers are opaque text: they restart each year. */
const decision = asks(Name.optional(), 'decision');
const date = asks(PartialDateSchema.optional(), 'date');
const Reservation = z.strictObject({ text: Line, due: PartialDateSchema.optional() });

/** `duty`: the code of the obligation in the scheme; absent: all obligations. */
const surveillance = { duty: asks(Name.optional(), 'duty'), due: date, decision };

interface Validity {
  validFrom?: string | undefined;
  validUntil?: string | undefined;
}

const endsAfterItStarts = ({ validFrom, validUntil }: Validity): boolean =>
  !validFrom || !validUntil || latest(validUntil) >= earliest(validFrom);

const inOrder = { error: because('ends-before-valid-from'), path: ['validUntil'] };

const grants = { effect: 'grants', group: 'grants' } as const;
const oversight = { effect: 'grants', group: 'oversight' } as const;
/** What is done to a grant. */
const onGrant = { ...grants, roles: ['ordered'], summary: ['decision'] } as const;

const issued = fact(
  'GrantIssued',
  { ...grants, roles: ['decision', 'validity', 'start'], summary: ['decision', 'milestone'] },
  {
    decision: asks(Name.optional()),
    validFrom: date,
    validUntil: date,
    reservations: asks(z.array(Reservation).max(100).optional(), 'reservations'),
    conditions: asks(z.array(Line).max(100).optional(), 'lines'),
    level: asks(Name.optional(), 'level'),
    referential: asks(Name.optional(), 'referential'),
    authority: asks(Name.optional(), 'authority'),
    milestone: asks(Name.optional(), 'milestone'),
  },
);

/**
 * What a register said of the service on a day. `milestone`: the stage at which it is listed. The fields without input are
 * recorded by readings of a register only.
 */
const observed = fact(
  'RegisterObserved',
  {
    ...grants,
    roles: ['observation', 'validity', 'start'],
    summary: ['register', 'registerSlug', 'listing', 'milestone'],
    names: { register: 'registerSlug', entry: 'entry' },
  },
  {
    register: asks(Name),
    listing: asks(z.enum(LISTINGS), 'listing'),
    milestone: asks(Name.optional(), 'milestone'),
    decision,
    validFrom: date,
    validUntil: date,
    level: asks(Name.optional(), 'level'),
    conditions: asks(z.array(Line).max(100).optional(), 'lines'),
    registerSlug: fixed(
      RegisterSlug.optional().describe('The register that was read; absent if an officer recorded it.'),
    ),
    entry: fixed(Name.optional().describe('Key of the entry in that register.')),
    milestones: fixed(
      z
        .array(z.strictObject({ milestone: Name, occurred: PartialDateSchema }))
        .max(50)
        .optional()
        .describe('The stages that the register dates.'),
    ),
  },
);

/**
 * Records that a grant has expired. Recorded by the worker; the status does not depend on it. `grant` is the id of the event
 * that the grant begins with, and null where version 1 did not tell.
 */
const GrantExpired = housekeeping(
  'GrantExpired',
  { effect: 'none', summary: ['grant', 'decision'] },
  { grant: fixed(z.uuid().nullable()), decision, validUntil: asks(PartialDateSchema, 'date') },
);

const grantEvents = [
  {
    ...issued,
    schema: issued.schema.extend({ data: issued.schema.shape.data.refine(endsAfterItStarts, inOrder) }),
  },
  fact('GrantAnnounced', { ...grants, roles: ['validity'] }, { decision }),
  {
    ...observed,
    schema: observed.schema.extend({ data: observed.schema.shape.data.refine(endsAfterItStarts, inOrder) }),
  },
  fact('GrantSuspended', onGrant, { decision, reason }),
  fact('GrantReinstated', onGrant, { decision, reason }),
  fact('GrantWithdrawn', onGrant, { decision, reason }),
  fact(
    'SurveillancePassed',
    { ...oversight, roles: ['surveillance', 'validity'], meets: 'surveillance' },
    surveillance,
  ),
  fact('SurveillanceFailed', { ...oversight, roles: ['surveillance'] }, surveillance),
  fact(
    'ReservationLifted',
    { ...oversight, meets: 'reservation', summary: ['reservation'] },
    { decision, reservation: asks(Line.optional(), 'reservation'), reason },
  ),
] as const;

const Key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, { error: because('deadline-key-format') });
const deadlines = { effect: 'deadlines', group: 'deadlines', readsRecord: true } as const;

interface Dates {
  due: string;
  opens?: string | undefined;
  lapses?: string | undefined;
}

const opensBeforeDue = ({ due, opens }: Dates): boolean => !opens || earliest(opens) <= latest(due);
const lapsesAfterDue = ({ due, lapses }: Dates): boolean => !lapses || latest(lapses) >= earliest(due);

function withDates<T extends 'DeadlineSet' | 'DeadlineMoved'>(type: T, key: InputKind) {
  const described = housekeeping(
    type,
    { ...deadlines, summary: ['key', 'due'] },
    {
      key: asks(Key, key),
      due: asks(PartialDateSchema, 'date'),
      opens: asks(PartialDateSchema.optional(), 'date'),
      lapses: asks(PartialDateSchema.optional(), 'date'),
      reason,
    },
  );
  const data = described.schema.shape.data
    .refine(opensBeforeDue, { error: because('opens-after-due'), path: ['opens'] })
    .refine(lapsesAfterDue, { error: because('lapses-before-due'), path: ['lapses'] });
  return { ...described, schema: described.schema.extend({ data }) };
}

/** Deadlines that an officer sets by hand, each under a key of its own within the dossier. */
const deadlineEvents = [
  withDates('DeadlineSet', 'key'),
  withDates('DeadlineMoved', 'openKey'),
  housekeeping('DeadlineMet', { ...deadlines, summary: ['key'] }, { key: asks(Key, 'openKey'), reason }),
  housekeeping('DeadlineCancelled', { ...deadlines, summary: ['key'] }, { key: asks(Key, 'openKey'), reason }),
] as const;

/** What an officer may record on a dossier, by group; a dossier is opened by another route. */
const recordable = [
  fact('IntentDeclared', { ...progress, roles: ['announcement', 'names-version'] }, { referential }),
  fact('ApplicationFiled', { ...progress, roles: ['step'] }, { referential }),
  fact(
    'MilestoneReached',
    { ...progress, roles: ['step', 'stage', 'milestone', 'validity'], summary: ['milestone'] },
    { milestone },
  ),
  fact(
    'TargetSet',
    { ...progress, roles: ['announcement', 'names-version', 'stage'], summary: ['milestone', 'target'] },
    { milestone, target: asks(PartialDateSchema, 'date'), referential },
  ),
  fact('ApplicationRefused', { ...progress, roles: ['turn'] }, { reason }),
  fact('ApplicationAbandoned', { ...progress, roles: ['turn'] }, { reason }),
  ...grantEvents,
  fact(
    'AnnouncementMade',
    { effect: 'status', group: 'said', roles: ['announcement', 'names-version'], identifiedByTitle: true },
    { referential },
  ),
  aboutSomething(fact('StatementMade', statement, { speaker: asks(Name.optional()), ...subject })),
  fact('ClaimDisputed', { ...said, identifiedByTitle: true }, { speaker: asks(Name.optional()) }),
  fact(
    'ValidationIssued',
    { ...said, roles: ['announcement'], summary: ['authority'] },
    { authority: asks(Name, 'authority') },
  ),
  fact(
    'ScopeDeclared',
    { effect: 'status', group: 'structure', roles: ['scope'], summary: ['service'], names: { service: 'service' } },
    { service: asks(Name), serviceKinds: asks(ServiceKinds, 'lines') },
  ),
  fact('DependencyDeclared', { ...dependencies, summary: ['dependsOn'] }, { dependsOn }),
  fact('DependencyEnded', { ...dependencies, readsRecord: true, summary: ['dependsOn'] }, { dependsOn, reason }),
  fact(
    'ServiceTransferred',
    { effect: 'status', group: 'structure', readsRecord: true, summary: ['to'], names: { holder: 'to' } },
    { to: asks(idOf('provider-id-format').describe('The new provider of the service.'), 'provider') },
  ),
  ...deadlineEvents,
] as const;

/** Every type of event of a dossier. */
export const dossierEvents = [DossierOpened, GrantExpired, EvidenceAttached, ...recordable] as const;

export const recordableOnDossier = [...schemasOf(recordable), ...amendments] as const;

export const NewDossierEvent = z.discriminatedUnion('type', recordableOnDossier).meta({ id: 'NewDossierEvent' });
export const DossierEventSchema = z.discriminatedUnion('type', [
  DossierOpened.schema,
  GrantExpired.schema,
  EvidenceAttached.schema,
  ...recordableOnDossier,
]);

export type NewDossierEvent = z.infer<typeof NewDossierEvent>;
export type DossierEvent = z.infer<typeof DossierEventSchema>;

/** The events of a dossier that have an effect. */
export type DossierEventWith<E extends Effect> = Extract<DossierEvent, { type: TypesWith<typeof dossierEvents, E> }>;

const effects = new Map<string, Effect>(dossierEvents.map(({ type, effect }) => [type, effect]));

export const hasEffect = <E extends Effect>(event: DossierEvent, effect: E): event is DossierEventWith<E> =>
  effects.get(event.type) === effect;

/** The events of a dossier in a role. */
export type DossierEventAs<R extends Role> = Extract<DossierEvent, { type: TypesInRole<typeof dossierEvents, R> }>;

const isInRole = rolesOf(dossierEvents);

export const is = <R extends Role, E extends { type: string }>(event: E, role: R): event is E & DossierEventAs<R> =>
  isInRole(event, role);

const HOUSEKEEPING: ReadonlySet<string> = new Set(
  dossierEvents.filter(({ dating }) => dating === 'housekeeping').map(({ type }) => type),
);

/** Events that are not news about a dossier. */
export const isHousekeeping = (type: DossierEvent['type']): boolean => HOUSEKEEPING.has(type);
