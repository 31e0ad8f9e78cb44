import { addDays, END_OF_TIME, type Day } from '#domain/date/day.js';
import { ladderFor, scheduleOf } from '#domain/reminder/schedule.js';
import type { ReminderWishes } from '#domain/reminder/wishes.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Recipient } from './planning.js';

type Window = readonly [first: Day, last: Day];

/** When the earliest or the latest day of `due` has to be for a reminder to come on some days. */
export interface Windows {
  earliest: Window[];
  latest: Window[];
}

/** No run of weekends and holidays is longer, and an escalation waits for as long at most. */
const MOST_MOVED = 10;
const MOST_DELAYED = 60;

/** Those of all ladders that the recipients may be reminded by, each as wide as weekends and holidays make it. */
export function windowsOf(
  recipients: readonly Pick<Recipient, 'wishes'>[],
  schemes: Schemes,
  { from, to }: { from: Day; to: Day },
): Windows {
  const earliest: Window[] = [];
  const latest: Window[] = [];
  const different = new Map(recipients.map(({ wishes }) => [JSON.stringify(wishes), wishes]));
  for (const wishes of different.values()) {
    const before = nominalDays(wishes, { before: [0], overdue: [] }, { from, to });
    const overdue = nominalDays(wishes, { before: [], overdue: [MOST_MOVED] }, { from, to });
    for (const scheme of [undefined, ...schemes.values()]) {
      const ladder = ladderFor(wishes, scheme);
      if (before) for (const days of ladder.before) earliest.push([addDays(before[0], days), addDays(before[1], days)]);
      if (overdue)
        for (const days of ladder.overdue) latest.push([addDays(overdue[0], -days), addDays(overdue[1], -days)]);
    }
  }
  return { earliest: joined(earliest), latest: joined(latest) };
}

/**
 * The first and last day that a rung may be meant for when it comes on one of the days; asked of what moves them, also for a
 * deadline that lapses on the day that it is meant for.
 */
function nominalDays(
  wishes: ReminderWishes,
  ladder: NonNullable<ReminderWishes['ladder']>,
  { from, to }: { from: Day; to: Day },
): Window | undefined {
  const found: Day[] = [];
  const shift = ladder.overdue[0] ?? 0;
  for (let day = addDays(from, -MOST_DELAYED - MOST_MOVED); day <= addDays(to, MOST_MOVED); day = addDays(day, 1)) {
    const due = addDays(day, -shift);
    for (const lapses of [END_OF_TIME, day]) {
      const probe = { kind: 'officer-set', due, opens: due, lapses } as const;
      const [rung] = scheduleOf(probe, { ...wishes, ladder }, undefined);
      if (rung && rung.day >= from && rung.day <= to) found.push(day);
    }
  }
  const [first, last] = [found[0], found.at(-1)];
  return first !== undefined && last !== undefined ? [first, last] : undefined;
}

/** Those that overlap or meet become one, so that no deadline is looked for twice. */
function joined(windows: readonly Window[]): Window[] {
  const some: Window[] = [];
  for (const [first, last] of windows.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const before = some.at(-1);
    if (!before || addDays(before[1], 1) < first) some.push([first, last]);
    else some[some.length - 1] = [before[0], before[1] > last ? before[1] : last];
  }
  return some;
}
