/** The ledger. Rows are only ever inserted, by `ledger_append`, or into an empty ledger by `ledger_restore`. */
export interface EventTable {
  position: number;
  id: string;
  stream: string;
  version: number;
  type: string;
  schema_version: number;
  occurred: string | null;
  data: object;
  source: object | null;
  actor: string;
  correlation_id: string | null;
  causation_id: string | null;
  fingerprint: Buffer;
  recorded_at: Date;
}
