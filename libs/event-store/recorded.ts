/** An event on record. */
export interface Recorded<E> {
  /** Its place in the ledger's one order: 1, 2, 3 … without a gap. */
  position: number;
  id: string;
  stream: string;
  /** Its place in its stream: 1, 2, 3 … without a gap. */
  version: number;
  /** When the ledger took it in; never earlier than that of the position before. */
  recordedAt: Date;
  actor: string;
  correlationId: string | null;
  causationId: string | null;
  event: E;
}
