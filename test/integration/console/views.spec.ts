import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, listsFollowed } from '#test/console.js';
import { personIn, type SignedInPerson } from '#test/people.js';
import { startedOnce, signedIn } from '#test/started.js';

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
let anne: SignedInPerson;
let luc: SignedInPerson;
const desk = signedIn(server, () => server.keyWith('record'));

beforeAll(async () => {
  await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  anne = await personIn(server, { name: 'Anne Martin' });
  luc = await personIn(server, { name: 'Luc Petit', role: 'reader', language: 'fr' });
});

const save = (who: ConsoleClient, name: string, address: string, shared = false) =>
  who.submit('/views/new', { name, address, ...(shared && { shared: 'yes' }) });

const subscriptionsOf = (account: string) =>
  server.db
    .selectFrom('subscription')
    .selectAll()
    .where('created_by', '=', `account:${account}`)
    .orderBy('created_at')
    .execute();

describe('a saved view', () => {
  it('keeps the filters of a list and opens it as of today, or as of the dates of its address', async () => {
    const board = await anne.console.get('/dossiers?scheme=secnumcloud&status=granted&asOf=2026-01-01&page=2');
    const [, href = ''] = /href="(\/views\/new\?address=[^"]+)"/.exec(board.html) ?? [];
    expect(decodeURIComponent(href)).toBe('/views/new?address=/?scheme=secnumcloud&status=granted');
    expect((await save(anne.console, 'Qualifiés, été', '/?scheme=secnumcloud&status=granted&page=2')).text).toContain(
      'The view is saved.',
    );
    expect((await anne.console.get('/views/qualifies-ete')).location).toBe('/?scheme=secnumcloud&status=granted');
    const then = await anne.console.get('/views/qualifies-ete?asOf=2022-01-01');
    expect(then.location).toBe('/?scheme=secnumcloud&status=granted&asOf=2022-01-01');
  });

  it('is private until it is shared, and keeps its address when renamed', async () => {
    expect((await luc.console.get('/views/qualifies-ete')).status).toBe(404);
    await anne.console.submit('/views/qualifies-ete/change', { name: 'Qualified', shared: 'yes' });
    expect((await luc.console.get('/views')).text).toMatch(/Qualified .*schéma SecNumCloud · statut obtenu/);
    expect((await luc.console.get('/views/qualifies-ete')).location).toContain('/?scheme');
    expect((await luc.console.post('/views/qualifies-ete/change', { name: 'Mine' })).status).toBe(404);
    const noted = await server.db.selectFrom('activity').selectAll().where('act', '=', 'view-shared').execute();
    expect(noted).toMatchObject([{ actor: `account:${anne.account}`, about: 'view:qualifies-ete' }]);
  });

  it('must be of a list, and have a name', async () => {
    const { api } = server;
    const refused = await api.post('/v1/admin/views', { name: ' ', address: 'https://elsewhere.example/' });
    expect(refused.body.problems).toMatchObject([{ field: 'name' }, { field: 'address', code: 'view-address' }]);
    const [, example] = / such as (.*)$/.exec(refused.body.problems[1].reason) ?? [];
    expect(example).toMatch(/^\/dossiers\?/);
    expect((await anne.console.get(String(example))).status).toBe(200);
    expect((await api.post('/v1/admin/views', { name: 'x', address: '//elsewhere.example' })).status).toBe(422);
    expect((await anne.console.post('/views/new', { name: '', address: '/' })).status).toBe(422);
  });

  it('is managed by REST, too', async () => {
    const { api } = server;
    const made = await api.post('/v1/admin/views', { name: 'Ends soon', address: '/?expiring=true&unknown=1' });
    expect(made.body).toMatchObject({ slug: 'ends-soon', address: '/?expiring=true', shared: false, own: true });
    expect((await api.post('/v1/admin/views', { name: 'Ends soon', address: '/?expiring=true' })).body.slug).toBe(
      'ends-soon',
    );
    expect((await api.post('/v1/admin/views', { name: 'Ends soon', address: '/grants' })).body.slug).toBe(
      'ends-soon-2',
    );
    const shared = { name: 'Ends soon', address: '/grants', shared: true };
    expect((await api.post('/v1/admin/views', shared)).body.slug).toBe('ends-soon-3');
    expect((await api.post('/v1/admin/views', shared)).body.slug).toBe('ends-soon-3');
    expect((await api.delete('/v1/admin/views/ends-soon-3')).status).toBe(204);
    const { slug } = (await api.post('/v1/admin/views', { name: 'New', address: '/' })).body;
    expect(slug).toBe('new-2'); // /views/new is the form
    expect((await api.delete(`/v1/admin/views/${slug}`)).status).toBe(204);
    expect((await api.patch('/v1/admin/views/ends-soon', { name: 'Soon', shared: true })).body).toMatchObject({
      slug: 'ends-soon',
      name: 'Soon',
      shared: true,
    });
    expect((await api.get('/v1/admin/views')).body.items.map(({ slug }: { slug: string }) => slug)).toEqual([
      'ends-soon-2',
      'ends-soon',
      'qualifies-ete',
    ]);
    expect((await api.delete('/v1/admin/views/ends-soon')).status).toBe(204);
    expect((await api.get('/v1/admin/views/ends-soon')).status).toBe(404);
  });
});

