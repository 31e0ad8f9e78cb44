import type { Language } from '#language/language.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import type { Narrowed } from './deadline-reading.js';

/** What deadlines are narrowed to, each in a word; nothing for all of them. */
export function narrowedInWords({ choice, schemes, providers }: Narrowed, language: Language): string[] {
  const { scheme, provider, kind } = choice;
  return [
    ...(scheme === undefined ? [] : [schemeName(scheme, schemes, language)]),
    ...(provider === undefined ? [] : [providers.find(({ slug }) => slug === provider)?.name ?? provider]),
    ...(kind === undefined ? [] : [REMINDER_WORDS[language].kind[kind]]),
  ];
}
