import { addDays, END_OF_TIME, type Day } from '#domain/date/day.js';

/** A value with its identity; values are equal if their texts are. */
export interface KeyedValue<V> {
  /** Distinguishes values that are valid on the same day. */
  key: string;
  value: V;
  text: string;
  /** A day on which it may change without a new event. */
  nextChange?: Day;
}

/** A period of days, both included, over which a value does not change. */
export interface ValidityInterval<V> extends KeyedValue<V> {
  from: Day;
  to: Day;
}

/**
 * The validity intervals of a step function of the day. Until `start` they are those of `before`; from then on the function
 * is evaluated at the given change points and at those that its values name. Unchanged intervals are the same objects.
 */
export function intervalsSince<V>(
  before: readonly ValidityInterval<V>[],
  start: Day,
  days: Iterable<Day>,
  valuesOn: (day: Day) => readonly KeyedValue<V>[],
): ValidityInterval<V>[] {
  const dayBefore = addDays(start, -1);
  const done = before.filter(({ to }) => to < dayBefore);
  let running = new Map(
    before.filter(({ from, to }) => from < start && dayBefore <= to).map((span) => [span.key, span]),
  );
  const end = (span: ValidityInterval<V>, to: Day): void => void done.push(span.to === to ? span : { ...span, to });
  const changePoints = new ChangePoints(start, days);
  for (let day = changePoints.next(); day !== undefined; day = changePoints.next()) {
    const next = new Map<string, ValidityInterval<V>>();
    for (const held of valuesOn(day)) {
      const span = running.get(held.key);
      const isUnchanged = span?.text === held.text;
      next.set(held.key, isUnchanged ? span : { ...held, from: day, to: END_OF_TIME });
      if (isUnchanged) running.delete(held.key);
      if (held.nextChange !== undefined) changePoints.add(held.nextChange);
    }
    for (const span of running.values()) end(span, addDays(day, -1));
    running = next;
  }
  for (const span of running.values()) end(span, END_OF_TIME);
  return done;
}

/** Days to evaluate, in order; an evaluation may add more. */
class ChangePoints {
  private readonly days: Set<Day>;
  private sorted: Day[];
  private at = 0;

  constructor(
    private last: Day,
    days: Iterable<Day>,
  ) {
    this.days = new Set([last]);
    for (const day of days) if (day > last) this.days.add(day);
    this.sorted = [...this.days].sort();
  }

  /** Ignores days up to the last one returned. */
  add(day: Day): void {
    if (day <= this.last || this.days.has(day)) return;
    this.days.add(day);
    this.sorted = [...this.sorted.slice(this.at), day].sort();
    this.at = 0;
  }

  next(): Day | undefined {
    const day = this.sorted[this.at++];
    this.last = day ?? this.last;
    return day;
  }
}
