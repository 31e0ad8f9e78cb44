import { type Day, END_OF_TIME } from '#domain/date/day.js';
import { type DatedFact, type DossierFacts, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { beginOf } from '#domain/dossier/spans.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Chronicle, Moment, SpanTable } from './bitemporal-history.js';
import { type Held, stretchesSince } from './validity-interval.js';

/** A dossier's record on its way from moment to moment of recording: what changes is evaluated, the rest is kept. */
export class DossierCourse<V> {
  private facts: DossierFacts | undefined;
  private scheme: Scheme | undefined;
  private turns = new Map<DatedFact, readonly Day[]>();

  constructor(
    private readonly id: string,
    private readonly record: DossierRecord,
    private readonly lane: Lane<V>,
    private readonly chronicle: Chronicle<V>,
  ) {}

  /** What the chronicle holds is what followed from the first `count` events, under a scheme. */
  startFrom(count: number, scheme: Scheme | undefined): void {
    this.facts = factsOf(this.record.slice(0, count));
    this.scheme = scheme;
  }

  goOn({ count, last }: Moment, scheme: Scheme | undefined): void {
    const { facts: before, scheme: schemeBefore } = this;
    const facts = factsOf(this.record.slice(0, count));
    this.facts = facts;
    this.scheme = scheme;
    if (!facts || !scheme) return;
    if (scheme !== schemeBefore) this.turns.clear();
    const isAnew = !before || scheme !== schemeBefore;
    const part = isAnew ? beginOf(facts) : dayWherePart(before, facts, (some) => this.lane.timeless(some));
    if (part !== undefined) this.chronicle.become(this.stretches(facts, scheme, isAnew, part), last);
  }

  private stretches(facts: DossierFacts, scheme: Scheme, isAnew: boolean, part: Day) {
    const begin = beginOf(facts);
    const start = part < begin ? begin : part;
    const kept = isAnew || part < begin ? [] : this.chronicle.spans;
    return stretchesSince(kept, start, this.turningDays(facts, scheme, start), (day) =>
      this.lane.on(this.id, facts, scheme, day),
    );
  }

  /** From a day on. */
  private turningDays(facts: DossierFacts, scheme: Scheme, start: Day): Day[] {
    const days = this.lane.turnsOf(facts, scheme).filter((day) => day > start);
    for (const fact of facts.dated) {
      let turns = this.turns.get(fact);
      if (!turns) {
        turns = this.lane.turnsFrom(fact, scheme);
        this.turns.set(fact, turns);
      }
      for (const day of turns) if (day > start) days.push(day);
    }
    return days;
  }
}

/** What the board says of a dossier in stretches of days, and the tables that hold it. */
export interface Lane<V> {
  /** At most one with a key and one without: a span of an empty key goes into the latter. */
  tables: readonly SpanTable<V>[];
  /** What holds on a day. */
  on(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): readonly Held<V>[];
  /** The days on which a fact by itself may make something turn. */
  turnsFrom(fact: DatedFact, scheme: Scheme): readonly Day[];
  /** The others, on which all of the facts together may. */
  turnsOf(facts: DossierFacts, scheme: Scheme): readonly Day[];
  /** Facts that matter on every day, whatever their own is. */
  timeless(facts: DossierFacts): readonly object[];
}

/**
 * The first day on which two lists of facts of one dossier may amount to different things: on the days before they hold the
 * same facts. `undefined`: on no day.
 *
 * @param timeless the facts that matter on every day, whatever their own is
 */
function dayWherePart(
  before: DossierFacts,
  after: DossierFacts,
  timeless: (facts: DossierFacts) => readonly object[],
): Day | undefined {
  const begin = (a: Day, b: Day): Day => (a < b ? a : b);
  const first = begin(beginOf(before), beginOf(after));
  if (beginOf(before) !== beginOf(after) || !areSame(timeless(before), timeless(after))) return first;
  const at = placeWherePart(before.dated, after.dated);
  if (at === undefined) return undefined;
  return begin(before.dated[at]?.day ?? END_OF_TIME, after.dated[at]?.day ?? END_OF_TIME);
}

const areSame = (a: readonly object[], b: readonly object[]): boolean => placeWherePart(a, b) === undefined;

function placeWherePart(a: readonly object[], b: readonly object[]): number | undefined {
  const longer = Math.max(a.length, b.length);
  for (let index = 0; index < longer; index++) if (a[index] !== b[index]) return index;
  return undefined;
}