describe('following', () => {
  it('subscribes a person to a provider with one click, without another confirmation, and stops with another', async () => {
    const { html } = await luc.console.get('/providers/oodrive');
    expect(html).toContain('>Suivre<');
    const [, about = ''] = /name="about" value="([^"]+)"/.exec(html) ?? [];
    const form = { about, to: '/providers/oodrive', follow: 'yes' };
    const followed = await luc.console.submit('/follow', form);
    expect(followed.text).toContain('Suivi Ne plus suivre');
    expect(followed.text).toContain('les courriels sont conservés et ne sont pas envoyés');
    await luc.console.post('/follow', form);
    expect(await subscriptionsOf(luc.account)).toMatchObject([
      { state: 'active', target: luc.email, language: 'fr', filter: { providers: [about.slice(9)] } },
    ]);
    expect((await luc.console.submit('/follow', { ...form, follow: 'no' })).text).toContain('Suivre');
    expect((await subscriptionsOf(luc.account)).map(({ state }) => state)).toEqual(['unsubscribed']);
  });

  it('is offered on dossiers, schemes and registers, and as a filled form to a key without an account', async () => {
    const [dossier] = (await server.api.get('/v1/dossiers?limit=1')).body.items;
    for (const path of [`/dossiers/${dossier.id}`, '/schemes/secnumcloud', '/registers/fedramp-marketplace'])
      expect((await anne.console.get(path)).html).toContain('>Follow<');
    const { html } = await desk.get('/schemes/secnumcloud');
    expect(html).toContain('href="/subscribers/new?scheme=secnumcloud"');
    expect(html).not.toContain('>Follow<');
  });

  it('takes the filters of a view into account as far as subscriptions can, and says what they cannot', async () => {
    await save(anne.console, 'Overdue', '/?scheme=secnumcloud&overdue=true&provider=oodrive');
    await save(anne.console, 'Stale', '/?stale=true');
    const { text } = await anne.console.get('/views');
    expect(text).toContain('Emails are not filtered by: missed deadline.');
    expect(text).toContain('Cannot be followed: subscriptions have none of the filters of this view.');
    await anne.console.submit('/follow', { about: 'view:overdue', to: '/views', follow: 'yes' });
    expect(await subscriptionsOf(anne.account)).toMatchObject([
      { filter: { schemes: ['secnumcloud'], providers: [expect.any(String)], changes: true, deadlines: true } },
    ]);
    expect((await anne.console.post('/follow', { about: 'view:stale', follow: 'yes' })).status).toBe(422);
  });

  it.each(['nonsense', 'provider:oodrive', 'dossier:x', 'view:\0', 'register:A', 'scheme:none', 'scheme:\u200b\u200b'])(
    'is refused for %j, which is nothing on record',
    async (about) => {
      const { status } = await anne.console.post('/follow', { about, follow: 'yes' });
      expect(Math.floor(status / 100)).toBe(4);
    },
  );
});

const HEADER =
  'provider,service,scheme,type,occurred,source_kind,source_publisher,decision,valid_from,valid_until,milestone';
const issued = (provider: string, service: string, scheme: string, until: string): string =>
  `${provider},${service},${scheme},GrantIssued,2025-01-01,decision,Body,d,2025-01-01,${until},${scheme === 'iso-27001' ? 'certificate' : ''}`;

const dossierOf = async (provider: string): Promise<string> =>
  (await server.api.get(`/v1/dossiers?providers=${provider}&schemes=iso-27001`)).body.items[0].id;

