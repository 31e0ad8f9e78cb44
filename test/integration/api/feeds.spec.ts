import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import { atomProblems, calendarIn } from '#test/feeds.js';
import { endingGrant, endMoves, startReminding, refusalIn } from '#test/reminding.js';
import { startedOnce } from '#test/started.js';

const ics = '/v1/deadlines.ics?language=en';

/** On a Wednesday, 25 November 2026. */
describe('a calendar of deadlines', () => {
  const jalon = startedOnce(() => startReminding());
  let made: Awaited<ReturnType<typeof endingGrant>>;
  beforeAll(async () => {
    made = await endingGrant(jalon, '2027-02-23');
  });

  const events = async (path = `${ics}&deadlineKinds=grant-end`) => {
    await jalon.plan();
    const { status, body } = await jalon.api.get(path);
    expect(status).toBe(200);
    return calendarIn(body as string).events;
  };

  it('moves, marks and restores the event as its deadline is moved, met, cancelled or reopened', async () => {
    const [issued] = await events();
    expect(issued).toMatchObject({
      sequence: 0,
      status: 'CONFIRMED',
      start: '2027-02-23',
      end: '2027-02-24',
      summary: 'Outscale (SecNumCloud): end of validity, decision 2279',
      url: `http://127.0.0.1:3000${made.dossier.path.replace('/v1', '')}`,
      categories: ['SecNumCloud', 'Outscale', 'end of validity'],
      alarms: ['-P89DT15H', '-P60DT15H', '-P31DT15H', '-P13DT15H', '-P6DT15H', '-PT15H', 'PT9H', 'P1DT9H'],
    });
    jalon.clock.forward(60_000);
    const later = await made.dossier.record(endMoves(made.event, '2027-03-10'));
    const [moved, ...others] = await events();
    expect(others).toEqual([]);
    expect(moved).toMatchObject({ uid: issued?.uid, sequence: 1, status: 'CONFIRMED', start: '2027-03-10' });
    expect(moved!.stamp > issued!.stamp).toBe(true);

    const withdrawn = await made.dossier.record({
      type: 'EventRetracted',
      data: { event: made.event, reason: 'not so' },
    });
    const [gone] = await events();
    expect(gone).toMatchObject({ uid: issued?.uid, sequence: 2, status: 'CANCELLED', start: '2027-03-10', alarms: [] });
    await made.dossier.record({
      type: 'EventRetracted',
      data: { event: (withdrawn.body as { id: string }).id, reason: 'it was so' },
    });
    const [back] = await events();
    expect(back).toMatchObject({ uid: issued?.uid, sequence: 3, status: 'CONFIRMED', start: '2027-03-10' });
    expect(later.status).toBe(201);
  });

  it('has an address of its own for each provider and scheme', async () => {
    const [all] = await events();
    for (const [address, named] of [
      ['/v1/deadlines.ics?providers=outscale&language=en', 'Certification deadlines: Outscale'],
      ['/v1/deadlines.ics?schemes=secnumcloud&language=en', 'Certification deadlines: SecNumCloud'],
    ] as const) {
      expect((await events(address)).map(({ uid }) => uid)).toContain(all?.uid);
      const { body, headers } = await jalon.api.get(address);
      expect(body).toContain(`X-WR-CALNAME:${named}`);
      expect((await jalon.api.get(address, { 'if-none-match': headers.get('etag')! })).status).toBe(304);
    }
    expect(await events('/v1/deadlines.ics?schemes=hds')).toEqual([]);
    expect((await jalon.api.get('/v1/deadlines.ics?providers=nobody')).status).toBe(404);
    expect((await jalon.api.get('/v1/deadlines.ics?schemes=none')).status).toBe(404);
  });

  it('keeps met deadlines, and drops cancelled ones after a year', async () => {
    const set = (key: string, due: string) =>
      made.dossier.record({ type: 'DeadlineSet', data: { key, due, title: key } });
    await set('audit', '2026-12-01');
    await set('call', '2027-06');
    const officers = `${ics}&deadlineKinds=officer-set&confirmedOnly=true`;
    expect((await events(officers)).map(({ start, status }) => [start, status])).toEqual([
      ['2026-12-01', 'CONFIRMED'],
      ['2027-06-01', 'TENTATIVE'],
    ]);
    await made.dossier.record({ type: 'DeadlineMet', data: { key: 'audit' } });
    await made.dossier.record({ type: 'DeadlineCancelled', data: { key: 'call', reason: 'off' } });
    const over = (await events(officers)).map(({ sequence, status, summary }) => [
      sequence,
      status,
      summary.split(' · ').slice(1),
    ]);
    expect(over).toEqual([
      [1, 'CONFIRMED', ['met']],
      [1, 'CANCELLED', ['June 2027', 'cancelled']],
    ]);
    await jalon.db
      .updateTable('deadline')
      .set({ changed_at: new Date('2025-11-20') })
      .execute();
    expect((await events(officers)).map(({ summary }) => summary.split(' · ').at(-1))).toEqual(['met']);
  });

  it('supports conditional requests', async () => {
    const plain = { 'accept-encoding': 'identity' };
    const { headers, body } = await jalon.api.get(ics, plain);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="jalon-deadlines.ics"');
    const etag = headers.get('etag') ?? '';
    const again = await jalon.api.get(ics, { 'if-none-match': etag });
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
    const head = await jalon.api.send(ics, { method: 'HEAD', headers: plain });
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([
      200,
      String(Buffer.byteLength(body as string)),
      etag,
    ]);
    expect((await jalon.as().get(ics)).status).toBe(401);
  });
});

