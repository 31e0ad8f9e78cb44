import type { JSONColumnType } from 'kysely';

/** A list with its filters, under a name. */
export interface SavedViewTable {
  id: string;
  /** Permanent: the address of the view. */
  slug: string;
  name: string;
  path: string;
  /** Encoded, without a question mark; empty without filters. */
  query: string;
  /** An `ownerReference`. */
  owner: string;
  shared: boolean;
  services: JSONColumnType<{ dossier: string; usedFor: string }[]>;
  created_at: Date;
}

/** What somebody wrote about a deadline. Deleting one erases its text. */
export interface DeadlineCommentTable {
  id: string;
  dossier: string;
  /** The key of the deadline. */
  deadline: string;
  /** An actor. */
  author: string;
  body: string | null;
  created_at: Date;
  deleted_at: Date | null;
}

/** Who takes care of a deadline. */
export interface DeadlineAssigneeTable {
  dossier: string;
  /** The key of the deadline. */
  deadline: string;
  account: string;
  /** An actor. */
  assigned_by: string;
  assigned_at: Date;
}

/** What people keep beside the ledger. */
export interface WorkTables {
  saved_view: SavedViewTable;
  deadline_comment: DeadlineCommentTable;
  deadline_assignee: DeadlineAssigneeTable;
}
