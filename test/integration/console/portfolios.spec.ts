import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { listsFollowed, sectionOf } from '#test/console.js';
import { personIn, type SignedInPerson } from '#test/people.js';

let server: TestApi;
let anne: SignedInPerson;

const HEADER =
  'provider,service,scheme,type,occurred,source_kind,source_publisher,decision,valid_from,valid_until,milestone';
const issued = (provider: string, service: string, scheme: string, until: string): string =>
  `${provider},${service},${scheme},GrantIssued,2025-01-01,decision,Body,d,2025-01-01,${until},${scheme === 'iso-27001' ? 'certificate' : ''}`;

/** An IaaS, a PaaS on it and a SaaS on the PaaS; and a service that has nothing to do with them. */
beforeAll(async () => {
  server = await startApi();
  const rows = [
    issued('Base', 'Machines', 'iso-27001', '2027-01-31'),
    issued('Base', 'Machines', 'hds', '2027-06-30'),
    issued('Middle', 'Platform', 'iso-27001', '2027-12-31'),
    issued('Top', 'Payroll', 'iso-27001', '2028-03-31'),
    issued('Other', 'Mail', 'iso-27001', '2026-12-31'),
  ];
  const { status } = await server.api.post('/v1/imports', [HEADER, ...rows].join('\n'), { 'content-type': 'text/csv' });
  expect(status).toBe(200);
  await listsFollowed(server.db);
  const depends = async (dependent: string, on: string) => {
    const event = {
      type: 'DependencyDeclared',
      occurred: '2025-02-01',
      source: { kind: 'decision', publisher: 'Body' },
    };
    const path = `/v1/dossiers/${await dossierOf(dependent)}/events`;
    const answer = await server.api.post(path, { ...event, data: { dependsOn: await dossierOf(on) } });
    expect(answer.status).toBe(201);
  };
  await depends('middle', 'base');
  await depends('top', 'middle');
  await listsFollowed(server.db);
  anne = await personIn(server, { name: 'Anne Martin' });
});
afterAll(() => server.close());

const dossierOf = async (provider: string): Promise<string> =>
  (await server.api.get(`/v1/dossiers?provider=${provider}&scheme=iso-27001`)).body.items[0].id;

