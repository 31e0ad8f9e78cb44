import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import fc from 'fast-check';
import { times } from '#test/laws/law.js';
import { startApi, type TestApi } from '#test/api.js';
import { marketplace, SNAPSHOTS, type Product, product } from '#test/marketplace.js';
import { registerExample } from '../../../apps/api/registers/registers.controller.js';
import { startedOnce } from '#test/started.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';

const samples = join(import.meta.dirname, '../../../samples/registers');
const document = (day: string) => readFile(join(samples, `fedramp-marketplace-${day}.json`));

const REGISTER = '/v1/registers/fedramp-marketplace';
const READINGS = `${REGISTER}/readings`;
const JSON_TYPE = { 'content-type': 'application/json' };
const NOBODY = '00000000-0000-4000-8000-000000000000';

const served = startedOnce(() => startApi());
let officer: TestApi['api'];
beforeAll(async () => {
  officer = served.as(await served.keyWith('read', 'record'));
});

const head = async () => Number((await officer.get('/v1/registers')).headers.get('jalon-position'));
const read = (body: string | Uint8Array, query = '', headers: Record<string, string> = JSON_TYPE) =>
  officer.post(`${READINGS}${query}`, body, headers);
const bytesOf = async (day: string) => new Uint8Array(await document(day));

/** A document as if the register had published it on another day, with changed entries. */
async function altered(day: string, change: (products: Record<string, unknown>[]) => Record<string, unknown>[]) {
  const json = JSON.parse((await document('2026-04-01')).toString()) as {
    data: { Products: Record<string, unknown>[] };
  };
  return JSON.stringify(marketplace(day, change(json.data.Products)));
}

