import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, textOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
let officer: ConsoleClient;
let position: number;

beforeAll(async () => {
  officer = consoleOf(server);
  await officer.signIn();
});

/** Of each line of the table, what its cells say. */
const linesOf = (html: string): string[][] =>
  (/<tbody>.*<\/tbody>/s.exec(html)?.[0] ?? '')
    .split('<tr>')
    .slice(1)
    .map((line) =>
      line
        .split(/<t[hd][^>]*>/)
        .map(textOf)
        .slice(1),
    );

const servicesOn = async (query: string): Promise<(string | undefined)[]> =>
  linesOf((await officer.get(`/?${query}`)).html).map(([who]) => who);

/** Where the links of a page lead whose text is this. */
const linksTo = (html: string, text: string): string[] =>
  [...html.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gs)]
    .filter(([, , label = '']) => textOf(label) === text)
    .map(([, href = '']) => href.replaceAll('&amp;', '&'));

const csvOf = async (query: string): Promise<string[]> =>
  (await officer.get(`/board.csv?${query}`)).html.trimEnd().split('\r\n');

describe('the board of an empty ledger', () => {
  it('shows first steps to users who may record', async () => {
    const { status, html } = await officer.get('/');
    expect(status).toBe(200);
    expect(linksTo(html, 'Import a CSV file')).toEqual(['/import']);
    expect(linksTo(html, 'Register a provider')).toEqual(['/providers/new', '/providers/new']);
  });

  it('asks other visitors to sign in first', async () => {
    const { html } = await consoleOf(server).get('/');
    expect(linksTo(html, 'Sign in to record events')).toEqual(['/sign-in']);
    expect(linksTo(html, 'Import a CSV file')).toEqual([]);
  });

  it('exports a file with only a header', async () => {
    expect(await csvOf('')).toEqual([expect.stringMatching(/^dossier,provider,provider_name,service,/)]);
  });
});

