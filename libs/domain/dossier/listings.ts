import { compareDays, type Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { type DossierEventAs, hasEffect, is } from '../event/dossier-events.js';
import { isRow, toldUntil } from '../register/history.js';
import type { Reading } from '../register/reading.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { confirms } from '../source/source.js';
import { type DatedFact, type DossierFacts, inRole, type Listing } from './facts.js';
import { memoizeEach, memoizeLast } from '../memoize.js';

type Observation = DatedFact & { event: DossierEventAs<'observation'> };

/**
 * The facts, and what the registers of the scheme add to them. A reading confirms what its register last listed, as if it had
 * been observed again on the day of the reading. A row of a history tells of every day until the next one. The stages that a
 * register dates are reached on their own days; what is observed counts from such a day, or from `validFrom`, unless the register was read otherwise since.
 *
 * The same object for the same facts and scheme, as for each fact in it; facts that already hold the readings are returned.
 */
export function withReadings(facts: DossierFacts, scheme: Scheme): DossierFacts {
  return readFacts(plain.get(facts) ?? facts, scheme);
}

const plain = new WeakMap<DossierFacts, DossierFacts>();

const readFacts = memoizeEach((facts: DossierFacts, scheme: Scheme): DossierFacts => {
  const observations = inRole(facts.dated, 'observation').filter(
    ({ event }) => event.data.registerSlug !== undefined && confirms(event.source),
  );
  if (observations.length === 0) return facts;
  const registers = [...new Set(observations.flatMap(({ event }) => event.data.registerSlug ?? []))];
  const added: DatedFact[] = [];
  const moved = new Map<DatedFact, DatedFact>();
  for (const register of registers) {
    const own = inOrder(observations.filter(({ event }) => event.data.registerSlug === register));
    const read = (scheme.readings ?? []).filter((one) => one.register === register && one.frozen === undefined);
    added.push(...milestonesIn(own, register));
    own.forEach((observation, nth) => {
      const before = statedBefore(own.slice(0, nth), observation, read);
      const later = own.slice(nth + 1);
      const isTold = isRow(observation.event);
      const inEffect = isTold ? rowInEffect(observation, later[0]) : effectiveFact(observation, before, scheme);
      moved.set(observation, inEffect);
      added.push(...confirmations(observation, inEffect.day, { later, read }));
    });
  }
  const dated = [...added, ...facts.dated.map((fact) => moved.get(fact) ?? fact)];
  const read = { ...facts, dated: dated.sort((a, b) => compareDays(a.day, b.day) || a.position - b.position) };
  plain.set(read, facts);
  return read;
});

/**
 * Of several dates of a stage, the one observed last, which corrects the others; but a stage that was listed with its date
 * before the next date was reached again then. Each rests on the first of the observations in a row that give it.
 */
function milestonesIn(own: readonly Observation[], register: string): DatedFact[] {
  const found = new Map<string, Dated[]>();
  for (const observation of own)
    for (const { milestone, occurred } of datesIn(observation)) {
      const dates = found.get(milestone) ?? [];
      found.set(milestone, dates);
      const last = dates.at(-1);
      if (last?.occurred === occurred) last.until = observation.day;
      else {
        if (last && earliest(occurred) <= last.until) dates.pop();
        dates.push({ observation, occurred, until: observation.day });
      }
    }
  return [...found].flatMap(([milestone, dates]) =>
    dates.map(({ observation, occurred }) =>
      madeOf(observation, `${milestone} ${occurred}`, () => {
        const { source } = observation.event;
        const event = { type: 'MilestoneReached' as const, occurred, source, data: { milestone } };
        return { ...observation, event, day: earliest(occurred), listing: { register } };
      }),
    ),
  );
}

/** A service that is not listed has no stages. */
const datesIn = ({ event: { data } }: Observation) => (data.listing === 'absent' ? [] : (data.milestones ?? []));

/** A date of a stage, and the last day on which it was observed. */
interface Dated {
  observation: Observation;
  occurred: string;
  until: Day;
}

interface Stated {
  listing: Observation['event']['data']['listing'];
  milestone: string | undefined;
  validFrom: string | undefined;
  /** The last day on which it was. */
  day: Day;
}

/** What the register listed before an observation; `undefined` if it is the first. */
function statedBefore(earlier: readonly Observation[], { position }: Observation, read: readonly Reading[]) {
  const last = earlier.at(-1);
  if (!last) return undefined;
  const { listing, milestone, validFrom } = last.event.data;
  const reading = read.findLast((one) => one.position < position);
  return { listing, milestone, validFrom, day: reading && reading.day > last.day ? reading.day : last.day };
}

/**
 * A service that has lost its grant or a later stage is at the stage that is left from the day that the register gives this.
 * Neither that nor a grant counts from a day on which the register still said otherwise.
 */
function effectiveFact(observation: Observation, before: Stated | undefined, scheme: Scheme): DatedFact {
  const { listing, milestone = '', milestones = [], validFrom, registerSlug: register = '' } = observation.event.data;
  const own = observation.day;
  if (!before) return observation;
  if (listing === 'granted') {
    if (!validFrom || earliest(validFrom) > before.day) return observation;
    if (before.listing !== 'granted') return counting(observation, own, { register, from: own });
    return before.validFrom === validFrom ? counting(observation, own, { register, from: before.day }) : observation;
  }
  const isBack =
    before.listing === 'granted' || milestoneIndex(scheme, before.milestone ?? '') > milestoneIndex(scheme, milestone);
  const occurred = milestones.find((one) => one.milestone === milestone)?.occurred;
  const day = occurred === undefined ? own : earliest(occurred);
  return listing === 'in-progress' && isBack && before.day < day && day < own
    ? counting(observation, day, { register })
    : observation;
}

/** As they were recorded; a history is told by its days, whatever is recorded when. */
const inOrder = (own: readonly Observation[]): Observation[] =>
  own.some(({ event }) => isRow(event)) ? [...own] : own.toSorted((a, b) => a.position - b.position);

/** A row of a history tells of every day until the next one. */
function rowInEffect(observation: Observation, next: Observation | undefined): DatedFact {
  const { event } = observation;
  const until = toldUntil(event, next);
  return until <= observation.day
    ? observation
    : counting(observation, observation.day, { register: event.data.registerSlug ?? '', until });
}

/** The readings after the day from which it counts, as of whose days the register had last listed it so, and tells of none else later. */
function confirmations(
  observation: Observation,
  since: Day,
  { later, read }: { later: readonly Observation[]; read: readonly Reading[] },
): DatedFact[] {
  const { listing, registerSlug: register = '', entry = '', validFrom } = observation.event.data;
  if (listing !== 'granted' && listing !== 'in-progress') return [];
  const isConfirming = ({ position, day, unconfirmed }: Reading): boolean =>
    position > observation.position &&
    day > since &&
    !later.some((other) => (isRow(other.event) ? other.day <= day : other.position < position)) &&
    !unconfirmed?.includes(entry);
  let last = since;
  return read.filter(isConfirming).map((reading) => {
    const { id, day, position, version, recordedAt, source } = reading;
    const start = validFrom === undefined ? day : earliest(validFrom);
    const from = start < last ? last : start;
    last = day;
    return madeOf(observation, `${id} ${day} ${from} ${source.kind} ${source.publisher}`, () => ({
      ...{ id, position, version, recordedAt, day },
      event: { ...observation.event, occurred: day, source },
      listing: { register, confirms: observation.id, ...(listing === 'granted' && { from }) },
    }));
  });
}

const counting = (observation: Observation, day: Day, listing: Listing): DatedFact =>
  madeOf(observation, `${day} ${listing.from} ${listing.until}`, () => ({ ...observation, day, listing }));

const made = new WeakMap<DatedFact, Map<string, DatedFact>>();

/** The same object for the same observation and key. */
function madeOf(observation: DatedFact, key: string, make: () => DatedFact): DatedFact {
  const facts = made.get(observation) ?? new Map<string, DatedFact>();
  made.set(observation, facts);
  const fact = facts.get(key) ?? make();
  facts.set(key, fact);
  return fact;
}

/**
 * The day on which a later reading confirms the same listing, after which its own dates change nothing: they are those of the
 * reading, or followed by them; but a row may tell of later days than that. Nothing if others have told of grants, whose acts
 * may lie in between.
 */
export const confirmedAgain = memoizeLast(({ dated }: DossierFacts): ReadonlyMap<DatedFact, Day> => {
  const next = new Map<string, Day>();
  const again = new Map<DatedFact, Day>();
  for (const fact of dated.toReversed()) {
    if (!is(fact.event, 'observation')) {
      if (hasEffect(fact.event, 'grants')) return new Map();
      // The outcome that a register dates may be of another grant, which the readings since then confirm.
      next.delete(fact.id);
      continue;
    }
    const listing = fact.listing?.confirms ?? fact.id;
    const day = next.get(listing);
    if (day !== undefined && (fact.listing?.until ?? '') < day) again.set(fact, day);
    next.set(listing, fact.day);
  }
  return again;
});
