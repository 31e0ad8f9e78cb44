import { addDays, type Day, earlier, END_OF_TIME } from '#domain/date/day.js';
import { stalenessDays } from '#domain/dossier/activity.js';
import { type DossierFacts, type DossierRecord, effectiveFrom, factsOf } from '#domain/dossier/facts.js';
import { withReadings } from '#domain/dossier/listings.js';
import { memoizeEach } from '#domain/memoize.js';
import { beginOf, changePointsAfter, outlineChangePoints } from '#domain/dossier/spans.js';
import { hasSameRules, type Scheme } from '#domain/scheme/scheme.js';
import {
  type BitemporalHistory,
  isEqual,
  type KeyedValue,
  type RecordingInstant,
  type ValidityInterval,
} from './bitemporal-history.js';
import { type Projected, projectedOn } from './span-tables.js';

/** Replays a dossier's record instant by instant into its history: evaluates the changed period, keeps the rest. */
export class DossierReplay {
  /** With what registers add to them. */
  private facts: DossierFacts | undefined;
  private scheme: Scheme | undefined;

  constructor(
    private readonly id: string,
    private readonly record: DossierRecord,
    private readonly history: BitemporalHistory<Projected>,
    private readonly valuesOn = projectedOn,
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
    const isNew = !before || !schemeBefore || (scheme !== schemeBefore && !hasSameRules(scheme, schemeBefore));
    const begin = beginOf(facts, scheme);
    const differs = isNew ? begin : firstDifferingDay(before, facts, scheme);
    if (differs === undefined) return;
    const start = differs < begin ? begin : differs;
    const reaching = this.history.endingSince(isNew || differs < begin ? '' : addDays(start, -1));
    const kept = isNew || differs < begin ? [] : reaching;
    const next = intervalsSince(kept, start, changePoints(facts, scheme, start), (day) =>
      this.valuesOn(this.id, own, scheme, day),
    );
    this.history.replace(reaching, next, last);
  }
}

/** After a day. */
function changePoints(facts: DossierFacts, scheme: Scheme, start: Day): Day[] {
  const days = stalenessDays(facts.dated, scheme).filter((day) => day > start);
  for (const fact of facts.dated)
    for (const day of changePointsAfter(start, facts, fact, scheme, pointsOf)) days.push(day);
  return days;
}

const pointsOf = memoizeEach(outlineChangePoints);

/** The first day on which two lists of facts of one dossier differ; `undefined` if they never do. */
function firstDifferingDay(before: DossierFacts, after: DossierFacts, scheme: Scheme): Day | undefined {
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

/** Facts that count on every day, regardless of their own date. */
const timeIndependent = ({ dated, undated }: DossierFacts): readonly object[] => [
  ...undated,
  ...dated.filter(({ event }) => event.type.startsWith('Deadline')),
];

const areEqual = (a: readonly object[], b: readonly object[]): boolean => firstDifference(a, b) === undefined;

function firstDifference(a: readonly object[], b: readonly object[]): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return index;
  return undefined;
}

/**
 * The validity intervals of a step function of the day. Until `start` they are those of `before`, all of which
 * reach the day before it; from then on the function is evaluated at the given change points and at those that its last
 * values name. Unchanged intervals are the same objects.
 */
export function intervalsSince<V>(
  before: readonly ValidityInterval<V>[],
  start: Day,
  days: Iterable<Day>,
  valuesOn: (day: Day) => readonly KeyedValue<V>[],
): ValidityInterval<V>[] {
  const done: ValidityInterval<V>[] = [];
  let running = new Map(before.filter(({ from }) => from < start).map((span) => [span.key, span]));
  const end = (span: ValidityInterval<V>, to: Day): void => {
    const { key, value, from } = span;
    done.push(span.to === to ? span : { key, value, from, to });
  };
  const later = [...new Set(days)].filter((day) => day > start).sort();
  for (let day: Day | undefined = start, at = 0; day !== undefined;) {
    let turn: Day | undefined;
    const next = new Map<string, ValidityInterval<V>>();
    for (const { key, value, nextChange = day } of valuesOn(day)) {
      const span = running.get(key);
      const isUnchanged = span !== undefined && isEqual(span.value, value);
      next.set(key, isUnchanged ? span : { key, value, from: day, to: END_OF_TIME });
      if (isUnchanged) running.delete(key);
      if (nextChange > day && (turn === undefined || nextChange < turn)) turn = nextChange;
    }
    for (const span of running.values()) end(span, addDays(day, -1));
    running = next;
    const point = later[at];
    if (turn === undefined || (point !== undefined && point <= turn)) {
      turn = point;
      at += 1;
    }
    day = turn;
  }
  for (const span of running.values()) end(span, END_OF_TIME);
  return done;
}
