import type { VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import type { NewEntry } from './act.js';
import type { SubjectHistory } from './on-record.js';
import type { Subject } from './subject.js';

/** A form that was sent, and how to go on with it. */
export interface SubmittedForm {
  subject: Subject;
  title: string;
  /** Where it is sent. */
  action: string;
  /** Tidied; with `expected` and `once`, which it was made with. */
  form: URLSearchParams;
  act: NewEntry | Problem[];
  /** Said in the address once it is recorded. */
  done: 'recorded' | 'corrected' | 'retracted';
  /** The form, to be filled in on. */
  again: (problems: readonly Problem[], note?: VNode) => VNode;
  /** Has what was not touched follow what others recorded. */
  follow?: (record: SubjectHistory) => void;
  /** What will be recorded, in words. */
  summary: (act: NewEntry) => VNode;
}
