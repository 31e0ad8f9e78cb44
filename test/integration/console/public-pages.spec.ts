import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, serveApi } from '#test/api.js';
import { consoleOf, type ConsoleClient, listsFollowed, textOf } from '#test/console.js';
import { tagsOf } from '#test/markup.js';
import { sitemapIndex, sitemapParts } from '../../../apps/console/public/public-index.controller.js';
import { startedOnce } from '#test/started.js';
import { freshDatabase } from '#test/database.js';
import { marketplace, product } from '#test/marketplace.js';
import { readerOn } from '#test/reading.js';
import { until } from '#test/until.js';
import { Secrets } from '#subscriptions/messages/secrets.js';

const BASE = 'http://127.0.0.1:3000';
const HOSTILE = '</script><script>alert(1)</script><!-- "&\' ]]>';

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
let stranger: ConsoleClient;
let dossier: string;

beforeAll(async () => {
  stranger = consoleOf(server);
  const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const csv = [
    'provider,service,scheme,type,occurred,source_kind,source_publisher,decision,valid_from,valid_until,register,listing',
    `Outscale,${name(HOSTILE)},secnumcloud,GrantIssued,2025-03-01,decision,ANSSI,77,2025-03-01,2028-02-29,,`,
    'Bleu,Claimed,secnumcloud,GrantIssued,2025-03-01,company,Bleu,,2025-03-01,2028-02-29,,',
    'Cegedim,Listed,secnumcloud,GrantIssued,2025-03-01,company,Cegedim,9,2025-03-01,,,',
    'Cegedim,Listed,secnumcloud,RegisterObserved,2026-09-01,catalogue,ANSSI,9,,2028-02-29,ANSSI,granted',
  ].join('\n');
  const { status } = await server.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
  expect(status).toBe(200);
  await listsFollowed(server.db);
  dossier = await dossierOf('outscale');
});

const dossierOf = async (provider: string): Promise<string> =>
  (await server.api.get(`/v1/dossiers?providers=${provider}`)).body.items[0].id;

const fetched = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(server.url + path, { headers });
  return { response, text: await response.text() };
};

const structuredIn = (html: string) => {
  const [, json = 'null'] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
  return JSON.parse(json) as object | null;
};

const isIndexed = (html: string): boolean => !html.includes('<meta name="robots" content="noindex"');

describe('PUBLIC_READ', () => {
  it.each(['/', '/dossiers', '/providers', '/deadlines', '/schemes', '/help'])(
    'opens %s to everybody',
    async (path) => {
      expect((await stranger.get(path)).status).toBe(200);
    },
  );

  it.each(['/import', '/subscribers', '/mails', '/providers/new'])('does not open %s', async (path) => {
    expect((await stranger.get(path)).status).toBe(303);
  });
});

describe('a page that anybody may read', () => {
  it('tells search engines what it is about, and no name breaks out of it', async () => {
    const { html } = await stranger.get(`/dossiers/${dossier}?done=recorded`);
    expect(isIndexed(html)).toBe(true);
    const tags = tagsOf(html);
    expect(tags.find(({ attributes }) => attributes.get('rel') === 'canonical')?.attributes.get('href')).toBe(
      `${BASE}/dossiers/${dossier}`,
    );
    const description = tags
      .find(({ attributes }) => attributes.get('name') === 'description')
      ?.attributes.get('content');
    expect(description).toContain('Qualified (confirmed by the authority), in force until 29 February 2028.');
    expect(html).not.toContain('<script>alert');
    expect(structuredIn(html)).toMatchObject({
      '@type': 'Service',
      name: `Outscale, ${HOSTILE} (SecNumCloud)`,
      provider: { '@type': 'Organization', name: 'Outscale' },
      hasCertification: [
        {
          certificationIdentification: '77',
          certificationStatus: 'https://schema.org/CertificationActive',
          issuedBy: { name: 'ANSSI' },
          validFrom: '2025-03-01',
          expires: '2028-02-29',
        },
      ],
    });
    const claimed = await stranger.get(`/dossiers/${await dossierOf('bleu')}`);
    expect(structuredIn(claimed.html)).toMatchObject({ hasCertification: [] });
    const listed = await stranger.get(`/dossiers/${await dossierOf('cegedim')}`);
    const certificates = structuredIn(listed.html) as { hasCertification?: object[] };
    expect(certificates.hasCertification).toMatchObject([{ certificationIdentification: '9', expires: '2028-02-29' }]);
    expect(certificates.hasCertification?.[0]).not.toHaveProperty('validFrom');
  });

  it.each(['/dossiers', '/providers/outscale', '/schemes/secnumcloud', '/registers/fedramp-marketplace', '/help'])(
    'is for search engines as it is now, without filters: %s',
    async (path) => {
      expect(isIndexed((await stranger.get(path)).html)).toBe(true);
      for (const query of ['asOf=2025-06-01', 'knownOn=2026-01-01', 'search=x'])
        expect(isIndexed((await stranger.get(`${path}?${query}`)).html)).toBe(false);
    },
  );

  it('links to its feeds', async () => {
    for (const path of [`/dossiers/${dossier}`, '/providers/outscale', '/schemes/secnumcloud']) {
      const tags = tagsOf((await stranger.get(path)).html);
      const types = ['application/atom+xml', 'text/calendar'];
      for (const type of types) {
        const links = tags.filter(({ attributes }) => attributes.get('type') === type);
        expect(links.map(({ name }) => name)).toEqual(['link', 'a']);
        expect((await fetch(`${server.url}${links[0]?.attributes.get('href')}`)).headers.get('content-type')).toContain(
          type,
        );
      }
    }
  });
});

