import fc from 'fast-check';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { type Source, SOURCE_KINDS, type SourceKind } from '#domain/source/source.js';
import { uuid } from '#test/events.js';
import { coarser, date, day } from './law.js';
import { daysAfter } from './oracle/plain-days.js';

/** The authority as a scheme names it or is written, one that may speak for it, and one that may not. */
const publisher = fc.constantFrom('Somebody', 'somebody', 'the office', 'another authority');

const sourceOf = (kinds: readonly SourceKind[]) =>
  fc.tuple(fc.constantFrom(...kinds), publisher).map(([kind, named]): Source => ({
    kind,
    publisher: kind === 'press' ? 'a paper' : named,
    ...(kind === 'company' && named === 'another authority' && { speaker: 'other' }),
  }));

export const source = sourceOf(SOURCE_KINDS);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Few, so that events often mean one another's grant, but written in several ways. */
const NUMBERS = ['7', '7', 'n° 7', '07', 'Décision no. 7', '#7', '8', '8', 'N° 08'];
const decision = maybe(fc.constantFrom(...NUMBERS));
const milestone = fc.constantFrom('first', 'second', 'outcome');

/** A start and an end in order, each given or not, the end of any precision. The start is near the day it is told on. */
const validity = fc
  .record({
    told: day,
    later: fc.oneof(fc.integer({ min: -90, max: 400 }), fc.integer({ min: -700, max: 0 }), fc.constant(0)),
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

/**
 * A day, or a month or more of a few, so that the dates of suspensions, reinstatements and withdrawals overlap those of one
 * another.
 */
const turning = fc.oneof(date, fc.constantFrom('2022-03', '2022-03-10', '2022-03-20', '2022-Q1', '2022', '2023-01'));
const turn = fc.record({ occurred: turning, decision });

/** The texts of reservations, and one that no grant has. */
const reservation = maybe(fc.constantFrom('to be mended', 'one', 'two', 'of another grant'));

const register = fc.constantFrom('a list', 'a list', 'A  List', 'another list');
const listing = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('granted', 'granted', 'in-progress', 'absent') },
  { weight: 2, arbitrary: fc.constantFrom('suspended', 'suspended', 'withdrawn', 'expired') },
);

