import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, textOf } from '#test/console.js';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let officer: ConsoleClient;

beforeAll(async () => {
  officer = consoleOf(server);
  await officer.signIn();
  const { body } = await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  await server.api.get(`/v1/dossiers?seen=${body.position}&limit=1`);
});

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
  it('describes each scheme, with links to it and to its dossiers', async () => {
    const { html, text } = await officer.get('/schemes');
    expect(html).toContain('<a href="/schemes/secnumcloud">SecNumCloud</a>');
    expect(html).toContain('href="/?scheme=secnumcloud"');
    expect(text).toContain(
      'SecNumCloud Type Decision Authority ANSSI (France) Outcome qualified Validity 3 years at most (tolerance: 7 days) Stages 4 stages Standard 3.2',
    );
    expect(text).toContain('BSI C5 Type Report Authority BSI (Germany)');
  });
});

describe('the page of a scheme', () => {
  it('shows the stages in order, with meaning, likely misunderstandings and resulting status', async () => {
    const stages = under((await officer.get('/schemes/secnumcloud')).html, 'Stages');
    expect(stages).toContain(
      'J1, evaluation strategy accepted ANSSI accepts the scope and the method of the evaluation. Not to be confused with: an audit result. Status at this stage: under evaluation · After: J0',
    );
    expect(stages.indexOf('J0, application accepted')).toBeLessThan(stages.indexOf('J1, evaluation'));
    expect(stages).toContain('Status at this stage: qualified');
  });

  it('shows the version in force on the selected date, and both sides if sources disagree', async () => {
    const now = under((await officer.get('/schemes/secnumcloud')).html, 'Standard versions');
    expect(now).toContain('3.2 8 March 2022 ANSSI, Référentiel SecNumCloud 3.2 (decision by the authority) latest');
    expect(now).toMatch(/Sources give different dates for version 3\.1: 11 June 2018 .*used here\) 2016 , ANSSI/);
    const then = under((await officer.get('/schemes/secnumcloud?asOf=2021-10-01')).html, 'Standard versions');
    expect(then).toMatch(/3\.1 11 June 2018 .* latest/);
    expect(then).toMatch(/3\.2 8 March 2022 .* not published yet/);
  });

  it('shows the duration of each stage, and marks a single case as not representative', async () => {
    const { html } = await officer.get('/schemes/secnumcloud');
    expect(under(html, 'Durations')).toContain('J0 → J1 1 214 days 214 days 214 days Only one dossier');
    expect(under(html, 'Durations')).toContain('J1 → J2 0 No dossier has completed this stage');
    expect(under(html, 'Pending dossiers')).toContain(
      'Bleu, Bleu cloud platform Under evaluation confirmed by the authority J1, evaluation strategy accepted (not confirmed by the authority) 17 November 2025 373 days no completed dossier',
    );
    const earlier = under((await officer.get('/schemes/secnumcloud?asOf=2025-11-16')).html, 'Durations');
    expect(earlier).toContain('J0 → J1 0 No dossier');
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

  it('is not found on dates before its publication', async () => {
    const { status, html, text } = await officer.get('/schemes/trial?knownOn=2020-01-01');
    expect(status).toBe(404);
    expect(text).toContain('Trial');
    expect(html).toContain('href="/schemes/trial"');
    expect((await officer.get('/schemes?knownOn=2020-01-01')).html).not.toContain('/schemes/trial');
    expect((await officer.get('/schemes/no-such')).status).toBe(404);
  });

  it('shows markup as text, and links only web addresses', async () => {
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
    expect(html).toContain('<span lang>javascript:alert(1)</span>');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(html).toContain('href="https://example.org/?a=&quot;b&quot;"');
  });

  it('is shown in French to French readers', async () => {
    const reader = consoleOf(server, 'fr');
    await reader.signIn();
    const { html } = await reader.get('/schemes/secnumcloud');
    expect(under(html, 'Étapes').replaceAll('\u202f', ' ')).toContain('À ne pas confondre avec : un résultat d’audit.');
    expect(html).toContain('<span>Loi n° 2024-449 du 21 mai 2024, article 31.</span>');
    expect(under(html, 'Durées')).toContain('Un seul dossier : non représentatif.');
  });
});
