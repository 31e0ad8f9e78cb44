import type { Language } from '#language/language.js';
import { spaced } from '#language/format.js';

/** Words of ours as French printers set them, also those that are made of what they are given. English has nothing to set. */
export const printed = <Words>({ fr, en }: Record<Language, Words>): Record<Language, Words> => ({
  fr: setIn(fr) as Words,
  en,
});

function setIn(words: unknown): unknown {
  if (typeof words === 'string') return spaced(words);
  if (typeof words === 'function')
    return (...given: unknown[]) => setIn((words as (...of: unknown[]) => unknown)(...given));
  if (Array.isArray(words)) return words.map(setIn);
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, setIn(word)]));
}
