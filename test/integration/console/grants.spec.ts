import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, textOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let officer: ConsoleClient;

beforeAll(async () => {
  officer = consoleOf(server);
  await officer.signIn();
});

/** Imports rows, and waits until they are on the board. */
async function record(csv: Buffer | string): Promise<void> {
  const { status, body } = await server.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
  expect(status).toBe(200);
  await server.api.get(`/v1/dossiers?seen=${body.position}&limit=1`);
}

const HEADER =
  'provider,service,scheme,type,occurred,source_kind,source_publisher,decision,valid_from,valid_until,milestone';

const issued = (service: string, decision: string, from: string, until: string): string =>
  `Many,${service},iso-27001,GrantIssued,${from},decision,Body,${decision},${from},${until},certificate`;

/** The rows of the table, as they are read. */
const rowsOf = (html: string): string[] =>
  [...(/<tbody>.*<\/tbody>/s.exec(html)?.[0] ?? '').matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) => textOf(row));

const pictureOf = (html: string): string =>
  /<svg class="grants-picture" width="100%".*?<\/svg>\s*<div/s.exec(html)?.[0] ?? '';

const barsOf = (html: string): string[] =>
  [...pictureOf(html).matchAll(/<rect class="bar ([\w-]+)"[^>]*height="(\d+)"/g)].map(
    ([, state = '', height = '']) => `${state} ${height}`,
  );

describe('the chart of all grants', () => {
  it('explains its purpose while there are no grants', async () => {
    const { status, text, html } = await officer.get('/grants');
    expect(status).toBe(200);
    expect(text).toContain('No grant was recorded as of that date.');
    expect(html).not.toContain('<svg class="grants-picture" width="100%"');
  });

  it('shows a bar for each grant, and lists each in the table with a link to its dossier', async () => {
    await record(await realLedger());
    const { html } = await officer.get('/grants');
    const rows = rowsOf(html);
    expect(rows).toContain(
      'OVHcloud, SNC Cloud Platform SecNumCloud 3393 31 July 2026 31 July 2029 in force confirmed by the authority',
    );
    expect(barsOf(html)).toEqual(rows.map(() => 'in-force 12'));
    expect(html).toMatch(
      /<svg class="grants-picture" width="100%" height="\d+" role="img" aria-labelledby="grants-title /,
    );
    const [, dossier = ''] = /<a href="\/dossiers\/([^"]+)">OVHcloud, SNC Cloud Platform</.exec(html) ?? [];
    expect((await server.api.get(`/v1/dossiers/${dossier}`)).body.service.name).toBe('SNC Cloud Platform');
  });

  it('can show another date, and draws claims thinner', async () => {
    const { html, text } = await officer.get('/grants?asOf=2022-01-01');
    expect(text).not.toContain('3393');
    expect(rowsOf(html)).toContain(
      '3DS Outscale, IaaS Cloud on Demand SecNumCloud no number May 2021 no end date in force not confirmed by the authority',
    );
    expect(new Set(barsOf(html))).toEqual(new Set(['in-force 6']));
    expect(textOf(pictureOf(html))).toContain('date shown');
    expect(html).toMatch(/href="\/dossiers\/[^"]+\?asOf=2022-01-01"/);
  });

  it('hides grants that were not yet recorded', async () => {
    const { text } = await officer.get('/grants?knownOn=2020-01-01');
    expect(text).toContain('No grant was recorded as of that date.');
  });

  it('can be filtered by provider, under any of its names, and by scheme', async () => {
    const { html } = await officer.get('/grants?provider=Outscale&scheme=secnumcloud');
    expect(rowsOf(html)).toHaveLength(1);
    expect(html).toMatch(/<option value="3ds-outscale" selected>/);
    expect((await officer.get('/grants?scheme=hds')).text).toContain('No grant matches these filters');
  });

  it('keeps an unknown name in its field, and reports it', async () => {
    const { status, html, text } = await officer.get('/grants?provider=Nobody%22');
    expect(status).toBe(404);
    expect(html).toMatch(/<input id="f-provider" name="provider"[^>]* value="Nobody&quot;"/);
    expect(text).toContain('Provider Nobody" not found');
  });

  it('distinguishes states by pattern, and counts the older grants of a dossier that are not shown', async () => {
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
    const { html } = await officer.get('/grants?provider=many');
    expect(barsOf(html)).toEqual(['withdrawn 12', ...years.slice(2).map(() => 'expired 12'), 'suspended 12']);
    expect(pictureOf(html).match(/url\(#grants-(withdrawn|expired|suspended)\)/g)).toHaveLength(7);
    expect(rowsOf(html)[0]).toContain(
      'c2022 1 January 2022 31 December 2024 in force until 28 February 2023 withdrawn',
    );
    expect(rowsOf(html)[5]).toContain('2 older grants');
  });

  it('is split into small pages', async () => {
    const services = Array.from({ length: 30 }, (_, n) => `Service ${String(n).padStart(2, '0')}`);
    await record([HEADER, ...services.map((name, n) => issued(name, `d${n}`, '2025-01-01', '2027-12-31'))].join('\n'));
    const first = await officer.get('/grants?provider=many');
    const second = await officer.get('/grants?provider=many&page=2');
    expect(rowsOf(first.html)[0]).toContain('Service 00');
    expect(rowsOf(second.html)[0]).toContain('Service 25');
    expect(second.text).toContain('26 to 32 of 32');
    expect(first.html.length).toBeLessThan(150_000);
    expect((await officer.get('/grants?provider=many&page=9')).text).toContain('Go to the first page');
  });

  it('is shown in French to French readers', async () => {
    const reader = consoleOf(server, 'fr');
    await reader.signIn();
    const { text } = await reader.get('/grants?provider=oodrive');
    expect(text).toContain('Chronologie des décisions');
    expect(text).toContain('mai 2021 25 janvier 2028 en vigueur confirmée par l’autorité');
  });
});
