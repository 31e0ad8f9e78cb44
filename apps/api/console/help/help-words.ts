import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';
import { HELP_IN_ENGLISH } from './help-in-english.js';
import { HELP_IN_FRENCH } from './help-in-french.js';
import type { HelpWords } from './help-text.js';

export const HELP_WORDS: Record<Language, HelpWords> = printed({
  fr: HELP_IN_FRENCH,
  en: HELP_IN_ENGLISH,
});
