import type { Reason } from '#language/reason.js';
import type { Problem } from '#domain/refusal.js';
import type { WireCode } from './problem-table.js';

/** A request that the wire turns down before any rule is asked. */
export class Rejection extends Error {
  constructor(
    readonly code: WireCode,
    /** What is wrong, and what would be right. */
    readonly why: Reason | string,
    readonly problems: readonly Problem[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(typeof why === 'string' ? why : why.code);
    this.name = 'Rejection';
  }
}

/** A rejection about one parameter or header. */
export const reject = (field: string, reason: string): Rejection =>
  new Rejection('invalid-request', `${field} ${reason}`, [{ field, reason }]);
