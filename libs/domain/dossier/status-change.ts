import { z } from 'zod';
import { type Day, DaySchema } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import type { Schemes } from '../scheme/catalogue.js';
import { schemeOf } from './dossier.js';
import { type DossierFacts, type DossierRecord, factsOf } from './facts.js';
import { BEGINNING_OF_TIME, changePoints, spansOf } from './spans.js';
import { type Grant, Reservation } from './grant.js';
import { Service, serviceOf } from './standing.js';
import { stateOn, Status } from './status.js';
import { holderFrom } from './transfer.js';

/** What somebody else's approval may be needed for, from a day on: a status, whose it is, and what was granted. */
export const StatusFrom = z.strictObject({
  from: DaySchema,
  status: Status,
  confirmed: z.boolean(),
  holder: z.uuid().describe('The provider that holds the service.'),
  service: Service.nullable(),
  grants: z.array(
    z.strictObject({
      decision: z.string().nullable(),
      validUntil: PartialDateSchema.nullable(),
      level: z.string().nullable(),
      referential: z.string().nullable(),
      conditions: z.array(z.string()),
      reservations: z.array(Reservation),
    }),
  ),
});
export type StatusFrom = z.infer<typeof StatusFrom>;

/** How a change moves the status of a dossier, its holder, its service and its grants, on any day, past or to come. */
export interface StatusChange {
  dossier: string;
  scheme: string;
  before: StatusFrom[];
  after: StatusFrom[];
}

/**
 * Compares a dossier before and after a change, on every day; `undefined` if it is the same. Before its first
 * fact, and before it is opened, a dossier has the status of one that was just opened.
 */
export function statusChange(
  dossier: string,
  { before, after }: { before: DossierRecord; after: DossierRecord },
  schemes: { before: Schemes; after: Schemes },
): StatusChange | undefined {
  const facts = { before: factsOf(before.length > 0 ? before : after.slice(0, 1)), after: factsOf(after) };
  const then = facts.before ? statusesOf(facts.before, schemes.before) : [];
  const now = facts.after ? statusesOf(facts.after, schemes.after) : [];
  if (JSON.stringify(then) === JSON.stringify(now)) return undefined;
  return { dossier, scheme: facts.after?.scheme ?? '', before: then, after: now };
}

/**
 * Whether a reading of a day changes no more than that what it confirms lapses, or is outdated, later than without it. What
 * had lapsed by then and is back is a change.
 */
export function isKeptUp({ before, after }: StatusChange, reading: Day): boolean {
  const on = (spans: readonly StatusFrom[], day: Day) => spans.findLast(({ from }) => from <= day);
  const kept = on(after, reading)?.status;
  return [...before, ...after].every(({ from }) => {
    const [then, now] = [on(before, from), on(after, from)];
    if (!then || !now) return then === now;
    const wouldLapse = then.status === 'lapsed' || (then.status === kept && !then.confirmed);
    const isLater = from > reading && now.status === kept && wouldLapse;
    const without = isLater ? { ...then, status: now.status, confirmed: now.confirmed } : then;
    return JSON.stringify({ ...without, from }) === JSON.stringify({ ...now, from });
  });
}

/** The status on every day, and what belongs to it, from the beginning of time. */
export function statusesOf(facts: DossierFacts, schemes: Schemes): StatusFrom[] {
  const scheme = schemeOf(facts.scheme, schemes);
  return spansOf([BEGINNING_OF_TIME, ...changePoints(facts, scheme)], (day) => {
    const { established, known, grants } = stateOn(facts, scheme, day);
    const { status, confirmed } = established;
    return {
      ...{ status, confirmed, holder: holderFrom(facts, known), service: serviceOf(known, facts.undated) },
      grants: grants.map(grantOf),
    };
  }).map(({ from, value }) => ({ from, ...value }));
}

/** Without the ids of events, which are others for the same grant. */
const grantOf = (grant: Grant): StatusFrom['grants'][number] => ({
  decision: grant.decision ?? null,
  validUntil: grant.validUntil ?? null,
  level: grant.level ?? null,
  referential: grant.referential ?? null,
  conditions: grant.conditions,
  reservations: grant.reservations,
});
