import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { Browsing, type Reader } from '#test/browser/visit.js';
import { checkPage } from '#test/browser/check-page.js';

const browsing = new Browsing();
afterAll(() => browsing.close());

describe('the page that confirms a subscription', () => {
  let jalon: TestApi;
  beforeAll(async () => {
    jalon = await startApi();
  });
  afterAll(() => jalon.close());

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
