import { beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let admin: ConsoleClient;

beforeAll(async () => {
  admin = consoleOf(server);
  await admin.signIn();
});

async function subscribed(address: string): Promise<string> {
  const { body } = await server.api.post('/v1/subscriptions', { channel: 'email', address, language: 'en' });
  await server.deliveries.work(body.id, () => Promise.resolve());
  return body.id;
}

const pathIn = (html: string): string => /href="(\/mails\/[\w-]{36})"/.exec(html)?.[1] ?? '';

describe('unsent mail', () => {
  it('is explained while there is none', async () => {
    expect((await admin.get('/mails')).text).toContain('No email is stored. When you subscribe an address');
  });

  it('can be used to confirm a first subscription', async () => {
    const id = await subscribed('first@example.org');
    const list = await admin.get('/mails');
    expect(list.text).toContain('Confirm your subscription to Jalon first@example.org 25 November 2026');
    const mail = await admin.get(pathIn(list.html));
    const delivery = await admin.get(pathIn(list.html).replace('/mails/', `/subscribers/${id}/deliveries/`));
    expect(delivery.text).toContain(
      'Status not sent (stored) No mail server was configured: the email is stored and was not sent.',
    );
    const link = /href="(http[^"]+\/confirm\?token=[\w-]+)"/.exec(mail.html)?.[1] ?? '';
    const address = link.replace(/^http:\/\/[^/]+/, server.url);
    const asked = await (await fetch(address, { headers: { 'accept-language': 'en' } })).text();
    expect(asked).toMatch(
      /The operator of 127\.0\.0\.1:3000 asks to send .* <strong>[^<]+@example\.org<\/strong>.*<li>[^<]+<\/li>/,
    );
    const foreign = await (await fetch(address.replace(/token=.*/, 'token=x'))).text();
    expect(foreign).not.toMatch(/JALON_ADMIN_KEY|example\.org/);
    await fetch(address, { method: 'POST' });
    expect((await admin.get(`/subscribers/${id}`)).text).toContain('Status active');
  });

  it('can be downloaded for mail programs', async () => {
    const path = pathIn((await admin.get('/mails')).html);
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const file = await fetch(`${server.url}${path}/mail.eml`, { headers: { cookie } });
    expect(file.headers.get('content-type')).toBe('message/rfc822');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]{36}\.eml"$/);
    const parsed = await simpleParser(await file.text());
    expect(parsed.subject).toBe('Confirm your subscription to Jalon');
    expect(parsed.html).toContain('/confirm?token=');
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('is listed in pages', async () => {
    for (let nth = 0; nth < 26; nth += 1) await subscribed(`many-${nth}@example.org`);
    const first = await admin.get('/mails');
    const next = /rel="next" href="([^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await admin.get(next);
    expect(second.text).toContain('first@example.org');
    expect(second.text).toContain('Back to the latest');
    expect((await admin.get('/mails?cursor=nonsense')).status).toBe(400);
  });

  it('is visible to administrators only, and not found if unknown', async () => {
    const officer = consoleOf(server);
    await officer.signIn(await server.keyWith('record'));
    expect((await officer.get('/mails')).status).toBe(403);
    expect((await officer.get('/help')).html).not.toContain('href="/mails"');
    expect((await admin.get('/mails/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  it('does not exist where mail is sent', async () => {
    const sending = await startApi({ SMTP_URL: 'smtp://127.0.0.1:2525' });
    const french = consoleOf(sending, 'fr');
    await french.signIn(ADMIN_KEY);
    expect((await french.get('/mails')).text).toContain('les courriels sont envoyés et ne sont plus conservés ici');
    expect((await french.get('/subscribers/new')).text).toContain('Un lien de confirmation est d’abord envoyé.');
    await sending.close();
  });
});
