import { describe, expect, it, beforeAll } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, ADMIN_KEY } from '#test/api.js';
import { consoleOf, type ConsoleClient } from '#test/console.js';
import { MovableClock } from '#test/movable-clock.js';
import { signedIn, startedOnce } from '#test/started.js';
import { STATUSES } from '#domain/dossier/status.js';
import { SOURCE_KINDS } from '#domain/source/source.js';
import { pagesOf } from '#test/client.js';

const served = startedOnce(() => startApi());

const HOUR_MS = 3_600_000;

const officer = signedIn(served);

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
    const clock = new MovableClock();
    const later = await startApi({}, clock);
    const visitor = consoleOf(later);
    await visitor.signIn();
    for (const [hours, status] of [
      [11, 200],
      [11, 200],
      [13, 303],
    ] as const) {
      clock.forward(hours * HOUR_MS);
      expect((await visitor.get('/schemes')).status).toBe(status);
    }
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
    expect(text).toContain('Cross-site form');
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
    ['asOf=2021-02-30', 'asOf must be a day that exists'],
    ['knownOn=yesterday', 'knownOn must be an existing day'],
    ['asOf=0001-01-01', 'asOf must have a year from 1900 to 2199'],
  ])('refuses %s and names the field', async (query, reason) => {
    const { status, text } = await officer.get(`/schemes?${query}`);
    expect(status).toBe(400);
    expect(text).toContain(reason);
  });

  it('is shown as an error page when sessions cannot be read', async () => {
    await sql`alter table revision rename to unreachable`.execute(served.owner);
    try {
      const { status, headers } = await officer.get('/providers');
      expect([status, headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    } finally {
      await sql`alter table unreachable rename to revision`.execute(served.owner);
    }
  });

  it('has its own address; unknown addresses show a "not found" page', async () => {
    const { status, text } = await officer.get('/no/such/page');
    expect(status).toBe(404);
    expect(text).toContain('Not found');
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

describe('what was done', () => {
  const server = startedOnce(() => startApi());
  let admin: ConsoleClient;
  let provider: string;

  interface Listed {
    actor: string;
    act: string;
    about: string | null;
    details: Record<string, unknown>;
  }

  const listed = async (query = ''): Promise<Listed[]> =>
    (await server.api.get(`/v1/admin/activity?${query}`)).body.items;

  beforeAll(async () => {
    admin = consoleOf(server);
    await admin.post('/sign-in', { key: 'jalon_wrong' });
    await admin.signIn(ADMIN_KEY);
    provider = (await server.api.post('/v1/providers', { name: 'Bleu' })).body.id;
    await admin.get('/board.csv?status=granted');
    await server.api.get('/v1/providers', { accept: 'text/csv' });
    const { body: key } = await server.api.post('/v1/admin/api-keys', { name: 'watcher', scopes: ['read'] });
    await server.api.delete(`/v1/admin/api-keys/${key.id}`);
  });

  describe('activity', () => {
    it('lists what was recorded and what was done beside it, newest first', async () => {
      const all = await listed();
      expect(all.map(({ act }) => act)).toEqual([
        ...['key-revoked', 'key-created', 'exported', 'exported', 'recorded', 'signed-in', 'sign-in-failed'],
      ]);
      expect(all[2]?.details).toEqual({ file: 'jalon-providers-2026-11-25.csv' });
      expect(all[3]?.details).toEqual({ file: 'jalon-board-2026-11-25.csv', filter: 'status=granted' });
      expect(all[4]).toMatchObject({ actor: 'key:admin', about: `provider-${provider}` });
      expect(all[6]?.actor).toBe('unknown');
    });

    it('is filtered by person, act, subject and time', async () => {
      expect(await listed('actor=unknown')).toHaveLength(1);
      expect((await listed('actor=key:admin&act=exported')).map(({ act }) => act)).toEqual(['exported', 'exported']);
      expect((await listed(`about=provider-${provider}`)).map(({ act }) => act)).toEqual(['recorded']);
      expect(await listed('until=2026-11-25T07:00:00Z')).toEqual([]);
      expect(await listed('since=2026-11-25T07:00:00Z&actor=key:adm')).toEqual([]);
    });

    it.each([['actor=Anne'], ['act=eaten'], ['since=yesterday'], ['cursor=WzFd'], ['limit=0']])(
      'refuses %s',
      async (query) => {
        expect((await server.api.get(`/v1/admin/activity?${query}`)).status).toBe(400);
      },
    );

    it('is a page that names people and subjects', async () => {
      const { text } = await admin.get('/activity?about=Bleu');
      expect(text).toContain('JALON_ADMIN_KEY Recorded Bleu Provider registered');
      expect(text).not.toContain('jalon-board');
      expect((await admin.get('/activity')).text).toContain('not identified Sign-in failed method: API key');
      const unknown = await admin.get('/activity?about=Nobody');
      expect(unknown.status).toBe(422);
      for (const encoded of ['%', '%00', '%E0'])
        expect((await admin.get(`/activity?about=/providers/${encodeURIComponent(encoded)}`)).status).toBe(422);
      expect((await admin.get('/activity?since=2026-12-01&until=2026-11-01')).status).toBe(400);
    });

    it('exports itself, and notes that', async () => {
      const file = await admin.get('/activity.csv?act=key-created');
      expect(file.html.split('\r\n')[0]).toBe('at,actor,actor_name,act,about,event,type,details');
      expect(file.html).toContain(',key:admin,JALON_ADMIN_KEY,key-created,key:');
      expect((await listed())[0]?.details).toEqual({
        file: 'jalon-activity-2026-11-25.csv',
        filter: 'act=key-created',
      });
    });

    it('says how many entries match, where not all of them are shown', async () => {
      const at = new Date('2026-11-20T08:00:00Z');
      const act = { at, actor: 'key:admin', act: 'exported', about: null, details: '{}' };
      await server.owner
        .insertInto('activity')
        .values(Array.from({ length: 60 }, () => act))
        .execute();
      expect((await admin.get('/activity?act=exported')).text).toMatch(/50 of 63/);
      expect((await admin.get('/activity?act=recorded')).text).not.toMatch(/ of 1\b/);
    });

    it('is paged and exported whole where a page holds events of the ledger alone (long)', async () => {
      for (let done = 0; done < 210; done += 30)
        await Promise.all(
          Array.from({ length: 30 }, (_, index) =>
            server.api.post('/v1/providers', { name: `Provider ${done + index}` }),
          ),
        );
      const pages = await pagesOf(server.api, '/v1/admin/activity?act=recorded&limit=200');
      expect(pages.map(({ length }) => length)).toEqual([200, 11]);
      for (const coding of ['gzip', 'identity']) {
        const file = await server.api.get('/v1/admin/activity?act=recorded', {
          accept: 'text/csv',
          'accept-encoding': coding,
        });
        expect(file.body.trim().split('\r\n')).toHaveLength(212);
      }
    });
  });
});
