import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, sectionOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi({ PUBLIC_READ: 'false' }));
let admin: ConsoleClient;
/** Without a session. */
let reader: ConsoleClient;
let id: string;
let link: string;

beforeAll(async () => {
  [admin, reader] = [consoleOf(server), consoleOf(server, 'fr')];
  await admin.signIn();
  const filter = { schemes: ['secnumcloud', 'hds'], confirmedOnly: true };
  const asked = { channel: 'email', address: 'reader@example.org', language: 'en', filter };
  id = ((await server.api.post('/v1/subscriptions', asked)).body as { id: string }).id;
  await server.db
    .updateTable('subscription')
    .set({ state: 'active', confirmed_at: new Date('2026-11-25T08:00:00Z'), since_position: 1 })
    .where('id', '=', id)
    .execute();
  await server.api.post(`/v1/subscriptions/${id}/test`, {});
  await server.deliveries.work(id, () => Promise.resolve());
  const { text } = await server.db.selectFrom('kept_mail').select('text').executeTakeFirstOrThrow();
  const { pathname, search } = new URL(/Change or pause these messages: (\S+)/.exec(text)?.[1] ?? '');
  link = pathname + search;
});

const settings = async () => {
  const { body } = await server.api.get(`/v1/subscriptions/${id}`);
  return body as {
    filter: object;
    offered: object;
    mode: string;
    language: string;
    recipientPausedUntil: string | null;
  };
};

const wished = { act: 'save', follows: 'both', language: 'en', mode: 'immediate' };

describe('the page of preferences', () => {
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
    const browser = consoleOf(server, 'en');
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

  it('keeps what the owner changes meanwhile (POST /subscriptions/:id/preferences)', async () => {
    const was = new URLSearchParams({ language: 'en', mode: 'immediate', follows: 'both' });
    await server.api.patch(`/v1/subscriptions/${id}`, { mode: 'daily' });
    const both = await reader.post(link, { ...wished, mode: 'weekly', was: was.toString() });
    expect(both.status).toBe(409);
    expect((await settings()).mode).toBe('daily');
    await reader.post(link, { ...wished, mode: 'immediate', was: was.toString() });
    expect((await settings()).mode).toBe('daily');
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
