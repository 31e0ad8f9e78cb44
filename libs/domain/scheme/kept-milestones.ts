import { refuse } from '../refusal.js';
import type { Scheme } from './scheme-shape.js';

/**
 * What holds of a scheme has every milestone that held before.
 *
 * @param field what is to blame
 * @throws Refusal milestone-dropped
 */
export function assertKeepsMilestones(before: Scheme, scheme: Scheme, field: string): void {
  const kept = new Set(scheme.milestones.map(({ code }) => code));
  const dropped = before.milestones.filter(({ code }) => !kept.has(code)).map(({ code }) => code);
  if (dropped.length === 0) return;
  throw refuse('milestone-dropped', field, 'milestones-removed', { milestones: dropped });
}
