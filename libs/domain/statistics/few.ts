import type { Step } from './step.js';

/** Fewer cases than this say nothing about the next one. */
const FEW = 5;

export const isFew = (n: number): boolean => n < FEW;

/** Says in words what it means that so few made a step; `null` when there are enough. */
export function noteOn({ from, to }: Step, n: number): string | null {
  if (!isFew(n)) return null;
  if (n === 0) return `No dossier on record went from ${from} to ${to}: there is nothing to compare with.`;
  if (n === 1) return `Only 1 dossier on record went from ${from} to ${to}: one case is no rule.`;
  return `Only ${n} dossiers on record went from ${from} to ${to}: too few to expect the same of the next.`;
}
