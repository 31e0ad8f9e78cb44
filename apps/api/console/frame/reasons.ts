import type { Problem, Refusal } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import { say } from '#language/phrases.js';

/** Why a field is invalid. */
export const problemIn = (problem: Problem, language: Language): string => say(problem, language);

/** Why something was refused: its first problem, if it names one. */
export const refusalIn = ({ why, problems: [first] }: Refusal, language: Language): string =>
  say(first ?? why, language);
