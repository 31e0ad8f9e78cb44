import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, sectionOf } from '#test/console.js';
import { personIn, type SignedInPerson } from '#test/people.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
let anne: SignedInPerson;
let anybody: ConsoleClient;

beforeAll(async () => {
  await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  anne = await personIn(server, { name: 'Anne Martin' });
  anybody = consoleOf(server, 'fr');
});

/** The figures of a section that are links: their text and address. */
const figuresIn = (html: string, id: string): [count: number, href: string][] => {
  const section = html.slice(html.indexOf(`<h2 id="${id}"`)).split('</section>')[0] ?? '';
  return [...section.matchAll(/(?:<td class="number"[^>]*>|<li>[^<]*)<a href="([^"]+)">(\d+)</g)].map(
    ([, href = '', count]) => [Number(count), href.replaceAll('&amp;', '&')],
  );
};

const rowsOf = (html: string): number => html.match(/<tr>|<tr class/g)?.length ?? 0;

describe('the overview', () => {
  it('counts the ends of grants per month as the agenda of that month lists them, also in the past', async () => {
    for (const when of ['', '?asOf=2023-06-01', '?asOf=2025-01-15&knownOn=2026-11-25']) {
      const { html, status } = await anybody.get(`/overview${when}`);
      expect(status).toBe(200);
      const figures = figuresIn(html, 'ends');
      if (when === '') expect(figures.length).toBeGreaterThan(0);
      for (const [count, href] of figures) {
        const month = (await anybody.get(href)).html;
        const listed = new Set(month.match(/href="\/dossiers\/[0-9a-f-]{36}[^"]*"/g));
        expect([href, listed.size]).toEqual([href, count]);
      }
    }
  });

  it('counts changes, targets and tasks as their lists have them', async () => {
    const { html } = await anne.console.get('/overview');
    expect(sectionOf(html, 'tasks')).toMatch(
      /dependency, Decision 2118 \(3DS Outscale, IaaS Cloud on Demand\) NumSpot,/,
    );
    for (const id of ['changes', 'slips'])
      for (const [count, href] of figuresIn(html, id)) {
        const list = await anne.console.get(href);
        expect([href, Math.min(50, count)]).toEqual([href, rowsOf(list.html) - 1]);
      }
    expect(figuresIn(html, 'slips').length).toBeGreaterThan(1);
    expect(figuresIn(html, 'tasks').length).toBeGreaterThan(0);
    for (const [count, href] of figuresIn(html, 'tasks')) {
      const agenda = (await anne.console.get(href)).html;
      expect([href, agenda.match(/<th scope="row"/g)?.length]).toEqual([href, Math.min(40, count)]);
    }
  });

  it('knew nothing before anything was recorded', async () => {
    const { text } = await anybody.get('/overview?knownOn=2020-01-01');
    expect(text).toContain('Aucune validité ne prend fin au cours de ces mois.');
  });
});
