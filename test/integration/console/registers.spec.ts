import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { type ConsolePage, consoleOf, fieldOf, sectionOf, textOf } from '#test/console.js';
import { marketplace, type Product, product } from '#test/marketplace.js';
import { signedIn, startedOnce } from '#test/started.js';

const REGISTER = '/registers/fedramp-marketplace';

const granted = (id: string, csp: string, cso: string): Product => product(id, { csp, cso });

const PRODUCTS: readonly Product[] = [
  { id: 'FR1', csp: 'Cisco Systems', cso: 'ThousandEyes', status: 'FedRAMP In Process', ip_agency_date: '2025-05-27' },
  granted('FR2', 'Cisco Systems', 'Cloudlock'),
  { id: 'FR3', csp: 'Google', cso: 'VMware Engine', status: 'FedRAMP Ready', ready_date: '2023-11-27T20:00:00.000Z' },
  ...['Axonius', 'CircleCI', 'OpenText', 'Tenable', 'Trellix', 'Splunk', 'Okta'].map((csp, index) =>
    granted(`FR${index + 4}`, csp, `${csp} Cloud`),
  ),
];

/** A document of a day. */
const changed = (day: string, change: (products: readonly Product[]) => Product[] = (all) => [...all]): string =>
  JSON.stringify(marketplace(day, change(PRODUCTS)));

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
const officer = signedIn(server, () => server.keyWith('read', 'record'));

const recorded = async (): Promise<number> =>
  Number((await server.api.get('/v1/providers')).headers.get('jalon-position'));

/** Sends the form of a document as a browser does; without a file if none is given. */
async function send(
  fields: Record<string, string>,
  file?: { name: string; bytes: string },
  client = officer,
): Promise<ConsolePage> {
  const body = new FormData();
  const csrf = fieldOf((await client.get(`${REGISTER}/read`)).html, 'csrf') ?? '';
  for (const [name, value] of Object.entries({ csrf, ...fields })) body.set(name, value);
  body.set('file', new Blob([file?.bytes ?? '']), file?.name ?? '');
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { accept: 'text/html', 'accept-language': 'en', cookie, origin: server.url };
  const response = await fetch(`${server.url}${REGISTER}/read`, { method: 'POST', redirect: 'manual', body, headers });
  const html = await response.text();
  const location = response.headers.get('location');
  return { status: response.status, headers: response.headers, html, text: textOf(html), location };
}

/** The page that checks a document. */
async function check(bytes: string, fields: Record<string, string> = {}): Promise<ConsolePage> {
  const { location } = await send(fields, { name: 'market.json', bytes });
  return officer.get(location ?? '');
}

const actionOf = ({ html }: ConsolePage, end: string): string =>
  new RegExp(`action="([^"]*${end})"`).exec(html)?.[1] ?? '';

/** Confirms a checked document; redirected to the page of its reading. */
async function confirm(page: ConsolePage, fields: Record<string, string> = {}): Promise<ConsolePage> {
  const answer = await officer.submit(actionOf(page, '/confirm'), fields);
  return answer.location === null ? answer : officer.get(answer.location);
}

describe('a register that was not read yet', () => {
  it('is listed, and offers to read a document to those who may record', async () => {
    const { text } = await officer.get('/registers');
    expect(text).toContain('FedRAMP Marketplace never');
    const page = await officer.get(REGISTER);
    expect(page.text).toContain('This register has not been read yet.');
    expect(page.html).toContain(`href="${REGISTER}/read"`);
    expect(page.html).not.toContain('<figure class="picture"');
    expect((await consoleOf(server).get(REGISTER)).html).not.toContain(`href="${REGISTER}/read"`);
  });

  it('answers an unknown register, reading or upload with a page', async () => {
    const unknown = '1d3f0c8e-6c55-5b07-8e53-0c5ad7b2a111';
    for (const path of ['/registers/none', `${REGISTER}/readings/${unknown}`, `${REGISTER}/read/${unknown}`])
      expect([path, (await officer.get(path)).status]).toEqual([path, 404]);
  });
});

