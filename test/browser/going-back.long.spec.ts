import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { Browsing, type Visit } from '#test/browser/visit.js';
import { startedOnce } from '#test/started.js';

const browsing = new Browsing();
afterAll(() => browsing.close());

describe('what was typed in a form is there again after going back', () => {
  const jalon = startedOnce(() => startApi());
  let dossier: string;
  beforeAll(async () => {
    await jalon.api.post('/v1/providers', { name: 'Bleu' });
    const opened = await jalon.api.post('/v1/dossiers', { provider: 'bleu', scheme: 'secnumcloud' });
    dossier = `/dossiers/${opened.body.id}`;
  });

  let visit: Visit;
  beforeEach(async () => {
    visit = await browsing.visit(jalon.url, { language: 'en' });
    const { page } = visit;
    await page.goto('/sign-in');
    await page.getByLabel(/^API key/).fill(ADMIN_KEY);
    await page.getByLabel(/^API key/).press('Enter');
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  });
  afterEach(() => visit.close());

  const typed = {
    'data.milestone': 'J1',
    occurred: '2026-03-15',
    'source.kind': 'statement',
    'source.publisher': 'ANSSI',
    'source.url': 'https://cyber.gouv.fr/j1',
    'source.quote': 'J1 is passed.',
  };

  const field = (name: string) => visit.page.locator(`main [name="${name}"]:not([type=hidden])`);
  const valuesOf = (names: string[]) => Promise.all(names.map((name) => field(name).inputValue()));

  async function fill(fields: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const isChoice = (await field(name).evaluate((one) => one.tagName)) === 'SELECT';
      await (isChoice ? field(name).selectOption(value) : field(name).fill(value));
    }
  }

  const press = (name: string) => visit.page.getByRole('main').getByRole('button', { name, exact: true }).click();

  it('from a preview', async () => {
    const { page } = visit;
    await page.goto(`${dossier}/record/MilestoneReached`);
    await fill(typed);
    await press('Preview');
    await page.getByRole('button', { name: 'Record the event', exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Preview', exact: true }).waitFor();
    expect(await valuesOf(Object.keys(typed))).toEqual(Object.values(typed));
  });

  it('from a page that refuses the file', async () => {
    const { page } = visit;
    await page.goto(`${dossier}/record/MilestoneReached`);
    await fill(typed);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'list.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no pdf') });
    await press('Preview');
    await page.getByRole('alert').waitFor();
    expect(await valuesOf(Object.keys(typed))).toEqual(Object.values(typed));
    await page.goBack();
    await page.getByRole('button', { name: 'Preview', exact: true }).waitFor();
    expect(await valuesOf(Object.keys(typed))).toEqual(Object.values(typed));
  });

  it('from the check of a pasted text', async () => {
    const { page } = visit;
    await page.goto('/import');
    await page.getByText('Or paste the text').click();
    const text = 'provider,scheme,type\nBleu,secnumcloud,X';
    await page.locator('textarea').fill(text);
    await press('Check the text');
    await page.waitForURL(/\/import\/./);
    await page.goBack();
    await page.waitForURL(/\/import$/);
    expect(await page.locator('textarea').inputValue()).toBe(text);
  });

  it('from what is said of the dossier to open', async () => {
    const { page } = visit;
    const named = { provider: 'bleu', service: 'Platform' };
    await page.goto('/dossiers/new');
    await fill(named);
    await page.locator('main form button').first().click();
    await page.getByRole('alert').waitFor();
    await page.goBack();
    expect(await valuesOf(Object.keys(named))).toEqual(Object.values(named));
  });

  it('from the warning of a similar name', async () => {
    const { page } = visit;
    await page.goto('/providers/new');
    await fill({ name: 'Bleu cloud' });
    await page.locator('main form button').first().click();
    await page.getByRole('alert').waitFor();
    await page.goBack();
    expect(await valuesOf(['name'])).toEqual(['Bleu cloud']);
  });
});
