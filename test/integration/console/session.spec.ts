import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';
import { STATUSES } from '#domain/dossier/status.js';
import { SOURCE_KINDS } from '#domain/source/source.js';

const served = startedOnce(() => startApi());

const HOUR_MS = 3_600_000;

let officer: ConsoleClient;

beforeAll(async () => {
  officer = consoleOf(served);
  await officer.signIn();
});

const pages = ['/', '/providers', '/grants', '/deadlines', '/schemes', '/import', '/subscribers', '/mails'];

describe('the sign-in', () => {
  it('accepts an API key, and shows its name', async () => {
    const { status, text } = await officer.get('/help');
    expect(status).toBe(200);
    expect(text).toContain('JALON_ADMIN_KEY');
  });

  it('keeps the session in a cookie that scripts cannot read and other sites cannot send', async () => {
    const { headers } = await consoleOf(served).post('/sign-in', { key: await served.keyWith('read'), to: '/' });
    expect(headers.get('set-cookie')).toMatch(/^jalon=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/);
  });

  it('rejects a wrong key without repeating it', async () => {
    const { status, html, text } = await consoleOf(served).post('/sign-in', { key: 'jalon_nobody', to: '/providers' });
    expect(status).toBe(422);
    expect(text).toContain('The API key is unknown or was revoked.');
    expect(html).not.toContain('jalon_nobody');
    expect(html).toContain('name="to" value="/providers"');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example'])(
    'does not redirect to %s',
    async (to) => {
      const { location } = await consoleOf(served).post('/sign-in', { key: await served.keyWith('read'), to });
      expect(location).toBe('/');
    },
  );

  it('ends permanently with a sign-out', async () => {
    const visitor = consoleOf(served);
    await visitor.signIn();
    const before = new Map(visitor.cookies);
    await visitor.post('/sign-out', {});
    before.forEach((value, name) => visitor.cookies.set(name, value));
    expect((await visitor.get('/providers')).location).toBe('/sign-in?to=%2Fproviders');
  });

  it('ends the previous session of the browser', async () => {
    const visitor = consoleOf(served);
    await visitor.signIn();
    const before = new Map(visitor.cookies);
    await visitor.signIn(await served.keyWith('read'));
    expect((await visitor.get('/providers')).status).toBe(200);
    before.forEach((value, name) => visitor.cookies.set(name, value));
    expect((await visitor.get('/providers')).location).toBe('/sign-in?to=%2Fproviders');
  });

  it('ends when its key is revoked', async () => {
    const { body } = await served.api.post('/v1/admin/api-keys', { name: 'short', scopes: ['read'] });
    const visitor = consoleOf(served);
    await visitor.signIn(body.key);
    expect((await visitor.get('/schemes')).status).toBe(200);
    await served.api.delete(`/v1/admin/api-keys/${body.id}`);
    expect((await visitor.get('/schemes')).status).toBe(303);
  });

  it('ends after twelve hours without a visit', async () => {
    const later = await startApi({}, Clock.startingAt(new Date('2026-11-25T08:00:00Z')));
    const visitor = consoleOf(later);
    await visitor.signIn();
    const ago = new Date(Date.parse('2026-11-25T08:00:00Z') - 12 * HOUR_MS);
    await later.db.updateTable('console_session').set({ seen_at: ago }).execute();
    expect((await visitor.get('/schemes')).status).toBe(303);
    await later.close();
  });
});

describe('without a session', () => {
  it.each(pages)('%s asks to sign in, and is shown afterwards', async (path) => {
    const { status, location } = await consoleOf(served).get(path);
    expect([status, location]).toEqual([303, `/sign-in?to=${encodeURIComponent(path)}`]);
  });

  it('a URL keeps all question marks of its query', async () => {
    const { html } = await consoleOf(served).get('/sign-in?to=/help?a=1?2');
    expect(html).toContain('name="to" value="/help?a=1?2"');
  });

  it('a key in a header opens no page', async () => {
    const { status } = await served.api.send('/schemes', { redirect: 'manual', headers: { accept: 'text/html' } });
    expect(status).toBe(303);
  });

  it('a session opens no route of REST', async () => {
    const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expect((await served.as().get('/v1/providers', { cookie })).status).toBe(401);
  });

  it('form input is kept, and sent after signing in', async () => {
    const visitor = consoleOf(served);
    const refused = await visitor.post('/providers/new', { name: 'Typed <b>Cloud</b>', csrf: 'of an older session' });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('Your input has been kept');
    const typed = /name="typed" value="([^"]+)"/.exec(refused.html)?.[1] ?? '';
    expect(typed).not.toContain('csrf');
    expect(refused.html).not.toMatch(/href="\/sign-in|action="\/language"/); // either would lose it
    const goOn = await visitor.post('/sign-in', {
      key: await served.keyWith('record'),
      to: '/providers/new',
      typed: typed.replaceAll('&amp;', '&'),
    });
    expect(goOn.status).toBe(200);
    expect(goOn.html).toContain('action="/providers/new"');
    expect(goOn.html).toContain('name="name" value="Typed &lt;b>Cloud&lt;/b>"');
  });
});