describe('the board of the sample ledger', () => {
  beforeAll(async () => {
    await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    const { body } = await server.api.get('/v1/events?after=60&limit=200');
    position = body.items.at(-1).position;
    await officer.get(`/?seen=${position}`);
  });

  it('is filtered by what is on record about provider and service, and says what was asked', async () => {
    const { html } = await officer.get('/?technology=microsoft&owner=Orange');
    expect(linesOf(html).map(([who]) => who)).toEqual(['Bleu Bleu cloud platform']);
    expect(html).toContain('<summary>Filter and sort (2 filters)</summary>');
    expect(html).toMatch(/<input [^>]*name="technology"[^>]*value="microsoft"/);
    expect(await servicesOn('technology=google')).toEqual([]);
    expect(await servicesOn('sector=hospitals&technology=MICROSOFT&serviceKind=paas')).toHaveLength(1);
    expect(await servicesOn('technology=microsoft&asOf=2021-05-26')).toEqual([]);
    expect(await servicesOn('label=cloud-de-confiance')).toHaveLength(10);
    expect(await servicesOn('label=cloud-de-confiance&referential=3.2')).toEqual(['3DS Outscale IaaS Cloud on Demand']);
    expect(await servicesOn('label=unheard-of')).toEqual([]);
    expect(await csvOf('technology=microsoft')).toHaveLength(2);
  });

  it('has a row per dossier, with expiring grants and missed deadlines first', async () => {
    const { html, text } = await officer.get('/');
    const lines = linesOf(html);
    expect(lines).toHaveLength(11);
    expect(lines.slice(0, 3)).toEqual([
      [
        '3DS Outscale IaaS Cloud on Demand',
        'SecNumCloud',
        'Qualified confirmed by the authority',
        'J3, qualification decision 30 November 2023 , confirmed by the authority',
        'End of validity (Decision 2118) 30 November 2026 , in 5 days',
        'Grant announced 11 December 2023',
        'Ends on 30 November 2026, in 5 days',
      ],
      [
        'OVHcloud Hosted Private Cloud powered by VMware',
        'SecNumCloud',
        'Qualified confirmed by the authority',
        'J3, qualification decision 28 December 2023 , confirmed by the authority',
        'End of validity (Decision 2279) 29 December 2026 , in 34 days',
        'Decision issued 28 December 2023',
        'Ends on 29 December 2026, in 34 days',
      ],
      [
        'Bleu Bleu cloud platform',
        'SecNumCloud',
        'Under evaluation confirmed by the authority',
        'J1, evaluation strategy accepted 17 November 2025 , not confirmed by the authority',
        'Update expected 23 June 2027 , in 210 days',
        'Register checked 26 September 2026',
        '2 missed deadlines',
      ],
    ]);
    expect(text).toContain('All 11 Qualified 10 Under evaluation 1');
    expect(text).toContain('Validity ends soon 2 Missed deadline 1 No recent activity 0');
  });

  it('links each row to its provider and dossier at the same point in time', async () => {
    const { html } = await officer.get('/?asOf=2025-12-01');
    expect(linksTo(html, 'Bleu')).toEqual(['/providers/bleu?asOf=2025-12-01']);
    expect(linksTo(html, 'Bleu cloud platform')).toEqual([
      '/dossiers/a2926a0b-c910-5a4e-a540-a93d94a25a6b?asOf=2025-12-01',
    ]);
  });

  it.each([
    ['search=bleu', ['Bleu Bleu cloud platform']],
    ['search=whall', ['Whaller Whaller']],
    ['provider=numspot', ['NumSpot Plateforme des services cloud']],
    ['provider=3ds%20OUTSCALE&search=&scheme=&confirmed=', ['3DS Outscale IaaS Cloud on Demand']],
    ['status=in-progress&status=applied', ['Bleu Bleu cloud platform']],
    ['overdue=true&sort=provider', ['Bleu Bleu cloud platform']],
    [
      'expiring=true&sort=provider',
      ['3DS Outscale IaaS Cloud on Demand', 'OVHcloud Hosted Private Cloud powered by VMware'],
    ],
    ['scheme=hds', []],
    ['confirmed=false', []],
  ])('filtered by %s shows %j', async (query, services) => {
    expect(await servicesOn(query)).toEqual(services);
  });

  it('shows the count of each filter option with a link to it', async () => {
    const { html } = await officer.get('/?provider=ovhcloud&asOf=2026-12-30');
    expect(linksTo(html, 'Qualified 2')).toEqual(['/?provider=ovhcloud&status=granted&asOf=2026-12-30']);
    expect(linksTo(html, 'Expired 1')).toEqual(['/?provider=ovhcloud&status=expired&asOf=2026-12-30']);
    expect(await servicesOn('provider=ovhcloud&status=expired&asOf=2026-12-30')).toEqual([
      'OVHcloud Hosted Private Cloud powered by VMware',
    ]);
  });

  it('is sorted by its headings, which indicate the current order', async () => {
    const { html } = await officer.get('/?sort=provider&search=cloud');
    const sortedBy = (page: string) =>
      /<th scope="col" aria-sort="([a-z]+)"><a [^>]*href="([^"]*)"/.exec(page)?.slice(1);
    expect(sortedBy(html)).toEqual(['ascending', '/?search=cloud&amp;sort=provider&amp;reverse=true']);
    const reversed = await officer.get('/?sort=provider&search=cloud&reverse=true');
    expect(sortedBy(reversed.html)).toEqual(['descending', '/?search=cloud&amp;sort=provider']);
    expect(await servicesOn('sort=provider&reverse=true')).toEqual((await servicesOn('sort=provider')).toReversed());
    expect(linksTo(html, 'Last activity')).toEqual(['/?search=cloud&sort=news']);
    const [first = ''] = await servicesOn('sort=news');
    expect(first).toBe('Bleu Bleu cloud platform');
  });

  it('says that nothing matches, with a link to all dossiers', async () => {
    const { html, text } = await officer.get('/?search=nobody&asOf=2025-12-01');
    expect(text).toContain('No dossier matches these filters.');
    expect(linksTo(html, 'Clear filters')).toEqual(['/?asOf=2025-12-01', '/?asOf=2025-12-01']);
    expect(html).toContain('value="nobody"');
  });

  it('says that nothing had occurred or been recorded by a date', async () => {
    expect((await officer.get('/?asOf=1999-12-31')).text).toContain('No dossier had started by 31 December 1999.');
    const { html, text } = await officer.get('/?knownOn=2020-01-01&search=x');
    expect(text).toMatch(/No dossier had started by [^.]+, as known on 1 January 2020/);
    expect(linksTo(html, 'Back to today')).toContain('/?search=x');
  });

  it('reports an unknown provider or scheme at its field', async () => {
    const { status, html, text } = await officer.get('/?provider=nobody');
    expect(status).toBe(404);
    expect(text).toContain('Provider nobody not found');
    expect(html).toMatch(/<title>Error: [^]*role="alert" tabindex="-1" autofocus[^]*href="#f-provider"/);
    expect(html).toMatch(/name="provider"[^>]*value="nobody"/);
    expect((await officer.get('/?scheme=nothing')).status).toBe(404);
  });

  it.each([
    ['status=mighty', 'status'],
    ['confirmed=perhaps', 'confirmed'],
    ['sort=size', 'sort'],
    ['page=0', 'page'],
    ['asOf=2026-02-30', 'asOf'],
    ['seen=soon', 'seen'],
  ])('rejects %s and names the field', async (query, field) => {
    const { status, html } = await officer.get(`/?${query}`);
    expect(status).toBe(400);
    expect(html).toContain(`<code>${field}</code>`);
  });

  it('offers names of providers while one is typed, also by a former name', async () => {
    const offered = async (text: string) => (await officer.get(`/suggestions/providers?text=${text}`)).html;
    expect(await offered('clou')).toMatch(/^<option value="[^"]+">/);
    expect(await offered('ovh')).toContain('<option value="OVHcloud">OVHcloud</option>');
    expect(await offered('outsc')).toContain('3DS Outscale</option>');
    expect([await offered(''), await offered('nobody'), await offered('%00')]).toEqual(['', '', '']);
  });

  it('reports a page number beyond the last page', async () => {
    const { html } = await officer.get('/?page=7&sort=provider');
    expect(linksTo(html, 'Go to the first page')).toEqual(['/?sort=provider']);
  });

  it('is shown in French to French readers', async () => {
    const { html, text } = await consoleOf(server, 'fr').get('/?search=bleu');
    expect(html).toContain('<html lang="fr"');
    expect(text).toContain('En cours de qualification confirmé par l’autorité');
    expect(text).toContain('2 échéances manquées');
  });

  it('can be read without a session under PUBLIC_READ alone', async () => {
    expect((await consoleOf(server).get('/')).status).toBe(200);
  });
});

