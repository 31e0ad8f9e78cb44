import { axeFaults } from '#test/browser/axe.js';
import { foreignSentences } from '#test/browser/foreign-sentences.js';
import { overflowFaults } from '#test/browser/overflow.js';
import { sizeOf, type Visit } from '#test/browser/visit.js';

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
