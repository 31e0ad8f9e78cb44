import { liveEvents, type Live } from '../event/corrections.js';
import { compareDays, type Day } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Role } from '../event/describe.js';
import { DossierEventSchema, type DossierEvent, type DossierEventAs, is } from '../event/dossier-events.js';
import { type OnRecord, recordModel } from '../event/ledger-event.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { confirms, movesStatus } from '../source/source.js';
import { incrementalFilter, incrementalSearch, isPrefixOf, memoizeEach } from '../memoize.js';

/** The events of a dossier as recorded. `evolve` only collects them; dates and corrections are applied on reading. */
export type DossierRecord = readonly OnRecord<DossierEvent>[];

export const dossierModel = recordModel<DossierEvent>();

export type DossierFact = Live<DossierEvent>;

/** The events that still stand, those with a day in order of that day, then of recording. */
export interface DossierFacts {
  provider: string;
  scheme: string;
  dated: readonly DatedFact[];
  undated: readonly DossierFact[];
}

/** `day`: the earliest that its date can mean; later, where the order of recording says so (see `withOrder`). */
export type DatedFact = DossierFact & { day: Day; listing?: Listing };

/** What the readings of a register make of a fact: see `withReadings`. */
export interface Listing {
  /** Slug of the register that was read. */
  register: string;
  /** The id of the observation that a later reading confirms. */
  confirms?: string;
  /** The first day on which a listing as granted counts. */
  from?: Day;
  /** The last day of which a row of a history tells. */
  until?: Day;
}

/** `undefined` while nothing is on record. The same object for the same record. */
export const factsOf = memoizeEach((record: DossierRecord): DossierFacts | undefined => {
  const [first] = record;
  const facts = first && (withLast(record, read.get(first)) ?? readFrom(record));
  if (facts) read.set(first, { record, facts });
  return facts;
});

/** The record that was read last of those that begin with an entry. */
const read = new WeakMap<DossierRecord[number], { record: DossierRecord; facts: DossierFacts }>();

/**
 * The facts of a record that has grown by an event that is the last in time as well, so that no other moves its day, and that is
 * neither an amendment nor a step, which may move an earlier one: see `withOrder`. `undefined` for another one.
 */
function withLast(record: DossierRecord, before: { record: DossierRecord; facts: DossierFacts } | undefined) {
  const last = record.at(-1);
  if (!before || !last || record.length !== before.record.length + 1) return undefined;
  const { event } = last;
  if (event.type === 'EventCorrected' || event.type === 'EventRetracted' || isStep(event)) return undefined;
  if (event.occurred === undefined) return undefined;
  const { dated, ...others } = before.facts;
  const fact = datedFact(last as DossierFact, earliest(event.occurred));
  const isLast = fact.day >= (dated.at(-1)?.day ?? '') && isPrefixOf(before.record, record);
  return isLast ? { ...others, dated: [...dated, fact] } : undefined;
}

