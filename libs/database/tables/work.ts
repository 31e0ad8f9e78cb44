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

/** Comments and assignees of deadlines, which earlier versions had. Kept for export, as docs/operating.md says; nothing reads them. */
interface RemovedTable {
  dossier: string;
  deadline: string;
}

/** What people keep beside the ledger. */
export interface WorkTables {
  saved_view: SavedViewTable;
  deadline_comment: RemovedTable;
  deadline_assignee: RemovedTable;
}
