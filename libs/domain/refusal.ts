import type { Reason, ReasonCode, ReasonParams } from './reasons.js';

/** The problem codes of rules: a closed list. `apps/api/problem/rejection.ts` gives each an HTTP status. */
export type RefusalCode =
  | 'not-found'
  | 'unknown-reference'
  | 'unchanged'
  | 'milestone-dropped'
  | 'reason-missing'
  | 'subscription-unfit'
  | 'since-out-of-range'
  | 'reminder-not-sent'
  | 'reminder-over'
  | 'snooze-out-of-range'
  | 'account-unfit'
  | 'already-exists'
  | 'last-admin'
  | 'name-ambiguous'
  | 'name-unusable'
  | 'dependency-cycle'
  | 'transfer-to-holder'
  | 'amendment-invalid'
  | 'already-retracted'
  | 'import-invalid'
  | 'register-invalid'
  | 'register-document-invalid'
  | 'reading-not-held'
  | 'reading-older'
  | 'ledger-not-empty'
  | 'too-many-rows'
  | 'evidence-invalid'
  | 'evidence-too-large'
  | 'feed-revoked'
  | 'not-a-bounce'
  | 'approval-needed'
  | 'account-needed'
  | 'own-proposal'
  | 'proposal-decided'
  | 'proposal-changed'
  | 'limit-reached'
  | 'not-followable'
  | 'token-invalid'
  | 'target-not-allowed';

/** The parameters of a reason code, if it has any. */
export type Given<C extends ReasonCode> = undefined extends ReasonParams<C> ? [] : [params: ReasonParams<C>];

/** A reason code with its parameters. The sentences are in `libs/language`. */
export const reason = <C extends ReasonCode>(code: C, ...[params]: Given<C>): Reason =>
  ({ code, ...(params !== undefined && { params }) }) as Reason;

/** A problem of one field of a request. */
export type Problem = {
  /** Path into the request, such as `data.milestone`; for an import, the column. */
  field: string;
  /** For an import: the line number in the file; the header is line 1. */
  row?: number;
} & Reason;

/** A rule rejects the request. Nothing was recorded. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly why: Reason,
    readonly problems: readonly Problem[] = [],
  ) {
    super(why.code);
    this.name = 'Refusal';
  }
}

/** A refusal because of one field. */
export function refuse<C extends ReasonCode>(code: RefusalCode, field: string, why: C, ...given: Given<C>): Refusal {
  const because = reason(why, ...given);
  return new Refusal(code, because, [{ field, ...because }]);
}
