import type { Page } from 'playwright-core';
import { overflowFaults } from '#test/browser/overflow.js';

/** Words of up to 20 characters in tables that go on in another line. */
const BROKEN = `(() => {
  const broken = new Set();
  const range = document.createRange();
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.parentElement.closest('td, th') || text.parentElement.closest('thead, .unseen')) continue;
    for (const { 0: word, index } of text.data.matchAll(/[^\\s-]+/g)) {
      if (word.length > 20) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.add(word);
    }
  }
  return [...broken];
})()`;

/** What does not fit at a width: the page as a whole, and words in its tables. */
export async function fitFaults(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  const broken = await page.evaluate<string[]>(BROKEN);
  return [...(await overflowFaults(page)), ...broken.map((word) => `${width}: ${word} is broken`)];
}

const ON_PAPER = `(() => {
  const shown = (element) => element.checkVisibility();
  const found = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const acts = found('main :is(button, input, select, textarea, .button, a[href^="/"]:is([href*="/record"], [href*=".csv"], [href*="/new"]))');
  return [
    ...acts.map((element) => 'printed: ' + element.outerHTML.slice(0, 150)),
    ...found('main table').filter((table) => getComputedStyle(table.rows[0]).display !== 'table-row').map(() => 'a table is printed as a list'),
    ...(found('.printed').length === 1 ? [] : ['printed without its moment']),
    ...found('.top, .time').map(() => 'the menu is printed'),
  ];
})()`;

/** The width of A4 between its margins, in CSS pixels. */
const A4 = 703;

/** What is wrong with a page on paper. */
export async function printFaults(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' });
  const faults = [...(await page.evaluate<string[]>(ON_PAPER)), ...(await fitFaults(page, A4))];
  await page.emulateMedia({ media: 'screen' });
  return faults.map((fault) => `print: ${fault}`);
}
