import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { overflowFaults, checkPage } from '#test/browser/check-page.js';
import { BLEU, type ConsoleVisits, startConsoleVisits } from '#test/browser/console-visits.js';
import { crawl, ENTRANCES } from '#test/crawl.js';

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
async function fitFaults(page: Page, width: number): Promise<string[]> {
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
async function printFaults(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' });
  const faults = [...(await page.evaluate<string[]>(ON_PAPER)), ...(await fitFaults(page, A4))];
  await page.emulateMedia({ media: 'screen' });
  return faults.map((fault) => `print: ${fault}`);
}

/** Beside what links lead to: what is empty, past, refused or not there. */
const OTHERS = [
  '/sign-in',
  '/sign-in/forgot',
  '/password/a2926a0b-c910-5a4e-a540-a93d94a25a6b?token=wrong',
  '/no/such/page',
  '/problems/not-found',
  '/dossiers?search=nothing+like+this',
  '/dossiers?status=bogus',
  '/dossiers?asOf=1990-01-01',
  '/dossiers?asOf=2021-05-27&knownOn=2020-01-01',
  `/dossiers/${BLEU}?asOf=2021-05-27`,
  `/dossiers/${BLEU}?asOf=1990-01-01`,
  '/dossiers/0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  '/providers?search=nobody',
  '/dossiers?show=chart&scheme=hds',
  '/deadlines?kind=reservation&within=5',
];

let visits: ConsoleVisits;
let pages: string[];
/** In either language. */
const sound = new Set<string>();

beforeAll(async () => {
  visits = await startConsoleVisits();
  const visited = await crawl(
    visits.officer,
    [`/dossiers/${BLEU}`, '/providers/bleu', '/providers/ovhcloud', ...ENTRANCES],
    true,
  );
  const errors = visited.filter(({ status }) => status >= 400);
  expect(errors.map(({ path }) => path)).toEqual([]);
  pages = [...new Set([...visited.map(({ path }) => path), ...OTHERS])];
}, 120_000);
afterAll(() => visits.close());

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  it('every page suits everybody, light and dark, wide and narrow', async () => {
    const visit = await visits.visitAs(language);
    const faults: string[] = [];
    expect(pages.length).toBeGreaterThan(80);
    for (const path of pages) {
      visit.complaints.length = 0;
      await visit.page.goto(path);
      await visit.page.evaluate(
        'document.querySelectorAll("details:not(.menu)").forEach((one) => { one.open = true; })',
      );
      for (const fault of await checkPage(visit, sound)) faults.push(`${path}: ${fault}`);
    }
    await visit.close();
    expect(faults).toEqual([]);
  }, 240_000);

  it('no table breaks words or the page, on tablets and on paper, where nothing is left to act', async () => {
    const visit = await visits.visitAs(language);
    const faults: string[] = [];
    for (const path of [
      '/',
      '/deadlines?within=1095',
      `/dossiers/${BLEU}`,
      '/providers/bleu',
      '/schemes/secnumcloud',
      '/registers/fedramp-marketplace',
    ]) {
      await visit.page.goto(path);
      for (const width of [820, 1024, 1180])
        faults.push(...(await fitFaults(visit.page, width)).map((fault) => `${path}: ${fault}`));
      faults.push(...(await printFaults(visit.page)).map((fault) => `${path}: ${fault}`));
    }
    await visit.close();
    expect(faults).toEqual([]);
  });
});
