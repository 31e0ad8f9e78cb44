import { addDays, type Day, END_OF_TIME } from '#domain/date/day.js';

/** A value with its identity; values are equal if their texts are. */
export interface KeyedValue<V> {
  /** Distinguishes values that are valid on the same day. */
  key: string;
  value: V;
  text: string;
  /** The next day on which it may change without a new event: every evaluation names it anew. */
  nextChange?: Day | undefined;
}

/** A period of days, both included, over which a value does not change. */
export interface ValidityInterval<V> extends KeyedValue<V> {
  from: Day;
  to: Day;
}

/**
 * The validity intervals of a step function of the day. Until `start` they are those of `before`; from then on the function
 * is evaluated at the given change points and at those that its last values name. Unchanged intervals are the same objects.
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
  const later = [...new Set(days)].filter((day) => day > start).sort();
  for (let day: Day | undefined = start, at = 0; day !== undefined;) {
    let turn: Day | undefined;
    const next = new Map<string, ValidityInterval<V>>();
    for (const held of valuesOn(day)) {
      const span = running.get(held.key);
      const isUnchanged = span?.text === held.text;
      next.set(held.key, isUnchanged ? span : { ...held, from: day, to: END_OF_TIME });
      if (isUnchanged) running.delete(held.key);
      const { nextChange = day } = held;
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
