import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { Browsing, type Reader } from '#test/browser/visit.js';
import { checkPage } from '#test/browser/check-page.js';
import { startedOnce } from '#test/started.js';

const browsing = new Browsing();
afterAll(() => browsing.close());

describe('the page that confirms a subscription', () => {
  const jalon = startedOnce(() => startApi());

  it.each<[Reader, heading: string]>([
    [{ language: 'fr' }, 'Confirmer l’abonnement'],
    [{ language: 'en' }, 'Confirm the subscription'],
    [{ language: 'en', script: false }, 'Confirm the subscription'],
  ])('is in order for %j', async (reader, heading) => {
    const visit = await browsing.visit(jalon.url, reader);
    await visit.page.goto('/subscriptions/0197d9a0-0000-7000-8000-000000000001/confirm?token=x');
    expect(await visit.page.getByRole('heading').textContent()).toBe(heading);
    expect(await checkPage(visit)).toEqual([]);
    await visit.close();
  });
});

describe('the page of a provider', () => {
  const jalon = startedOnce(() => startApi({ PUBLIC_READ: 'true', SMTP_URL: 'smtp://127.0.0.1:1' }));
  beforeAll(async () => {
    await jalon.api.post('/v1/providers', { name: 'Bleu' });
  });

  it.each<[Reader, follow: string]>([
    [{ language: 'fr' }, 'Suivre'],
    [{ language: 'en', script: false }, 'Follow'],
  ])('is followed by a visitor with an address: %j', async (reader, follow) => {
    const visit = await browsing.visit(jalon.url, reader);
    const { page } = visit;
    await page.goto('/providers/bleu');
    await page.locator('summary', { hasText: follow }).focus();
    await page.keyboard.press('Enter');
    expect(await checkPage(visit)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.type('anne@example.org');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/follow/address');
    expect(await page.getByRole('status').count()).toBe(1);
    expect(await checkPage(visit)).toEqual([]);
    await visit.close();
  });
});
