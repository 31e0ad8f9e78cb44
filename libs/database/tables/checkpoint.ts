/** How far a projection has followed the ledger; committed together with the rows that follow from it. */
export interface CheckpointTable {
  name: string;
  version: number;
  /** Every event up to here is in the projection. */
  position: number;
}
