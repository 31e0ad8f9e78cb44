import { en } from './en.js';
import type { reasons } from './en/reasons.js';
import type { warnings } from './en/standing.js';
import { fr } from './fr.js';
import type { Language } from './language.js';

/** What is said to people. English is the contract: French has the same keys, and functions of the same parameters. */
export type Phrases = typeof en;

const PHRASES: Readonly<Record<Language, Phrases>> = { en, fr };

/** Everything that is said in one language. */
export const phrases = (language: Language): Phrases => PHRASES[language];

type Sentences = typeof reasons;

/** Why a value is invalid or a request is refused. Documented and stable; the sentence for it is not. */
export type ReasonCode = keyof Sentences;

/** What the sentence for a code is given; `undefined` where it needs nothing. JSON. */
export type ReasonParams<C extends ReasonCode> = Sentences[C] extends (params: infer P) => string ? P : undefined;

/** A code with its parameters, one form for each code. */
export type Reason = {
  [C in ReasonCode]: ReasonParams<C> extends undefined
    ? { code: C; params?: undefined }
    : { code: C; params: ReasonParams<C> };
}[ReasonCode];

/** The sentence for a reason, in one language. */
export function say({ code, params }: Reason, language: Language): string {
  const phrase = phrases(language).reasons[code] as string | ((params: unknown) => string);
  return typeof phrase === 'string' ? phrase : phrase(params);
}

/** The sentence for a warning, in one language and without final full stop. */
export function warningText(
  { code, params }: { code: Exclude<keyof typeof warnings, 'kinds' | 'heading'>; params: unknown },
  language: Language,
): string {
  const { text } = phrases(language).warnings[code] as { text: (params: unknown) => string };
  return text(params);
}