describe('the form for a document', () => {
  it('keeps the file and what was typed when a field is wrong', async () => {
    const none = await send({ day: '2026-03-01', address: 'https://example.org/list' });
    expect([none.status, none.text]).toEqual([422, expect.stringContaining('Document is required')]);
    for (const value of ['2026-03-01', 'https://example.org/list']) expect(none.html).toContain(`value="${value}"`);
    const wrong = await send(
      { day: '2026-02-30', address: 'ftp://example.org' },
      { name: 'market.json', bytes: changed('2026-03-01') },
    );
    expect(wrong.status).toBe(422);
    for (const value of ['2026-02-30', 'ftp://example.org']) expect(wrong.html).toContain(`value="${value}"`);
    expect(wrong.text).toContain('“market.json” is kept.');
    const right = await send({ kept: fieldOf(wrong.html, 'kept') ?? '', day: '', address: '' });
    expect((await officer.get(right.location ?? '')).text).toContain('market.json Document of 1 March 2026');
  });

  it('needs a key that may record, and its session', async () => {
    const reader = consoleOf(server);
    await reader.signIn(await server.keyWith('read'));
    expect((await reader.get(`${REGISTER}/read`)).status).toBe(403);
    const forged = await send({ csrf: 'x' }, { name: 'market.json', bytes: changed('2026-03-01') });
    expect([forged.status, forged.text]).toEqual([409, expect.stringContaining('previous session')]);
  });

  it.each(['<html><body>503</body></html>', '{"meta":', '[]', '{"data":{"Products":[]}}', ''])(
    'shows why %j cannot be read, and nothing to confirm',
    async (bytes) => {
      const before = await recorded();
      const page = bytes === '' ? await send({}, { name: 'market.json', bytes }) : await check(bytes);
      expect(page.status).toBe(bytes === '' ? 303 : 422);
      const shown = bytes === '' ? await officer.get(page.location ?? '') : page;
      expect(shown.text).toContain('This document cannot be read as this register. Nothing was recorded.');
      expect(actionOf(shown, '/confirm')).toBe('');
      expect(await recorded()).toBe(before);
    },
  );
});

describe('a reading', () => {
  it('is checked first, and recorded as a whole once it is confirmed', async () => {
    const before = await recorded();
    const page = await check(changed('2026-03-01'), { address: 'https://marketplace.fedramp.gov/data.json' });
    expect(page.text).toContain('10 entries listed');
    expect(page.text).toContain('This is the first reading of this register.');
    expect(sectionOf(page.html, 'differences')).toMatch(/added Axonius.* Certified/);
    expect(await recorded()).toBe(before);
    const reading = await confirm(page);
    expect(reading.status).toBe(200);
    expect(reading.text).toMatch(/1 March 2026.*recorded Read on .* by read and record ?, upload/);
    expect(sectionOf(reading.html, 'differences')).toMatch(/added Tenable.* Certified/);
    expect(reading.html).toMatch(/href="\/dossiers\/[0-9a-f-]{36}"/);
  });

  it('has its document, as it was read', async () => {
    const { html } = await officer.get(REGISTER);
    const [, path = ''] = /href="(\/registers\/[^"]*\/readings\/[0-9a-f-]{36})"/.exec(html) ?? [];
    const { text } = await officer.get(path);
    const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${server.url}${path}/document`, { headers: { cookie } });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.toString()).toBe(changed('2026-03-01'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(text).toContain(sha256);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="fedramp-marketplace-2026-03-01-${sha256.slice(0, 8)}.json"`,
    );
    expect(response.headers.get('content-type')).toContain('application/octet-stream');
  });

  it('of the same document is not offered again', async () => {
    const { location } = await check(changed('2026-03-01'));
    expect(location).toMatch(/^\/registers\/fedramp-marketplace\/readings\/[0-9a-f-]{36}\?done=same$/);
    const page = await officer.get(location ?? '');
    expect(page.text).toContain('This document was already read for this day.');
    expect(sectionOf(page.html, 'differences')).toMatch(/added Tenable.* Certified/);
  });

  it('confirms the dossiers that it does not change, as of its day', async () => {
    await confirm(await check(changed('2026-03-20')));
    const { html } = await officer.get(`${REGISTER}?search=trellix`);
    const [, dossier = ''] = /href="(\/dossiers\/[^"]+)"/.exec(sectionHtml(html, 'entries')) ?? [];
    const today = await officer.get(dossier);
    expect(today.text).toContain('listed in FedRAMP Marketplace, last read on 20 March 2026');
    expect(today.html).toContain(`href="${REGISTER}"`);
    expect((await officer.get('/schemes/fedramp')).html).toContain(`href="${REGISTER}"`);
    const then = await officer.get(`${dossier}?asOf=2026-03-10`);
    expect(then.text).toContain('listed in FedRAMP Marketplace, last read on 1 March 2026');
    expect((await officer.get(`${dossier}?asOf=2026-02-28`)).text).not.toContain('listed in FedRAMP Marketplace');
  });

  it('names the stage and the dated stages on the timeline of a dossier', async () => {
    const { html } = await officer.get(`${REGISTER}?search=google`);
    const [, dossier = ''] = /href="(\/dossiers\/[^"]+)"/.exec(sectionHtml(html, 'entries')) ?? [];
    const timeline = sectionOf((await officer.get(dossier)).html, 'timeline');
    expect(timeline).toContain('Listed as in progress, “listing” (FedRAMP Marketplace)');
    expect(timeline).toMatch(/Stages dated by the register listing \(27 November 2023\)/);
    expect(timeline).not.toContain('changed');
  });
});

