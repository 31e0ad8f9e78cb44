import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkPage } from '#test/browser/check-page.js';
import { type ConsoleVisits, startConsoleVisits } from '#test/browser/console-visits.js';
import type { Visit } from '#test/browser/visit.js';

/** Lower than that, the longest dossier of the sample would be a long read. */
const HIGHEST = 2_200;

let visits: ConsoleVisits;
let paths: string[];
let eventful: string;

const source = (kind: string) => ({ kind, publisher: kind === 'decision' ? 'ANSSI' : 'Full Life Cloud' });

/** Whatever a picture can show: dates of any precision, targets that moved, a suspension, an end, corrections. */
const LIFE: [type: string, occurred: string, kind: string, data: object][] = [
  ['IntentDeclared', '2019', 'company', {}],
  ['ApplicationFiled', '2019-Q4', 'company', {}],
  ['TargetSet', '2020-01', 'company', { milestone: 'J3', target: '2020-H2' }],
  ['MilestoneReached', '2020-02-14', 'company', { milestone: 'J0' }],
  ['TargetSet', '2021-01-10', 'press', { milestone: 'J3', target: '2021-06' }],
  ['GrantIssued', '2021-12-03', 'decision', { decision: '2101', validFrom: '2021-12-03', validUntil: '2024-12-02' }],
  ['GrantSuspended', '2023-02-01', 'decision', { decision: '2101' }],
  ['GrantReinstated', '2023-05-15', 'decision', { decision: '2101' }],
  ['GrantAnnounced', '2024-11', 'company', { decision: '2644' }],
];

beforeAll(async () => {
  visits = await startConsoleVisits();
  const { api } = visits.jalon;
  const { body } = await api.get('/v1/dossiers?limit=200');
  paths = (body.items as { id: string }[]).map(({ id }) => `/dossiers/${id}`);
  const { body: provider } = await api.post('/v1/providers', { name: 'Full Life Cloud' });
  const { body: dossier } = await api.post('/v1/dossiers', { provider: provider.id, scheme: 'secnumcloud' });
  eventful = `/dossiers/${dossier.id}`;
  for (const [type, occurred, kind, data] of LIFE)
    await api.post(`/v1${eventful}/events`, { type, occurred, source: source(kind), data });
}, 120_000);
afterAll(() => visits.close());

const heightOf = ({ page }: Visit): Promise<number> => page.evaluate<number>('document.documentElement.scrollHeight');

describe('the page of a dossier', () => {
  it('fits a few screens, however long the dossier of the sample', async () => {
    const visit = await visits.visitAs('en');
    const heights: Record<string, number> = {};
    for (const path of paths) {
      await visit.page.goto(path);
      if (!(await visit.page.title()).includes('alert(')) heights[path] = await heightOf(visit); // names of another ledger
    }
    await visit.close();
    expect(Object.keys(heights).length).toBeGreaterThan(10);
    expect(Object.entries(heights).filter(([, height]) => height > HIGHEST)).toEqual([]);
  }, 120_000);

  it.each(['fr', 'en'] as const)(
    'suits everybody with all that a picture can show, at any two times (%s)',
    async (language) => {
      const visit = await visits.visitAs(language);
      const faults: string[] = [];
      for (const query of ['', '?asOf=2023-03-01', '?asOf=2021-06-30&knownOn=2026-11-27', '?said=amended']) {
        await visit.page.goto(eventful + query);
        for (const fault of await checkPage(visit)) faults.push(`${query}: ${fault}`);
      }
      for (const width of [320, 375, 768, 1920]) {
        await visit.page.setViewportSize({ width, height: 800 });
        await visit.page.goto(eventful);
        const wide = await visit.page.evaluate<number>('document.querySelector("main").scrollWidth');
        if (wide > width) faults.push(`${width}: ${wide} px wide`);
      }
      await visit.close();
      expect(faults).toEqual([]);
    },
    120_000,
  );

  it('says of each mark what it is, who says so and when, by keyboard alone and without scripts', async () => {
    const visit = await visits.browsing.visit(visits.jalon.url, { language: 'en', script: false });
    const { page } = visit;
    await page.goto(eventful);
    const mark = page.locator('.fact[data-type=GrantSuspended]');
    expect(await mark.locator('.tip').isVisible()).toBe(false);
    await page.locator('.handles a').last().focus();
    for (let tab = 0; tab < 40 && !(await mark.locator('.tip').isVisible()); tab++) await page.keyboard.press('Tab');
    expect(await mark.locator('.tip').textContent()).toBe(
      '1 February 2023 · Decision 2101 suspended · ANSSI (decision by the authority) · official source',
    );
    await page.keyboard.press('Enter');
    expect(await page.locator('.entry:target h3').innerText()).toContain('Decision 2101 suspended');
    await page.goto(`${eventful}?asOf=2023-02-01`);
    await page.locator('.handles a[rel=next]').first().click();
    expect(new URL(page.url()).search).toBe('?asOf=2023-05-15');
    await visit.close();
  }, 60_000);
});
