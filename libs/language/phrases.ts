import type { FieldReasons, Reason, ReasonCode } from '#domain/reasons.js';
import type { SchemeWarning } from '#domain/scheme/catalogue.js';
import type { Contradiction } from '#domain/warning/warning.js';
import { en } from './en.js';
import { fr } from './fr.js';
import type { Language } from './language.js';

/** What is said to people. English is the contract: French has the same keys, and functions of the same parameters. */
export type Phrases = typeof en;

const PHRASES: Readonly<Record<Language, Phrases>> = { en, fr };

/** Everything that is said in one language. */
export const phrases = (language: Language): Phrases => PHRASES[language];

/** Whether its sentence is a predicate of a field, such as `is required`. */
export const isOfField = (code: ReasonCode): code is keyof FieldReasons => code in en.fieldReasons;

/** The sentence for a reason, in one language. */
export function say({ code, params }: Reason, language: Language): string {
  const { fieldReasons, reasons } = phrases(language);
  const phrase = (isOfField(code) ? fieldReasons[code] : reasons[code]) as string | ((params: unknown) => string);
  return typeof phrase === 'string' ? phrase : phrase(params);
}

/** The sentence for a warning, in one language and without final full stop. */
export function warningText(
  { code, params }: Pick<Contradiction | SchemeWarning, 'code'> & { params: unknown },
  language: Language,
): string {
  const { text } = phrases(language).warnings[code] as { text: (params: unknown) => string };
  return text(params);
}
