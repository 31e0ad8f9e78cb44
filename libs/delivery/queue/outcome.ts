/** What became of one attempt, as the far end has it; `answer`: what a webhook's endpoint said, as the log keeps it. */
export type Outcome = Said | Postponed;

/** An attempt that was made. */
export type Said = Verdict & { answer?: { headers: Record<string, string>; body: string } };

/** Nothing was said to the far end, and it counts as no attempt: there is a time for it that has not come. */
export interface Postponed {
  result: 'postponed';
  until: Date;
}

type Verdict =
  | { result: 'delivered'; code: number | null; confirmed?: boolean }
  /**
   * Worth another attempt, not before `retryAfterMs` where the far end said so. `ours`: what is wrong is on this side, so it
   * says nothing about the endpoint.
   */
  | { result: 'unavailable'; code: number | null; error: string; retryAfterMs?: number; ours?: boolean }
  /** No attempt will succeed; `gone`: the far end wants nothing any more; `bounce`: what a mail server's refusal means. */
  | { result: 'rejected'; code: number | null; error: string; gone?: boolean; bounce?: 'hard' | 'soft' };
