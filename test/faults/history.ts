/**
 * What the processes of a run observed, as `violationsIn` judges it. Times are milliseconds of the machine's monotonic clock,
 * which all processes share.
 */
export interface History {
  /** Events up to this position were on record before the first writer began. */
  since: number;
  operations: Operation[];
  /** The event table at the end, by position. */
  ledger: Row[];
  /** Every message of each reader of the event stream, in the order of arrival, over all of its connections. */
  readers: Record<string, Seen[]>;
  /** The tables of the projections at the end, beside the same tables rebuilt from the first event. */
  tables: Record<string, { followed: string[]; rebuilt: string[] }>;
  /** Webhook endpoints, by subscription. */
  endpoints: Record<string, Endpoint>;
}

/** One request of a writer: all attempts with one idempotency key, one file or the same event ids. */
export interface Operation {
  id: string;
  writer: string;
  how: 'post' | 'import' | 'append';
  /** The titles of its events, each unique in a run. */
  marks: string[];
  /** Before the first attempt. */
  from: number;
  /** After the last answer. */
  to: number;
  /** `unknown`: the writer gave up without an answer. `refused`: version conflict. */
  outcome: 'acknowledged' | 'refused' | 'unknown';
  attempts: number;
  /** The answer said that an earlier attempt had recorded it. */
  replayed: boolean;
  /** Of its events, where the answer has them. */
  positions?: number[];
  /** The broken control: acknowledged before it was sent. */
  early?: true;
}

export interface Row {
  position: number;
  id: string;
  stream: string;
  version: number;
  recordedAt: number;
  /** The title of the event. */
  mark: string | null;
}

export interface Seen {
  position: number;
  id: string;
}

export interface Endpoint {
  /** One message at a time for each provider, in the order of the ledger. */
  ordered: boolean;
  /** Positions of the events that match its filter. */
  owed: number[];
  /** Its rows of the delivery table. */
  deliveries: { message: string; position: number; state: string; provider: string | null }[];
  /** Its requests, in the order of arrival. */
  arrivals: { message: string; position: number; event: string; digest: string }[];
}

/** Milliseconds of the clock of `History`. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;
