import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { consoleOf, sectionOf, textOf } from '#test/console.js';
import { signedIn, startedOnce } from '#test/started.js';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';

const served = startedOnce(() => startApi());

const officer = signedIn(served);

beforeAll(async () => {
  const { body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  await served.api.get(`/v1/providers?seen=${body.position}`);
});

const press = (publisher: string) => ({ kind: 'press', publisher });

describe('the pages of providers', () => {
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
      /Bleu cloud platform Under evaluation confirmed by the authority SecNumCloud/,
    );
    expect(sectionOf(html, 'said-expected')).toMatch(/Autorisations préalables à obtenir , undated/);
    expect(sectionOf(html, 'said-obtained')).toMatch(/cleared under EU merger control , 2023 · European Commission/);
    expect(sectionOf(html, 'said-validations')).toMatch(/change no status.*27 May 2021 · ANSSI.*unconfirmed claim/);
    expect(sectionOf(html, 'said-statements')).toContain('Guillaume Poupard, ANSSI');
    expect(sectionOf(html, 'owners')).toMatch(
      /Shareholders Capgemini, Orange Technology from Microsoft Hosting France/,
    );
    expect(sectionOf(html, 'timeline')).toMatch(
      /26 September 2026 Listed as in progress.*Bleu cloud platform, SecNumCloud/,
    );
    const own = await officer.get('/providers/bleu?kind=authorizations');
    expect(sectionOf(own.html, 'timeline')).toContain('“obtention des autorisations préalables”');
    expect(sectionOf(own.html, 'timeline')).not.toContain('Listed as in progress');
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
    for (const foreign of [`${next}&name=zz`, next.replace('/providers', '/deadlines')])
      expect(await officer.get(foreign)).toMatchObject({
        status: 400,
        text: expect.stringMatching(/cursor.*another list/),
      });
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

const publish = async (published: object): Promise<void> => {
  expect((await served.api.post('/v1/schemes', published)).status).toBe(201);
};

/** What is read under a heading, up to the next of its kind. */
const under = (html: string, heading: string): string =>
  html
    .split(/<h2[^>]*>/)
    .map(textOf)
    .find((text) => text.startsWith(heading)) ?? '';

describe('the list of schemes', () => {
  it('describes each scheme, with links to it and to its dossiers', async () => {
    const { html, text } = await officer.get('/schemes');
    expect(html).toContain('<a href="/schemes/secnumcloud">SecNumCloud</a>');
    expect(html).toContain('href="/dossiers?scheme=secnumcloud"');
    expect(text).toContain('Scheme Type Authority Outcome Validity Stages Standard Dossiers');
    expect(text).toContain('SecNumCloud Decision ANSSI (France) qualified 3 years at most 4 3.2 Dossiers');
    expect(text).toContain('BSI C5 Report BSI (Germany)');
  });
});

describe('the page of a scheme', () => {
  it('shows the stages in order, with meaning, likely misunderstandings and resulting status', async () => {
    const stages = under((await officer.get('/schemes/secnumcloud')).html, 'Stages');
    expect(stages).toContain(
      'J1, evaluation strategy accepted ANSSI accepts the scope and the method of the evaluation. Not to be confused with: an audit result. under evaluation J0',
    );
    expect(stages.indexOf('J0, application accepted')).toBeLessThan(stages.indexOf('J1, evaluation'));
    expect(stages).toMatch(/J3, .* qualified J2$/);
  });

  it('shows the version in force on the selected date, and both sides if sources disagree', async () => {
    const now = under((await officer.get('/schemes/secnumcloud')).html, 'Standard versions');
    expect(now).toContain('3.2 8 March 2022 ANSSI, Référentiel SecNumCloud 3.2 (decision by the authority) latest');
    expect(now).toMatch(/Sources give different dates for version 3\.1: 11 June 2018 .*used here\) 2016 , ANSSI/);
    const then = under((await officer.get('/schemes/secnumcloud?asOf=2021-10-01')).html, 'Standard versions');
    expect(then).toMatch(/3\.1 11 June 2018 .* latest/);
    expect(then).toMatch(/3\.2 8 March 2022 .* not published yet/);
  });

  it('shows the interval of obligations, and how long reports are current', async () => {
    await publish({ ...dutyScheme, slug: 'yearly' });
    await publish({ ...reportScheme, slug: 'reported' });
    expect(under((await officer.get('/schemes/yearly')).html, 'Recurring obligations')).toContain(
      'yearly assessment, every 12 months, lapses 30 days after a missed deadline',
    );
    expect((await officer.get('/schemes/reported')).text).toContain('12 months after the reporting period');
  });

  it('shows the changes of each publication, latest first', async () => {
    await publish(scheme());
    const { referentials, milestones } = scheme();
    const again = { code: 'again', name: { fr: 'encore', en: 'again' }, gives: 'granted' as const };
    await publish(
      scheme({
        warningDays: 61,
        milestones: [...milestones, again],
        referentials: [...referentials, { version: '2', published: '2026-01-01' }],
      }),
    );
    const history = under((await officer.get('/schemes/trial')).html, 'Revision history');
    expect(history).toMatch(
      /Published on .* stages \(added: again\) expiry alert standard versions \(added: 2\) Published on .* First publication\./,
    );
    expect(under((await officer.get('/schemes/secnumcloud')).html, 'Revision history')).toContain('Built-in.');
  });

  it('shows markup as text, and links only web addresses', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    const sources = ['javascript:alert(1)', 'https://example.org/?a="b"'];
    await publish(scheme({ slug: 'hostile', name: { fr: markup, en: markup }, authority: markup, sources }));
    const { html } = await officer.get('/schemes/hostile');
    expect(html).not.toMatch(/<img|href="javascript/);
    for (const shown of ['<span lang>javascript:alert(1)</span>', 'href="https://example.org/?a=&quot;b&quot;"'])
      expect(html).toContain(shown);
  });

  it('is not found on dates before its publication', async () => {
    const { status, html, text } = await officer.get('/schemes/trial?knownOn=2020-01-01');
    expect(status).toBe(404);
    expect(text).toContain('Trial');
    expect(html).toContain('href="/schemes/trial"');
    expect((await officer.get('/schemes?knownOn=2020-01-01')).html).not.toContain('/schemes/trial');
    expect((await officer.get('/schemes/no-such')).status).toBe(404);
  });

  it('is shown in French to French readers', async () => {
    const reader = consoleOf(served, 'fr');
    await reader.signIn();
    const { html } = await reader.get('/schemes/secnumcloud');
    expect(under(html, 'Étapes').replaceAll('\u202f', ' ')).toContain('À ne pas confondre avec : un résultat d’audit.');
    expect(html).toContain('<span>Loi n° 2024-449 du 21 mai 2024, article 31.</span>');
    expect(under(html, 'Durées')).toContain('Un seul dossier : non représentatif.');
  });
});