describe('what search engines ask for first', () => {
  it('is where the addresses are', async () => {
    expect((await fetched('/robots.txt')).text).toContain(`Sitemap: ${BASE}/sitemap.xml\n`);
    const { text } = await fetched('/sitemap.xml');
    expect(text).toMatch(new RegExp(`<loc>${BASE}/dossiers/${dossier}</loc><lastmod>20`));
    for (const path of ['/', '/providers/outscale', '/schemes/hds', '/registers/fedramp-marketplace'])
      expect(text).toContain(`<loc>${BASE}${path}</loc>`);
    expect(text.match(/<url>/g)).toHaveLength(new Set(text.match(/<loc>.*?<\/loc>/g)).size);
    expect((await fetched('/sitemap.xml?part=2')).response.status).toBe(404);
  });

  it('has parts where one would be too long', () => {
    expect([0, 49_000, 49_001].map(sitemapParts)).toEqual([1, 1, 2]);
    expect(sitemapIndex(BASE, 2)).toContain(`<loc>${BASE}/sitemap.xml?part=2</loc>`);
  });
});

describe('the badge of a dossier', () => {
  const badge = (query: string, headers = {}) => fetched(`/v1/dossiers/${dossier}/badge.svg?${query}`, headers);

  it('says status, scheme and day in words, at any point in time, and can be shown and kept elsewhere', async () => {
    const { response, text } = await badge('language=fr&asOf=2026-01-31');
    expect(text).toContain('Qualifié · au 31 janvier 2026');
    expect(text).toContain('<title id="t">Outscale, &lt;/script');
    expect(text).not.toMatch(/<script|]]>/);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const again = await badge('language=fr&asOf=2026-01-31', { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.response.status, again.text]).toEqual([304, '']);
    expect((await badge('language=en&asOf=2028-03-15')).text).toContain('Expired · as of 15 March 2028');
    expect((await badge('language=en&asOf=2020-01-01')).text).toContain('No known status · as of 1 January 2020');
    const { response: past } = await badge('language=en&knownAt=2020-01-01T00:00:00Z&asOf=2020-01-01');
    expect(past.status).toBe(404);
    const claim = await fetched(`/v1/dossiers/${await dossierOf('bleu')}/badge.svg?language=en`);
    expect(claim.text).toContain('not confirmed by the authority');
  });

  it('is offered on the page of the dossier, at the dates chosen; that page itself is shown in no frame', async () => {
    const { response, text } = await fetched(`/dossiers/${dossier}?asOf=2026-01-31`, { accept: 'text/html' });
    expect(text).toContain(`${BASE}/v1/dossiers/${dossier}/badge.svg?language=fr&amp;asOf=2026-01-31`);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('while the lists are behind', () => {
  it('a page says how far its lists are after a large reading, which no worker has followed yet', async () => {
    const database = await freshDatabase();
    const reader = await readerOn(database);
    const served = await serveApi(database.appUrl, { PUBLIC_READ: 'on' });
    try {
      await reader.read(
        marketplace(
          '2026-03-01',
          Array.from({ length: 600 }, (_, nth) => product(`FR${nth}`)),
        ),
      );
      const shown = async (path: string) => {
        const headers = { accept: 'text/html', 'accept-language': 'en' };
        return textOf(await (await fetch(`${served.url}${path}`, { headers })).text());
      };
      for (const path of ['/', '/deadlines']) expect(await shown(path)).toContain('0 of 1,802 events so far');
      expect(await shown('/help')).not.toContain('1,802');
    } finally {
      await served.close();
      await reader.close();
      await database.close();
    }
  });
});

describe('a visitor', () => {
  const open = startedOnce(() => startApi({ PUBLIC_READ: 'true', SMTP_URL: 'smtp://127.0.0.1:1' }));
  const secrets = new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789');
  const subscriptions = () => open.db.selectFrom('subscription').selectAll().orderBy('created_at').execute();
  const requests = () => open.db.selectFrom('delivery').select('id').execute();
  let about: string;

  beforeAll(async () => {
    about = `provider:${(await open.api.post('/v1/providers', { name: 'Bleu' })).body.id}`;
  });

  const ask = (email: string, fields: object = {}) =>
    consoleOf(open).post('/follow/address', { about, to: '/providers/bleu', email, ...fields });

  it('follows a page with an address, once it is confirmed, and then nothing more is asked', async () => {
    const page = await consoleOf(open).get('/providers/bleu');
    expect(page.html).toContain('action="/follow/address"');
    const answer = await ask('anne@example.org');
    expect([answer.status, answer.text.includes('a message with a link is on its way')]).toEqual([200, true]);
    await until(async () => (await subscriptions()).length === 1);
    const [asked] = await subscriptions();
    expect(asked).toMatchObject({ state: 'pending', target: 'anne@example.org', filter: { changes: true } });
    await ask('anne@example.org');
    await until(async () => (await subscriptions())[0]?.confirm_round === 2);
    const link = (round: number) =>
      `/subscriptions/${asked!.id}/confirm?token=${secrets.token('confirmation', asked!.id, round)}`;
    expect((await consoleOf(open).get(link(2))).text).toContain('Somebody on a page of 127.0.0.1:3000');
    expect((await consoleOf(open).post(link(1), {})).status).toBe(422);
    expect((await consoleOf(open).post(link(2), {})).status).toBe(200);
    const before = await requests();
    expect((await ask('ANNE@example.org')).text).toBe(answer.text);
    await ask('paul@example.org'); // the request before it is done, too
    await until(async () => (await subscriptions()).length === 2);
    expect((await subscriptions()).map(({ state }) => state)).toEqual(['active', 'pending']);
    expect(await requests()).toHaveLength(before.length + 1);
    const owners = (await subscriptions()).map(({ created_by: owner }) => owner);
    expect(new Set(owners).size).toBe(2); // none answers the reminders of another
  });

  it.each([
    [{ email: 'no address' }, 422],
    [{ about: 'register:fedramp' }, 400],
    [{ about: 'view:mine' }, 400],
    [{ about: "provider:' or 1=1" }, 400],
  ])('is told what is wrong with %j', async (fields, status) => {
    const before = await subscriptions();
    const answer = await ask('eve@example.org', fields);
    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.html).toContain('value="no address"');
    expect(await subscriptions()).toHaveLength(before.length);
  });

  it('of one network asks for ten confirmations an hour at most, and from another site for none', async () => {
    expect((await consoleOf(open).post('/follow/address', { about }, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    const statuses = [];
    for (let tries = 0; tries < 11; tries += 1) statuses.push((await ask(`n${tries}@example.org`)).status);
    expect(statuses.slice(0, 6)).toEqual(Array<number>(6).fill(200));
    expect(statuses.at(-1)).toBe(429);
  });

  it.each([
    [{ PUBLIC_FOLLOW: 'false', SMTP_URL: 'smtp://127.0.0.1:1' }],
    [{}], // no mail would arrive
  ])('cannot follow with %j', async (env) => {
    const closed = await startApi({ PUBLIC_READ: 'true', ...env });
    await closed.api.post('/v1/providers', { name: 'Bleu' });
    expect((await consoleOf(closed).get('/providers/bleu')).html).not.toContain('/follow/address');
    expect((await consoleOf(closed).post('/follow/address', { about, email: 'eve@example.org' })).status).toBe(404);
    await closed.close();
  });
});
