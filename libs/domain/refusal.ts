import type { Reason, ReasonCode, ReasonParams } from '#language/phrases.js';

/** The problem codes of rules: a closed list. `apps/api/problem/problem-table.ts` gives each an HTTP status. */
export type RefusalCode =
  | 'unknown-provider'
  | 'unknown-dossier'
  | 'unknown-scheme'
  | 'unknown-milestone'
  | 'unknown-duty'
  | 'scheme-unchanged'
  | 'milestone-dropped'
  | 'unknown-event'
  | 'unknown-deadline'
  | 'reason-missing'
  | 'unknown-subscription'
  | 'unknown-delivery'
  | 'subscription-unfit'
  | 'since-out-of-range'
  | 'unknown-reminder'
  | 'no-such-deadline'
  | 'reminder-not-sent'
  | 'reminder-over'
  | 'snooze-out-of-range'
  | 'unknown-key'
  | 'unknown-account'
  | 'account-unfit'
  | 'email-taken'
  | 'last-admin'
  | 'provider-exists'
  | 'dossier-exists'
  | 'name-taken'
  | 'name-ambiguous'
  | 'service-ambiguous'
  | 'slug-taken'
  | 'name-unusable'
  | 'deadline-exists'
  | 'depends-on-itself'
  | 'dependency-cycle'
  | 'no-such-dependency'
  | 'transfer-to-holder'
  | 'amendment-invalid'
  | 'already-retracted'
  | 'import-invalid'
  | 'unknown-register'
  | 'unknown-reading'
  | 'register-invalid'
  | 'register-unchanged'
  | 'register-document-invalid'
  | 'reading-not-held'
  | 'reading-older'
  | 'no-such-proposal'
  | 'ledger-not-empty'
  | 'too-many-rows'
  | 'evidence-invalid'
  | 'evidence-too-large'
  | 'unknown-evidence'
  | 'unknown-feed'
  | 'feed-revoked'
  | 'unknown-suppression'
  | 'not-a-bounce'
  | 'bounce-unknown'
  | 'approval-needed'
  | 'account-needed'
  | 'own-proposal'
  | 'unknown-proposal'
  | 'proposal-decided'
  | 'proposal-changed'
  | 'unknown-view'
  | 'unknown-service'
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
