import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { personIn, type SignedInPerson } from '#test/people.js';

let server: TestApi;
let anne: SignedInPerson;
let luc: SignedInPerson;
let desk: ConsoleClient;

beforeAll(async () => {
  server = await startApi();
  await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  anne = await personIn(server, { name: 'Anne Martin' });
  luc = await personIn(server, { name: 'Luc Petit', role: 'reader', language: 'fr' });
  desk = consoleOf(server);
  await desk.signIn(await server.keyWith('record'));
});
afterAll(() => server.close());

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
    const board = await anne.console.get('/?scheme=secnumcloud&status=granted&asOf=2026-01-01&page=2');
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
    expect((await luc.console.get('/views')).text).toMatch(/Qualified .*schéma SecNumCloud statut obtenu/);
    expect((await luc.console.get('/views/qualifies-ete')).location).toContain('/?scheme');
    expect((await luc.console.post('/views/qualifies-ete/change', { name: 'Mine' })).status).toBe(404);
    const noted = await server.db.selectFrom('activity').selectAll().where('act', '=', 'view-shared').execute();
    expect(noted).toMatchObject([{ actor: `account:${anne.account}`, about: 'view:qualifies-ete' }]);
  });

  it('must be of a list, and have a name', async () => {
    const { api } = server;
    const refused = await api.post('/v1/views', { name: ' ', address: 'https://elsewhere.example/' });
    expect(refused.body.problems).toEqual([
      expect.objectContaining({ field: 'name' }),
      expect.objectContaining({ field: 'address', code: 'view-address' }),
    ]);
    expect((await api.post('/v1/views', { name: 'x', address: '//elsewhere.example' })).status).toBe(422);
    expect((await anne.console.post('/views/new', { name: '', address: '/' })).status).toBe(422);
  });

  it('is managed by REST, too', async () => {
    const { api } = server;
    const made = await api.post('/v1/views', { name: 'Ends soon', address: '/?expiring=true&unknown=1' });
    expect(made.body).toMatchObject({ slug: 'ends-soon', address: '/?expiring=true', shared: false, own: true });
    expect((await api.post('/v1/views', { name: 'Ends soon', address: '/?expiring=true' })).body.slug).toBe(
      'ends-soon',
    );
    expect((await api.post('/v1/views', { name: 'Ends soon', address: '/grants' })).body.slug).toBe('ends-soon-2');
    const shared = { name: 'Ends soon', address: '/grants', shared: true };
    expect((await api.post('/v1/views', shared)).body.slug).toBe('ends-soon-3');
    expect((await api.post('/v1/views', shared)).body.slug).toBe('ends-soon-3');
    expect((await api.delete('/v1/views/ends-soon-3')).status).toBe(204);
    const { slug } = (await api.post('/v1/views', { name: 'New', address: '/' })).body;
    expect(slug).toBe('new-2'); // /views/new is the form
    expect((await api.delete(`/v1/views/${slug}`)).status).toBe(204);
    expect((await api.patch('/v1/views/ends-soon', { name: 'Soon', shared: true })).body).toMatchObject({
      slug: 'ends-soon',
      name: 'Soon',
      shared: true,
    });
    expect((await api.get('/v1/views')).body.items.map(({ slug }: { slug: string }) => slug)).toEqual([
      'ends-soon-2',
      'ends-soon',
      'qualifies-ete',
    ]);
    expect((await api.delete('/v1/views/ends-soon')).status).toBe(204);
    expect((await api.get('/v1/views/ends-soon')).status).toBe(404);
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
    expect((await anne.console.post('/follow', { about: 'nonsense', follow: 'yes' })).status).toBe(404);
  });

  it('lists views whose filters nothing can have, and refuses what is nothing on record', async () => {
    await save(anne.console, 'Long', `/?scheme=${'a'.repeat(300)}`, true);
    await save(anne.console, 'Null', '/?provider=%00&scheme=%00', true);
    expect((await server.api.post('/v1/views', { name: 'Dashes', address: '/registers/a--b' })).status).toBe(422);
    expect((await luc.console.get('/views')).text).toContain('Long');
    for (const about of [
      'provider:oodrive',
      'dossier:x',
      'view:\0',
      'register:A',
      'scheme:none',
      `scheme:${'\u200b'.repeat(9)}`,
    ]) {
      const { status } = await anne.console.post('/follow', { about, follow: 'yes' });
      expect([about, Math.floor(status / 100)]).toEqual([about, 4]);
    }
  });
});
