import { isDay } from '#domain/date/day.js';
import type { Language } from '#language/language.js';
import { typeset, writtenDate } from '#language/format.js';

/**
 * Reasons as the rules write them, with `{}` for each value in them, and how they are told: in French alone, or in both
 * languages where the rules speak to programs. There `{}` is the next value and `{…}` the next one said in the language.
 */
export type Reasons = Readonly<Record<string, string | Readonly<Record<Language, string>>>>;

interface Template {
  /** With a group for each value; values that touch are one. */
  pattern: RegExp;
  /** How much of it is fixed: of two that fit, the one that says more is meant. */
  weight: number;
  told: Readonly<Partial<Record<Language, string>>>;
}

const VALUE = /\{\}|\{…\}/g;

export function templateOf([reason, told]: [string, Reasons[string]]): Template {
  const fixed = reason.split(/(?:\{\})+/);
  return {
    pattern: new RegExp(`^${fixed.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('(.+?)')}$`, 's'),
    weight: fixed.join('').length,
    told: typeof told === 'string' ? { fr: typeset(told, 'fr') } : { fr: typeset(told.fr, 'fr'), en: told.en },
  };
}

/** @param say one of the values, in the language */
export function filled(told: string, values: readonly string[], language: Language, say: (value: string) => string) {
  let next = 0;
  return told.replace(VALUE, (place) => {
    const value = values[next++] ?? '';
    if (isDay(value)) return writtenDate(value, language);
    return place === '{…}' ? say(value) : value;
  });
}
