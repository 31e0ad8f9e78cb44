/** One row: where the ledger ends. Written by `ledger_append` and `ledger_restore` only, except for `clock_offset`, which is the owner's. */
export interface LedgerHeadTable {
  position: number;
  recorded_at: Date;
}