describe('a portfolio', () => {
  it('shows what its services have and inherit, and which of them fall with a certification', async () => {
    await anne.console.get('/portfolios');
    expect((await anne.console.submit('/portfolios', { name: 'Our cloud' })).text).toContain(
      'The portfolio is created.',
    );
    const text = 'fournisseur;service;usage\nTop;payroll;Salaries\nBASE;Machines;';
    const page = await anne.console.submit('/portfolios/our-cloud/file', { text });
    const own = sectionOf(page.html, 'services');
    expect(own).toContain('Top, Payroll Used for: Salaries');
    expect(own).toContain('Middle, Platform, ISO/IEC 27001');
    expect(own).toContain('Health data hosting (HDS)');
    const ends = sectionOf(page.html, 'ends');
    expect(ends).toMatch(
      /Base, Machines \(ISO\/IEC 27001\) 31 January 2027 .*?Base, Machines Top, Payroll \(inherited\)/,
    );
    expect(ends.indexOf('31 January 2027')).toBeLessThan(ends.indexOf('30 June 2027'));
    expect(ends).not.toContain('Mail');
  });

  it('is shown at any point in time', async () => {
    const before = await anne.console.get('/portfolios/our-cloud?asOf=2025-01-15');
    expect(sectionOf(before.html, 'services')).not.toContain('Middle');
    const { body } = await server.api.get('/v1/portfolios/our-cloud?knownAt=2020-01-01T00:00:00Z');
    expect(body.services).toMatchObject([{ own: [] }, { own: [] }]);
    expect(body.certifications).toEqual([]);
  });

  it('adds all lines of a file or none, and names each that is wrong', async () => {
    const sent = async (text: string): Promise<string> => {
      const answer = await anne.console.post('/portfolios/our-cloud/file', { text });
      expect(answer.status).toBe(422);
      return answer.text;
    };
    const said = await sent('provider,service,usage\n\nOther,Mail,\nNobody,Mail,\nOther,Nothing,\n');
    expect(said).toContain('Line 4, provider: Provider Nobody not found');
    expect(said).toContain('Line 5, service: The provider has no service named “Nothing”');
    expect(await sent('provider,service\nOther,Mail,more\n')).toContain('Line 2: has 3 cells');
    expect(await sent(`provider,service\n${'Nobody,Mail\n'.repeat(501)}`)).toContain('A portfolio has at most 500');
    expect((await server.api.get('/v1/portfolios')).body.items).toMatchObject([{ slug: 'our-cloud', services: 2 }]);
    expect((await anne.console.post('/portfolios/our-cloud/file', { text: 'a,b\n1,2' })).status).toBe(422);
    expect((await anne.console.post('/portfolios/our-cloud/file', { text: 'provider,service\n"x' })).status).toBe(422);
    expect((await anne.console.post('/portfolios/our-cloud/file', { text: '' })).status).toBe(422);
  });

  it('takes a service from the page of its dossier, and gives it up', async () => {
    const other = await dossierOf('other');
    expect((await anne.console.get(`/dossiers/${other}`)).html).toContain(`/portfolios/add?dossier=${other}`);
    expect((await anne.console.get(`/portfolios/add?dossier=${other}`)).status).toBe(200);
    const form = { dossier: other, portfolio: 'our-cloud', newName: '', usedFor: 'Mail' };
    expect((await anne.console.submit('/portfolios/add', form)).text).toContain('Other, Mail Used for: Mail');
    expect((await anne.console.post('/portfolios/add', { ...form, portfolio: '\0' })).status).toBe(422);
    const removed = await anne.console.submit('/portfolios/our-cloud/remove', { dossier: other });
    expect(removed.text).not.toContain('Other, Mail');
  });

  it('has private feeds that follow it', async () => {
    const calendar = await anne.console.post('/portfolios/our-cloud/feed', { kind: 'calendar' });
    expect(calendar.html).toMatch(/href="webcal:[^"]+\/feeds\/[\w-]+\.ics"/);
    const page = await anne.console.post('/portfolios/our-cloud/feed', { kind: 'atom' });
    const [path = ''] = /\/feeds\/[\w-]+\.atom/.exec(page.html) ?? [];
    const feed = async () => (await fetch(server.url + path)).text();
    expect(await feed()).toContain('Middle');
    expect(await feed()).not.toContain('Mail');
    const services = [{ provider: 'other', service: 'Mail', usedFor: '' }];
    expect((await server.api.post('/v1/portfolios/our-cloud/services', { services })).status).toBe(200);
    expect(await feed()).toContain('Mail');
    const { body } = await server.api.get('/v1/portfolios/our-cloud');
    expect(body.certifications[0]).toMatchObject({ grantEnd: '2026-12-31', affects: [await dossierOf('other')] });
  });

  it('is renamed and deleted, and is not for readers to change', async () => {
    const reader = await personIn(server, { name: 'Luc Petit', role: 'reader', language: 'fr' });
    expect((await reader.console.get('/portfolios/our-cloud')).text).toContain('Si une certification prend fin');
    expect((await reader.console.post('/portfolios/our-cloud/delete', {})).status).toBe(403);
    expect((await server.api.patch('/v1/portfolios/our-cloud', { name: 'Cloud' })).body.slug).toBe('our-cloud');
    const unknown = { services: [{ provider: 'nobody', service: 'x' }] };
    expect((await server.api.post('/v1/portfolios/our-cloud/services', unknown)).body.code).toBe('unknown-service');
    expect((await anne.console.submit('/portfolios/our-cloud/delete', {})).text).toContain('The portfolio is deleted.');
    expect((await server.api.get('/v1/portfolios/our-cloud')).status).toBe(404);
  });
});
