import type { Status } from '#domain/dossier/status.js';

export const BOARD_SORTS = ['urgency', 'provider', 'status', 'deadline', 'news'] as const;

export type BoardSort = (typeof BOARD_SORTS)[number];

/** What the officers' board is narrowed by. */
export interface BoardFilter {
  /** Words, each of which a word of the service or of a name that its provider goes or went by begins with. */
  search?: string | undefined;
  scheme?: string | undefined;
  /** Any of them; none: any at all. */
  statuses?: readonly Status[] | undefined;
  /** Id or slug. */
  provider?: string | undefined;
  confirmed?: boolean | undefined;
  stale?: boolean | undefined;
  expiring?: boolean | undefined;
  /** Whether a deadline was missed. */
  overdue?: boolean | undefined;
}
