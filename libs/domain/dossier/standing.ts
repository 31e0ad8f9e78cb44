import { z } from 'zod';
import { DaySchema, type Day, END_OF_TIME } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { SOURCE_KINDS } from '../source/source.js';
import { type Warning, warningOf } from '../warning/warning.js';
import { dependenciesFrom, type Dependency, dependencyWarnings } from './dependency.js';
import { type DatedFact, type DossierFact, type DossierFacts, ofType } from './facts.js';
import {
  comingGrants,
  type Grant,
  GrantState,
  grantStateOn,
  isConfirmedGrant,
  isEverInForce,
  isStartConfirmed,
  isWithinValidity,
  lastDayInForce,
  Reservation,
  startOf,
} from './grant.js';
import { withReadings } from './listings.js';
import { memoizeEach } from '../memoize.js';
import { contradictionsIn } from './plausibility.js';
import {
  firstAnnouncement,
  FirstAnnouncement,
  ReachedMilestone,
  reachedFrom,
  slipDays,
  Stage,
  stageOf,
  Target,
  targetsFrom,
} from './progress.js';
import { Doubt, doubtOn, isConfirmedOn, isStale, stateOn, Status } from './status.js';
import { isExpiring } from './grant.js';
import { holderFrom } from './transfer.js';

export const GrantView = z.strictObject({
  id: z.uuid(),
  decision: z.string().nullable(),
  validFrom: PartialDateSchema,
  startSource: z
    .enum(SOURCE_KINDS)
    .nullable()
    .describe(
      'The kind of the source that gives `validFrom`: `company` and `press` are claims, also of a grant that the authority confirms. `null`: no source gives a start, and `validFrom` is the day on which a register listed it.',
    ),
  validUntil: PartialDateSchema.nullable(),
  state: GrantState,
  runsFrom: DaySchema.nullable().describe(
    'The first day on which it is in force: later than `validFrom` where a register was read after that and still said otherwise; `null` if it never is.',
  ),
  runsUntil: DaySchema.nullable().describe(
    'The last day on which it is in force, as things stand; `null` if unknown, or if it never is.',
  ),
  confirmedFrom: DaySchema.nullable().describe(
    'The first day on which it is in force according to the authority: later than `runsFrom` where the start is a claim; `null` if unknown, or if it never is.',
  ),
  currentUntil: DaySchema.nullable().describe(
    'For a report, the last day on which it counts as current; for a duty, the last day before it lapses.',
  ),
  conditions: z.array(z.string()),
  reservations: z.array(Reservation),
  referential: z.string().nullable(),
  level: z.string().nullable(),
  confirmed: z.boolean().describe('Confirmed by the authority on the day.'),
  doubt: Doubt.nullable().describe(
    'Why the authority, which had confirmed it, does not do so on the day: a register does not list it any more, or no reading has repeated it for long.',
  ),
  events: z
    .array(z.uuid())
    .describe(
      'The events that tell of it; of a register that confirms it, the latest `RegisterRead`, which `GET /v1/events` has.',
    ),
});
export type GrantView = z.infer<typeof GrantView>;

export const Service = z.strictObject({ name: z.string(), kinds: z.array(z.string()) });

/**
 * The standing of a dossier on a day, from its own facts alone. A step function of the day: it is constant between two
 * change points (how late a target is, is not; see `slipDays`).
 */
export const Standing = z.strictObject({
  service: Service.nullable(),
  status: Status,
  confirmed: z.boolean().describe('Confirmed by the authority.'),
  because: z
    .array(z.uuid())
    .describe(
      'The events that establish the status; of a register that confirms it, the latest `RegisterRead`, which `GET /v1/events` has.',
    ),
  expiring: z.boolean(),
  stale: z.boolean(),
  lastHeard: DaySchema.nullable(),
  announced: FirstAnnouncement.nullable().describe('The first announcement, intent, target or validation.'),
  stage: Stage.nullable().describe('The furthest milestone of the current cycle.'),
  milestones: z.array(ReachedMilestone).describe('Every milestone reached.'),
  grants: z.array(GrantView),
  grantedFrom: DaySchema.nullable().describe(
    'The first day of the next grant that the authority has decided and that is not yet valid, while none is in force.',
  ),
  targets: z.array(Target),
  dependsOn: z.array(z.uuid()).describe('The dossiers whose grants it depends on.'),
});
/** `provider` is the id of the provider that holds the service. */
export type Standing = z.infer<typeof Standing> & { provider: string; warnings: Warning[] };

