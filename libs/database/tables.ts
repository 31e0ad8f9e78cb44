import type { AccessTables } from './tables/access.js';
import type { BoardTables } from './tables/projections.js';
import type { DeadlineTables } from './tables/deadline.js';
import type { LedgerTables } from './tables/ledger.js';
import type { SubscriptionTables } from './tables/subscription.js';
import type { WorkTables } from './tables/work.js';

/** Every table that kysely may name. Rows are described beside each other in `tables/`, one file per group. */
export interface Database
  extends AccessTables, BoardTables, DeadlineTables, LedgerTables, SubscriptionTables, WorkTables {}
