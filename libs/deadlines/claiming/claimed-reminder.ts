import type { Deadline } from '#domain/deadline/deadline.js';

/** A reminder that is to be sent now, and what it is about. */
export interface ClaimedReminder {
  id: string;
  subscription: string;
  rung: number;
  fireAt: Date;
  escalation: boolean;
  /** Of the deadline's dates. */
  version: number;
  deadline: Deadline;
  dossier: string;
  /** What its subscription wishes, as stored. */
  wishes: object;
}
