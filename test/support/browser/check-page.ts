import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { en } from '#language/en.js';
import { fr } from '#language/fr.js';
import type { Language } from '#language/language.js';
import { sizeOf, type Visit } from './visit.js';

const CONTRAST = 'color-contrast';

/** Rules that go by words, by how much room they take, or by what is outside the body. */
const WORDED = [
  'document-title',
  'html-has-lang',
  'html-lang-valid',
  'valid-lang',
  'landmark-unique',
  'image-redundant-alt',
  'meta-viewport',
  'scrollable-region-focusable',
];

/** A page without its words: elements, attributes, and where there is text. Our style sheet and all other rules go by that alone. */
const SHAPE = `(() => {
  const worded = ['lang', 'href', 'action', 'title', 'alt', 'placeholder', 'aria-label', 'data-label', 'value', 'datetime', 'data-moment'];
  const told = (element) => [...element.attributes]
    .map(({ name, value }) => name + '=' + (worded.includes(name) && value.trim() && value[0] !== '#' ? 'x' : value)).join(' ');
  const nodes = (parent) => [...parent.childNodes].map((node) =>
    node.nodeType === 1 ? '<' + node.localName + ' ' + told(node) + '>' + nodes(node) + '</>' : node.nodeValue.trim() && 'x').join('');
  return told(document.documentElement) + nodes(document.body);
})()`;

/**
 * What is wrong with the page that a visit has come to, as its reader, in both themes and widths, with all that the
 * browser complained of on the way. It is loaded once: the themes differ in colours only, and the widths in what fits
 * and how large a finger's targets are. The page is left as it was found.
 *
 * @param sound pages without a fault. Of a page that differs from one of these in its words only, such as in the other
 * language, only the rules that go by words are tried again.
 */
export async function checkPage({ page, reader, complaints }: Visit, sound = new Set<string>()): Promise<string[]> {
  const faults: string[] = [];
  const look = async (seen: string, found: Promise<string[]>): Promise<void> => {
    for (const fault of await found) faults.push(`${seen}: ${fault}`);
  };
  faults.push(...(await foreignSentences(page)));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(sizeOf(1440));
  await look('light, 1440', overflowFaults(page));
  const shape = reader.script ? await page.evaluate<string>(SHAPE) : '';
  const known = sound.has(shape);
  if (reader.script) await look('light, 1440', axeFaults(page, known ? WORDED : undefined));
  if (reader.script && !known) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await look('dark, 1440', axeFaults(page, [CONTRAST]));
  }
  if (faults.length === 0) sound.add(shape);
  await page.setViewportSize(sizeOf(360));
  await look('360', overflowFaults(page));
  if (reader.script && !known) await look('360', axeFaults(page, ['target-size'])); // where they are closest together
  await page.emulateMedia({ colorScheme: reader.theme });
  await page.setViewportSize(sizeOf(reader.width));
  return [...complaints, ...faults];
}

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA, and what axe recommends besides. */
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong with a page as it is now, a text for each element. It is evaluated beside the scripts of the
 * page, so that no policy stands in its way and none has to be loosened.
 *
 * @param rules only these; otherwise all of the standards
 */
async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>('typeof axe === "object"'))) {
    await page.context().addInitScript(source); // half a megabyte: sent once, not with every page to come
    await page.evaluate(source);
  }
  const options: axe.RunOptions = {
    runOnly: rules ? { type: 'rule', values: [...rules] } : { type: 'tag', values: STANDARDS },
    resultTypes: ['violations'],
    preload: false, // style sheets, for a rule that these do not have
  };
  const violations = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => [`${id}: ${help}`, node.target.join(' '), node.html, node.failureSummary].join('\n')),
  );
}

const WIDER = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const over = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  const culprits = over.filter((element) => ![...element.children].some((child) => over.includes(child)));
  return culprits.slice(0, 5).map((element) => element.outerHTML.slice(0, 200)).concat(scrollWidth + ' px are needed');
})()`;

/** What makes the page wider than the window, so that its reader has to scroll sideways; a box that scrolls by itself may. */
export async function overflowFaults(page: Page): Promise<string[]> {
  const wider = await page.evaluate<string[]>(WIDER);
  return wider.length === 0 ? [] : [`wider than ${String(page.viewportSize()?.width)} px:\n${wider.join('\n')}`];
}

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
async function foreignSentences(page: Page): Promise<string[]> {
  const { language, texts } = await page.evaluate<{ language: Language; texts: string[] }>(TEXTS);
  return texts.flatMap((text) => foreignIn(text, language).map((sentence) => `not in ${language}: ${sentence}`));
}
