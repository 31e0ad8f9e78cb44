import type { Language } from '#language/language.js';
import type { Problem, Refusal } from '#domain/refusal.js';
import { say } from '#language/reason.js';
import { plainReason } from './plain-reason.js';
import { filled, templateOf } from './reason-template.js';
import { REASONS_OF_FIELDS } from './reason-words-of-fields.js';
import { REASONS_OF_IMPORTS } from './reason-words-of-imports.js';
import { REASONS_OF_PAGES } from './reason-words-of-pages.js';
import { REASONS_OF_REQUESTS } from './reason-words-of-requests.js';
import { REASONS_OF_RULES } from './reason-words-of-rules.js';
import { REASONS_OF_SUBSCRIPTIONS } from './reason-words-of-subscriptions.js';

export const REASONS = {
  ...REASONS_OF_REQUESTS,
  ...REASONS_OF_PAGES,
  ...REASONS_OF_FIELDS,
  ...REASONS_OF_RULES,
  ...REASONS_OF_IMPORTS,
  ...REASONS_OF_SUBSCRIPTIONS,
};

const templates = Object.entries(REASONS)
  .map(templateOf)
  .sort((a, b) => b.weight - a.weight);

/** Why a field is wrong, in the reader's language. */
export const problemIn = (problem: Problem, language: Language): string =>
  problem.code === undefined ? reasonIn(problem.reason, language) : say(problem, language);

/** Why something was refused: its first problem, where it names one. */
export function refusalIn({ why, problems: [first] }: Refusal, language: Language): string {
  if (first) return problemIn(first, language);
  return typeof why === 'string' ? reasonIn(why, language) : say(why, language);
}

/**
 * Why a value does not do, in the reader's language; it completes the sentence "the field …". What is not known here, as
 * what a mail server said, stays as it is.
 */
export function reasonIn(reason: string, language: Language): string {
  if (reason.length > LONGEST) return reason;
  const plain = plainReason(reason);
  return known(plain, language) ?? ofField(plain, language) ?? plain;
}

/** Beyond it is what somebody else wrote. */
const LONGEST = 1000;

function known(reason: string, language: Language): string | undefined {
  for (const { pattern, told } of templates) {
    const values = pattern.exec(reason)?.slice(1);
    if (!values) continue;
    return told[language] === undefined
      ? reason
      : filled(told[language], values, language, (value) => reasonIn(value, language));
  }
  return undefined;
}

/** Details name the field first. */
function ofField(reason: string, language: Language): string | undefined {
  const [, field, said] = /^([\w.-]+) (.+)$/s.exec(reason) ?? [];
  const told = said === undefined ? undefined : known(said, language);
  return field === undefined || told === undefined ? undefined : `${field} ${told}`;
}
