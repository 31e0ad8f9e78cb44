import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { consoleOf, textOf } from '#test/console.js';
import { signedIn, startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));

const officer = signedIn(served);
let position: number;

/** Of each line of the table, what its cells say. */
const linesOf = (html: string): string[][] =>
  (/<tbody>.*<\/tbody>/s.exec(html)?.[0] ?? '')
    .split(/<tr[^>]*>/)
    .slice(1)
    .map((line) =>
      line
        .split(/<t[hd][^>]*>/)
        .map((cell) => textOf(cell) || (/aria-label="([^"]*)"/.exec(cell)?.[1] ?? ''))
        .slice(1),
    );

const servicesOn = async (query: string): Promise<(string | undefined)[]> =>
  linesOf((await officer.get(`/dossiers?${query}`)).html).map(([who]) => who);

/** Where the links of a page lead whose text is this. */
const linksTo = (html: string, text: string): string[] =>
  [...html.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gs)]
    .filter(([, , label = '']) => textOf(label) === text)
    .map(([, href = '']) => href.replaceAll('&amp;', '&'));

const csvOf = async (query: string): Promise<string[]> =>
  (await officer.get(`/board.csv?${query}`)).html.trimEnd().split('\r\n');

describe('the board of an empty ledger', () => {
  it('shows first steps to users who may record', async () => {
    const { status, html } = await officer.get('/dossiers');
    expect(status).toBe(200);
    expect(linksTo(html, 'Import a CSV file')).toEqual(['/import']);
    expect(linksTo(html, 'Register a provider')).toEqual(['/providers/new']);
    expect(linksTo((await officer.get('/')).html, 'Import a CSV file')).toEqual(['/import']);
  });

  it('asks other visitors to sign in first', async () => {
    const { html } = await consoleOf(served).get('/dossiers');
    expect(linksTo(html, 'Sign in to record events')).toEqual(['/sign-in']);
    expect(linksTo(html, 'Import a CSV file')).toEqual([]);
  });

  it('exports a file with only a header', async () => {
    expect(await csvOf('')).toEqual([expect.stringMatching(/^dossier,provider,provider_name,service,/)]);
  });
});

