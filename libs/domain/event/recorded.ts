/** An event on record, as far as the rules care. `position` orders all events of the ledger, `version` those of a stream. */
export interface OnRecord<E> {
  id: string;
  position: number;
  version: number;
  recordedAt: Date;
  event: E;
}
