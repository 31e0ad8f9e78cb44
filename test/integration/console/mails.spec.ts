import { beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, fieldOf, sectionOf } from '#test/console.js';
import { signedIn, startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());

const admin = signedIn(served);

async function subscribed(address: string): Promise<string> {
  const { body } = await served.api.post('/v1/subscriptions', { channel: 'email', address, language: 'en' });
  await served.deliveries.work(body.id, () => Promise.resolve());
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
    expect(list.text).toContain('Confirm your subscription to Jalon first@example.org 25 Nov 2026');
    const mail = await admin.get(pathIn(list.html));
    const delivery = await admin.get(pathIn(list.html).replace('/mails/', `/subscribers/${id}/deliveries/`));
    expect(delivery.text).toContain(
      'Status not sent (stored) No mail server was configured: the email is stored and was not sent.',
    );
    const link = /href="(http[^"]+\/confirm\?token=[\w-]+)"/.exec(mail.html)?.[1] ?? '';
    const address = link.replace(/^http:\/\/[^/]+/, served.url);
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
    const file = await fetch(`${served.url}${path}/mail.eml`, { headers: { cookie } });
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
    expect(second.text).toContain('First page');
    expect((await admin.get('/mails?cursor=nonsense')).status).toBe(400);
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

describe('the page of preferences', () => {
  /** Without a session. */
  let reader: ConsoleClient;
  let id: string;
  let link: string;

  beforeAll(async () => {
    reader = consoleOf(served, 'fr');
    const filter = { schemes: ['secnumcloud', 'hds'], confirmedOnly: true };
    const asked = { channel: 'email', address: 'reader@example.org', language: 'en', filter };
    id = ((await served.api.post('/v1/subscriptions', asked)).body as { id: string }).id;
    await served.db
      .updateTable('subscription')
      .set({ state: 'active', confirmed_at: new Date('2026-11-25T08:00:00Z'), since_position: 1 })
      .where('id', '=', id)
      .execute();
    await served.api.post(`/v1/subscriptions/${id}/test`, {});
    await served.deliveries.work(id, () => Promise.resolve());
    const { text } = await served.db
      .selectFrom('kept_mail')
      .select('text')
      .where('subject', '=', 'Test message')
      .executeTakeFirstOrThrow();
    const { pathname, search } = new URL(/Change or pause these messages: (\S+)/.exec(text)?.[1] ?? '');
    link = pathname + search;
  });

  const settings = async () => {
    const { body } = await served.api.get(`/v1/subscriptions/${id}`);
    return body as {
      filter: object;
      offered: object;
      mode: string;
      language: string;
      recipientPausedUntil: string | null;
    };
  };

  const wished = { act: 'save', follows: 'both', language: 'en', mode: 'immediate' };

  it('needs no session, is in the language of the subscription, and changes nothing when it is opened', async () => {
    const before = await settings();
    const { status, html, text } = await reader.get(link);
    expect(status).toBe(200);
    expect(html).toContain('<html lang="en"');
    expect(sectionOf(html, 'now')).toMatch(/Schemes SecNumCloud, .*\(HDS\)/);
    expect(text).not.toContain('token=');
    expect(text).toContain('These settings apply to the messages to reader@example.org.');
    expect(sectionOf(html, 'history')).toContain('Test message');
    expect(await settings()).toEqual(before);
  });

  it('can be read in the other language, which the messages keep', async () => {
    const browser = consoleOf(served, 'en');
    const [, to = ''] = /name="to" value="([^"]+)"/.exec((await browser.get(link)).html) ?? [];
    const { location } = await browser.post('/language', { language: 'fr', to: to.replaceAll('&amp;', '&') });
    const { html } = await browser.get(location ?? '');
    expect(html).toContain('<html lang="fr"');
    expect(html).toContain('lang="en">Test message');
    expect((await settings()).language).toBe('en');
  });

  it('opens with the whole link only', async () => {
    for (const other of [
      link.slice(0, -1),
      link.replace('token=', 'token=_'),
      link.replace(
        id,
        id.replace(/^./, (first) => (first === 'f' ? 'e' : 'f')),
      ),
    ])
      expect((await reader.get(other)).status).toBe(422);
    const unsubscribe = link.replace('preferences', 'unsubscribe');
    expect((await reader.post(unsubscribe, {})).status).toBe(422);
  });

  it('narrows what the owner offers and goes back to it, and never widens it', async () => {
    const { html } = await reader.get(link);
    expect(html).not.toContain('value="ens"');
    const some = new URLSearchParams({
      ...wished,
      language: 'fr',
      mode: 'weekly',
      digestDay: 'friday',
      'filter.schemes': 'hds',
    });
    expect((await reader.post(link, some)).location).toContain('done=changed');
    const chosen = { schemes: ['hds'], confirmedOnly: true, changes: true, deadlines: true };
    const offered = { ...chosen, schemes: ['secnumcloud', 'hds'] };
    expect(await settings()).toMatchObject({
      filter: chosen,
      offered,
      mode: 'weekly',
      digestDay: 'friday',
      language: 'fr',
    });
    expect((await reader.get(link)).text).toContain('Récapitulatif hebdomadaire, le vendredi à 9 h');
    expect((await admin.get(`/subscribers/${id}`)).text).toContain(
      'Chosen by the recipient Topics: Recorded events and deadlines',
    );

    const other = new URLSearchParams({ ...wished, 'filter.schemes': 'ens' });
    const refused = await reader.post(link, other);
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('n’est pas compris')]);
    await reader.post(link, { ...wished, mode: 'immediate' });
    expect(await settings()).toMatchObject({ filter: offered, offered, mode: 'immediate', language: 'en' });
  });

  it('replaces nothing unseen that the owner has changed (POST /subscriptions/:id/preferences)', async () => {
    const was = fieldOf((await reader.get(link)).html, 'was') ?? '';
    await served.api.patch(`/v1/subscriptions/${id}`, { mode: 'daily' });
    const told = await reader.post(link, { ...wished, mode: 'weekly', was });
    expect(told.status).toBe(409);
    expect((await settings()).mode).toBe('daily');
    await reader.post(link, { ...wished, mode: 'weekly', was: fieldOf(told.html, 'was') ?? '' });
    expect((await settings()).mode).toBe('weekly');
    await reader.post(link, { ...wished, mode: 'daily' });
  });

  it('pauses until nine on a day, resumes, and ends', async () => {
    const wrong = await reader.post(link, { act: 'pause', until: '2020-01-01' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('must be a day from')]);
    const paused = await reader.submit(link, { act: 'pause', until: '2026-12-14' });
    expect(sectionOf(paused.html, 'pause')).toContain('Paused until 14 December 2026 at 09:00');
    expect((await settings()).recipientPausedUntil).toBe('2026-12-14T08:00:00.000Z');
    await reader.submit(link, { act: 'resume' });
    expect((await settings()).recipientPausedUntil).toBeNull();
    const { text } = await reader.submit(link, { act: 'end' });
    expect(text).toContain('You are unsubscribed.');
    expect((await reader.post(link, wished)).text).toContain('This subscription has ended.');
  });
});
