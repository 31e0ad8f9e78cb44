import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { listsFollowed } from '#test/console.js';
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

describe('a view that names services', () => {
  const save = (services: string, path = '/views/new') =>
    anne.console.submit(path, { name: 'Our cloud', address: '/', shared: 'yes', services });
  const view = async () => (await server.api.get('/v1/views/our-cloud')).body;
  const namesOf = ({ dossiers }: { dossiers: { provider: { name: string }; scheme: string }[] }): string[] =>
    dossiers.map(({ provider, scheme }) => `${provider.name} ${scheme}`);

  it('shows their dossiers and those on which they depend, with what each is used for', async () => {
    await anne.console.get('/views/new');
    const { text } = await save('fournisseur;service;usage\nTop;payroll;Salaries\nBASE;Machines');
    expect(text).toContain('The view is saved.');
    expect(text).toContain('2 services Top, Payroll (Salaries) Base, Machines');
    const { location } = await anne.console.get('/views/our-cloud');
    expect(location).toBe('/?view=our-cloud');
    const board = await anne.console.get(location ?? '');
    for (const name of ['Base', 'Middle', 'Top']) expect(board.html).toContain(`>${name}</a>`);
    expect(board.html).not.toContain('>Other</a>');
    expect(board.html).toContain('<option value="our-cloud" selected>Our cloud</option>');
    const { body } = await server.as(await server.keyWith('read')).get('/v1/views/our-cloud');
    expect(body).toMatchObject({ address: '/?view=our-cloud', own: false });
    expect(body.services).toMatchObject([{ dossier: await dossierOf('top'), usedFor: 'Salaries' }, { usedFor: '' }]);
    expect(namesOf(body)).toEqual(['Base hds', 'Base iso-27001', 'Middle iso-27001', 'Top iso-27001']);
    expect(body.dossiers[2].dependsOn).toEqual([await dossierOf('base')]);
  });

  it('is shown at any point in time, to those who may open it', async () => {
    const before = await anne.console.get('/?view=our-cloud&asOf=2025-01-15');
    expect(before.html).not.toContain('>Middle</a>');
    expect(namesOf((await server.api.get('/v1/views/our-cloud?asOf=2025-01-15')).body)).not.toContain(
      'Middle iso-27001',
    );
    expect(namesOf((await server.api.get('/v1/views/our-cloud?knownAt=2020-01-01T00:00:00Z')).body)).toEqual([]);
    expect((await anne.console.get('/?view=nothing')).status).toBe(404);
    expect((await anne.console.get('/board.csv?view=our-cloud')).html).toMatch(/Middle/);
  });

  it('takes all lines or none, and names each that is wrong', async () => {
    const sent = async (services: string): Promise<string> => {
      const answer = await anne.console.post('/views/new', { name: 'x', address: '/', services });
      expect(answer.status).toBe(422);
      return answer.text;
    };
    const said = await sent('provider,service,usage\n\nOther,Mail,\nNobody,Mail,\nOther,Nothing,\n');
    expect(said).toContain('Line 4, provider: Provider Nobody not found');
    expect(said).toContain('Line 5, service: The provider has no service named “Nothing”');
    expect(said).toContain('Nobody,Mail,'); // as it was typed
    expect(await sent('Other,Mail,more,and more')).toContain('Line 1: has 4 cells');
    expect(await sent('Nobody,Mail\n'.repeat(501))).toContain('A view names at most 500');
    expect(await sent('Other;"x')).toContain('Line 1');
    expect(await sent('Other')).toContain('Line 1, service');
    expect((await server.api.get('/v1/views')).body.items).toMatchObject([{ slug: 'our-cloud' }]);
    const services = [{ provider: 'nobody', service: 'x' }];
    expect((await server.api.post('/v1/views', { name: 'x', address: '/', services })).body.code).toBe(
      'unknown-service',
    );
    expect((await server.api.patch('/v1/views/our-cloud', { address: '/grants' })).body.problems).toMatchObject([
      { field: 'address', code: 'services-on-board' },
    ]);
  });

  it('takes a service from the page of its dossier, and gives it up', async () => {
    const other = await dossierOf('other');
    expect((await anne.console.get(`/dossiers/${other}`)).html).toContain(`href="/views/new?dossier=${other}"`);
    const fresh = await anne.console.get(`/views/new?dossier=${other}`);
    expect(fresh.html).toContain('Other;Mail;</textarea>');
    expect(fresh.html).toContain(`href="/views/our-cloud/change?dossier=${other}"`);
    const { html } = await anne.console.get(`/views/our-cloud/change?dossier=${other}`);
    expect(html).toContain('Top;Payroll;Salaries\nBase;Machines;\nOther;Mail;</textarea>');
    const path = '/views/our-cloud/change';
    await save('Top;Payroll;Salaries\nBase;Machines;\nOther;Mail;Letters', path);
    expect((await view()).services).toMatchObject([{}, {}, { dossier: other, usedFor: 'Letters' }]);
    expect((await anne.console.get(`${path}?dossier=${other}`)).html).toContain('Other;Mail;Letters</textarea>');
    await save('Top;Payroll;Salaries\nBase;Machines', path);
    expect((await view()).services).toHaveLength(2);
  });

  it('has private feeds that follow it, until others may no longer open it', async () => {
    const boris = await personIn(server, { name: 'Boris Petit' });
    const calendar = await boris.console.post('/views/our-cloud/feed', { kind: 'calendar' });
    expect(calendar.html).toMatch(/href="webcal:[^"]+\/feeds\/[\w-]+\.ics"/);
    const page = await boris.console.post('/views/our-cloud/feed', { kind: 'atom' });
    const [path = ''] = /\/feeds\/[\w-]+\.atom/.exec(page.html) ?? [];
    const feed = async () => (await fetch(server.url + path)).text();
    expect(await feed()).toContain('Middle');
    expect(await feed()).not.toContain('Mail');
    const change = (body: object) => server.api.patch('/v1/views/our-cloud', body);
    const services = [{ provider: 'other', service: 'Mail', usedFor: '' }, { dossier: await dossierOf('top') }];
    expect((await change({ services })).status).toBe(200);
    expect(await feed()).toContain('Mail');
    expect((await change({ shared: false })).status).toBe(200);
    expect(await feed()).not.toContain('Mail');
  });
});
