import type { Page } from 'playwright-core';
import { en } from '#language/en.js';
import { fr } from '#language/fr.js';
import type { Language } from '#language/language.js';

/** Shorter ones are the same in both languages, or parts of names; dates are quoted from sources. */
const FEWEST_WORDS = 3;

const catalogues = { en, fr };

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** All texts of a catalogue; of functions, the parts between their parameters. */
function textsIn(phrases: unknown): string[] {
  if (typeof phrases === 'string') return [phrases];
  if (typeof phrases === 'function') return literalsIn(String(phrases));
  if (typeof phrases !== 'object' || phrases === null) return [];
  return Object.values(phrases).flatMap(textsIn);
}

const literalsIn = (source: string): string[] =>
  [...source.matchAll(/`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)].flatMap(
    ([, template, single, double]) => (template ?? single ?? double ?? '').split(/\$\{[^}]*\}/),
  );

/** Sentences that only one language has, as words, by their first ones. */
function sentencesOf(language: Language): Map<string, string[]> {
  const [own, other] = [language, language === 'en' ? 'fr' : 'en'].map(
    (one) => new Set(textsIn(catalogues[one as Language]).map((text) => wordsOf(text).join(' '))),
  );
  const found = new Map<string, string[]>();
  for (const sentence of own ?? []) {
    const words = sentence.split(' ');
    if (words.filter((word) => !/\d/.test(word)).length < FEWEST_WORDS || other?.has(sentence)) continue;
    const beginning = words.slice(0, FEWEST_WORDS).join(' ');
    found.set(beginning, [...(found.get(beginning) ?? []), sentence]);
  }
  return found;
}

const sentences = { en: sentencesOf('en'), fr: sentencesOf('fr') };

/** Sentences of the other language in a text. */
export function foreignIn(text: string, language: Language): string[] {
  const words = wordsOf(text);
  const foreign = sentences[language === 'en' ? 'fr' : 'en'];
  return words.flatMap((_, at) => {
    const rest = foreign.get(words.slice(at, at + FEWEST_WORDS).join(' ')) ?? [];
    return rest.filter((sentence) => {
      const length = sentence.split(' ').length;
      return words.slice(at, at + length).join(' ') === sentence;
    });
  });
}

/** What is written on a page and what is said of it, hidden parts included; not what declares its own language. */
const TEXTS = `(() => {
  const texts = [document.title];
  const isForeign = (element) => element.closest('[lang]:not(html), script, style, code') !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 3) { if (node.data.trim() && !isForeign(node.parentElement)) texts.push(node.data); }
    else if (!isForeign(node))
      for (const name of ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'data-label'])
        if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
  }
  return { language: document.documentElement.lang, texts };
})()`;

/** Sentences of the catalogue of the other language on the page that is shown. */
export async function foreignSentences(page: Page): Promise<string[]> {
  const { language, texts } = await page.evaluate<{ language: Language; texts: string[] }>(TEXTS);
  return texts.flatMap((text) => foreignIn(text, language).map((sentence) => `not in ${language}: ${sentence}`));
}
