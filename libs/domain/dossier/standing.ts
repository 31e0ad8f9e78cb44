import { z } from 'zod';
import { DaySchema, type Day } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { dependenciesFrom } from './dependency.js';
import { ofType, type DatedFact, type DossierFact, type DossierFacts } from './facts.js';
import { isExpiring, isStale } from './flags.js';
import { type Grant, GrantState, grantStateOn, isVouchedFor, Reservation, runsUntil } from './grant.js';
import { holderFrom } from './holder.js';
import { implausible } from './plausibility.js';
import { Reached, reachedFrom, Stage, stageOf } from './progress.js';
import { FirstTold, firstTold } from './first-told.js';
import { readingOn } from './reading.js';
import { isConfirmed, Status } from './status.js';
import { Target, targetsFrom } from './target.js';
import { warningOf, type Warning } from '../warning/warning.js';

const GrantView = z.strictObject({
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
 * Where a dossier stands on a day, from its own facts alone. A step function of the day: between two days of
 * `spansOf` nothing in it changes (how late a target is does; see `slipDays`).
 */
export const Standing = z.strictObject({
  service: Service.nullable(),
  status: Status,
  confirmed: z.boolean().describe('Confirmed by the authority.'),
  because: z.array(z.uuid()).describe('The events that establish the status.'),
  expiring: z.boolean(),
  stale: z.boolean(),
  lastHeard: DaySchema.nullable(),
  announced: FirstTold.nullable().describe('The first announcement, intent, target or validation.'),
  stage: Stage.nullable().describe('The furthest milestone reached.'),
  milestones: z.array(Reached).describe('Every milestone reached.'),
  grants: z.array(GrantView),
  targets: z.array(Target),
  dependsOn: z.array(z.uuid()).describe('The dossiers whose grants it depends on.'),
});
/** With the id of the provider that holds the service. */
export type Standing = z.infer<typeof Standing> & { provider: string; warnings: Warning[] };

export function standingOn(facts: DossierFacts, scheme: Scheme, day: Day): Standing {
  const reading = readingOn(facts, scheme, day);
  const { known, grants, steps, standpoint, heard } = reading;
  const reached = reachedFrom(steps);
  return {
    provider: holderFrom(facts, known),
    service: serviceOf(known, facts.undated),
    status: standpoint.status,
    confirmed: isConfirmed(standpoint),
    because: standpoint.events,
    expiring: isExpiring(grants, scheme, day),
    stale: isStale({ status: standpoint.status, heard, grants }, scheme, day),
    lastHeard: heard,
    announced: firstTold(known),
    stage: stageOf(reached),
    milestones: reached,
    grants: grants.map((grant) => viewOf(grant, day)),
    targets: targetsFrom(known, steps, grants, scheme),
    dependsOn: dependenciesFrom(known),
    warnings: implausible(reading, facts, scheme, day).map((found) => warningOf(found, (id) => eventIn(facts, id))),
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
  runsUntil: runsUntil(grant),
  currentUntil: grant.run.currentUntil ?? null,
  conditions: grant.conditions,
  reservations: grant.reservations,
  referential: grant.referential ?? null,
  level: grant.level ?? null,
  confirmed: isVouchedFor(grant),
  events: grant.events,
});

/** The soonest last day of a grant in force. */
export const soonestEnd = (grants: readonly Pick<GrantView, 'state' | 'runsUntil'>[]): Day | null =>
  grants
    .flatMap(({ state, runsUntil }) =>
      (state === 'in-force' || state === 'suspended') && runsUntil ? [runsUntil] : [],
    )
    .sort()[0] ?? null;
