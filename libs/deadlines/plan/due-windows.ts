import { addDays, type Day } from '#domain/date/day.js';
import { workingDayFrom, workingDayUpTo } from '#domain/date/working-day.js';
import { delayOf, ladderFor } from '#domain/reminder/schedule.js';
import type { ReminderWishes } from '#domain/reminder/wishes.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Recipient } from '../planning.js';
import type { Days } from '../rungs/rungs-for.js';

type Window = readonly [first: Day, last: Day];

/** When the earliest or the latest day of `due` has to be for a reminder to come on some days. */
export interface Windows {
  earliest: Window[];
  latest: Window[];
}

/** Those of all ladders that the recipients may be reminded by, each as wide as weekends and holidays make it. */
export function windowsOf(recipients: readonly Pick<Recipient, 'wishes'>[], schemes: Schemes, days: Days): Windows {
  const earliest: Window[] = [];
  const latest: Window[] = [];
  const different = new Map(recipients.map(({ wishes }) => [JSON.stringify(wishes), wishes]));
  for (const wishes of different.values()) {
    const nominal = nominalDays(wishes, days);
    if (!nominal) continue;
    const shifted = (by: number): Window => [addDays(nominal[0], by), addDays(nominal[1], by)];
    const ladders = new Set([undefined, ...schemes.values()].map((scheme) => ladderFor(wishes, scheme)));
    for (const { before, overdue } of ladders) {
      earliest.push(...before.map((rung) => shifted(rung)));
      latest.push(...overdue.map((rung) => shifted(-rung)));
    }
  }
  return { earliest: joined(earliest), latest: joined(latest) };
}

/**
 * The first and last day that a rung may be meant for when it comes on one of the days, whichever way it is moved: one before a
 * deadline to the working day before, one that is overdue to that after, or before where that is after it lapses.
 */
function nominalDays(wishes: ReminderWishes, { from, to }: Days): Window | undefined {
  const { holidays, role } = wishes;
  const upTo = (day: Day): Day => workingDayUpTo(day, holidays);
  const told = role === 'recipient' ? { from, to } : toldBefore(wishes, { from, to });
  if (upTo(told.to) < told.from) return undefined;
  return [addDays(upTo(addDays(told.from, -1)), 1), addDays(workingDayFrom(addDays(told.to, 1), holidays), -1)];
}

/** When recipients are told of what an escalation on these days follows: none, where nobody works on any of these. */
function toldBefore(wishes: ReminderWishes, { from, to }: Days): Days {
  const waited = (day: Day): Day => addDays(workingDayUpTo(day, wishes.holidays), -delayOf(wishes));
  return { from: addDays(waited(addDays(from, -1)), 1), to: waited(to) };
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