const sectionHtml = (html: string, id: string): string => {
  const from = html.indexOf(`<h2 id="${id}"`);
  return html.slice(from, html.indexOf('<h2 ', from + 1));
};

describe('a reading that takes too much away', () => {
  const few = (day: string) => changed(day, (products) => products.slice(0, 8));

  it('is recorded from the console with a reason only', async () => {
    const before = await recorded();
    const page = await check(few('2026-03-25'));
    expect(sectionOf(page.html, 'holds')).toContain('2 of 10 entries are no longer listed. The limit is 5%.');
    const without = await officer.post(actionOf(page, '/confirm'), { reason: '  ' });
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('Reason is required')]);
    expect(await recorded()).toBe(before);
  });

  it('from elsewhere waits on the page of the register, and is discarded or accepted with a reason', async () => {
    for (const [day, decision, result] of [
      ['2026-03-26', 'discard', 'The reading has been discarded. Nothing was recorded.'],
      ['2026-03-27', 'accept', 'The reading has been accepted and recorded.'],
    ] as const) {
      const answer = await server.api.post(`/v1${REGISTER}/readings`, Buffer.from(few(day)), {
        'content-type': 'application/json',
      });
      expect(answer.body).toMatchObject({ state: 'held' });
      expect((await officer.get('/registers')).text).toContain('1 reading on hold');
      const held = await officer.get(REGISTER);
      expect(sectionOf(held.html, 'held')).toContain('2 of 10 entries are no longer listed.');
      const path = `${REGISTER}/readings/${answer.body.id}`;
      expect(held.html).toContain(`href="${path}"`);
      expect((await officer.post(path, { decision, reason: '' })).status).toBe(422);
      const done = await officer.submit(path, { decision, reason: 'Confirmed by the PMO' });
      expect(done.text).toContain(result);
      expect(done.text).toMatch(/(Accepted|Discarded) on .*: Confirmed by the PMO/);
      const again = await officer.post(path, { decision, reason: 'Twice' });
      expect([again.status, fieldOf(again.html, 'decision')]).toEqual([409, undefined]);
    }
    expect((await officer.get(`${REGISTER}?listing=absent`)).text).toContain('Not listed');
  });

  it('is found however often the register was fetched since', async () => {
    const fewer = Buffer.from(changed('2026-03-28', (products) => products.slice(0, 4)));
    const answer = await server.api.post(`/v1${REGISTER}/readings`, fewer, { 'content-type': 'application/json' });
    const at = new Date('2026-11-25T08:00:00Z');
    const fetched = Array.from({ length: 200 }, (_, nth) => ({
      ...{ id: randomUUID(), register: REGISTER.replace('/registers/', ''), actor: 'worker', how: 'fetch' as const },
      ...{ at: new Date(at.getTime() + (nth + 1) * 3_600_000), state: 'same' as const },
    }));
    await server.owner.insertInto('register_reading').values(fetched).execute();
    expect(sectionOf((await officer.get(REGISTER)).html, 'held')).toContain('no longer listed');
    await server.owner.deleteFrom('register_reading').where('how', '=', 'fetch').execute();
    await officer.submit(`${REGISTER}/readings/${answer.body.id}`, {
      decision: 'discard',
      reason: 'Not the whole list',
    });
  });

  it('can only be discarded once a later document is recorded, as the check of that document says', async () => {
    const fewer = Buffer.from(changed('2026-03-28', (products) => products.slice(0, 5)));
    const answer = await server.api.post(`/v1${REGISTER}/readings`, fewer, { 'content-type': 'application/json' });
    const path = `${REGISTER}/readings/${answer.body.id}`;
    expect((await officer.get(path)).html).toContain('value="accept"');
    const page = await check(few('2026-03-29'));
    expect(sectionOf(page.html, 'waiting')).toContain('28 March 2026 3 of 8 entries are no longer listed.');
    await confirm(page);
    const late = await officer.get(path);
    expect(late.text).toContain('A later reading is already recorded. This one can only be discarded.');
    expect(late.html).not.toContain('value="accept"');
    expect(sectionOf((await officer.get(REGISTER)).html, 'held')).toContain('can only be discarded');
    expect(sectionOf((await check(few('2026-03-30'))).html, 'waiting')).toBe('');
    await officer.submit(path, { decision: 'discard', reason: 'Not the whole list' });
  });
});

