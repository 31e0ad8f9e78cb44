import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, listsFollowed, sectionOf, textOf } from '#test/console.js';
import { startedOnce, signedIn } from '#test/started.js';
import { personIn, type SignedInPerson } from '#test/people.js';

const served = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));

const officer = signedIn(served);
let reader: ConsoleClient;
let anne: SignedInPerson;

beforeAll(async () => {
  const csv = { 'content-type': 'text/csv' };
  await served.api.send('/v1/imports', { method: 'POST', headers: csv, body: new Uint8Array(await realLedger()) });
  await listsFollowed(served.db);
  reader = consoleOf(served, 'fr');
  anne = await personIn(served, { name: 'Anne Martin' });
});

describe('the search page', () => {
  it('shows results by kind, marked, with what may be recorded', async () => {
    const { text, html } = await officer.get('/search?q=outscale');
    expect(text).toMatch(
      /Providers 1 result 3DS Outscale also: Outscale Services 1 result 3DS Outscale, IaaS Cloud on Demand/,
    );
    expect(html).toContain('repose sur <mark>Outscale</mark>');
    expect(html).toMatch(/<a href="\/dossiers\/[^/]+\/record\/GrantIssued">Record a decision<\/a>/);
    const next =
      /<a href="[^"]+\/MilestoneReached\?milestone=J2&amp;occurred=2026-11-25#f-occurred">Record J2 today<\/a>/;
    expect((await officer.get('/search?q=bleu')).html).toMatch(next);
    const { html: forReaders } = await reader.get('/search?q=outscale');
    expect(forReaders).not.toContain('/record');
  });

  it('is in the language of the reader, and leads to the date shown', async () => {
    const { html, text } = await reader.get('/search?q=2118&asOf=2024-01-01&knownOn=2026-11-25');
    expect(text).toContain('Décision 2118');
    expect(text).toContain('Les résultats mènent à la date consultée.');
    expect(html).toMatch(/href="\/dossiers\/[^?"]+\?asOf=2024-01-01&amp;knownOn=2026-11-25"/);
    expect(html).toContain('type="hidden" name="asOf" value="2024-01-01"');
  });

  it('leads straight to an only result, when asked to', async () => {
    const { status, location } = await reader.get('/search?q=2279&go=1&asOf=2024-01-01');
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/dossiers\/[^?]+\?asOf=2024-01-01$/)]);
    expect((await reader.get('/search?q=ovh&go=1')).status).toBe(200);
  });

  it('says that nothing was found, and shows similar names', async () => {
    expect((await officer.get('/search?q=xyzzyx')).text).toContain('No results for “xyzzyx”.');
    expect((await officer.get('/search?q=outsacle')).text).toMatch(
      /No results for “outsacle”. Similar names: .*Outscale/,
    );
  });

  it('suggests the same while one types', async () => {
    const { html } = await officer.get('/search/suggestions?q=j2');
    expect(textOf(html)).toBe('Schemes 1 result SecNumCloud, milestone J2 (evaluation work accepted)');
  });

  it('shows one kind in full', async () => {
    const { html } = await officer.get('/search?q=cloud');
    const all = /href="(\/search\?q=cloud&amp;kind=statement)"/.exec(html)?.[1]?.replace('&amp;', '&') ?? '';
    const { html: page } = await officer.get(all);
    expect(page.match(/<h2>/g)).toHaveLength(1);
  });
});

