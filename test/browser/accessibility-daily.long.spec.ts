import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phrases } from '#language/phrases.js';
import { checkPage } from '#test/browser/check-page.js';
import { BLEU, type ConsoleVisits, startConsoleVisits } from '#test/browser/console-visits.js';
import type { Client } from '#test/client.js';
import { formsOf, tagsOf } from '#test/markup.js';

/** The pages of an officer's day; `accessibility.long.spec.ts` visits every page. */
const PAGES = ['/', '/dossiers', `/dossiers/${BLEU}`, '/providers/bleu', '/deadlines', '/sign-in', '/no/such/page'];

/** @param claim what a list may cut after the mark of a claim only */
const cut = (claim: string): string => `[
  ...[...document.querySelectorAll('main tbody :is(.status, .due, .badge, .acts .button)')].filter(
    (one) => one.getBoundingClientRect().right > one.closest('td, th').getBoundingClientRect().right + 1,
  ),
  ...[...document.querySelectorAll('main tbody :is(td, th)')].filter(
    (one) => one.scrollWidth > one.clientWidth && one.innerText.includes('${claim}') && !one.querySelector('.claimed'),
  ),
  ...[...document.querySelectorAll('.bar :is(.brand, li > a, summary)')].filter(
    (one) => one.checkVisibility() && one.getBoundingClientRect().height > 40,
  ),
].map((one) => one.outerHTML.slice(0, 150))`;

/** Between its margins, in CSS pixels. */
const A4 = [703, 'print'] as const;

/** One ends soon and one begins later, its dossier with another alert. */
async function recordClaimedGrants(api: Client): Promise<void> {
  const source = { kind: 'company', publisher: 'Claimant', url: 'https://example.org/', readOn: '2026-11-20' };
  const provider = (await api.post('/v1/providers', { name: 'Claimant' })).body.id;
  for (const [name, validFrom, validUntil] of [
    ['Ends soon', '2026-11-20', '2026-12-05'],
    ['Begins later', '2026-12-20', '2029-12-19'],
  ] as const) {
    const dossier = await api.post('/v1/dossiers', { provider, scheme: 'secnumcloud', service: { name } });
    for (const event of [
      { type: 'ApplicationFiled', occurred: '2025-02-01', source: { ...source, kind: 'decision' } },
      { type: 'GrantIssued', occurred: '2026-11-20', source, data: { validFrom, validUntil } },
      { type: 'DeadlineSet', data: { key: 'answer', due: '2026-11-01', title: 'Answer' } },
    ])
      expect(await api.post(`/v1/dossiers/${dossier.body.id}/events`, { data: {}, ...event })).toMatchObject({
        status: 201,
      });
  }
}

let visits: ConsoleVisits;
/** In either language. */
const sound = new Set<string>();

beforeAll(async () => {
  visits = await startConsoleVisits();
  await recordClaimedGrants(visits.jalon.api);
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

  it('at least 14 deadlines are seen at once, each on a line with three links at most', async () => {
    const visit = await visits.visitAs(language);
    await visit.page.setViewportSize({ width: 1440, height: 900 });
    await visit.page.goto('/deadlines?within=1095');
    const rows = await visit.page.locator('#table tr:has(td)').evaluateAll((all) =>
      all.map((row) => {
        const { bottom, height } = (row as Element).getBoundingClientRect();
        return { bottom, height, links: (row as Element).querySelectorAll('a').length };
      }),
    );
    expect(rows.filter(({ bottom }) => bottom <= 900).length).toBeGreaterThanOrEqual(14);
    expect(rows.filter(({ height, links }) => height > 44 || links > 3)).toEqual([]);
    await visit.close();
  });

  it('no width cuts a status, a claim, an alert or how late something is, hides what to do, or breaks a word of the bar', async () => {
    const visit = await visits.visitAs(language);
    const claim = phrases(language).standing.confirmation(false, 'grant');
    for (const path of ['/', '/dossiers', '/deadlines?within=1095', '/deadlines?asOf=2026-11-24']) {
      await visit.page.goto(path);
      expect(await visit.page.locator('main tbody .claimed').count()).toBeGreaterThan(0);
      for (const [width, media] of [...[1920, 1440, 1160, 1024, 768, 375].map((px) => [px, 'screen'] as const), A4]) {
        await visit.page.setViewportSize({ width, height: 900 });
        await visit.page.emulateMedia({ media });
        expect({ path, width, faults: await visit.page.evaluate<string[]>(cut(claim)) }).toEqual({
          path,
          width,
          faults: [],
        });
      }
    }
    await visit.page.setViewportSize({ width: 375, height: 900 });
    await visit.page.emulateMedia({ media: 'screen' });
    const first = await visit.page.locator('#table td.acts .button:not(.bare)').first().boundingBox();
    expect(first?.x).toBeGreaterThan(0);
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
