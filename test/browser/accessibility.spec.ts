import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { Browsing } from '#test/browser/browsing.js';
import { checkPage } from '#test/browser/check-page.js';
import { fitFaults, printFaults } from '#test/browser/layout-faults.js';
import type { Visit } from '#test/browser/visit.js';
import type { ConsoleClient } from '#test/console.js';
import { crawl, ENTRANCES } from '#test/crawl.js';
import { recordHostileLedger } from '#test/hostile-ledger.js';
import { formsOf, tagsOf } from '#test/markup.js';
import { type Reminding, startReminding } from '#test/reminding.js';
import { personWith } from '#test/signing-in.js';

const BLEU = 'a2926a0b-c910-5a4e-a540-a93d94a25a6b';
/** Beside what links lead to: what is empty, past, refused or not there. */
const OTHERS = [
  '/sign-in',
  '/sign-in/forgot',
  '/password/a2926a0b-c910-5a4e-a540-a93d94a25a6b?token=wrong',
  '/no/such/page',
  '/problems/not-found',
  '/?search=nothing+like+this',
  '/?status=bogus',
  '/?asOf=1990-01-01',
  '/?asOf=2021-05-27&knownOn=2020-01-01',
  `/dossiers/${BLEU}?asOf=2021-05-27`,
  `/dossiers/${BLEU}?asOf=1990-01-01`,
  '/dossiers/0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  '/providers?search=nobody',
  '/grants?scheme=hds',
  '/deadlines?kind=reservation&within=5',
];

const browsing = new Browsing();
let jalon: Reminding;
let officer: ConsoleClient;
let pages: string[];
/** In either language. */
const sound = new Set<string>();

/** Two ledgers in one: the real one, and one whose names are long and strange. */
beforeAll(async () => {
  jalon = await startReminding({ PUBLIC_READ: 'true' });
  await fill(jalon);
  officer = (await personWith(jalon, 'admin', { now: jalon.clock.now() })).browser;
  const visited = await crawl(
    officer,
    [`/dossiers/${BLEU}`, '/providers/bleu', '/providers/ovhcloud', ...ENTRANCES],
    true,
  );
  const errors = visited.filter(({ status }) => status >= 400);
  expect(errors.map(({ path }) => path)).toEqual([]);
  pages = [...new Set([...visited.map(({ path }) => path), ...OTHERS])];
}, 120_000);
afterAll(async () => {
  await browsing.close();
  await jalon.close();
});

async function fill(server: Reminding): Promise<void> {
  const csv = { 'content-type': 'text/csv' };
  await server.api.send('/v1/imports', { method: 'POST', headers: csv, body: new Uint8Array(await realLedger()) });
  await recordHostileLedger(server);
  // The second is on hold: one entry of ten moves.
  for (const day of ['2026-03-01', '2026-04-01'])
    await server.api.send('/v1/registers/fedramp-marketplace/readings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: readFileSync(`samples/registers/fedramp-marketplace-${day}.json`),
    });
  const subscription = await server.subscribe(server.api);
  await server.plan();
  await server.pass(2);
  await server.send();
  await server.deliveries.work(subscription, () => Promise.resolve());
}

/** With the session of the officer, in a language that was chosen. */
async function visitAs(language: 'fr' | 'en', home: TestApi): Promise<Visit> {
  const visit = await browsing.visit(home.url, { language });
  const { hostname } = new URL(home.url);
  await visit.context.addCookies(
    [...officer.cookies].map(([name, value]) => ({ name, value, domain: hostname, path: '/' })),
  );
  return visit;
}

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  it('every page suits everybody, light and dark, wide and narrow', async () => {
    const visit = await visitAs(language, jalon);
    const faults: string[] = [];
    expect(pages.length).toBeGreaterThan(80);
    for (const path of pages) {
      visit.complaints.length = 0;
      await visit.page.goto(path);
      await visit.page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      for (const fault of await checkPage(visit, sound)) faults.push(`${path}: ${fault}`);
    }
    await visit.close();
    expect(faults).toEqual([]);
  }, 240_000);

  it('no table breaks words or the page, on tablets and on paper, where nothing is left to act', async () => {
    const visit = await visitAs(language, jalon);
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

  it('the first line of the board is seen at once, and a refused form reads its problems first', async () => {
    const visit = await visitAs(language, jalon);
    const { page } = visit;
    for (const size of [
      { width: 1440, height: 900 },
      { width: 375, height: 740 },
    ]) {
      await page.setViewportSize(size);
      for (const path of ['/', '/?sort=provider&reverse=true&scheme=secnumcloud']) {
        await page.goto(path);
        const box = await page.locator('.board tbody tr').first().boundingBox();
        expect((box?.y ?? Infinity) + 40).toBeLessThan(size.height);
      }
    }
    await page.goto('/providers/new');
    await page.locator('main form button').click();
    await page.locator('[role=alert]:focus').waitFor();
    expect(await page.title()).toMatch({ fr: /^Erreur\s: /, en: /^Error: / }[language]);
    await visit.close();
  });

  it('every form suits everybody when it is refused, and what comes after it, too', async () => {
    const visit = await visitAs(language, jalon);
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
    const visit = await browsing.visit(jalon.url, { language: 'fr' });
    const { html } = await officer.get('/providers/new');
    const form = formsOf(tagsOf(html)).find(({ action }) => action === '/providers/new');
    expect(form?.fields.map(([name]) => name)).toContain('name');
    await visit.page.goto('/sign-in?to=%2Fproviders%2Fnew');
    expect(await checkPage(visit)).toEqual([]);
    await visit.close();
  });
});