describe('GET /v1/search', () => {
  it('returns results by kind, with the position that they reflect', async () => {
    const answer = await served.api.get('/v1/search?q=Décision 2118&limit=1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('jalon-position')).toMatch(/^\d+/);
    const item = { kind: 'decision', text: '2118', provider: { slug: '3ds-outscale' }, dossier: { status: 'granted' } };
    expect(answer.body).toMatchObject({ kinds: [{ kind: 'decision', total: 1, items: [item] }] });
  });

  it.each([
    ['q=', 'q'],
    ['kind=party', 'q'],
    ['q=a&kind=nothing', 'kind'],
    ['q=a&limit=0', 'limit'],
    ['q=a%00b', 'q'],
    [`q=${'x'.repeat(201)}`, 'q'],
  ])('refuses %s and names %s', async (query, field) => {
    const { status, body } = await served.api.get(`/v1/search?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request', problems: [{ field }] });
  });
});

/** The numbers of a part of the page that are links: what they count, and where. */
const figuresIn = (html: string): [count: number, href: string][] =>
  [...html.matchAll(/<a [^>]*?href="([^"]+)"[^>]*>([^]*?)<\/a>/g)].flatMap(([, href = '', text = '']) => {
    const [count] = /\d+/.exec(textOf(text).replace(/\D*\d{4} : /, '')) ?? [];
    return count === undefined ? [] : [[Number(count), href.replaceAll('&amp;', '&')]];
  });

/** The markup from an element up to the next that closes. */
const partOf = (html: string, begin: string, end: string): string =>
  html.slice(html.indexOf(begin)).split(end)[0] ?? '';

const rowsOf = (html: string): number => html.match(/<tr>|<tr class/g)?.length ?? 0;

describe('the home page', () => {
  it('counts the ends of grants per month as the agenda of that month lists them, also in the past', async () => {
    for (const when of ['', '?asOf=2023-06-01', '?asOf=2025-01-15&knownOn=2026-11-25']) {
      const { html, status } = await reader.get(`/${when}`);
      expect(status).toBe(200);
      const figures = figuresIn(partOf(html, '<ol class="months"', '</ol>'));
      if (when === '') expect(figures).toHaveLength(18);
      for (const [count, href] of figures.filter(([some]) => some > 0)) {
        const month = (await reader.get(href)).html;
        const listed = new Set(month.match(/href="\/dossiers\/[0-9a-f-]{36}[^"]*"/g));
        expect([href, listed.size]).toEqual([href, count]);
      }
    }
  });

  it('has five figures, each of as many lines as its list', async () => {
    const { html } = await anne.console.get('/');
    const figures = figuresIn(partOf(html, '<ul class="figures"', '</ul>'));
    expect(figures.map(([, href]) => href)).toEqual([
      '/dossiers?status=granted%2Cgranted-with-reservations',
      '/deadlines?state=open&kind=grant-end&within=90',
      '/deadlines?state=missed',
      '/dossiers?confirmed=false',
      '/dossiers?status=renewing%2Cin-progress%2Capplied%2Cannounced',
    ]);
    for (const [count, href] of figures) {
      const list = (await anne.console.get(href)).html;
      const lines = new Set(list.match(/<tr[^]*?href="\/dossiers\/[0-9a-f-]{36}[^]*?<\/tr>/g));
      expect([href, lines.size]).toEqual([href, count]);
    }
  });

  it('lists the next dates and what changed, as the lists behind it do', async () => {
    const { html } = await anne.console.get('/');
    expect(sectionOf(html, 'dates')).toMatch(
      /Plateforme des services cloud NumSpot 30 Nov 2026 in 5 days End of validity of a dependency, Decision 2118/,
    );
    const kinds = figuresIn(partOf(html.slice(html.indexOf('id="changes"')), '<ul class="chips"', '</ul>'));
    expect(kinds.length).toBeGreaterThan(0);
    for (const [count, href] of kinds) {
      const list = await anne.console.get(href);
      expect([href, Math.min(50, count)]).toEqual([href, rowsOf(list.html) - 1]);
    }
  });

  it('says what changed since the reader last looked on an earlier day', async () => {
    const titleFor = async (looked?: string): Promise<[string | undefined, string | undefined]> => {
      const person = consoleOf(served);
      await person.signIn();
      if (looked !== undefined) person.cookies.set('jalon-looked', looked);
      const { html } = await person.get('/');
      return [/<h2 id="changes">([^<]*)/.exec(html)?.[1], person.cookies.get('jalon-looked')];
    };
    expect(await titleFor()).toEqual(['Changes since 18 November 2026', '2026-11-25_']);
    expect(await titleFor('2026-11-22_2026-11-01')).toEqual([
      'Changes since 22 November 2026',
      '2026-11-25_2026-11-22',
    ]);
    expect(await titleFor('2026-11-25_2026-11-20')).toEqual([
      'Changes since 20 November 2026',
      '2026-11-25_2026-11-20',
    ]);
    expect((await titleFor('nonsense'))[0]).toBe('Changes since 18 November 2026');
    const since = await officer.get('/overview/changes?days=3');
    expect(since.text).toContain('Changes since 22 November 2026');
    expect((await officer.get('/overview/changes?days=0')).status).toBe(400);
  });

  it('tells a stranger what Jalon is, and nothing was known before anything was recorded', async () => {
    const stranger = await consoleOf(served).get('/');
    expect(stranger.text).toContain('Jalon records which cloud services are certified');
    expect(stranger.headers.get('set-cookie')).toBeNull();
    const { text } = await reader.get('/?knownOn=2020-01-01');
    expect(text).toContain('Aucune validité ne prend fin au cours de ces mois.');
  });
});
