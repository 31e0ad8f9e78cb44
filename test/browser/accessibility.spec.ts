import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkPage } from '#test/browser/check-page.js';
import { BLEU, type ConsoleVisits, startConsoleVisits } from '#test/browser/console-visits.js';
import { formsOf, tagsOf } from '#test/markup.js';

/** The pages of an officer's day; `accessibility.long.spec.ts` visits every page. */
const PAGES = ['/', '/dossiers', `/dossiers/${BLEU}`, '/providers/bleu', '/deadlines', '/sign-in', '/no/such/page'];

let visits: ConsoleVisits;
/** In either language. */
const sound = new Set<string>();

beforeAll(async () => {
  visits = await startConsoleVisits();
}, 120_000);
afterAll(() => visits.close());

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  it('the pages of every day suit everybody, light and dark, wide and narrow', async () => {
    const visit = await visits.visitAs(language);
    const faults: string[] = [];
    for (const path of PAGES) {
      visit.complaints.length = 0;
      await visit.page.goto(path);
      for (const fault of await checkPage(visit, sound)) faults.push(`${path}: ${fault}`);
    }
    await visit.close();
    expect(faults).toEqual([]);
  });

  it('18 lines of the board are seen at once, two lines each on a phone, and a refused form reads its problems first', async () => {
    const visit = await visits.visitAs(language);
    const { page } = visit;
    for (const { width, height, most, lines } of [
      { width: 1440, height: 900, most: 44, lines: 18 },
      { width: 375, height: 740, most: 64, lines: 4 },
    ]) {
      await page.setViewportSize({ width, height });
      for (const path of ['/dossiers', '/dossiers?sort=provider&reverse=true&scheme=secnumcloud']) {
        await page.goto(path);
        const boxes = await Promise.all((await page.locator('#table tbody tr').all()).map((row) => row.boundingBox()));
        const heights = boxes.map((box) => box?.height ?? Infinity).sort((a, b) => a - b);
        const row = heights[Math.floor(heights.length / 2)] ?? Infinity;
        expect(row).toBeLessThanOrEqual(most);
        expect(row).toBeGreaterThanOrEqual(36);
        expect(Math.floor((height - (boxes[0]?.y ?? Infinity)) / row)).toBeGreaterThanOrEqual(lines);
      }
    }
    await page.goto('/providers/new');
    await page.locator('main form button').click();
    await page.locator('[role=alert]:focus').waitFor();
    expect(await page.title()).toMatch({ fr: /^Erreur\s: /, en: /^Error: / }[language]);
    await visit.close();
  });

  it('every form suits everybody when it is refused, and what comes after it, too', async () => {
    const visit = await visits.visitAs(language);
    const faults: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const fault of await checkPage(visit, sound)) faults.push(`${what}: ${fault}`);
    };
    for (const path of [
      `/dossiers/${BLEU}/record/GrantIssued`,
      '/providers/bleu/record/OwnershipDeclared',
      '/providers/new',
      '/subscribers/new',
      '/registers/fedramp-marketplace/read',
    ]) {
      await visit.page.goto(path);
      await visit.page
        .locator('main form button')
        .first()
        .evaluate((button) => {
          (button as HTMLButtonElement).form?.setAttribute('novalidate', '');
        });
      await visit.page.locator('main form[method=post] button').first().click();
      await visit.page.waitForLoadState();
      await look(`refused ${path}`);
    }
    await visit.page.goto(`/dossiers/${BLEU}/record/GrantIssued`);
    const fields = {
      'data.decision': '1234',
      occurred: '2026-11-20',
      'data.validUntil': '2029-11-20',
      'source.publisher': 'ANSSI',
    };
    for (const [name, value] of Object.entries(fields)) await visit.page.locator(`[name="${name}"]`).fill(value);
    await visit.page.locator('[name="source.kind"]').selectOption('decision');
    await visit.page.locator('button[value=preview]').click();
    await visit.page.locator('button[value=save]').waitFor();
    await look('preview');
    for (const [what, text] of [
      ['a document that cannot be read', '<html></html>'],
      ['a checked document', readFileSync('samples/registers/fedramp-marketplace-2026-04-01.json', 'utf8')],
    ] as const) {
      await visit.page.goto('/registers/fedramp-marketplace/read');
      const file = { name: 'register.json', mimeType: 'application/json', buffer: Buffer.from(text) };
      await visit.page.locator('[name=file]').setInputFiles(file);
      await visit.page.locator('main form[method=post] button').click();
      await visit.page.locator('main .note').first().waitFor();
      await look(what);
    }
    await visit.close();
    expect(faults).toEqual([]);
  }, 120_000);
});

describe('the page that asks to sign in again', () => {
  it('suits everybody with what was typed', async () => {
    const visit = await visits.browsing.visit(visits.jalon.url, { language: 'fr' });
    const { html } = await visits.officer.get('/providers/new');
    const form = formsOf(tagsOf(html)).find(({ action }) => action === '/providers/new');
    expect(form?.fields.map(([name]) => name)).toContain('name');
    await visit.page.goto('/sign-in?to=%2Fproviders%2Fnew');
    expect(await checkPage(visit)).toEqual([]);
    await visit.close();
  });
});
