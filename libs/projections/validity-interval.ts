import { addDays, END_OF_TIME, type Day } from '#domain/date/day.js';

/** A value and what it is told apart by: values of equal text are the same. */
export interface Held<V> {
  /** Of several values that hold on the same day, which one this is. */
  key: string;
  value: V;
  text: string;
  /** A day on which it may turn by itself. */
  turns?: Day;
}

/** A stretch of days, both included, over which a value stays the same. */
export interface Stretch<V> extends Held<V> {
  from: Day;
  to: Day;
}

/**
 * The stretches of a step function of the day that is known to be as `before` says until `start` and evaluated from then
 * on, on the days given and on those that its values name. Stretches that began before and end as they did are the same
 * objects.
 */
export function stretchesSince<V>(
  before: readonly Stretch<V>[],
  start: Day,
  days: Iterable<Day>,
  valuesOn: (day: Day) => readonly Held<V>[],
): Stretch<V>[] {
  const eve = addDays(start, -1);
  const done = before.filter(({ to }) => to < eve);
  let running = new Map(before.filter(({ from, to }) => from < start && eve <= to).map((span) => [span.key, span]));
  const end = (span: Stretch<V>, to: Day): void => void done.push(span.to === to ? span : { ...span, to });
  const agenda = new Agenda(start, days);
  for (let day = agenda.next(); day !== undefined; day = agenda.next()) {
    const next = new Map<string, Stretch<V>>();
    for (const held of valuesOn(day)) {
      const span = running.get(held.key);
      const goesOn = span?.text === held.text;
      next.set(held.key, goesOn ? span : { ...held, from: day, to: END_OF_TIME });
      if (goesOn) running.delete(held.key);
      if (held.turns !== undefined) agenda.add(held.turns);
    }
    for (const span of running.values()) end(span, addDays(day, -1));
    running = next;
  }
  for (const span of running.values()) end(span, END_OF_TIME);
  return done;
}

/** Days to look at, in order; more may come up while they are looked at. */
class Agenda {
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

  /** One that lies before the last that was looked at has passed. */
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
