import type { Refusal } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import { say } from '#language/phrases.js';

/** Why something was refused: its first problem, if it names one. */
export const refusalIn = ({ why, problems: [first] }: Refusal, language: Language): string =>
  say(first ?? why, language);