describe('a form', () => {
  it('of the maximum size is kept during sign-in, whatever its characters', async () => {
    const text = 'é'.repeat(53_000);
    const visitor = consoleOf(served);
    const { html } = await visitor.post('/import', { text });
    const typed = /name="typed" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const goOn = await visitor.post('/sign-in', { key: await served.keyWith('record'), to: '/import', typed });
    expect([goOn.status, goOn.html.includes(text)]).toEqual([200, true]);
    expect((await officer.post('/import', { text: `${text}${text}` })).status).toBe(413);
  });

  it('of another session is not executed, and can be sent again', async () => {
    const { status, html } = await officer.post('/providers/new', { name: 'Stale', csrf: 'x'.repeat(43) });
    expect(status).toBe(409);
    expect(html).toContain('name="name" value="Stale"');
    expect((await served.api.get('/v1/providers?limit=1')).body.items).toEqual([]);
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('sent by another site is rejected: %j', async (headers) => {
    const { status, text } = await officer.post('/providers/new', { name: 'Foreign' }, headers);
    expect(status).toBe(403);
    expect(text).toContain('Form sent from another site');
    expect((await served.api.get('/v1/providers?limit=1')).body.items).toEqual([]);
  });

  it('with another media type is rejected', async () => {
    for (const type of ['application/json', 'text/csv', 'text/plain']) {
      const { status } = await officer.post('/providers/new', {}, { 'content-type': type });
      expect([400, 413, 415]).toContain(status);
    }
  });
});

describe('every page', () => {
  it('forbids external and inline content', async () => {
    const { headers, html } = await officer.get('/help');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(html).not.toMatch(/ style=| on\w+=|<script(?![^>]* src="\/assets\/)/);
  });

  it('uses the chosen language, regardless of the browser', async () => {
    const visitor = consoleOf(served, 'en');
    const { location, headers } = await visitor.post('/language', { language: 'fr', to: '/help' });
    expect(location).toBe('/help');
    expect(headers.get('set-cookie')).toContain('jalon-language=fr');
    expect((await visitor.get('/help')).html).toContain('<html lang="fr"');
  });

  it.each([
    ['asOf=2021-02-30', 'asOf must be an existing day'],
    ['knownOn=yesterday', 'knownOn must be an existing day'],
    ['asOf=0001-01-01', 'asOf must have a year from 1900 to 2199'],
  ])('refuses %s and names the field', async (query, reason) => {
    const { status, text } = await officer.get(`/schemes?${query}`);
    expect(status).toBe(400);
    expect(text).toContain(reason);
  });

  it('is shown as an error page when sessions cannot be read', async () => {
    await sql`alter table console_session rename to unreachable`.execute(served.owner);
    try {
      const { status, headers } = await officer.get('/providers');
      expect([status, headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    } finally {
      await sql`alter table unreachable rename to console_session`.execute(served.owner);
    }
  });

  it('has its own address; unknown addresses show a "not found" page', async () => {
    const { status, text } = await officer.get('/no/such/page');
    expect(status).toBe(404);
    expect(text).toContain('Page not found');
    expect(text).toContain('Sign out');
  });
});

describe('the assets', () => {
  it('are cached under addresses that change with their content', async () => {
    const { html } = await officer.get('/help');
    const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(files).toHaveLength(4);
    for (const path of files) {
      const { status, headers } = await served.as().get(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });
});

const linksOf = (html: string): string[] => [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href = '']) => href);
const rowsOf = (html: string): number => [...html.matchAll(/<th scope="row">/g)].length;

describe('the help', () => {
  it.each(['fr', 'en'] as const)('links its contents to each section: %s', async (language) => {
    const { status, html } = await consoleOf(served, language).get('/help');
    expect(status).toBe(200);
    const anchors = linksOf(html).filter((href) => href.startsWith('#') && href !== '#content');
    expect(anchors).toHaveLength(18);
    for (const anchor of anchors) expect(html).toContain(`<h2 id="${anchor.slice(1)}">`);
  });

  it.each(['fr', 'en'] as const)('explains every status, source and kind of deadline: %s', async (language) => {
    const { html } = await consoleOf(served, language).get('/help');
    expect(rowsOf(html)).toBe(STATUSES.length + SOURCE_KINDS.length + 9);
  });

  it('links only to pages that the reader may open', async () => {
    const visitor = consoleOf(served);
    const places = ['/', '/schemes', '/import', '/deadlines', '/subscribers'];
    const offered = async () => {
      const links = linksOf((await visitor.get('/help')).html.split('<main')[1] ?? '');
      return places.filter((place) => links.includes(place));
    };
    expect(await offered()).toEqual([]);
    await visitor.signIn(await served.keyWith('read'));
    expect(await offered()).toEqual(['/', '/schemes', '/deadlines']);
    await visitor.signIn();
    expect(await offered()).toEqual(places);
  });
});
