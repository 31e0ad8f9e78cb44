import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { type ConsoleClient, consoleOf, sectionOf } from '#test/console.js';
import { personIn, type SignedInPerson } from '#test/people.js';

let server: TestApi;
let anne: SignedInPerson;
let anybody: ConsoleClient;

beforeAll(async () => {
  server = await startApi({ PUBLIC_READ: 'true' });
  await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  anne = await personIn(server, { name: 'Anne Martin' });
  anybody = consoleOf(server, 'fr');
});
afterAll(() => server.close());

/** The figures of a section that are links: their text and address. */
const figuresIn = (html: string, id: string): [count: number, href: string][] => {
  const section = html.slice(html.indexOf(`<h2 id="${id}"`)).split('</section>')[0] ?? '';
  return [...section.matchAll(/<td class="number"[^>]*><a href="([^"]+)">(\d+)</g)].map(([, href = '', count]) => [
    Number(count),
    href.replaceAll('&amp;', '&'),
  ]);
};

const rowsOf = (html: string): number => html.match(/<tr>|<tr class/g)?.length ?? 0;

describe('the overview', () => {
  it('counts the ends of grants per month as the month lists them, also in the past', async () => {
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
    for (const [count, href] of figuresIn(html, 'tasks')) {
      const agenda = (await anne.console.get(href)).html;
      expect([href, agenda.match(/<th scope="row"/g)?.length]).toEqual([href, Math.min(40, count)]);
    }
  });

  it('knew nothing before anything was recorded', async () => {
    const { text } = await anybody.get('/overview?knownOn=2020-01-01');
    expect(text).toContain('Aucune validité ne prend fin au cours de ces mois.');
  });

  it('shows no name to readers without a session', async () => {
    const { html } = await anybody.get('/overview');
    expect(html).not.toContain('/deadline?key=');
  });
});

describe('a deadline', () => {
  const firstDeadline = async () => {
    const [deadline] = (await server.api.get('/v1/deadlines?within=3650&limit=1')).body.items;
    return { dossier: deadline.dossier.id as string, key: deadline.key as string };
  };

  it('is assigned to a person, listed as theirs, and named in the overview', async () => {
    const { dossier, key } = await firstDeadline();
    const page = await anne.console.get(`/dossiers/${dossier}/deadline?key=${encodeURIComponent(key)}`);
    expect(page.text).toContain('Assignee Nobody');
    const assigned = await anne.console.submit(`/dossiers/${dossier}/deadline/assign`, { key, account: anne.account });
    expect(assigned.text).toContain('Anne Martin (assigned by Anne Martin');
    const mine = await anne.console.get('/deadlines?assignee=me&within=3650');
    expect(mine.html.match(/<th scope="row"/g)).toHaveLength(1);
    expect(mine.text).toContain('Anne Martin · Assign, comment');
    expect((await anne.console.get('/deadlines?assignee=none&within=3650')).text).not.toContain('Anne Martin ·');
    const { body } = await server.api.get(`/v1/deadline-assignees?account=${anne.account}`);
    expect(body.items).toMatchObject([{ dossier, key, name: 'Anne Martin' }]);
  });

  it('is assigned to officers only', async () => {
    const { dossier, key } = await firstDeadline();
    const reader = await personIn(server, { name: 'Luc Petit', role: 'reader' });
    const put = (account: string | null, of = key) =>
      server.api.put(`/v1/dossiers/${dossier}/deadline-assignee`, { key: of, account });
    expect((await put(reader.account)).body.code).toBe('assignee-unfit');
    expect((await put(anne.account, 'grant-end/none')).body.code).toBe('no-such-deadline');
    const asked = { key, account: reader.account };
    expect((await anne.console.post(`/dossiers/${dossier}/deadline/assign`, asked)).status).toBe(422);
    expect((await put(null)).status).toBe(204);
    expect((await reader.console.post(`/dossiers/${dossier}/deadline/assign`, asked)).status).toBe(403);
  });

  it('has comments in plain text, which their author or an admin deletes', async () => {
    const { dossier, key } = await firstDeadline();
    const here = `/dossiers/${dossier}/deadline`;
    const form = { key, text: '<b>Called</b> them.\r\nAudit in January.', idempotencyKey: 'k1' };
    await anne.console.post(`${here}/comment`, form);
    const page = await anne.console.submit(`${here}/comment`, form);
    expect(page.html).toContain('&lt;b>Called&lt;/b> them.\nAudit in January.');
    const comments = `/v1/dossiers/${dossier}/deadline-comments`;
    const { items } = (await server.api.get(`${comments}?key=${encodeURIComponent(key)}`)).body;
    expect(items).toMatchObject([{ author: `account:${anne.account}`, authorName: 'Anne Martin' }]);
    const other = await personIn(server, { name: 'Paul Roux' });
    expect((await other.console.post(`${here}/delete`, { key, comment: items[0].id })).status).toBe(403);
    expect((await server.api.post(comments, { key, text: 'x'.repeat(4_001) })).status).toBe(422);
    expect((await server.api.post(comments, { key, text: ' ' })).status).toBe(422);
    const gone = await anne.console.submit(`${here}/delete`, { key, comment: items[0].id });
    expect(gone.text).toContain('This comment was deleted.');
    expect(await server.db.selectFrom('deadline_comment').select('body').execute()).toEqual([{ body: null }]);
    expect((await server.api.delete(`/v1/deadline-comments/${items[0].id}`)).status).toBe(204);
  });
});