describe('the file of the board', () => {
  it('contains the rows shown, as a download', async () => {
    const { headers, html } = await officer.get('/board.csv?status=in-progress&asOf=2026-11-25');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="jalon-board-2026-11-25.csv"');
    expect(headers.get('vary')).toBe('Cookie, Accept-Encoding');
    expect(headers.get('jalon-position')).toBe(String(position));
    expect(html.split('\r\n').slice(1)).toEqual([
      'a2926a0b-c910-5a4e-a540-a93d94a25a6b,bleu,Bleu,Bleu cloud platform,secnumcloud,in-progress,true,false,false,2,J1,2025-11-17,false,,staleness,2027-06-23,,,210,RegisterObserved,2026-09-26,',
      '',
    ]);
  });

  it('contains every row in the requested order, at the requested point in time', async () => {
    const lines = await csvOf('sort=provider');
    expect(lines).toHaveLength(12);
    expect(lines[1]).toContain('3DS Outscale');
    expect(await csvOf('asOf=1999-12-31')).toHaveLength(1);
    expect(await csvOf('knownOn=2020-01-01')).toHaveLength(1);
  });

  it('is not found for an unknown provider', async () => {
    expect((await officer.get('/board.csv?provider=nobody')).status).toBe(404);
  });
});

describe('the welcome', () => {
  it('is shown until it is dismissed', async () => {
    const visitor = consoleOf(server);
    expect((await visitor.get('/?search=bleu')).text).toContain('New here?');
    const { status, location, headers } = await visitor.post('/welcome', { to: '/?search=bleu' });
    expect({ status, location }).toEqual({ status: 303, location: '/?search=bleu' });
    expect(headers.get('set-cookie')).toMatch(/^jalon-welcome=seen; Path=\/; SameSite=Lax; HttpOnly; Max-Age=\d+$/);
    expect((await visitor.get('/')).text).not.toContain('New here?');
  });

  it('cannot be dismissed by another site, and redirects within the console only', async () => {
    const visitor = consoleOf(server);
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await visitor.post('/welcome', { to: '/' }, foreign)).status).toBe(403);
    expect((await visitor.post('/welcome', { to: '//evil.example' })).location).toBe('/');
  });
});
