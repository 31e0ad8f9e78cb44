import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, sectionOf, textOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const press = (publisher: string) => ({ kind: 'press', publisher });

describe('the pages of providers', () => {
  const served = startedOnce(() => startApi());
  let officer: ConsoleClient;
  beforeAll(async () => {
    officer = consoleOf(served);
    await officer.signIn();
    const { body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    await served.api.get(`/v1/providers?seen=${body.position}`);
  });

  const registered = async (name: string, ...events: object[]): Promise<{ path: string; position: number }> => {
    const { body, status } = await served.api.post('/v1/providers', { name });
    if (status !== 201) throw new Error(JSON.stringify(body));
    let position = 0;
    for (const event of events) {
      const answer = await served.api.post(`/v1/providers/${body.id}/events`, event);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      position = answer.body.position;
    }
    return { path: `/providers/${body.slug}`, position };
  };

  it('show for Bleu the undated expectations, the grants, and what an authority is reported to have validated', async () => {
    const { html, text } = await officer.get('/providers/bleu');
    expect(text).toContain('Last activity of the provider 26 September 2026'); // of its dossier
    expect(sectionOf(html, 'dossiers')).toMatch(
      /Bleu cloud platform SecNumCloud Under evaluation confirmed by the authority/,
    );
    expect(sectionOf(html, 'said-expected')).toMatch(/Prior authorizations to be obtained , undated/);
    expect(sectionOf(html, 'said-obtained')).toMatch(/cleared under EU merger control , 2023 · European Commission/);
    expect(sectionOf(html, 'said-validations')).toMatch(/change no status.*27 May 2021 · ANSSI.*unconfirmed claim/);
    expect(sectionOf(html, 'said-statements')).toContain('Guillaume Poupard, ANSSI');
    expect(sectionOf(html, 'owners')).toMatch(
      /Shareholders Capgemini, Orange Technology from Microsoft Hosting France/,
    );
    expect(sectionOf(html, 'story')).toMatch(
      /26 September 2026 Listed as in progress.*Bleu cloud platform, SecNumCloud/,
    );
    expect(sectionOf(html, 'timeline')).toContain('“obtention des autorisations préalables”');
    expect(html.length).toBeLessThan(150_000);
  });

  it('are found by any current or former name, and have one address', async () => {
    const rename = {
      type: 'ProviderRenamed',
      occurred: '2024-03-01',
      source: press('Les Echos'),
      data: { name: 'Nuage Neuf' },
    };
    const { path, position } = await registered('Vieux Nuage', rename);
    const { html } = await officer.get(`${path}?seen=${position}`);
    expect(textOf(html)).toMatch(/Also known as Vieux Nuage/);
    expect(sectionOf(html, 'names')).toMatch(
      /Nuage Neuf 1 March 2024 in use.*Vieux Nuage the beginning 29 February 2024/,
    );
    const led = await officer.get('/providers/nuage%20neuf?asOf=2025-01-01');
    expect(led).toMatchObject({ status: 303, location: `${path}?asOf=2025-01-01` });
    expect(textOf((await officer.get(`${path}?asOf=2024-02-29`)).html)).toMatch(/Also known as Nuage Neuf/);
    const listed = await officer.get('/providers?name=NEUF');
    expect(listed.html).toContain(`href="${path}"`);
    expect(listed.text).not.toContain('Whaller');
  });

  it('show both dates if sources disagree', async () => {
    const created = (occurred: string, publisher: string) => ({
      type: 'CompanyCreated',
      occurred,
      source: press(publisher),
      data: {},
    });
    const { path } = await registered('Twice Born', created('2024-01', 'Clubic'), created('2022', 'Les Echos'));
    const { html } = await officer.get(path);
    expect(sectionOf(html, 'warnings')).toMatch(
      /Sources date the same event differently.*January 2024.*Clubic.*2022.*Les Echos/,
    );
  });

  it('show recorded text as text only', async () => {
    const hostile = '<script>alert(1)</script>"\'';
    const { path } = await registered(`Cloud ${hostile}`, {
      type: 'StatementMade',
      occurred: '2025',
      source: { ...press(hostile), quote: hostile, title: 'javascript:alert(1)' },
      data: { speaker: hostile, title: hostile, note: hostile },
    });
    for (const address of [path, '/providers?name=cloud', `/providers?name=${encodeURIComponent(hostile)}`]) {
      const { html, text } = await officer.get(address);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toMatch(/href="javascript:/i);
      expect(text).toContain(hostile);
    }
  });

  it('list many providers by name in pages, and suggest a next step if none is found', async () => {
    for (const letter of 'abcdefghijklmnopqrst') await registered(`Zz ${letter}`);
    const { body } = await served.api.post('/v1/providers', { name: 'Zzz last' });
    const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    const first = await officer.get(`/providers?seen=${position}`);
    expect(first.html).not.toContain(`/providers/${body.slug}"`);
    const next = /rel="next" href="([^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await officer.get(next)).html;
    expect(second).toContain(`/providers/${body.slug}"`);
    expect(second).not.toMatch(/name="(cursor|seen)"/); // another moment begins at the first page
    expect((await officer.get('/providers?name=nobody')).text).toContain('No current or former name matches');
    expect((await officer.get('/providers?cursor=x')).status).toBe(400);
    expect((await officer.get('/providers/nobody')).status).toBe(404);
    expect((await officer.get('/providers?knownOn=2020-01-01')).text).toContain('No provider was recorded');
  });

  it('are available in French, offer recording to authorized users, and require a session', async () => {
    const reader = consoleOf(served, 'fr');
    await reader.signIn(await served.keyWith('read'));
    const { html, text } = await reader.get('/providers/bleu');
    expect(text).toContain('Autorisations attendues');
    expect(html).not.toMatch(/href="\/(dossiers|providers)[^"]*\/(record|new|correct|retract)/);
    expect((await officer.get('/providers/bleu')).html).toContain('href="/dossiers/new?provider=bleu"');
    expect((await consoleOf(served).get('/providers')).location).toMatch(/^\/sign-in/);
  });
});
