import { PROTOTYPES } from './confusables.js';
import { fold } from './text.js';

/**
 * What a name looks like: two names with one skeleton are easily taken for each other, as `0VHcloud` for `OVHcloud`. The
 * skeleton of Unicode Technical Standard 39, section 4, of the characters in `confusables.ts`, folded as names are compared. It
 * is for comparison only, never shown.
 */
export const skeletonOf = (name: string): string =>
  fold(Array.from(name.normalize('NFKD'), (character) => PROTOTYPES.get(character) ?? character).join(''));

/** Whether names differ, but look the same. Case, accents and punctuation make no difference. */
export const lookAlike = (a: string, b: string): boolean => fold(a) !== fold(b) && skeletonOf(a) === skeletonOf(b);

/** Scripts with letters in common to the eye. */
export type Script = 'Latin' | 'Greek' | 'Cyrillic';

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
];

export interface MixedWord {
  word: string;
  scripts: Script[];
}

/** The first word of a name whose letters are from several of these scripts: `Blеu` with a Cyrillic `е`. */
export function mixedWord(name: string): MixedWord | undefined {
  for (const word of name.split(/[^\p{L}\p{M}\p{N}]+/u)) {
    const scripts = SCRIPTS.filter(([, letters]) => letters.test(word)).map(([script]) => script);
    if (scripts.length > 1) return { word, scripts };
  }
  return undefined;
}