/** Kept with the facts, and these with their record: all that answer from one record on a day share one derivation. */
export const standingOn = memoizeEach((facts: DossierFacts, scheme: Scheme, day: Day): Standing => {
  const state = stateOn(facts, scheme, day);
  const { known, grants, former, told, steps, established, heard } = state;
  return {
    provider: holderFrom(facts, known),
    service: serviceOf(known, facts.undated),
    status: established.status,
    confirmed: established.confirmed,
    because: established.events,
    expiring: isExpiring(grants, scheme, day),
    stale: isStale({ status: established.status, heard, grants }, scheme, day),
    lastHeard: heard,
    announced: firstAnnouncement(known),
    stage: stageOf(reachedFrom(state.cycle)),
    milestones: reachedFrom(steps),
    grants: [...former, ...grants].map((grant) => viewOf(grant, told.get(grant.id), scheme, day)),
    grantedFrom: grantedFrom(grants, day),
    targets: targetsFrom(known, state.countedSteps, grants, scheme),
    dependsOn: dependenciesFrom(known),
    warnings: contradictionsIn(state, facts, scheme, day).map((found) =>
      warningOf(found, (id) => eventIn(facts, id) ?? eventIn(withReadings(facts, scheme), id)),
    ),
  };
});

const eventIn = ({ dated, undated }: DossierFacts, id: string): DossierFact['event'] | undefined =>
  (dated.find((one) => one.id === id) ?? undated.find((one) => one.id === id))?.event;

export function serviceOf(known: readonly DatedFact[], undated: readonly DossierFact[]): Standing['service'] {
  const declared = ofType(known, 'ScopeDeclared').at(-1)?.event.data;
  if (declared) return { name: declared.service, kinds: declared.serviceKinds };
  const opened = [...undated, ...known].find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened' || opened.data.service === undefined) return null;
  return { name: opened.data.service, kinds: opened.data.serviceKinds ?? [] };
}

/**
 * @param told what acts and claims together say of it: claims that agree with the authority are named, and a start is shown
 * from a claim where the authority gives none, unless a register listed the grant before
 */
function viewOf(grant: Grant, told: Grant = grant, scheme: Scheme, day: Day): GrantView {
  const dated = grant.startSource !== undefined || startOf(told) > startOf(grant) ? grant : told;
  const kind = dated.startSource && SOURCE_KINDS[dated.startSource.rank - 1];
  const isEver = isEverInForce(grant);
  return {
    id: grant.id,
    decision: grant.decision ?? null,
    validFrom: dated.validFrom,
    startSource: kind ?? null,
    validUntil: grant.validUntil ?? null,
    state: grantStateOn(grant, day),
    runsFrom: isEver ? startOf(dated) : null,
    runsUntil: lastDayInForce(grant),
    confirmedFrom: isEver && isStartConfirmed(grant) ? startOf(grant) : null,
    currentUntil: grant.validity.currentUntil ?? null,
    conditions: grant.conditions,
    reservations: grant.reservations,
    referential: grant.referential ?? null,
    level: grant.level ?? null,
    confirmed: isConfirmedOn(grant, scheme, day),
    doubt: isConfirmedGrant(grant) ? doubtOn(grant, scheme, day) : null,
    events: [...grant.events, ...told.events.filter((event) => !grant.events.includes(event))],
  };
}

/** Whose claim the start of a grant is that the authority confirms, or did. What is only claimed is said to be so as a whole. */
export const startClaimedBy = ({
  startSource,
  confirmed,
  doubt,
}: Pick<GrantView, 'startSource' | 'confirmed' | 'doubt'>): 'company' | 'press' | undefined =>
  (startSource === 'company' || startSource === 'press') && (confirmed || doubt !== null) ? startSource : undefined;

/** The day from which the authority speaks for a grant whose start is claimed, as far as known. */
export const startClaimedUntil = (grant: GrantView): Day | undefined =>
  startClaimedBy(grant) && (grant.confirmedFrom ?? END_OF_TIME);

