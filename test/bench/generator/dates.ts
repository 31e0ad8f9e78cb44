import { addDays, daysBetween } from '#domain/date/day.js';
import type { Dice } from '#test/dice.js';

/** The ledger ends here: nothing in it happens later. */
export const END = '2026-11-25';

export const daysAfter = (day: string, dice: Dice, from: number, to: number): string =>
  addDays(day, dice.between(from, to));

/** Some day from one to another, both included. */
export function dayBetween(first: string, last: string, dice: Dice): string {
  return addDays(first, dice.between(0, Math.max(0, daysBetween(first, last))));
}

/** A day as precisely as sources tell it: of the real ledger's rows, seven in ten know the day and a quarter the month. */
export function asTold(day: string, dice: Dice): string {
  const told = dice.next();
  if (told < 0.7) return day;
  if (told < 0.96) return day.slice(0, 7);
  return told < 0.98 ? quarter(day) : day.slice(0, 4);
}

const month = (day: string): number => Number(day.slice(5, 7));
const quarter = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(month(day) / 3)}`;

/** A date that somebody aims at. */
export const asAimedAt = (day: string, dice: Dice): string =>
  dice.pick([day.slice(0, 4), quarter(day), `${day.slice(0, 4)}-H${month(day) < 7 ? 1 : 2}`, day.slice(0, 7)]);
