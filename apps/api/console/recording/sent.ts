import type { VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import type { Act } from './act.js';
import type { OnRecord } from './on-record.js';
import type { Subject } from './subject.js';

/** A form that was sent, and how to go on with it. */
export interface Sent {
  subject: Subject;
  title: string;
  /** Where it is sent. */
  action: string;
  /** Tidied; with `expected` and `once`, which it was made with. */
  form: URLSearchParams;
  act: Act | Problem[];
  /** Said in the address once it is recorded. */
  done: 'recorded' | 'corrected' | 'retracted';
  /** The form, to be filled in on. */
  again: (problems: readonly Problem[], note?: VNode) => VNode;
  /** Has what was not touched follow what others recorded. */
  follow?: (record: OnRecord) => void;
  /** What will be recorded, in words. */
  summary: (act: Act) => VNode;
}