describe('the board of the sample ledger', () => {
  beforeAll(async () => {
    await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    const { body } = await served.api.get('/v1/events?after=60&limit=200');
    position = body.items.at(-1).position;
    await officer.get(`/dossiers?seen=${position}`);
  });

  it('is filtered by what is on record about provider and service, and says what was asked', async () => {
    const { html } = await officer.get('/dossiers?technology=microsoft&owner=Orange');
    expect(linesOf(html).map(([who]) => who)).toEqual(['Bleu cloud platform Bleu']);
    expect(html).toContain('>Filter and sort (2 filters)</summary>');
    expect(html).toMatch(/<input [^>]*name="technology"[^>]*value="microsoft"/);
    expect(await servicesOn('technology=google')).toEqual([]);
    expect(await servicesOn('sector=hopitaux&technology=MICROSOFT&serviceKind=paas')).toHaveLength(1);
    expect(await servicesOn('technology=microsoft&asOf=2021-05-26')).toEqual([]);
    expect(await servicesOn('label=cloud-de-confiance')).toHaveLength(10);
    expect(await servicesOn('label=cloud-de-confiance&referential=3.2')).toEqual(['IaaS Cloud on Demand 3DS Outscale']);
    expect(await servicesOn('label=unheard-of')).toEqual([]);
    expect(await csvOf('technology=microsoft')).toHaveLength(2);
  });

  it('has a row per dossier, with expiring grants and missed deadlines first', async () => {
    const { html, text } = await officer.get('/dossiers');
    const lines = linesOf(html);
    expect(lines).toHaveLength(11);
    expect(lines.slice(0, 3)).toEqual([
      [
        'IaaS Cloud on Demand 3DS Outscale',
        'Qualified confirmed by the authority',
        'SecNumCloud',
        'J3, qualification decision, 30 November 2023, confirmed by the authority',
        '30 Nov 2026 in 5 days End of validity',
        '11 Dec 2023',
        '',
      ],
      [
        'Hosted Private Cloud powered by VMware OVHcloud',
        'Qualified confirmed by the authority',
        'SecNumCloud',
        'J3, qualification decision, 28 December 2023, confirmed by the authority',
        '29 Dec 2026 in 34 days End of validity',
        '28 Dec 2023',
        '',
      ],
      [
        'Bleu cloud platform Bleu',
        'Under evaluation confirmed by the authority',
        'SecNumCloud',
        'J1, evaluation strategy accepted, 17 November 2025, not confirmed by the authority',
        '23 Jun 2027 in 210 days Update expected',
        '26 Sept 2026',
        '2 missed deadlines',
      ],
    ]);
    expect(text).toContain('All 11 Qualified 10 Under evaluation 1');
    expect(text).toContain('Validity ends soon 2 Missed deadline 1 No recent activity 0');
  });

  it('links each row to its provider and dossier at the same point in time', async () => {
    const { html } = await officer.get('/dossiers?asOf=2025-12-01');
    expect(linksTo(html, 'Bleu')).toEqual(['/providers/bleu?asOf=2025-12-01']);
    expect(linksTo(html, 'Bleu cloud platform')).toEqual([
      '/dossiers/a2926a0b-c910-5a4e-a540-a93d94a25a6b?asOf=2025-12-01',
    ]);
  });

  it.each([
    ['search=bleu', ['Bleu cloud platform Bleu']],
    ['provider=numspot', ['Plateforme des services cloud NumSpot']],
    ['provider=3ds%20OUTSCALE&search=&scheme=&confirmed=', ['IaaS Cloud on Demand 3DS Outscale']],
    ['status=in-progress&status=applied', ['Bleu cloud platform Bleu']],
    ['overdue=true&sort=provider', ['Bleu cloud platform Bleu']],
    [
      'expiring=true&sort=provider',
      ['IaaS Cloud on Demand 3DS Outscale', 'Hosted Private Cloud powered by VMware OVHcloud'],
    ],
  ])('filtered by %s shows %j', async (query, services) => {
    expect(await servicesOn(query)).toEqual(services);
  });

  it('shows the count of each filter option with a link to it', async () => {
    const { html } = await officer.get('/dossiers?provider=ovhcloud&asOf=2026-12-30');
    expect(linksTo(html, 'Qualified 2')).toEqual(['/dossiers?provider=ovhcloud&status=granted&asOf=2026-12-30']);
    expect(linksTo(html, 'Expired 1')).toEqual(['/dossiers?provider=ovhcloud&status=expired&asOf=2026-12-30']);
    expect(await servicesOn('provider=ovhcloud&status=expired&asOf=2026-12-30')).toEqual([
      'Hosted Private Cloud powered by VMware OVHcloud',
    ]);
  });

  it('is sorted by its headings, which indicate the current order', async () => {
    const { html } = await officer.get('/dossiers?sort=provider&search=cloud');
    const sortedBy = (page: string) =>
      /<th scope="col"[^>]* aria-sort="([a-z]+)"><a [^>]*href="([^"]*)"/.exec(page)?.slice(1);
    expect(sortedBy(html)).toEqual(['ascending', '/dossiers?search=cloud&amp;sort=provider&amp;reverse=true']);
    const reversed = await officer.get('/dossiers?sort=provider&search=cloud&reverse=true');
    expect(sortedBy(reversed.html)).toEqual(['descending', '/dossiers?search=cloud&amp;sort=provider']);
    expect(await servicesOn('sort=provider&reverse=true')).toEqual((await servicesOn('sort=provider')).toReversed());
    expect(linksTo(html, 'Last activity')).toEqual(['/dossiers?search=cloud&sort=news']);
    const [first = ''] = await servicesOn('sort=news');
    expect(first).toBe('Bleu cloud platform Bleu');
  });

  it('says that nothing matches, with a link to all dossiers', async () => {
    const { html, text } = await officer.get('/dossiers?search=nobody&asOf=2025-12-01');
    expect(text).toContain('No dossier matches these filters.');
    expect(linksTo(html, 'Clear filters')).toEqual(['/dossiers?asOf=2025-12-01', '/dossiers?asOf=2025-12-01']);
  });

  it('says that nothing had occurred or been recorded by a date', async () => {
    expect((await officer.get('/dossiers?asOf=1999-12-31')).text).toContain(
      'No dossier had started by 31 December 1999.',
    );
    const { html, text } = await officer.get('/dossiers?knownOn=2020-01-01&search=x');
    expect(text).toMatch(/No dossier had started by [^.]+, as known on 1 January 2020/);
    expect(linksTo(html, 'Back to today')).toContain('/dossiers?search=x');
  });

  it('reports an unknown provider or scheme at its field', async () => {
    const { status, html, text } = await officer.get('/dossiers?provider=nobody');
    expect(status).toBe(404);
    expect(text).toContain('Provider nobody not found');
    expect(html).toMatch(/<title>Error: [^]*role="alert" tabindex="-1" autofocus[^]*href="#f-provider"/);
    expect(html).toMatch(/name="provider"[^>]*value="nobody"/);
    expect((await officer.get('/dossiers?scheme=nothing')).status).toBe(404);
  });

  it.each([
    ['status=mighty', 'status'],
    ['confirmed=perhaps', 'confirmed'],
    ['asOf=2026-02-30', 'asOf'],
    ['seen=soon', 'seen'],
  ])('rejects %s and names the field', async (query, field) => {
    const { status, html } = await officer.get(`/dossiers?${query}`);
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

  it('is shown in French to French readers', async () => {
    const { html, text } = await consoleOf(served, 'fr').get('/dossiers?search=bleu');
    expect(html).toContain('<html lang="fr"');
    expect(text).toContain('En cours de qualification confirmé par l’autorité');
    expect(text).toContain('2 échéances dépassées');
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

  it('is of the requested point in time', async () => {
    for (const query of ['asOf=1999-12-31', 'knownOn=2020-01-01']) expect(await csvOf(query)).toHaveLength(1);
  });
});

/** Imports rows, and waits until they are on the board. */
async function record(csv: Buffer | string): Promise<void> {
  const { status, body } = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
  expect(status).toBe(200);
  await served.api.get(`/v1/dossiers?seen=${body.position}&limit=1`);
}

const HEADER =
  'provider,service,scheme,type,occurred,source_kind,source_publisher,decision,valid_from,valid_until,milestone';

const issued = (service: string, decision: string, from: string, until: string): string =>
  `Many,${service},iso-27001,GrantIssued,${from},decision,Body,${decision},${from},${until},certificate`;

/** What a screen reader says of each picture of the chart, and how its bars look. */
const barsOf = (html: string) =>
  [...html.matchAll(/<svg width="100%" height="\d+" role="img" aria-label="([^"]*)">(.*?)<\/svg>\s*<\/li>/gs)].map(
    ([, said = '', drawn = '']) => ({
      said,
      looks: [...drawn.matchAll(/<g class="grant ([\w-]+)">/g)].map(([, looks]) => looks),
      claims: drawn.match(/class="claim"/g)?.length ?? 0,
    }),
  );

describe('the grants of the dossiers', () => {
  beforeAll(async () => record(await realLedger()));

  it('are listed with decision and validity, or drawn over the years, by the filters and on the date of the board', async () => {
    const list = linesOf((await officer.get('/dossiers?show=grants')).html);
    expect(list).toContainEqual([
      'SNC Cloud Platform OVHcloud',
      'in force confirmed by the authority',
      'SecNumCloud',
      '3393',
      '31 Jul 2026',
      '31 Jul 2029',
    ]);
    const { html } = await officer.get('/dossiers?show=chart');
    const drawn = barsOf(html);
    expect(drawn.flatMap(({ looks }) => looks)).toHaveLength(list.length);
    expect(drawn[0]).toEqual({
      said: 'Decision 2118, 30 Nov 2023 – 30 Nov 2026, in force, confirmed by the authority',
      looks: ['bad'],
      claims: 0,
    });
    expect(drawn).toContainEqual({ said: 'Under evaluation', looks: [], claims: 0 });
    const then = await officer.get('/dossiers?show=chart&provider=Outscale&asOf=2022-01-01');
    expect(barsOf(then.html)).toEqual([
      {
        said: 'no number, May 2021 – no end date, in force, not confirmed by the authority',
        looks: ['good'],
        claims: 1,
      },
    ]);
    expect(linksTo(then.html, 'IaaS Cloud on Demand')[0]).toMatch(/^\/dossiers\/[^?]+\?asOf=2022-01-01$/);
    expect(linksTo(then.html, '10 years')).toEqual([
      '/dossiers?provider=3ds-outscale&show=chart&years=10&asOf=2022-01-01',
    ]);
    expect(linksTo(then.html, 'Clear filters')).toEqual(['/dossiers?show=chart&asOf=2022-01-01']);
  });

  it('had a page of their own, whose addresses lead to the chart', async () => {
    const { status, location } = await officer.get('/grants?provider=oodrive&asOf=2026-01-01');
    expect({ status, location }).toEqual({
      status: 303,
      location: '/dossiers?provider=oodrive&asOf=2026-01-01&show=chart&years=10',
    });
    expect((await officer.get('/dossiers?show=grants&provider=bleu')).text).toContain('These dossiers have no grant');
    const { html } = await consoleOf(served, 'fr').get('/dossiers?show=grants&provider=oodrive');
    expect(linesOf(html)[0]?.slice(1)).toEqual([
      'en vigueur confirmée par l’autorité',
      'SecNumCloud',
      'sans numéro',
      'mai 2021 (selon la presse)',
      '25 janv. 2028',
    ]);
  });

  it('are told apart by how they ended, and the older ones of a dossier are counted', async () => {
    const years = [2001, 2004, 2007, 2010, 2013, 2016, 2019];
    const row = (type: string, occurred: string) => `Many,Store,iso-27001,${type},${occurred},decision,Body,c2022,,,`;
    await record(
      [
        HEADER,
        ...years.map((year) => issued('Store', `c${year}`, `${year}-01-01`, `${year + 2}-12-31`)),
        issued('Store', 'c2022', '2022-01-01', '2024-12-31'),
        row('GrantWithdrawn', '2023-03-01'),
        issued('Vault', 'v1', '2025-01-01', '2027-12-31'),
        `Many,Vault,iso-27001,GrantSuspended,2026-01-01,decision,Body,v1,,,`,
      ].join('\n'),
    );
    const { html } = await officer.get('/dossiers?provider=many&show=chart&years=10');
    expect(barsOf(html).map(({ looks }) => looks)).toEqual([['suspended'], ['withdrawn', 'expired']]);
    const lines = linesOf((await officer.get('/dossiers?provider=many&show=grants&sort=provider')).html);
    expect(lines[0]?.slice(3)).toEqual(['c2022', '1 Jan 2022', '31 Dec 2024 in force until 28 Feb 2023']);
    expect(lines[5]?.[0]).toContain('2 older grants');
    expect(lines).toHaveLength(7);
  });

  it('are those of a page of dossiers', async () => {
    const services = Array.from({ length: 30 }, (_, n) => `Service ${String(n).padStart(2, '0')}`);
    await record([HEADER, ...services.map((name, n) => issued(name, `d${n}`, '2025-01-01', '2027-12-31'))].join('\n'));
    const first = await officer.get('/dossiers?show=grants&provider=many&sort=provider');
    const second = await officer.get('/dossiers?show=grants&provider=many&sort=provider&page=2');
    expect(linesOf(first.html)[0]?.[0]).toContain('Service 00');
    expect(linesOf(second.html).at(-1)?.[0]).toContain('Vault');
    expect(second.text).toContain('31 to 32 of 32');
    expect((await officer.get('/dossiers?show=grants&provider=many&page=9')).text).toContain('Go to the first page');
    expect(barsOf((await officer.get('/dossiers?show=chart&provider=many')).html)).toHaveLength(32);
  });
});
