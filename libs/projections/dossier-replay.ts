import { type Day, earlier, END_OF_TIME } from '#domain/date/day.js';
import {
  type DatedFact,
  type DossierFacts,
  type DossierRecord,
  effectiveFrom,
  factsOf,
} from '#domain/dossier/facts.js';
import { withReadings } from '#domain/dossier/listings.js';
import { beginOf, changePointsAfter } from '#domain/dossier/spans.js';
import { hasSameRules, type Scheme } from '#domain/scheme/scheme.js';
import type { BitemporalHistory, RecordingInstant, SpanTable } from './bitemporal-history.js';
import { type KeyedValue, intervalsSince } from './validity-interval.js';

/** Replays a dossier's record instant by instant into its history: evaluates the changed period, keeps the rest. */
export class DossierReplay<V> {
  /** With what registers add to them. */
  private facts: DossierFacts | undefined;
  private scheme: Scheme | undefined;
  private cached = new Map<DatedFact, readonly Day[]>();

  constructor(
    private readonly id: string,
    private readonly record: DossierRecord,
    private readonly definition: ProjectionDefinition<V>,
    private readonly history: BitemporalHistory<V>,
  ) {}

  /** The history holds the result of the first `count` events under a scheme. */
  resumeFrom(count: number, scheme: Scheme | undefined): void {
    this.facts = factsOf(this.record.slice(0, count));
    if (this.facts && scheme) this.facts = withReadings(this.facts, scheme);
    this.scheme = scheme;
  }

  replayTo({ count, last }: RecordingInstant, scheme: Scheme | undefined): void {
    const { facts: before, scheme: schemeBefore } = this;
    const own = factsOf(this.record.slice(0, count));
    const facts = own && scheme ? withReadings(own, scheme) : own;
    this.facts = facts;
    this.scheme = scheme;
    if (!own || !facts || !scheme) return;
    const isNew = !before || !schemeBefore || !hasSameRules(scheme, schemeBefore);
    if (isNew) this.cached.clear();
    const differs = isNew
      ? beginOf(facts, scheme)
      : firstDifferingDay(before, facts, scheme, (some) => this.definition.timeIndependent(some));
    if (differs !== undefined) this.history.replace(this.intervals({ own, facts }, scheme, isNew, differs), last);
  }

  private intervals(
    { own, facts }: { own: DossierFacts; facts: DossierFacts },
    scheme: Scheme,
    isNew: boolean,
    differs: Day,
  ) {
    const begin = beginOf(facts, scheme);
    const start = differs < begin ? begin : differs;
    const before = isNew || differs < begin ? [] : this.history.spans;
    return intervalsSince(before, start, this.changePoints(facts, scheme, start), (day) =>
      this.definition.valuesOn(this.id, own, scheme, day),
    );
  }

  /** After a day. */
  private changePoints(facts: DossierFacts, scheme: Scheme, start: Day): Day[] {
    const days = this.definition.changePointsOfFacts(facts, scheme).filter((day) => day > start);
    for (const fact of facts.dated)
      for (const day of changePointsAfter(start, facts, fact, scheme, this.changePointsOfFact)) days.push(day);
    return days;
  }

  private readonly changePointsOfFact = (fact: DatedFact, scheme: Scheme): readonly Day[] => {
    const points = this.cached.get(fact) ?? this.definition.changePointsOfFact(fact, scheme);
    this.cached.set(fact, points);
    return points;
  };
}

/** A projection of a dossier into validity intervals, and the tables that hold them. */
export interface ProjectionDefinition<V> {
  /** At most one with a key column and one without; spans with an empty key go into the latter. */
  tables: readonly SpanTable<V>[];
  /** The values valid on a day. The facts are those on record alone, unlike those of the change points. */
  valuesOn(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): readonly KeyedValue<V>[];
  /** The days on which one fact alone may change a value. */
  changePointsOfFact(fact: DatedFact, scheme: Scheme): readonly Day[];
  /** The other days, on which all facts together may. */
  changePointsOfFacts(facts: DossierFacts, scheme: Scheme): readonly Day[];
  /** Facts that count on every day, regardless of their own date. */
  timeIndependent(facts: DossierFacts): readonly object[];
}

/** The first day on which two lists of facts of one dossier differ; `undefined` if they never do. */
function firstDifferingDay(
  before: DossierFacts,
  after: DossierFacts,
  scheme: Scheme,
  timeIndependent: (facts: DossierFacts) => readonly object[],
): Day | undefined {
  const [begun, begins] = [beginOf(before, scheme), beginOf(after, scheme)];
  const first = earlier(begun, begins);
  if (begun !== begins || !areEqual(timeIndependent(before), timeIndependent(after))) return first;
  const at = firstDifference(before.dated, after.dated);
  if (at === undefined) return undefined;
  const [gone, come] = [before.dated.slice(at), after.dated.slice(at)];
  const [kept, known] = [new Set(come), new Set(gone)];
  const differing = [...gone.filter((fact) => !kept.has(fact)), ...come.filter((fact) => !known.has(fact))];
  return differing.map(effectiveFrom).reduce(earlier, END_OF_TIME);
}

const areEqual = (a: readonly object[], b: readonly object[]): boolean => firstDifference(a, b) === undefined;

function firstDifference(a: readonly object[], b: readonly object[]): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return index;
  return undefined;
}