/** While none is in force, the first day of the next one of the authority. */
export const grantedFrom = (grants: readonly Grant[], day: Day): Day | null => {
  const next = comingGrants(grants, day).find(isConfirmedGrant);
  return next && !grants.some((grant) => isWithinValidity(grant, day)) ? startOf(next) : null;
};

/** The soonest last day of a grant in force. */
export const soonestEnd = (grants: readonly Pick<GrantView, 'state' | 'runsUntil'>[]): Day | null =>
  grants
    .flatMap(({ state, runsUntil }) =>
      (state === 'in-force' || state === 'suspended') && runsUntil ? [runsUntil] : [],
    )
    .sort()[0] ?? null;

/** A provider with its name as of the day and knowledge requested. */
export const ProviderRef = z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() });
export type ProviderRef = z.infer<typeof ProviderRef>;

/** A dossier with the names that its provider and service have on a given day. */
export const DossierNames = z.strictObject({
  id: z.uuid(),
  provider: ProviderRef,
  service: Service.nullable(),
  scheme: z.string(),
});
export type DossierNames = z.infer<typeof DossierNames>;

/** A dossier as returned by the API, alone and in lists. */
export const DossierView = Standing.extend({
  id: z.uuid(),
  provider: ProviderRef,
  scheme: z.string(),
  targets: z.array(
    Target.extend({
      slipDays: z
        .int()
        .describe('Days from the latest day of `due` to the day it was reached, or to `asOf` while it is not.'),
    }),
  ),
  labels: z.array(z.string()),
  version: z.int().describe('Version of the stream, as known at `knownAt`.'),
  asOf: DaySchema,
  knownAt: z.string().nullable().describe('As requested; `null`: everything on record.'),
});
export type DossierView = z.infer<typeof DossierView> & Pick<Standing, 'warnings'>;

interface Viewed {
  id: string;
  provider: ProviderRef;
  scheme: Scheme;
  version: number;
  standing: Standing;
  /** Its dependencies, direct and indirect, as of the same day: see `dependenciesOn`. */
  dependencies: ReadonlyMap<string, Dependency>;
}

/** Adds what depends on the exact day or on other dossiers: slips, labels, warnings of dependencies. */
export function dossierView(viewed: Viewed, { asOf, knownAt }: { asOf: Day; knownAt: string | null }): DossierView {
  const { id, provider, scheme, version, standing, dependencies } = viewed;
  const { provider: _, service, targets, warnings, ...rest } = standing;
  return {
    id,
    provider,
    service,
    scheme: scheme.slug,
    ...rest,
    targets: targets.map((target) => ({ ...target, slipDays: slipDays(target, asOf) })),
    labels: labelsOn(scheme, standing, asOf),
    warnings: [...warnings, ...dependencyWarnings({ id, ...standing }, dependencies)],
    version,
    asOf,
    knownAt,
  };
}

/** The statuses that a label can rest on. */
export const LABELLED: readonly Status[] = ['granted', 'granted-with-reservations'];

/** What labels rest on. */
interface LabelBasis {
  status: Status;
  grants: readonly (Pick<GrantView, 'state' | 'confirmed' | 'referential'> & Partial<Pick<GrantView, 'doubt'>>)[];
}

/** The rules of labels that hold on a day. */
export const labelRulesOn = ({ labels }: Scheme, day: Day) =>
  labels
    .filter(({ from, until }) => from <= day && (until === undefined || day <= until))
    .map(({ slug, referentials }) => ({ slug, referentials }));

/**
 * Labels rest on a grant of the authority in force, also one in doubt, under a version of the standard that the rule of the day
 * accepts.
 */
export function labelsOn(scheme: Scheme, { status, grants }: LabelBasis, day: Day): string[] {
  if (!LABELLED.includes(status)) return [];
  const basis = grants.filter(
    ({ state, confirmed, doubt = null }) => state === 'in-force' && (confirmed || doubt !== null),
  );
  return labelRulesOn(scheme, day)
    .filter(({ referentials }) =>
      basis.some(
        ({ referential }) => referentials === undefined || referential === null || referentials.includes(referential),
      ),
    )
    .map(({ slug }) => slug);
}