describe('a provider with a similar name', () => {
  const withTwin = (day: string) =>
    changed(day, (products) => [...products.slice(0, 8), granted('FR99', 'Tenable LLC', 'Nessus')]);

  it('is asked about once, and its entries move only if it is the same', async () => {
    await confirm(await check(withTwin('2026-04-10')));
    const { html } = await officer.get(REGISTER);
    const asked = sectionHtml(html, 'proposals');
    expect(textOf(asked)).toContain('Tenable LLC 1 Tenable LLC Tenable Same provider');
    const fields = { name: fieldOf(asked, 'name') ?? '', candidate: fieldOf(asked, 'candidate') ?? '' };
    const nonsense = await officer.post(`${REGISTER}/matches`, { ...fields, answer: 'perhaps' });
    expect(nonsense.status).toBe(422);
    const done = await officer.submit(`${REGISTER}/matches`, { ...fields, answer: 'same' });
    expect(done.text).toContain('Your answer has been recorded.');
    expect(sectionOf(done.html, 'proposals')).toBe('');
    const found = await officer.get(`${REGISTER}?search=FR99`);
    expect(sectionOf(found.html, 'entries')).toContain('Tenable, Nessus Certified moderate FR99');
  });
});

describe('a document that is being recorded', () => {
  it('shows since when, and can be confirmed again if the process has stopped', async () => {
    const page = await check(changed('2026-04-20'));
    const path = actionOf(page, '/confirm').replace('/confirm', '');
    const set = (began: string) =>
      server.owner
        .updateTable('upload')
        .set({ state: 'running', step: 'reading', began_at: new Date(began), beat_at: new Date(began) })
        .where('id', '=', path.split('/').at(-1) ?? '')
        .execute();
    await set('2026-11-25T09:00:00Z'); // the clock of this server is at 08:00
    const running = await officer.get(path);
    expect(running.text).toContain('Recording in progress');
    expect(running.html).toContain(`data-progress="${path}/progress"`);
    expect((await officer.get(`${path}/progress`)).text).toMatch(
      /^The reading is being recorded.*Started 0 seconds ago/,
    );
    const applying = { id: randomUUID(), register: 'fedramp-marketplace', actor: 'test', state: 'applying' } as const;
    const row = { ...applying, how: 'api', at: new Date(), staged: 12_000, to_stage: 150_000 } as const;
    await server.owner.insertInto('register_reading').values(row).execute();
    expect((await officer.get(`${path}/progress`)).text).toContain('12,000 of 150,000 events are prepared');
    expect((await officer.get(`${REGISTER}/readings/${applying.id}`)).text).toContain('12,000 of 150,000 events');
    await server.owner.deleteFrom('register_reading').where('id', '=', applying.id).execute();
    await set('2026-11-24T09:00:00Z');
    const stopped = await officer.get(path);
    expect(stopped.text).toContain('The recording was interrupted, or its end was not reported.');
    expect((await officer.get(`${path}/progress`)).html).toBe('<div data-reload="true"></div>');
    expect((await confirm(stopped, { reason: 'As published' })).text).toContain('recorded Read on');
  });
});

describe('the page of a register', () => {
  it('shows its readings as a chart and the same figures as a table', async () => {
    const { html } = await officer.get(REGISTER);
    expect(html).toMatch(/<figure class="picture"><svg width="100%"[^>]* role="img" aria-labelledby="chart-title/);
    expect(sectionOf(html, 'chart')).toContain('27 March 2026 8 0 0 2');
    expect(sectionOf(html, 'readings')).toMatch(/27 March 2026 recorded 0 added, 0 changed, 2 removed/);
    expect(html.match(/<circle class="entries" cx/g)).toHaveLength(7); // one of the legend
  });
});