describe('a view that names services', () => {
  /** An IaaS, a PaaS on it and a SaaS on the PaaS; and a service that has nothing to do with them. */
  beforeAll(async () => {
    const rows = [
      issued('Base', 'Machines', 'iso-27001', '2027-01-31'),
      issued('Base', 'Machines', 'hds', '2027-06-30'),
      issued('Middle', 'Platform', 'iso-27001', '2027-12-31'),
      issued('Top', 'Payroll', 'iso-27001', '2028-03-31'),
      issued('Other', 'Mail', 'iso-27001', '2026-12-31'),
    ];
    const { status } = await server.api.post('/v1/imports', [HEADER, ...rows].join('\n'), {
      'content-type': 'text/csv',
    });
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
  });

  const save = (services: string, path = '/views/new') =>
    anne.console.submit(path, { name: 'Our cloud', address: '/', shared: 'yes', services });
  const view = async () => (await server.api.get('/v1/admin/views/our-cloud')).body;
  const namesOf = ({ dossiers }: { dossiers: { provider: { name: string }; scheme: string }[] }): string[] =>
    dossiers.map(({ provider, scheme }) => `${provider.name} ${scheme}`);

  it('shows their dossiers and those on which they depend, with what each is used for', async () => {
    const { text } = await save('fournisseur;service;usage\nTop;payroll;Salaries\nBASE;Machines');
    expect(text).toContain('The view is saved.');
    expect(text).toContain('Our cloud shared Dossiers · 2 services');
    const tree = await anne.console.get('/views/our-cloud');
    expect(tree.html).toContain('href="/dossiers?view=our-cloud"');
    const moved = await anne.console.get('/?view=our-cloud');
    expect(moved.location).toBe('/dossiers?view=our-cloud');
    const board = await anne.console.get(moved.location ?? '');
    for (const name of ['Base', 'Middle', 'Top']) expect(board.html).toContain(`>${name}</a>`);
    expect(board.html).not.toContain('>Other</a>');
    expect(board.html).toContain('<option value="our-cloud" selected>Our cloud</option>');
    const { body } = await server.as(await server.keyWith('read')).get('/v1/admin/views/our-cloud');
    expect(body).toMatchObject({ address: '/?view=our-cloud', own: false });
    expect(body.services).toMatchObject([{ dossier: await dossierOf('top'), usedFor: 'Salaries' }, { usedFor: '' }]);
    expect(namesOf(body)).toEqual(['Base hds', 'Base iso-27001', 'Middle iso-27001', 'Top iso-27001']);
    expect(body.dossiers[2].dependsOn).toEqual([await dossierOf('base')]);
  });

  const BASE = 'Base, Machines (ISO/IEC 27001)';
  it.each([
    [
      '2025-06-01',
      '4 in force beyond 90 days',
      [BASE, 'Middle, Platform (ISO/IEC 27001)', 'Top, Payroll (ISO/IEC 27001)'],
    ],
    [
      '2026-11-25',
      '3 ending within 90 days, directly or through a dependency 1 in force beyond 90 days',
      ['· depends on Middle, Platform · Salaries'],
    ],
    [
      '2027-02-01',
      '3 not in force, directly or through a dependency 1 in force',
      [BASE, '· depends on Base, Machines'],
    ],
    ['2027-07-01', '4 not in force', []],
    ['2024-06-01', '2 services of this view not on record', []],
  ])('shows what rests on what, and what falls with it, on %s', async (asOf, figures, inOrder) => {
    const { text } = await anne.console.get(`/views/our-cloud?asOf=${asOf}`);
    expect(text).toContain(figures);
    const places = inOrder.map((said) => text.indexOf(said));
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(places).not.toContain(-1);
  });

  it('is reported to a person by mail once they ask for it, until they stop it', async () => {
    const label = async (who = anne) =>
      /Report by email every month|Stop the monthly report/.exec((await who.console.get('/views/our-cloud')).text)?.[0];
    const isReported = async () =>
      (await subscriptionsOf(anne.account)).some(({ report, state }) => report && state === 'active');
    expect([await label(), await isReported()]).toEqual(['Report by email every month', false]);
    await anne.console.submit('/views/our-cloud/report', { wanted: 'yes' });
    const again = await anne.console.submit('/views/our-cloud/report', { wanted: 'yes' });
    expect(again.text).toContain('first report');
    expect([await label(), await isReported()]).toEqual(['Stop the monthly report', true]);
    expect((await desk.get('/views/our-cloud')).text).not.toContain('every month'); // a key
    expect((await desk.post('/views/our-cloud/report', { wanted: 'yes' })).status).toBe(422);
    await anne.console.submit('/views/our-cloud/report', { wanted: 'no' });
    expect([await label(), await isReported()]).toEqual(['Report by email every month', false]);
  });

  it('is shown at any point in time, to those who may open it', async () => {
    const before = await anne.console.get('/dossiers?view=our-cloud&asOf=2025-01-15');
    expect(before.html).not.toContain('>Middle</a>');
    expect(namesOf((await server.api.get('/v1/admin/views/our-cloud?asOf=2025-01-15')).body)).not.toContain(
      'Middle iso-27001',
    );
    expect(namesOf((await server.api.get('/v1/admin/views/our-cloud?knownAt=2020-01-01T00:00:00Z')).body)).toEqual([]);
    expect((await anne.console.get('/dossiers?view=nothing')).status).toBe(404);
    const anybody = consoleOf(server);
    expect((await anybody.get('/')).status).toBe(200);
    expect((await anybody.get('/dossiers?view=our-cloud')).status).toBe(404);
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
    expect((await server.api.get('/v1/admin/views')).body.items).not.toContainEqual(
      expect.objectContaining({ name: 'x' }),
    );
    const services = [{ provider: 'nobody', service: 'x' }];
    expect((await server.api.post('/v1/admin/views', { name: 'x', address: '/', services })).body.code).toBe(
      'unknown-reference',
    );
    expect((await server.api.patch('/v1/admin/views/our-cloud', { address: '/grants' })).body.problems).toMatchObject([
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
    const change = (body: object) => server.api.patch('/v1/admin/views/our-cloud', body);
    const services = [{ provider: 'other', service: 'Mail', usedFor: '' }, { dossier: await dossierOf('top') }];
    expect((await change({ services })).status).toBe(200);
    expect(await feed()).toContain('Mail');
    expect((await change({ shared: false })).status).toBe(200);
    expect(await feed()).not.toContain('Mail');
  });
});