describe('feeds over the sample ledger', () => {
  const jalon = startedOnce(() => startReminding());
  beforeAll(async () => {
    for (const body of [readFileSync('samples/ledger.csv', 'utf8'), ALL_IN_A_DAY]) {
      const headers = { 'content-type': 'text/csv' };
      const imported = await jalon.api.send('/v1/imports', { method: 'POST', body, headers });
      expect(imported).toMatchObject({ status: 200 });
    }
    await jalon.plan();
  });

  it('are valid for a strict iCalendar parser, in both languages', async () => {
    const [english, french] = await Promise.all(
      ['en', 'fr'].map(async (language) =>
        calendarIn((await jalon.api.get('/v1/deadlines.ics', { 'accept-language': language })).body as string),
      ),
    );
    expect(english?.events.length).toBeGreaterThan(5);
    expect(french?.events.map(({ uid, start }) => [uid, start])).toEqual(
      english?.events.map(({ uid, start }) => [uid, start]),
    );
    expect([english?.name, french?.name, english?.refresh]).toEqual([
      'Certification deadlines',
      'Échéances de certification',
      'PT4H',
    ]);
  });

  const documentsOf = async (path: string): Promise<string[]> => {
    const documents: string[] = [];
    let next: string | undefined = path;
    for (; next !== undefined && documents.length < 50; next = nextIn(documents.at(-1) ?? ''))
      documents.push((await jalon.api.get(next)).body as string);
    return documents;
  };
  const recorded = async (filter = ''): Promise<string[]> =>
    (await pagesOf(jalon.api, `/v1/events?limit=200${filter}`)).flat().map(({ id }) => id);

  it('are valid Atom documents (RFC 4287) that page through the whole ledger', async () => {
    const documents = await documentsOf('/v1/changes.atom?language=fr');
    expect(documents.length).toBeGreaterThan(1);
    expect(await atomProblems(...documents)).toEqual([]);
    expect(documents.flatMap(idsIn).toReversed()).toEqual(await recorded());
    expect(new Set(documents.map((text) => /<id>(.+?)<\/id>/.exec(text)?.[1])).size).toBe(1);
    expect(documents.join('')).not.toMatch(/key:admin|JALON_ADMIN_KEY/);
    expect(documents.join('')).not.toMatch(/href="[^"]*\/v1\/(?!changes)/); // people read on in the console
  });

  it.each([
    'becomes=granted,withdrawn',
    'becomes=applied,in-progress',
    'statusChange=true&schemes=secnumcloud',
    'providers=outscale&confirmedOnly=true',
    'eventTypes=MilestoneReached,StatementMade',
  ])('tell what the change feed tells with %s', async (filter) => {
    const told = await recorded(`&${filter}`);
    expect(told.length).toBeGreaterThan(0);
    expect((await documentsOf(`/v1/changes.atom?${filter}`)).flatMap(idsIn).toReversed()).toEqual(told);
  });

  const made = async (asked: object, client = jalon.api) => (await client.post('/v1/admin/feeds', asked)).body;
  const pathOf = (url: string) => new URL(url).pathname;

  it('have private addresses that require no key, until they are revoked', async () => {
    const calendar = await made({ kind: 'calendar', name: 'Chez nous', filter: { deadlineKinds: ['grant-end'] } });
    const atom = await made({ kind: 'atom', name: 'News', language: 'en', filter: { schemes: ['secnumcloud'] } });
    const nobody = jalon.as();
    const read = await nobody.get(`${pathOf(calendar.url)}?nocache=1`);
    expect(calendarIn(read.body as string).name).toBe('Chez nous');
    expect([read.headers.get('cache-control'), read.headers.get('x-robots-tag')]).toEqual([
      'private, no-cache',
      'noindex',
    ]);
    const etag = read.headers.get('etag') ?? '';
    expect((await nobody.get(pathOf(calendar.url), { 'if-none-match': etag })).status).toBe(304);
    expect(calendar.webcal).toBe(calendar.url.replace('http://', 'webcal://'));
    const news = (await nobody.get(pathOf(atom.url))).body as string;
    expect(await atomProblems(news)).toEqual([]);
    expect(news).toContain(`<id>urn:uuid:${atom.id}</id>`);

    expect((await jalon.api.delete(`/v1/admin/feeds/${calendar.id as string}`)).status).toBe(204);
    expect(refusalIn(await nobody.get(pathOf(calendar.url)))).toEqual([410, 'feed-revoked']);
    expect((await nobody.get(pathOf(atom.url))).status).toBe(200);
    const listed = (await jalon.api.get('/v1/admin/feeds')).body as {
      items: { id: string; revokedAt: string | null }[];
    };
    expect(listed.items.map(({ id, revokedAt }) => [id, revokedAt === null])).toEqual([
      [calendar.id, false],
      [atom.id, true],
    ]);
    const stored = JSON.stringify(await jalon.db.selectFrom('feed').selectAll().execute());
    for (const text of [JSON.stringify(listed), stored])
      for (const { url } of [calendar, atom]) expect(text).not.toContain(/\/feeds\/([\w-]+)/.exec(url)?.[1]);
  });

  it('cannot be read with another token or revoked with another key', async () => {
    const { url, id } = await made({ kind: 'calendar', name: 'Ours' });
    const path = pathOf(url);
    const forged = path.replace(/.\.ics$/, (end) => (end.startsWith('A') ? 'B.ics' : 'A.ics'));
    const answers = [forged, path.replace('.ics', '.atom'), '/feeds/x.ics', `/feeds/${id}.ics`];
    for (const wrong of answers) {
      const answered = await jalon.as().get(wrong);
      expect(refusalIn(answered)).toEqual([404, 'not-found']);
      expect(JSON.stringify(answered.body)).not.toContain(path.slice(7, 40));
    }
    const stranger = jalon.as(await jalon.keyWith('record'));
    expect(refusalIn(await stranger.delete(`/v1/admin/feeds/${id as string}`))).toEqual([404, 'not-found']);
    expect((await stranger.get('/v1/admin/feeds')).body).toEqual({ items: [] });
    expect((await jalon.as().get(path)).status).toBe(200);

    const guesses = await Promise.all(Array.from({ length: 130 }, () => jalon.as().get(forged)));
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([404, 429]));
    expect((await jalon.as().get(path)).status).toBe(200);
  });

  it.each([
    [{ kind: 'calendar', filter: {} }, 'invalid-body', 'name'],
    [{ kind: 'podcast', name: 'x' }, 'invalid-body', 'kind'],
    [{ kind: 'calendar', name: 'x', filter: { deadlines: false } }, 'invalid-body', 'filter.deadlines'],
    [{ kind: 'atom', name: 'x', filter: { schemes: ['no-such'] } }, 'not-found', 'filter.schemes.0'],
  ])('are not made of %j', async (asked, code, field) => {
    const { body } = await jalon.api.post('/v1/admin/feeds', asked);
    const { code: told, problems } = body as { code: string; problems: { field: string }[] };
    expect([told, problems.map((problem) => problem.field)]).toEqual([code, [field]]);
  });
});

/** Recorded at once: on no day, as known at no moment, is it on its way. */
const ALL_IN_A_DAY = [
  'provider,scheme,type,occurred,source_kind,source_publisher,milestone,decision,valid_until',
  'Sitôt dit,secnumcloud,MilestoneReached,2025-03-03,decision,ANSSI,J0,,',
  'Sitôt dit,secnumcloud,GrantIssued,2025-03-03,decision,ANSSI,,3001,2028-03-02',
].join('\n');

const idsIn = (document: string): string[] =>
  [...document.matchAll(/<entry><id>urn:uuid:(.+?)<\/id>/g)].map(([, id]) => id ?? '');

const nextIn = (document: string): string | undefined =>
  /<link rel="next" [^>]*href="http:\/\/127.0.0.1:3000([^"]+)"/.exec(document)?.[1]?.replaceAll('&amp;', '&');
