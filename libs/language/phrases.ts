import { en } from './en.js';
import { fr } from './fr.js';
import type { Language } from './language.js';

/** What is said to people. English is the contract: French has the same keys, and functions of the same parameters. */
export type Phrases = typeof en;

const PHRASES: Readonly<Record<Language, Phrases>> = { en, fr };

/** Everything that is said in one language. */
export const phrases = (language: Language): Phrases => PHRASES[language];