/** Of an observation that a reading of a register recorded. `play` gives each ledger registers of its own. */
const stages = fc.record({
  registerSlug: fc.constantFrom('list', 'list', 'list', 'other-list'),
  entry: fc.constant('one'),
  milestone: maybe(fc.constantFrom('first', 'first', 'second')),
  milestones: maybe(
    fc
      .record({ first: maybe(date), second: maybe(date), outcome: fc.constantFrom(undefined, undefined, '2022-05-05') })
      .map((days) =>
        Object.entries(days).flatMap(([code, occurred]) =>
          occurred === undefined ? [] : [{ milestone: code, occurred }],
        ),
      ),
  ),
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
  GrantSuspended: turn,
  GrantReinstated: turn,
  GrantWithdrawn: turn,
  ReservationLifted: fc.record({ decision, reservation }),
  SurveillancePassed: fc.record({
    decision,
    duty: maybe(fc.constantFrom('yearly', 'scan', 'unheard of')),
    due: maybe(date),
  }),
  SurveillanceFailed: fc.record({ decision, due: maybe(date) }),
  RegisterObserved: fc
    .tuple(validity, decision, listing, register, maybe(stages))
    .map(([span, number, as, name, read]) => ({ register: name, listing: as, ...span, decision: number, ...read })),
  ApplicationRefused: fc.constant({}),
  ApplicationAbandoned: fc.constant({}),
  StatementMade: fc.constant({}),
  ClaimDisputed: fc.constant({ speaker: 'somebody' }),
  DependencyDeclared: fc.constantFrom(1000, 2000).map((n) => ({ dependsOn: uuid(n) })),
  DependencyEnded: fc.constantFrom(1000, 2000).map((n) => ({ dependsOn: uuid(n) })),
  ServiceTransferred: fc.constantFrom(901, 902, 903).map((n) => ({ to: uuid(n) })),
  GrantExpired: fc.record({ grant: fc.constant(null), decision, validUntil: day }),
  EvidenceAttached: fc.record({
    event: fc.constantFrom(1, 2, 3).map(uuid),
    sha256: fc.constantFrom('a', 'b').map((digit) => digit.repeat(64)),
    name: fc.constant('file.pdf'),
    mediaType: fc.constant('application/pdf'),
    size: fc.constant(1),
  }),
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
  GrantSuspended: 3,
  GrantReinstated: 2,
  GrantWithdrawn: 3,
  SurveillanceFailed: 2,
  ReservationLifted: 2,
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

const draftFrom = (family: Scheme['family'], from: fc.Arbitrary<Source>): fc.Arbitrary<DossierEvent> =>
  fc.oneof(...Object.keys(data).map((type) => ({ weight: weightIn(family, type), arbitrary: ofType(type, from) })));

const weightIn = (family: Scheme['family'], type: string): number =>
  ({ ...WEIGHTS, ...OF_FAMILY[family] })[type as keyof typeof data] ?? 1;

const ofType = (type: string, from: fc.Arbitrary<Source>): fc.Arbitrary<DossierEvent> =>
  fc
    .tuple(date, from, data[type as keyof typeof data] as fc.Arbitrary<{ occurred?: string }>)
    .map(
      ([any, by, { occurred = any, ...said }]) =>
        ({ type, occurred, source: by, data: withoutAbsent(said) }) as DossierEvent,
    );

/** Any event of a dossier but its opening and amendments. */
export const draftIn = (family: Scheme['family']): fc.Arbitrary<DossierEvent> => draftFrom(family, source);

/** Of a source that is not the authority. */
export const claimIn = (family: Scheme['family']): fc.Arbitrary<DossierEvent> =>
  draftFrom(family, sourceOf(['company', 'press', 'other']));

/** What the authority itself decides or prints of a grant. */
export const grantOfAuthority: fc.Arbitrary<DossierEvent> = fc
  .constantFrom('GrantIssued', 'GrantIssued', 'RegisterObserved')
  .chain((type) => ofType(type, sourceOf(['decision', 'catalogue', 'list', 'statement'])));

/** What a reading of a register finds, without decision numbers. */
export const listingOfRegister: fc.Arbitrary<DossierEvent> = fc
  .tuple(ofType('RegisterObserved', sourceOf(['catalogue', 'list'])), stages)
  .map(([event, read]) => {
    const { decision: _, ...told } = event.data as { decision?: string };
    return { ...event, data: withoutAbsent({ ...told, ...read }) } as DossierEvent;
  });

/** A row of a history, as a document of a later day tells it, or what the register lists on the day of one. */
export const rowOfHistory: fc.Arbitrary<DossierEvent> = fc
  .record({
    occurred: day,
    later: fc.oneof(fc.constant(0), fc.nat({ max: 60 }), fc.nat({ max: 900 })),
    began: fc.option(fc.nat({ max: 300 }), { nil: undefined }),
    listing,
    milestone: fc.constantFrom('first', 'second'),
  })
  .map(({ occurred, later, began, listing: as, milestone: at }) => {
    const since = began === undefined ? undefined : daysAfter(occurred, -began);
    const stage =
      since === undefined ? { milestone: at } : { milestone: at, milestones: [{ milestone: at, occurred: since }] };
    const data = { register: 'a history', registerSlug: 'history', entry: 'one', listing: as };
    const more = as === 'granted' ? { validFrom: since } : as === 'in-progress' ? stage : {};
    const by = { kind: 'list', publisher: 'Somebody', readOn: daysAfter(occurred, later) };
    return {
      type: 'RegisterObserved',
      occurred,
      source: by,
      data: withoutAbsent({ ...data, ...more }),
    } as DossierEvent;
  });

/** What a correction may put into an event; those fields are taken that its type has. */
export const changes = fc.record(
  {
    occurred: fc.oneof({ weight: 9, arbitrary: date }, { weight: 1, arbitrary: fc.constant(null) }),
    source,
    sourceFields: fc.constantFrom(...SOURCE_KINDS).map((kind) => ({ kind })),
    data: fc.record(
      {
        decision: fc.constantFrom('7', 'n° 7', '8', null),
        validFrom: fc.oneof(day, fc.constant(null)),
        validUntil: fc.oneof(day, fc.constant(null)),
        reservations: fc.constantFrom(null, [{ text: 'found later' }]),
        reservation: fc.constantFrom('found later', 'one', null),
        register: fc.constantFrom('a list', 'another list'),
        milestone,
        listing,
        duty: fc.constantFrom('yearly', 'scan', null),
        to: fc.constantFrom(901, 904).map(uuid),
        note: fc.constantFrom('read again', null),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
