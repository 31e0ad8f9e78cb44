import fc from 'fast-check';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { SOURCE_KINDS } from '#domain/source/source.js';
import { uuid } from '#test/events.js';
import { coarser, date, day } from './dates.js';
import { daysAfter } from './oracle/plain-days.js';

export const source = fc
  .constantFrom(...SOURCE_KINDS)
  .map((kind) => ({ kind, publisher: kind === 'press' ? 'a paper' : 'somebody' }));

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Few, so that events often mean one another's grant. */
const decision = maybe(fc.constantFrom('7', '8'));
const milestone = fc.constantFrom('first', 'second', 'outcome');

/** A start and an end in order, each given or not, the end of any precision. The start is near the day it is told on. */
const validity = fc
  .record({
    told: day,
    later: fc.integer({ min: -90, max: 400 }),
    length: fc.nat({ max: 1200 }),
    given: fc.nat({ max: 3 }),
    precision: fc.nat({ max: 7 }),
  })
  .map(({ told, later, length, given, precision }) => {
    const from = daysAfter(told, later);
    const until = daysAfter(from, length);
    return {
      occurred: told,
      validFrom: given & 1 ? from : undefined,
      validUntil: given & 2 ? (coarser(until)[precision - 4] ?? until) : undefined,
    };
  });

const reservations = fc.constantFrom(
  undefined,
  [{ text: 'to be mended' }],
  [{ text: 'one', due: '2023-Q1' }, { text: 'two' }],
);

const data = {
  ScopeDeclared: fc.constantFrom('IaaS', 'PaaS').map((kind) => ({ service: `Service ${kind}`, serviceKinds: [kind] })),
  AnnouncementMade: fc.constant({}),
  IntentDeclared: fc.constant({}),
  ApplicationFiled: fc.constant({}),
  TargetSet: fc.record({ milestone, target: date }),
  MilestoneReached: fc.record({ milestone }),
  ValidationIssued: fc.constant({ authority: 'somebody' }),
  GrantIssued: fc
    .tuple(validity, decision, reservations, maybe(fc.constantFrom('1', '2')))
    .map(([span, number, open, referential]) => ({ ...span, decision: number, reservations: open, referential })),
  GrantAnnounced: fc.record({ decision }),
  GrantSuspended: fc.record({ decision }),
  GrantReinstated: fc.record({ decision }),
  GrantWithdrawn: fc.record({ decision }),
  ReservationLifted: fc.record({ decision }),
  SurveillancePassed: fc.record({
    decision,
    duty: maybe(fc.constantFrom('yearly', 'scan', 'unheard of')),
    due: maybe(date),
  }),
  SurveillanceFailed: fc.record({ decision, due: maybe(date) }),
  RegisterObserved: fc
    .tuple(validity, decision, fc.constantFrom('granted', 'granted', 'in-progress', 'absent'))
    .map(([span, number, listing]) => ({ register: 'a list', listing, ...span, decision: number })),
  ApplicationRefused: fc.constant({}),
  ApplicationAbandoned: fc.constant({}),
  StatementMade: fc.constant({}),
  ClaimDisputed: fc.constant({ speaker: 'somebody' }),
  DependencyDeclared: fc.constantFrom(1000, 2000).map((n) => ({ dependsOn: uuid(n) })),
  DependencyEnded: fc.constantFrom(1000, 2000).map((n) => ({ dependsOn: uuid(n) })),
  ServiceTransferred: fc.constantFrom(901, 902, 903).map((n) => ({ to: uuid(n) })),
  GrantExpired: fc.record({ decision, validUntil: day }),
  DeadlineSet: fc.record({ key: fc.constantFrom('file', 'audit'), due: date }),
  DeadlineMoved: fc.record({ key: fc.constantFrom('file', 'audit'), due: date }),
  DeadlineMet: fc.record({ key: fc.constantFrom('file', 'audit') }),
  DeadlineCancelled: fc.record({ key: fc.constantFrom('file', 'audit') }),
} satisfies {
  [T in Exclude<DossierEvent['type'], 'DossierOpened' | 'EventCorrected' | 'EventRetracted'>]: fc.Arbitrary<object>;
};

type Weights = Partial<Record<keyof typeof data, number>>;

/** How often each comes up; 1 where nothing is said. */
const WEIGHTS: Weights = {
  GrantIssued: 6,
  RegisterObserved: 4,
  MilestoneReached: 4,
  GrantAnnounced: 3,
  ApplicationFiled: 2,
  GrantSuspended: 2,
  GrantWithdrawn: 2,
  ApplicationRefused: 2,
  ServiceTransferred: 2,
};

/** What makes the nature of a family show. */
const OF_FAMILY: Record<Scheme['family'], Weights> = {
  decision: {},
  report: { GrantIssued: 10 },
  duty: { GrantIssued: 10, SurveillancePassed: 12 },
};

const withoutAbsent = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Any event of a dossier but its opening and amendments. */
export const draftIn = (family: Scheme['family']): fc.Arbitrary<DossierEvent> =>
  fc.oneof(
    ...Object.entries(data).map(([type, fields]) => ({
      weight: { ...WEIGHTS, ...OF_FAMILY[family] }[type as keyof typeof data] ?? 1,
      arbitrary: fc
        .tuple(date, source, fields as fc.Arbitrary<{ occurred?: string }>)
        .map(
          ([any, from, { occurred = any, ...said }]) =>
            ({ type, occurred, source: from, data: withoutAbsent(said) }) as DossierEvent,
        ),
    })),
  );

/** What a correction may put into an event; those fields are taken that its type has. */
export const changes = fc.record(
  {
    occurred: fc.oneof({ weight: 9, arbitrary: date }, { weight: 1, arbitrary: fc.constant(null) }),
    source,
    data: fc.record(
      {
        decision: fc.constantFrom('7', '8', null),
        validFrom: fc.oneof(day, fc.constant(null)),
        validUntil: fc.oneof(day, fc.constant(null)),
        reservations: fc.constantFrom(null, [{ text: 'found later' }]),
        milestone,
        listing: fc.constantFrom('granted', 'in-progress', 'absent'),
        duty: fc.constantFrom('yearly', 'scan', null),
        to: fc.constantFrom(901, 904).map(uuid),
        note: fc.constantFrom('read again', null),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
