import { z } from 'zod';
import { DaySchema, type Day } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { type Warning, warningOf } from '../warning/warning.js';
import { dependenciesFrom, type Dependency, dependencyWarnings } from './dependency.js';
import { type DatedFact, type DossierFact, type DossierFacts, ofType } from './facts.js';
import { type Grant, GrantState, grantStateOn, isConfirmedGrant, Reservation, lastDayInForce } from './grant.js';
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
import { isConfirmed, isExpiring, isStale, stateOn, Status } from './status.js';
import { holderFrom } from './transfer.js';

export const GrantView = z.strictObject({
  id: z.uuid(),
  decision: z.string().nullable(),
  validFrom: PartialDateSchema,
  validUntil: PartialDateSchema.nullable(),
  state: GrantState,
  runsUntil: DaySchema.nullable().describe('The last day on which it is in force, as things stand; `null` if unknown.'),
  currentUntil: DaySchema.nullable().describe(
    'For a report, the last day on which it counts as current; for a duty, the last day before it lapses.',
  ),
  conditions: z.array(z.string()),
  reservations: z.array(Reservation),
  referential: z.string().nullable(),
  level: z.string().nullable(),
  confirmed: z.boolean(),
  events: z.array(z.uuid()),
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
  because: z.array(z.uuid()).describe('The events that establish the status.'),
  expiring: z.boolean(),
  stale: z.boolean(),
  lastHeard: DaySchema.nullable(),
  announced: FirstAnnouncement.nullable().describe('The first announcement, intent, target or validation.'),
  stage: Stage.nullable().describe('The furthest milestone reached.'),
  milestones: z.array(ReachedMilestone).describe('Every milestone reached.'),
  grants: z.array(GrantView),
  targets: z.array(Target),
  dependsOn: z.array(z.uuid()).describe('The dossiers whose grants it depends on.'),
});
/** `provider` is the id of the provider that holds the service. */
export type Standing = z.infer<typeof Standing> & { provider: string; warnings: Warning[] };

export function standingOn(facts: DossierFacts, scheme: Scheme, day: Day): Standing {
  const state = stateOn(facts, scheme, day);
  const { known, grants, steps, established, heard } = state;
  const reached = reachedFrom(steps);
  return {
    provider: holderFrom(facts, known),
    service: serviceOf(known, facts.undated),
    status: established.status,
    confirmed: isConfirmed(established),
    because: established.events,
    expiring: isExpiring(grants, scheme, day),
    stale: isStale({ status: established.status, heard, grants }, scheme, day),
    lastHeard: heard,
    announced: firstAnnouncement(known),
    stage: stageOf(reached),
    milestones: reached,
    grants: grants.map((grant) => viewOf(grant, day)),
    targets: targetsFrom(known, steps, grants, scheme),
    dependsOn: dependenciesFrom(known),
    warnings: contradictionsIn(state, facts, scheme, day).map((found) => warningOf(found, (id) => eventIn(facts, id))),
  };
}

const eventIn = ({ dated, undated }: DossierFacts, id: string): DossierFact['event'] | undefined =>
  (dated.find((one) => one.id === id) ?? undated.find((one) => one.id === id))?.event;

export function serviceOf(known: readonly DatedFact[], undated: readonly DossierFact[]): Standing['service'] {
  const declared = ofType(known, 'ScopeDeclared').at(-1)?.event.data;
  if (declared) return { name: declared.service, kinds: declared.serviceKinds };
  const opened = [...undated, ...known].find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened' || opened.data.service === undefined) return null;
  return { name: opened.data.service, kinds: opened.data.serviceKinds ?? [] };
}

const viewOf = (grant: Grant, day: Day): GrantView => ({
  id: grant.id,
  decision: grant.decision ?? null,
  validFrom: grant.validFrom,
  validUntil: grant.validUntil ?? null,
  state: grantStateOn(grant, day),
  runsUntil: lastDayInForce(grant),
  currentUntil: grant.validity.currentUntil ?? null,
  conditions: grant.conditions,
  reservations: grant.reservations,
  referential: grant.referential ?? null,
  level: grant.level ?? null,
  confirmed: isConfirmedGrant(grant),
  events: grant.events,
});

/** Earliest last day among the grants in force. */
export const soonestEnd = (grants: readonly Pick<GrantView, 'state' | 'runsUntil'>[]): Day | null =>
  grants
    .flatMap(({ state, runsUntil }) =>
      (state === 'in-force' || state === 'suspended') && runsUntil ? [runsUntil] : [],
    )
    .sort()[0] ?? null;

/** A provider with its name as of the day and knowledge requested. */
export const ProviderRef = z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() });
export type ProviderRef = z.infer<typeof ProviderRef>;

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
  /** The dossiers of `standing.dependsOn` as of the same day, without those not on record. */
  dependencies: readonly Dependency[];
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
    labels: labelsOn(scheme, standing.status, asOf),
    warnings: [...warnings, ...dependencyWarnings(standing.because, dependencies)],
    version,
    asOf,
    knownAt,
  };
}

const IN_FORCE: ReadonlySet<Status> = new Set(['granted', 'granted-with-reservations']);

/** Labels derived from the outcome. They have no certificate of their own, and each rule has dates. */
export const labelsOn = (scheme: Scheme, status: Status, day: Day): string[] =>
  IN_FORCE.has(status)
    ? scheme.labels
        .filter(({ from, until }) => from <= day && (until === undefined || day <= until))
        .map(({ slug }) => slug)
    : [];
