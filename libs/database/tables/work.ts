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
  created_at: Date;
}

/** Services that the organisation uses. */
export interface PortfolioTable {
  id: string;
  /** Permanent: the address of the portfolio. */
  slug: string;
  name: string;
  /** An actor. */
  created_by: string;
  created_at: Date;
}

/** A service of a portfolio, by one of its dossiers. */
export interface PortfolioServiceTable {
  portfolio: string;
  dossier: string;
  /** May be empty. */
  used_for: string;
  /** An actor. */
  added_by: string;
  added_at: Date;
}

/** Comments and assignees of deadlines, which earlier versions had. Kept for export, as docs/operating.md says; nothing reads them. */
interface RemovedTable {
  dossier: string;
  deadline: string;
}

/** What people keep beside the ledger. */
export interface WorkTables {
  saved_view: SavedViewTable;
  portfolio: PortfolioTable;
  portfolio_service: PortfolioServiceTable;
  deadline_comment: RemovedTable;
  deadline_assignee: RemovedTable;
}
