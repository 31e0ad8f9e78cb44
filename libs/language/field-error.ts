import type { Reason } from '#domain/reasons.js';
import { capitalized } from './format.js';
import { colon, type Language } from './language.js';
import { isOfField, phrases, say } from './phrases.js';

/** The reason as a sentence below its field: `This field is required.` */
export function fieldError(reason: Reason, language: Language): string {
  const text = say(reason, language);
  return isOfField(reason.code) ? phrases(language).console.frame.fieldError(text) : `${capitalized(text)}.`;
}

/** The reason as it follows the label of its field in a summary: `Name is required`, `Name: The dossier already exists`. */
export const afterLabel = (reason: Reason, language: Language): string =>
  `${isOfField(reason.code) ? ' ' : colon(language)}${say(reason, language)}`;
