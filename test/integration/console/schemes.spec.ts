import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, textOf } from '#test/console.js';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';

let server: TestApi;
let officer: ConsoleClient;

beforeAll(async () => {
  server = await startApi();
  officer = consoleOf(server);
  await officer.signIn();
  const { body } = await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  await server.api.get(`/v1/dossiers?seen=${body.position}&limit=1`);
});
afterAll(() => server.close());

const publish = async (published: object): Promise<void> => {
  expect((await server.api.post('/v1/schemes', published)).status).toBe(201);
};

/** What is read under a heading, up to the next of its kind. */
const under = (html: string, heading: string): string =>
  html
    .split('<h2>')
    .map(textOf)
    .find((text) => text.startsWith(heading)) ?? '';

describe('the list of schemes', () => {
  it('tells of each what it is, and leads to it and to its dossiers', async () => {
    const { html, text } = await officer.get('/schemes');
    expect(html).toContain('<a href="/schemes/secnumcloud">SecNumCloud</a>');
    expect(html).toContain('href="/?scheme=secnumcloud"');
    expect(text).toContain(
      'SecNumCloud Kind Decision Authority ANSSI (France) In the end the service is qualified Lasts 3 years at most (give or take 7 days) Stages 4 stages Referential 3.2',
    );
    expect(text).toContain('BSI C5 Kind Report Authority BSI (Germany)');
  });
});

describe('the page of a scheme', () => {
  it('tells each stage in order: what it means, what it is not, where a dossier is then', async () => {
    const stages = under((await officer.get('/schemes/secnumcloud')).html, 'Stages');
    expect(stages).toContain(
      'J1, evaluation strategy accepted ANSSI accepts what will be evaluated, and how the evaluation centre will go about it. It is not: an audit result. A dossier that is there is under evaluation · After: J0',
    );
    expect(stages.indexOf('J0, application accepted')).toBeLessThan(stages.indexOf('J1, evaluation'));
    expect(stages).toContain('A dossier that is there is qualified');
  });

  it('shows which version holds on the day looked at, and both sides where sources disagree', async () => {
    const now = under((await officer.get('/schemes/secnumcloud')).html, 'Versions');
    expect(now).toContain('3.2 8 March 2022 ANSSI, Référentiel SecNumCloud 3.2 (decision of the authority) the latest');
    expect(now).toMatch(/Sources date version 3\.1 differently: 11 June 2018 .*the one used here\) 2016 , ANSSI/);
    const then = under((await officer.get('/schemes/secnumcloud?asOf=2021-10-01')).html, 'Versions');
    expect(then).toMatch(/3\.1 11 June 2018 .* the latest/);
    expect(then).toMatch(/3\.2 8 March 2022 .* not published yet/);
  });

  it('tells how long the steps took, and that one case is no rule', async () => {
    const { html } = await officer.get('/schemes/secnumcloud');
    expect(under(html, 'How long')).toContain('J0 → J1 1 214 days 214 days 214 days A single dossier');
    expect(under(html, 'How long')).toContain('J1 → J2 0 No dossier on record went this way');
    expect(under(html, 'Dossiers that wait')).toContain(
      'Bleu, Bleu cloud platform Under evaluation J1 17 November 2025 373 days nothing to compare with',
    );
    const earlier = under((await officer.get('/schemes/secnumcloud?asOf=2025-11-16')).html, 'How long');
    expect(earlier).toContain('J0 → J1 0 No dossier');
  });

  it('says of duties how often, and of reports for how long they count', async () => {
    await publish({ ...dutyScheme, slug: 'yearly' });
    await publish({ ...reportScheme, slug: 'reported' });
    expect(under((await officer.get('/schemes/yearly')).html, 'To be done again')).toContain(
      'yearly assessment, every 12 months, lapsed 30 days after the deadline, if nothing is done',
    );
    expect((await officer.get('/schemes/reported')).text).toContain('12 months after the period it covers');
  });

  it('tells what each publication changed, the latest first', async () => {
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
    const history = under((await officer.get('/schemes/trial')).html, 'History');
    expect(history).toMatch(
      /Published on .* stages \(added: again\) warning of the end versions of the referential \(added: 2\) Published on .* First publication\./,
    );
    expect(under((await officer.get('/schemes/secnumcloud')).html, 'History')).toContain('Came with Jalon.');
  });

  it('is not there yet when it was published after the day that is asked about', async () => {
    const { status, html, text } = await officer.get('/schemes/trial?knownOn=2020-01-01');
    expect(status).toBe(404);
    expect(text).toContain('Trial');
    expect(html).toContain('href="/schemes/trial"');
    expect((await officer.get('/schemes?knownOn=2020-01-01')).html).not.toContain('/schemes/trial');
    expect((await officer.get('/schemes/no-such')).status).toBe(404);
  });

  it('shows markup in its texts as text, and only addresses of the web as links', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    await publish(
      scheme({
        slug: 'hostile',
        name: { fr: markup, en: markup },
        authority: markup,
        sources: ['javascript:alert(1)', 'https://example.org/?a="b"'],
      }),
    );
    const { html } = await officer.get('/schemes/hostile');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(html).toContain('href="https://example.org/?a=&quot;b&quot;"');
  });

  it('is in French for whoever reads French, and marks what is in English only', async () => {
    const reader = consoleOf(server, 'fr');
    await reader.signIn();
    const { html } = await reader.get('/schemes/secnumcloud');
    expect(under(html, 'Étapes').replaceAll('\u202f', ' ')).toContain('Ce n’est pas : un résultat d’audit.');
    expect(html).toContain('<span lang="en">Law 2024-449 of 21 May 2024, article 31.</span>');
    expect(under(html, 'Combien de temps')).toContain('Un seul dossier : un cas n’est pas une règle.');
  });
});
