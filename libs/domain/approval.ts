import type { StatusChange } from './dossier/status-change.js';
import { reason, Refusal } from './refusal.js';

/** A second person has to look at a change first. Nothing was recorded. */
export class ApprovalNeeded extends Refusal {
  /** The schemes of `changes` that need it; none when something is only previewed. */
  readonly schemes: readonly string[];

  constructor(
    readonly changes: readonly StatusChange[],
    policy: readonly string[],
  ) {
    const schemes = [...new Set(changes.map(({ scheme }) => scheme))].filter((one) => policy.includes(one)).sort();
    super('approval-needed', reason('approval-needed', { schemes }));
    this.schemes = schemes;
    this.name = 'ApprovalNeeded';
  }
}
