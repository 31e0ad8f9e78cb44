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
  portfolio: PortfolioTable;
  portfolio_service: PortfolioServiceTable;
  deadline_comment: DeadlineCommentTable;
  deadline_assignee: DeadlineAssigneeTable;
}