function readFrom(record: DossierRecord): DossierFacts | undefined {
  const live = liveEvents(record, DossierEventSchema);
  const opened = record.find((entry) => entry.event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const dated = withOrder(live.filter(({ event }) => event.occurred)).map(({ entry, day }) => datedFact(entry, day));
  return {
    provider: opened.data.provider,
    scheme: opened.data.scheme,
    dated: dated.sort((a, b) => compareDays(a.day, b.day) || a.position - b.position),
    undated: live.filter((entry) => !entry.event.occurred),
  };
}

/** What the stage that an event reports gives; `undefined` for other events. */
export const givenBy = (event: DossierEvent, scheme: Scheme) =>
  is(event, 'milestone') ? scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives : undefined;

/** An application or a milestone, by whoever it is said; a listing as in progress by the authority alone. */
export const isStep = (event: DossierEvent): boolean =>
  is(event, 'observation') ? event.data.listing === 'in-progress' && confirms(event.source) : is(event, 'step');

/**
 * A refusal or an abandonment comes after the steps whose days its imprecise date can still mean. A suspension, reinstatement or
 * withdrawal whose imprecise date can mean the day of another one that was recorded before counts from that day, after it. What
 * the authority says is ordered by its own acts alone.
 */
function withOrder(live: readonly DossierFact[]): { entry: DossierFact; day: Day }[] {
  const before: { day: Day; isAct: boolean }[] = [];
  const steps = live.flatMap(({ event }) =>
    isStep(event) && event.occurred !== undefined && event.source && movesStatus(event.source)
      ? [earliest(event.occurred)]
      : [],
  );
  return [...live]
    .sort((a, b) => a.position - b.position)
    .map((entry) => {
      const { source, occurred = '' } = entry.event;
      let day = earliest(occurred);
      if (!source || !movesStatus(source)) return { entry, day };
      const last = latest(occurred);
      if (is(entry.event, 'turn') && last > day) for (const step of steps) if (step > day && step <= last) day = step;
      if (!is(entry.event, 'ordered')) return { entry, day };
      const isAct = confirms(source);
      for (const other of before) if ((other.isAct || !isAct) && other.day > day && other.day <= last) day = other.day;
      before.push({ day, isAct });
      return { entry, day };
    });
}

const known = new WeakMap<DossierFact, DatedFact>();

/** The same object for the same entry and day, so that folds over facts can tell where two lists of them part. */
function datedFact(entry: DossierFact, day: Day): DatedFact {
  const before = known.get(entry);
  if (before?.day === day) return before;
  const dated = { ...entry, day };
  known.set(entry, dated);
  return dated;
}

/** The day from which a grant ran according to an act that was published later; `undefined` where it says no such day. */
function backdatedTo({ event, day, listing }: DatedFact): Day | undefined {
  if (!is(event, 'start') || !confirms(event.source)) return undefined;
  if (is(event, 'observation') && event.data.listing !== 'granted') return undefined;
  const from = listing?.from ?? (event.data.validFrom && earliest(event.data.validFrom));
  return from !== undefined && from < day ? from : undefined;
}

/** The first day on which a fact may change anything. */
export const effectiveFrom = (fact: DatedFact): Day => backdatedTo(fact) ?? fact.day;

const backdatedIn = incrementalSearch((fact: DatedFact) => {
  const from = backdatedTo(fact);
  return from === undefined ? undefined : { fact, from };
});

/** The acts that say that a grant ran before the day on which it was published, with its first day. A report never does. */
export const backdatedActs = ({ dated }: DossierFacts, { family }: Scheme): readonly { fact: DatedFact; from: Day }[] =>
  family === 'report' ? [] : backdatedIn(dated);

/** What had happened by the end of a day, in order. The same object on days without a fact between them. */
export function happenedBy({ dated }: DossierFacts, day: Day): readonly DatedFact[] {
  const count = dated.findLastIndex((fact) => fact.day <= day) + 1;
  return count === dated.length ? dated : firstOf(dated, count);
}

const firstOf = memoizeEach((dated: readonly DatedFact[], count: number): readonly DatedFact[] =>
  dated.slice(0, count),
);

/** The facts of the given types. */
export const ofType = <T extends DossierFact['event']['type']>(facts: readonly DatedFact[], ...types: T[]) =>
  chosen(facts, types.join(), (fact): fact is DatedFact & { event: Extract<DossierFact['event'], { type: T }> } =>
    (types as string[]).includes(fact.event.type),
  );

/** The facts in a role. */
export const inRole = <R extends Role>(facts: readonly DatedFact[], role: R) =>
  chosen(facts, role, (fact): fact is DatedFact & { event: DatedFact['event'] & DossierEventAs<R> } =>
    is(fact.event, role),
  );

const filters = new Map<string, ReturnType<typeof incrementalFilter<DatedFact>>>();

/** @param by names the test, so that it resumes where it is asked again */
function chosen<F extends DatedFact>(facts: readonly DatedFact[], by: string, test: (fact: DatedFact) => fact is F) {
  const filter = filters.get(by) ?? incrementalFilter(test);
  filters.set(by, filter);
  return filter(facts) as readonly F[];
}
