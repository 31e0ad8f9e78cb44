import type { Day } from '#domain/date/day.js';

/** What a list of dossiers is narrowed by. */
export interface DossierFilter {
  scheme?: string | undefined;
  status?: string | undefined;
  /** Id or slug. */
  provider?: string | undefined;
  /** A grant in force ends before this day. */
  expiresBefore?: Day | undefined;
  stale?: boolean | undefined;
  expiring?: boolean | undefined;
  confirmed?: boolean | undefined;
}