describe('the readings of a register', () => {
  it('are recorded in order of their days, and each lists its differences', async () => {
    expect((await officer.get(REGISTER)).body).toMatchObject({ version: 0, builtIn: true, lastRead: null });
    for (const day of SNAPSHOTS) {
      const answer = await read(await bytesOf(day), '?accept=Excerpt');
      expect(answer).toMatchObject({ status: 200, body: { state: 'recorded', day, register: 'fedramp-marketplace' } });
      expect(answer.headers.get('location')).toBe(`${READINGS}/${answer.body.id as string}`);
      expect(Number(answer.headers.get('jalon-position'))).toBe(await head());
    }
    const { body } = await officer.get(REGISTER);
    expect(body).toMatchObject({ lastRead: '2026-04-01', entries: 11, held: 0, stale: true });
    expect(body.readings.map(({ day }: { day: string }) => day)).toEqual(SNAPSHOTS);
    const last = await officer.get(`${READINGS}/${body.readings.at(-1).reading}`);
    expect(last.body).toMatchObject({ state: 'recorded', how: 'api', figures: { added: 1, gone: 0 } });
    expect(last.body.differences).toContainEqual(
      expect.objectContaining({ kind: 'added', entry: 'FR2617641654', provider: '911inform', from: null }),
    );
    const byEvent = await officer.get(`${READINGS}/${last.body.event}`);
    expect(byEvent.body).toEqual(last.body);
  });

  it('record nothing when a document is read again, or only tried', async () => {
    const before = await head();
    const again = await read(await bytesOf('2026-04-01'));
    expect(again).toMatchObject({ status: 200, body: { state: 'same', day: '2026-04-01' } });
    const attempts = async () => (await officer.get(READINGS)).body.items.length as number;
    const counted = await attempts();
    const same = await read(await bytesOf('2026-04-01'), '?preview=true');
    expect(same.body).toMatchObject({ state: 'same', event: again.body.event, figures: again.body.figures });
    const tried = await read(await bytesOf('2026-04-01'), '?preview=true&day=2026-05-01');
    expect(tried).toMatchObject({ status: 200, body: { state: 'preview', figures: { unchanged: 11, changed: 0 } } });
    expect(tried.headers.get('location')).toBeNull();
    expect([await head(), await attempts()]).toEqual([before, counted]);
  });

  it('are one event if nothing has changed', async () => {
    const before = await head();
    const answer = await read(await bytesOf('2026-04-01'), '?day=2026-05-01&address=https://marketplace.fedramp.gov/');
    expect(answer.body).toMatchObject({ state: 'recorded', day: '2026-05-01', differences: [] });
    expect(await head()).toBe(before + 1);
    const { body } = await officer.get(`${READINGS}/${answer.body.id}`);
    expect(body).toMatchObject({ address: 'https://marketplace.fedramp.gov/' });
  });

  it('are listed newest first, page by page and as CSV, without actors for readers without a key', async () => {
    const first = await officer.get(`${READINGS}?limit=2`);
    expect(first.body.items).toHaveLength(2);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await officer.get(next);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(first.body.items[0]).toMatchObject({ day: '2026-05-01', actor: expect.stringContaining('key:') });
    const csv = await officer.get(READINGS, { accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.body).toMatch(/^reading,day,state,at,how,entries,added,[^]*,2026-05-01,recorded,/);
  });

  it('rest on their documents, which are downloaded as files and never shown as pages', async () => {
    const { body } = await officer.get(`${READINGS}?limit=1`);
    const answer = await fetch(`${served.url}${READINGS}/${body.items[0].id}/document`, {
      headers: { authorization: `Bearer ${await served.keyWith('read')}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes).toEqual(await document('2026-04-01'));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="fedramp-marketplace-2026-05-01-\w{8}\.json"$/,
      ),
      'x-content-type-options': 'nosniff',
      'repr-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
    });
  });
});

describe('the entries of a register', () => {
  it('are listed with their dossiers, page by page and as CSV', async () => {
    const { body } = await officer.get(`${REGISTER}/entries?limit=200`);
    const found = body.items.find(({ entry }: { entry: string }) => entry === 'FR2401047002');
    expect(found).toMatchObject({
      provider: { name: 'Axonius Federal Systems' },
      listing: 'granted',
      level: 'moderate',
    });
    expect((await officer.get(`/v1/dossiers/${found.dossier}`)).body).toMatchObject({ scheme: 'fedramp' });
    const gone = await officer.get(`${REGISTER}/entries?listing=absent`);
    expect(gone.body.items.map(({ entry }: { entry: string }) => entry)).toEqual(['F1301091856', 'FR2409863458']);
    const one = await officer.get(`${REGISTER}/entries?search=axonius`);
    expect(one.body.items).toEqual([found]);
    expect((await pagesOf(officer, `${REGISTER}/entries?limit=10`)).flat()).toEqual(body.items);
    const csv = (await officer.get(`${REGISTER}/entries`, { accept: 'text/csv' })).body as string;
    expect(csv.trim().split('\r\n')).toHaveLength(13 + 1);
  });
});

describe('proposals', () => {
  it('are answered by an event, and not listed any more', async () => {
    const { body } = await officer.get(`${REGISTER}/proposals`);
    expect(body.items).toMatchObject([{ entries: 1, candidate: { name: expect.stringMatching(/^Palantir/) } }]);
    const [proposal] = body.items as [{ name: string; candidate: { id: string } }];
    const match = { name: proposal.name, candidate: proposal.candidate.id, provider: null };
    expect(await officer.post(`${REGISTER}/matches`, match)).toMatchObject({ status: 201, body: match });
    expect((await officer.get(`${REGISTER}/proposals`)).body.items).toEqual([]);
    const unknown = await officer.post(`${REGISTER}/matches`, { ...match, name: 'Nobody' });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown-reference' } });
    expect(await officer.post(`${REGISTER}/matches`, { ...match, candidate: 'x' })).toMatchObject({ status: 422 });
  });
});

describe('a reading that changes too much', () => {
  it('is held until somebody discards it, or accepts it for a reason that is recorded', async () => {
    const before = await head();
    const held = await read(await altered('2026-06-01', (products) => products.slice(0, 8)));
    expect(held.body).toMatchObject({ state: 'held', holds: ['gone'], event: null, figures: { gone: 3 } });
    expect(await head()).toBe(before);
    expect((await officer.get(REGISTER)).body).toMatchObject({ held: 1, lastRead: '2026-05-01' });
    const path = `${READINGS}/${held.body.id}/decision`;
    expect(await officer.post(path, { decision: 'accept' })).toMatchObject({
      status: 422,
      body: { code: 'invalid-body' },
    });
    const reader = served.as(await served.keyWith('read'));
    expect(await reader.post(path, { decision: 'accept', reason: 'x' })).toMatchObject({ status: 403 });
    const accepted = await officer.post(path, { decision: 'accept', reason: 'Announced by GSA.' });
    expect(accepted).toMatchObject({ status: 200, body: { state: 'recorded', accepted: 'Announced by GSA.' } });
    expect(await officer.post(path, { decision: 'discard', reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'reading-not-held' },
    });
    expect((await officer.get(`${READINGS}/${held.body.id}`)).body).toMatchObject({
      state: 'recorded',
      decided: { decision: 'accept', reason: 'Announced by GSA.', by: expect.stringContaining('key:') },
    });
  });
});

describe('whatever is sent as a document', () => {
  it.each<[string, string, Record<string, string>, number, string]>([
    ['a page of an error', '<!doctype html><h1>Service unavailable</h1>', {}, 422, 'register-document-invalid'],
    ['nothing', '', {}, 422, 'register-document-invalid'],
    ['a document of another register', '{"items":[{"name":"x"}]}', {}, 422, 'register-document-invalid'],
    ['an image', 'x', { 'content-type': 'image/png' }, 415, 'unsupported-media-type'],
    ['a ledger file', 'x', { 'content-type': 'application/x-ndjson' }, 415, 'unsupported-media-type'],
  ])('%s is refused as a whole', async (_, body, headers, status, code) => {
    const before = await head();
    const answer = await read(body, '', { ...JSON_TYPE, ...headers });
    expect(answer).toMatchObject({ status, body: { code, detail: expect.any(String) } });
    expect(await head()).toBe(before);
  });

  it('is on record as an attempt, with the reason in the language of the reader', async () => {
    const { body } = await officer.get(`${READINGS}?limit=1`, { 'accept-language': 'fr' });
    expect(body.items[0]).toMatchObject({ state: 'refused', problem: { code: expect.any(String) }, event: null });
    const english = (await officer.get(`${READINGS}?limit=1`)).body.items[0].problem;
    expect(body.items[0].problem.code).toBe(english.code);
    expect(body.items[0].problem.reason).not.toBe(english.reason);
  });

  it('is not read beyond the limit, whoever announces more', async () => {
    const { hostname, port } = new URL(served.url);
    const key = await served.keyWith('record');
    const answered = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST ${READINGS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${100 * 1024 * 1024}\r\n\r\n[[[[`,
        );
      });
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    expect(answered).toMatch(/^HTTP\/1\.1 413 [^]*"code":"body-too-large"/);
  });

  it.each<[string, string, number, string]>([
    ['an unknown register', '/v1/registers/nobody/readings', 404, 'not-found'],
    ['a day that does not exist', `${READINGS}?day=2026-02-30`, 400, 'invalid-request'],
    ['an address that is none', `${READINGS}?address=javascript:alert(1)`, 400, 'invalid-request'],
    ['a blank reason', `${READINGS}?accept=%20`, 400, 'invalid-request'],
    ['an unknown parameter', `${READINGS}?dryrun=true`, 400, 'invalid-request'],
  ])('is refused with %s', async (_, path, status, code) => {
    const answer = await officer.post(path, new Uint8Array(await document('2026-04-01')), JSON_TYPE);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('is refused with a day in the future, which is named', async () => {
    const answer = await officer.post(
      `${READINGS}?day=2027-01-01`,
      new Uint8Array(await document('2026-04-01')),
      JSON_TYPE,
    );
    const problems = [{ field: 'day', code: 'reading-in-future' }];
    expect(answer).toMatchObject({ status: 422, body: { code: 'register-document-invalid', problems } });
  });

  it.each([
    [`${READINGS}/${NOBODY}`, 404],
    [`${READINGS}/x`, 404],
    [`${READINGS}/a%00b`, 400],
    [`${READINGS}/${NOBODY}/document`, 404],
    [`${READINGS}?cursor=abc`, 400],
    ['/v1/registers/nobody', 404],
    ['/v1/registers/nobody/entries', 404],
    ['/v1/registers/nobody/proposals', 404],
    [`${REGISTER}/entries?listing=gone`, 400],
    [`${REGISTER}/entries?search=%25_%5C`, 200],
  ])('a read of %s is answered with %i', async (path, status) => {
    expect((await officer.get(path)).status).toBe(status);
  });

  it('is recorded or refused, whatever an entry says (sampled)', async () => {
    const text = fc.oneof(
      fc.constantFrom('\0', '\ud800', '9'.repeat(400), '__proto__', '2026-02-30', '0000-01-01', '9999-12-31', '\u202e'),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const fields = ['id', 'csp', 'cso', 'status', 'auth_date', 'ready_date', 'impact_level', 'service_model'] as const;
    const twist = fc.tuple(fc.nat(10), fc.constantFrom(...fields, 'leveraged_systems'), text);
    await fc.assert(
      fc.asyncProperty(fc.array(twist, { minLength: 6, maxLength: 12 }), async (twists) => {
        const body = await altered('2026-06-20', (products) =>
          twists.reduce((all, [at, field, value]) => all.with(at, { ...all[at], [field]: value }), products),
        );
        const { status } = await read(body, '?accept=Tried.&day=2026-06-20');
        expect([twists, [200, 422].includes(status)]).toEqual([twists, true]);
      }),
      { numRuns: times(8), seed: 20261128 }, // each is a reading; an entry that cannot be read does not hide another
    );
  });
});

describe('a register', () => {
  const publish = (register: object, headers?: Record<string, string>) =>
    served.api.post('/v1/registers', register, headers);

  it('is published as data, once per idempotency key, and read by its profile', async () => {
    const headers = { 'idempotency-key': 'harbour-1' };
    const published = await publish(registerExample, headers);
    expect(published).toMatchObject({ status: 201, body: { ...registerExample, version: 1 } });
    expect(published.headers.get('location')).toBe('/v1/registers/harbour-list');
    expect((await publish(registerExample, headers)).headers.get('idempotency-replayed')).toBe('true');
    const got = await officer.get('/v1/registers/harbour-list');
    expect(got.body).toMatchObject({ ...registerExample, version: 1, builtIn: false, readings: [] });
    expect(got.headers.get('etag')).toMatch(/^"1\./);
    const csv = 'Hébergeur;Service;Statut;Début;Fin\nAmarre;Quai;certifié;02/03/2026;01/03/2029\n';
    const read = await officer.post('/v1/registers/harbour-list/readings?day=2026-11-25', csv, {
      'content-type': 'text/csv',
    });
    expect(read.body).toMatchObject({ state: 'recorded', figures: { entries: 1, added: 1 } });
    expect((await officer.get('/v1/registers', { accept: 'text/csv' })).body).toMatch(
      /\r\nharbour-list,.*,csv,2026-11-25,1,false,0,false,/,
    );
  });

  it.each<[string, object, Record<string, string>, number, string]>([
    ['it is unchanged', registerExample, {}, 409, 'unchanged'],
    ['its version is stale', { ...registerExample, staleAfterDays: 9 }, { 'if-match': '"1"' }, 412, 'stale-version'],
    ['its scheme is unknown', { ...registerExample, scheme: 'gold' }, {}, 404, 'not-found'],
    ['it names no format', { ...registerExample, reader: { fields: {} } }, {}, 422, 'invalid-body'],
    [
      'it names stages of another scheme',
      { ...registerExample, reader: { ...registerExample.reader, stages: { a: 'J1' } } },
      {},
      422,
      'register-invalid',
    ],
  ])('is refused if %s', async (_, register, headers, status, code) => {
    expect(await publish(register, headers)).toMatchObject({ status, body: { code } });
  });
});

describe('followers', () => {
  const slug = 'fedramp-marketplace';
  const sample = join(import.meta.dirname, '../../../samples/registers/fedramp-marketplace-2026-04-01.json');

  const served = startedOnce(() => startApi());
  let officer: TestApi['api'];
  beforeAll(async () => {
    officer = served.as(await served.keyWith('read', 'record', 'metrics'));
    const answer = await officer.post(`/v1/registers/${slug}/readings?accept=Excerpt`, await readFile(sample), {
      'content-type': 'application/json',
    });
    expect(answer.body).toMatchObject({ state: 'recorded' });
  });

  describe('a register', () => {
    it('is followed by name, and an unknown one is refused with those that there are', async () => {
      const asked = (registers: string[]) =>
        officer.post('/v1/subscriptions', { channel: 'email', address: 'officer@example.org', filter: { registers } });
      expect(await asked([slug])).toMatchObject({ status: 201, body: { filter: { registers: [slug] } } });
      expect(await asked([slug, 'no-such-register'])).toMatchObject({
        status: 404,
        body: { code: 'not-found', problems: [{ field: 'filter.registers.1' }] },
      });
      expect(await asked(['Not a slug'])).toMatchObject({
        status: 422,
        body: { problems: [{ field: 'filter.registers.0' }] },
      });
    });

    it('has events of its own, which are what its readings recorded', async () => {
      const { body } = await officer.get(`/v1/events?registers=${slug}&limit=200`);
      const types = new Set((body.items as { type: string }[]).map(({ type }) => type));
      expect([...types].toSorted()).toEqual([
        ...['DependencyDeclared', 'DossierOpened', 'ProviderRegistered'],
        ...['RegisterObserved', 'RegisterPublished', 'RegisterRead'],
      ]);
      expect(await officer.get('/v1/events?registers=no-such-register')).toMatchObject({ status: 404 });
    });

    it('is one message in the preview of whoever follows it, and of whoever would get many', async () => {
      const preview = async (filter: object) =>
        (await officer.post('/v1/subscriptions/preview?days=2', { filter })).body.counts as Record<string, number>;
      for (const filter of [{ registers: [slug] }, { schemes: ['fedramp'], deadlines: false, changes: true }])
        expect(await preview(filter)).toMatchObject({ 'register.read': 1, 'event.recorded': 0 });
    });

    it('has a reading in the Atom feed that people can read, without the keys of its entries', async () => {
      const { body } = await officer.get(`/v1/changes.atom?registers=${slug}&eventTypes=RegisterRead&language=en`);
      expect(body).toMatch(/<title>[^<]*FedRAMP[^<]*read[^<]*11 entries, 11 added/);
      expect(body).toContain(`/registers/${slug}`);
      expect(body).not.toContain('FR2617641654');
    });

    it('has its age in the metrics', async () => {
      const { body } = await officer.get('/metrics');
      for (const line of [
        'jalon_register_stale{register="fedramp-marketplace"} 1',
        'jalon_register_held{register="fedramp-marketplace"} 0',
      ])
        expect(body).toContain(line);
      expect(body).toMatch(/jalon_register_age_seconds\{register="fedramp-marketplace"\} \d{7,8}/);
    });
  });
});

describe('readings that the public sees', () => {
  const SLUG = 'fedramp-marketplace';
  const REASON = 'Agreed with Mallory on the telephone';
  const ADDRESS = 'https://archive.example.org/list.json?token=s3cr3t';
  const PREVIEW = 'Salaries of the board';
  const HELD_NAME = 'Unannounced Cloud';

  const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
  let officer: TestApi['api'];
  let session: ConsoleClient;
  const ids: Record<'recorded' | 'held' | 'refused', string> = { recorded: '', held: '', refused: '' };

  beforeAll(async () => {
    const key = await server.keyWith('read', 'record');
    officer = server.as(key);
    session = consoleOf(server);
    await session.signIn(key);
    const products = ['Axonius', 'Okta', 'Splunk'].map((csp, nth) => product(`FR${nth}`, { csp, cso: `${csp} Cloud` }));
    const undated: Product = { id: 'FR9', csp: 'Tenable', cso: 'Tenable Cloud', status: 'FedRAMP Authorized' };
    const read = async (document: object, query = '') => {
      const path = `/v1/registers/${SLUG}/readings?address=${encodeURIComponent(ADDRESS)}${query}`;
      return officer.post(path, JSON.stringify(document), { 'content-type': 'application/json' });
    };
    const accepted = await read(
      marketplace('2026-03-01', [...products, undated]),
      `&accept=${encodeURIComponent(REASON)}`,
    );
    const held = await read(marketplace('2026-04-01', [product('FR8', { csp: HELD_NAME, cso: 'Stratus' })]));
    expect([accepted.body.state, held.body.state]).toEqual(['recorded', 'held']);
    expect((await read([{ [PREVIEW]: 1 }])).status).toBe(422);
    const { body } = await officer.get(`/v1/registers/${SLUG}/readings`);
    for (const { id, state } of body.items as { id: string; state: keyof typeof ids }[]) ids[state] = id;
  });

  /** The paths of a resource on both surfaces, where it is a page or a list that everybody may read. */
  const lists = () =>
    [
      ...['', `/${SLUG}`, `/${SLUG}/readings`, `/${SLUG}/readings/${ids.recorded}`].map(
        (path) => `/v1/registers${path}`,
      ),
      ...['', `/${SLUG}/readings`].map((path) => `/v1/registers${path} as CSV`),
      ...['/v1/events', '/v1/events as CSV', '/registers', `/registers/${SLUG}`],
      `/registers/${SLUG}/readings/${ids.recorded}`,
    ] as const;

  const pathsOf = (reading: string) => [
    `/v1/registers/${SLUG}/readings/${reading}`,
    `/registers/${SLUG}/readings/${reading}`,
  ];

  const bodyFor = async (who: 'officer' | 'stranger', path: string): Promise<{ status: number; text: string }> => {
    if (path.startsWith('/v1/')) {
      const { status, body } = await (who === 'officer' ? officer : server.as()).get(path);
      return { status, text: JSON.stringify(body) };
    }
    const { status, html } = await (who === 'officer' ? session : consoleOf(server)).get(path);
    return { status, text: html };
  };

  describe('under PUBLIC_READ, without a key or session', () => {
    it.each([
      ['the reason of a decision', REASON],
      ['the address of a document', 's3cr3t'],
      ['the beginning of a file that was sent by mistake', PREVIEW],
      ['what only a held reading lists', HELD_NAME],
      ['a held reading', 'on hold'],
      ['who read it', 'key:'],
    ])('REST and the console show nothing of %s', async (_, text) => {
      const seen = { officer: '', stranger: '' };
      for (const who of ['officer', 'stranger'] as const)
        for (const path of [...lists(), ...pathsOf(ids.held), ...pathsOf(ids.refused)])
          seen[who] += (await bodyFor(who, path)).text;
      expect([seen.officer.includes(text), seen.stranger.includes(text)]).toEqual([true, false]);
    });

    it.each([
      ['a recorded reading', 'recorded', 200],
      ['a held reading', 'held', 404],
      ['a refused reading', 'refused', 404],
    ] as const)('REST and the console answer alike for %s and its document', async (_, state, status) => {
      for (const path of pathsOf(ids[state])) {
        expect([path, (await bodyFor('officer', path)).status]).toEqual([path, 200]);
        expect([path, (await bodyFor('stranger', path)).status]).toEqual([path, status]);
        expect((await bodyFor('stranger', `${path}/document`)).status).toBe(path.startsWith('/v1/') ? 401 : 303);
      }
    });
  });
});
