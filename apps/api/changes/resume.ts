/** Why a client has to start anew: what it named is no position, or one that this ledger has not come to. */
export type ResetReason = 'not-a-position' | 'beyond-head';

export interface Start {
  /** The last position that the client knows already. */
  position: number;
  /** What it named cannot be gone on from: it starts at the head, and is told so. */
  reset: ResetReason | null;
}

/**
 * Where a stream begins. `Last-Event-ID` is what a client has seen last, so it goes before the address, which a reconnecting
 * `EventSource` repeats unchanged; without either, a stream begins now.
 */
export function startOf(lastEventId: string | undefined, after: number | undefined, head: number): Start {
  const id = lastEventId?.trim();
  if (id && !/^\d{1,15}$/.test(id)) return { position: head, reset: 'not-a-position' };
  const asked = id ? Number(id) : (after ?? head);
  return asked > head ? { position: head, reset: 'beyond-head' } : { position: asked, reset: null };
}
