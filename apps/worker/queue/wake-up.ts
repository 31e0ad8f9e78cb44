/** What is to be said by a queue, and when. */
export interface WakeUp {
  /** Says which occasion it is: the same one is added once. Neither ':' nor a plain number. */
  jobId: string;
  /** As in `Wake`. */
  id: string;
  delayMs: number;
}
