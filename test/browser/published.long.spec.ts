import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkPage } from '#test/browser/check-page.js';
import { BLEU, type ConsoleVisits, startConsoleVisits } from '#test/browser/console-visits.js';
import { saysHere } from '#test/jalon.js';
import { publishCommand } from '../../apps/cli/publish/publish-command.js';

/** Where the site stands, on a server of files. */
const UNDER = '/some/path/';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const KINDS = [
  ...['index', 'dossiers', 'deadlines', 'providers', 'schemes', 'registers', 'help', 'years/2025'],
  ...[`dossiers/${BLEU}`, 'providers/bleu', 'providers/bleu.2', 'providers/hostile', 'schemes/secnumcloud'],
  ...['schemes/secnumcloud.dossiers', 'registers/fedramp-marketplace'],
];

let visits: ConsoleVisits;
let folder = '';
let server: Server;
let home = '';

beforeAll(async () => {
  visits = await startConsoleVisits();
  folder = await mkdtemp(join(tmpdir(), 'jalon-published-'));
  const args = [join(folder, 'site'), '--as-of', '2026-11-27'];
  const { code, said } = await saysHere(publishCommand(), args, { DATABASE_URL: visits.jalon.databaseUrl });
  expect({ code, said }).toMatchObject({ code: 0 });
  server = createServer((request, response) => {
    const path = (request.url ?? '').replace(UNDER, '/');
    readFile(join(folder, 'site', path)).then(
      (bytes) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 180_000);
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await visits.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['fr', 'en'] as const)('the published site in %s', (language) => {
  it('suits everybody, light and dark, wide and narrow', async () => {
    const visit = await visits.browsing.visit(home, { language });
    const faults: string[] = [];
    for (const path of ['index.html', ...KINDS.map((kind) => `${language}/${kind}.html`)]) {
      visit.complaints.length = 0;
      expect([path, (await visit.page.goto(UNDER + path))?.status()]).toEqual([path, 200]);
      for (const fault of await checkPage(visit)) faults.push(`${path}: ${fault}`);
    }
    await visit.close();
    expect(faults).toEqual([]);
  }, 240_000);

  it('leads from its first page to what is known of a service, to the other language, and back', async () => {
    const visit = await visits.browsing.visit(home, { language, script: false });
    const { page } = visit;
    await page.goto(`${UNDER}index.html`);
    await page.locator(`a[href="${language}/index.html"]`).click();
    await page.locator('main a[href="dossiers.html"]').click();
    await page.locator(`a[href="dossiers/${BLEU}.html"]`).first().click();
    const title = await page.locator('h1').textContent();
    await page.locator('header a[hreflang]').click();
    expect(new URL(page.url()).pathname).toBe(`${UNDER}${language === 'fr' ? 'en' : 'fr'}/dossiers/${BLEU}.html`);
    expect(await page.locator('h1').textContent()).toBe(title);
    await page.locator('header .brand').click();
    expect(await page.locator('main td.number').count()).toBeGreaterThan(3);
    await visit.close();
  });
});
