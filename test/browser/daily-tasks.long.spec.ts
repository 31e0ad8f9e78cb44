import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { realLedger } from '#test/board.js';
import { Browsing, type Visit } from '#test/browser/visit.js';
import { listsFollowed } from '#test/console.js';
import { personIn } from '#test/people.js';
import { type Reminding, startReminding } from '#test/reminding.js';

/** Counts what a hand does; each character is one key, and to choose from a list would be two clicks. */
class Hands {
  clicks = 0;
  keys = 0;

  constructor(readonly page: Page) {}

  async click(at: Locator): Promise<void> {
    this.clicks += 1;
    await at.click();
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }
}

interface Task {
  /** Clicks and keys at eb4eab96, before there was search, from the same start: the board. */
  before: readonly [clicks: number, keys: number];
  now: readonly [clicks: number, keys: number];
  /** Half of before by default. */
  most?: number;
  act: (hands: Hands, page: Page) => Promise<void>;
}

const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
const suggestions = (page: Page) => page.locator('#search-dialog .search-results');

const TASKS: Record<string, Task> = {
  'log a milestone': {
    // Search, dossier, type, milestone, date, recent source, preview, save.
    before: [11, 15],
    now: [3, 5],
    act: async (hands, page) => {
      await hands.type('/bleu');
      await hands.click(suggestions(page).getByRole('link', { name: 'Record J2 today' }).first());
      await hands.click(page.locator('.sources label').nth(1));
      await hands.click(button(page, 'Record the event'));
      await page.waitForURL(/done=recorded/);
      expect(await page.locator('.entry', { hasText: 'J2' }).first().innerText()).toContain('27 November 2026');
    },
  },
  'log a milestone of another day with a new source': {
    // As above, with the date, address, publisher and kind of the source typed and chosen.
    before: [7, 20],
    now: [4, 12],
    most: 16,
    act: async (hands, page) => {
      await hands.type('/zy');
      await hands.click(suggestions(page).getByRole('link', { name: 'Record J1 today' }).first());
      await page.locator(':focus[name=occurred]').waitFor();
      await hands.type('20261120');
      await page.evaluate(() => navigator.clipboard.writeText('https://cyber.gouv.fr/actualites/nouvelle'));
      await hands.click(page.getByLabel('Page address'));
      await hands.press('Control+v');
      await page.getByText('Filled in from earlier sources of cyber.gouv.fr').waitFor();
      expect(await page.getByLabel('Publisher').inputValue()).toBe('ANSSI');
      await hands.click(button(page, 'Record the event'));
      await hands.click(page.locator('button[value=save]')); // what it comes to is shown first
      await page.waitForURL(/done=recorded/);
      for (const seen of [page.getByText('The event has been recorded'), page.locator('main .status').first()])
        expect((await seen.boundingBox())?.y).toBeLessThan(600);
      expect(new URL(page.url()).hash).toBe('');
      expect(await page.getByRole('link', { name: 'View the recorded event' }).count()).toBe(1);
    },
  },
  'see what expires in 90 days': {
    // Deadlines, kind, days ahead, Apply.
    before: [6, 0],
    now: [0, 2],
    act: async (hands, page) => {
      await hands.type('ge');
      await page.waitForURL(/within=90/);
      expect(await page.getByRole('main').innerText()).toContain('Decision 2118');
    },
  },
  'fix a date': {
    // Dossier, Correct, date, reason, preview, save; a search before it took one click and four keys more.
    before: [6, 22],
    now: [3, 8],
    act: async (hands, page) => {
      await hands.click(page.getByRole('link', { name: 'Bleu cloud platform' }));
      await hands.click(page.locator('.entry', { hasText: 'J2' }).first().getByRole('link', { name: 'Correct' }));
      await page.waitForURL(/\/correct/);
      await page.locator(':focus[name=occurred]').waitFor();
      await hands.type('20261126');
      await page.getByText('Status unchanged').waitFor();
      await hands.click(button(page, 'Record as a typing error'));
      await page.waitForURL(/done=/);
      expect(await page.locator('.entry', { hasText: 'J2' }).first().innerText()).toContain('26 November 2026');
    },
  },
  subscribe: {
    // Subscribers, new, address, provider, save.
    before: [5, 24],
    now: [2, 0],
    act: async (hands, page) => {
      await hands.click(page.getByRole('link', { name: 'Bleu cloud platform' }));
      await hands.click(button(page, 'Follow'));
      await button(page, 'Stop following').waitFor();
    },
  },
  'acknowledge a deadline': {
    // Deadlines, Acknowledge.
    before: [2, 0],
    now: [1, 0],
    act: async (hands, page) => {
      await hands.click(page.getByRole('button', { name: /^Acknowledge/ }).first());
      await page
        .getByText(/Deadline acknowledged/)
        .first()
        .waitFor();
    },
  },
  'find a decision by its number': {
    // Among 400 more dossiers: page after page of the grants.
    before: [15, 0],
    now: [0, 6],
    act: async (hands, page) => {
      await hands.type('/2279');
      await hands.press('Enter');
      await page.waitForURL(/\/dossiers\//);
      expect(await page.getByRole('main').innerText()).toContain('2279');
    },
  },
};

const browsing = new Browsing();
let jalon: Reminding;
let visit: Visit;

beforeAll(async () => {
  jalon = await startReminding({ PUBLIC_READ: 'true' });
  const csv = { 'content-type': 'text/csv' };
  await jalon.api.send('/v1/imports', { method: 'POST', headers: csv, body: new Uint8Array(await realLedger()) });
  const { id } = (await jalon.api.post('/v1/providers', { name: 'Zyx' })).body;
  const asked = { provider: id, scheme: 'secnumcloud', service: { name: 'Zyx platform' } };
  const source = { kind: 'list', publisher: 'ANSSI' };
  const first = { type: 'MilestoneReached', occurred: '2026-05-01', source, data: { milestone: 'J0' } };
  await jalon.api.post(`/v1/dossiers/${(await jalon.api.post('/v1/dossiers', asked)).body.id}/events`, first);
  const officer = await personIn(jalon, { name: 'Anne Officer', role: 'admin' });
  await jalon.subscribe(jalon.api);
  await jalon.plan();
  await jalon.pass(2);
  await jalon.send();
  await jalon.owner.updateTable('console_session').set({ seen_at: jalon.clock.now() }).execute();
  await listsFollowed(jalon.db);
  visit = await browsing.visit(jalon.url, { language: 'en' });
  const { hostname } = new URL(jalon.url);
  visit.page.setDefaultTimeout(15_000);
  const cookies = [...officer.console.cookies].map(([name, value]) => ({ name, value, domain: hostname, path: '/' }));
  await visit.context.addCookies(cookies);
  await visit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
}, 120_000);
afterAll(async () => {
  await visit.close();
  await browsing.close();
  await jalon.close();
});

describe('an officer needs few clicks and keys to', () => {
  it.each(Object.entries(TASKS))(
    '%s',
    async (_, { before, now, act, most = (before[0] + before[1]) / 2 }) => {
      const { page } = visit;
      await page.goto('/dossiers');
      const hands = new Hands(page);
      await act(hands, page);
      expect([hands.clicks, hands.keys]).toEqual(now);
      expect(hands.clicks + hands.keys).toBeLessThanOrEqual(most);
      expect(visit.complaints).toEqual([]);
    },
    60_000,
  );
});

it('shortcuts do nothing while one types, and are listed with ?', async () => {
  const { page } = visit;
  await page.goto('/dossiers');
  await page.getByRole('main').getByLabel('Search', { exact: true }).focus();
  await page.keyboard.type('ge/?');
  expect(await page.locator('dialog[open]').count()).toBe(0);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  expect(await page.locator('#shortcuts').innerText()).toContain('Grants that end within 90 days');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('outsacle');
  await suggestions(page).getByRole('link', { name: '3DS Outscale', exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/providers\/3ds-outscale/);
  expect(visit.complaints).toEqual([]);
}, 60_000);
