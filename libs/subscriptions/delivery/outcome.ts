/** What became of one attempt, as the far end has it. */
export type Outcome =
  | { result: 'delivered'; code: number | null; confirmed?: boolean }
  /** Worth another attempt, not before `retryAfterMs` where the far end said so. */
  | { result: 'unavailable'; code: number | null; error: string; retryAfterMs?: number }
  /** No attempt will succeed; `gone`: the far end wants nothing any more. */
  | { result: 'rejected'; code: number | null; error: string; gone?: boolean };
