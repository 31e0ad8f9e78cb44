import type { Problem } from '#domain/refusal.js';
import type { ThisPage } from '../../frame/page.js';
import type { Choices } from './choices.js';

/** What an input of a form is made with. */
export interface InputContext {
  page: ThisPage;
  /** What is typed so far. */
  form: URLSearchParams;
  problems: readonly Problem[];
  choices: Choices;
  /** The address of what the event is about. */
  path: string;
}
