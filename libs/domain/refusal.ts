/** Every way in which the rules say no. A closed list: each code has one HTTP status, in one table in apps/api. */
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
  | 'unknown-subscription'
  | 'unknown-delivery'
  | 'subscription-unfit'
  | 'unknown-reminder'
  | 'no-such-deadline'
  | 'reminder-not-sent'
  | 'reminder-over'
  | 'snooze-out-of-range'
  | 'unknown-key'
  | 'provider-exists'
  | 'dossier-exists'
  | 'name-taken'
  | 'name-ambiguous'
  | 'service-ambiguous'
  | 'slug-taken'
  | 'name-unusable'
  | 'deadline-exists'
  | 'depends-on-itself'
  | 'transfer-to-holder'
  | 'amendment-invalid'
  | 'already-retracted'
  | 'import-invalid'
  | 'ledger-not-empty'
  | 'too-many-rows'
  | 'unknown-feed'
  | 'feed-revoked'
  | 'unknown-suppression'
  | 'not-a-bounce'
  | 'bounce-unknown'
  | 'token-invalid'
  | 'target-not-allowed';

/** One thing that is wrong with what was asked, where it stands, and what would be right. */
export interface Problem {
  /** Path into the request, such as `data.milestone`; for an import, the column. */
  field: string;
  reason: string;
  /** For an import: the line's number in the file, the header being 1. */
  row?: number;
}

/** The rules say no. Nothing was recorded. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** A refusal about one field. */
export const refuse = (code: RefusalCode, field: string, reason: string): Refusal =>
  new Refusal(code, reason, [{ field, reason }]);
