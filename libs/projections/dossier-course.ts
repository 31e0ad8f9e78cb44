import type { Day } from '#domain/date/day.js';
import { factsOf, type DatedFact, type DossierFacts, type DossierRecord } from '#domain/dossier/facts.js';
import { beginOf } from '#domain/dossier/spans.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Chronicle } from './chronicle.js';
import { dayWherePart } from './facts-part.js';
import type { Lane } from './lane.js';
import type { Moment } from './moment.js';
import { stretchesSince } from './stretch.js';

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
