import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { ADMIN_KEY, type TestApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { Dice } from '#test/dice.js';
import { PDF } from '#test/evidence-files.js';
import { marketplace, product } from '#test/marketplace.js';
import { keyOf, personIn } from '#test/people.js';
import { planningOn, planRound } from '#test/planning-on.js';
import { milestone } from '#test/recording.js';
import { routesOf, wholeDocument } from './document.js';
import { Judge, type Received, sendingTo, type Unanswered } from './judge.js';
import { type FuzzRequest, Requests, type Sender, SENDERS, OnRecord, type Prepared } from './requests.js';

interface Fault {
  /** The request that repeats it, for a person. */
  request: string;
  fault: string;
}

interface Report {
  faults: Fault[];
  /** How often each status was answered. */
  statuses: ReadonlyMap<number, number>;
  /** Operations that have succeeded at least once, and the others. */
  succeeded: ReadonlySet<string>;
  neverSucceeded: string[];
  /** Tables that requests of readers have changed. */
  writtenByReaders: string[];
}

interface Plan {
  seed: number;
  requests: number;
  /** Told of progress. */
  report?: (line: string) => void;
}

const READERS: readonly Sender[] = ['read', 'wrong', 'none'];
/** Those who may do most come most often. */
const EVERYONE: readonly Sender[] = [...SENDERS, 'record', 'approve', 'admin', 'admin'];

/**
 * Sends requests that are made from the OpenAPI document, by readers first and by everyone then. The same seed makes the
 * same requests as long as the answers are the same: values from answers are used in later requests.
 */
export async function fuzz(
  served: TestApi,
  { seed, requests: count, report = () => undefined }: Plan,
): Promise<Report> {
  const document = await wholeDocument(served.api);
  const keys = await keysOf(served);
  const record = await somethingOnRecord(served, keys);
  const judge = new Judge(document);
  const routes = routesOf(document);
  const requests = new Requests(document, routes, Dice.of(seed), record);
  const sending = sendingTo(served.url);
  const faults: Fault[] = [];
  const statuses = new Map<number, number>();
  const succeeded = new Set<string>();
  const faultOf = (request: FuzzRequest, received: Received | Error) =>
    received instanceof Error ? `not HTTP: ${received.message}` : judge.fault(request, received);
  /** A busy machine may take too long for a statement: as clients do, the request is sent again after `Retry-After`. */
  const answerTo = async (request: FuzzRequest, attempts = 3): Promise<Received | Unanswered> => {
    const received = await sending.send(request, authorizationOf(keys.get(request.sender)));
    const isRetried = typeof received === 'object' && 'status' in received && received.status === 503 && attempts > 1;
    if (!isRetried || request.path.includes('seen=')) return received;
    await setTimeout(2_000);
    return answerTo(request, attempts - 1);
  };
  const trySome = async (some: number, senders: readonly Sender[]): Promise<void> => {
    const made = Array.from({ length: some }, () => requests.next(senders));
    const answers = new Map<FuzzRequest, Received>();
    await forEachConcurrent(8, Readable.from(made), async (request: FuzzRequest) => {
      const received = await answerTo(request);
      if (received === 'refused') return;
      const fault = received === 'hung' ? 'no answer' : faultOf(request, received);
      if (fault !== undefined) faults.push({ request: shown(request), fault });
      if (received === 'hung' || received instanceof Error) return;
      statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
      if (received.status < 300) {
        succeeded.add(request.route.operationId);
        answers.set(request, received);
      }
    });
    // In the order of the requests: the next ones depend on it.
    for (const request of made) record.learn(request, answers.get(request)?.body ?? '');
  };

  const readers = Math.floor(count / 4);
  const before = await contents(served);
  for (let done = 0; done < readers; done += BATCH) await trySome(Math.min(BATCH, readers - done), READERS);
  const after = await contents(served);
  const writtenByReaders = [...before].filter(([table, hash]) => after.get(table) !== hash).map(([table]) => table);
  for (let done = readers; done < count; done += BATCH) {
    await trySome(Math.min(BATCH, count - done), EVERYONE);
    if (done % (BATCH * 20) < BATCH) report(`${done} requests, ${faults.length} faults`);
  }
  sending.close();
  const neverSucceeded = routes.map(({ operationId }) => operationId).filter((id) => !succeeded.has(id));
  return { faults, statuses, succeeded, neverSucceeded, writtenByReaders };
}

const BATCH = 50;

const shown = ({ method, path, headers, body, sender, isRaw }: FuzzRequest): string => {
  const { 'x-forwarded-for': _, ...others } = headers;
  const said = body === undefined ? '' : ` ${body.subarray(0, 400).toString()}`;
  return `${isRaw ? 'raw ' : ''}${method} ${path.slice(0, 300)} as ${sender} ${JSON.stringify(others).slice(0, 300)}${said}`;
};

const authorizationOf = (key: string | undefined): string | undefined =>
  key === undefined ? undefined : `Bearer ${key}`;

async function keysOf(served: TestApi): Promise<Map<Sender, string | undefined>> {
  const officer = await personIn(served, { name: 'Fuzz Officer' });
  const approver = await personIn(served, { name: 'Fuzz Approver', role: 'approver' });
  return new Map<Sender, string | undefined>([
    ['read', await served.keyWith('read')],
    ['record', await keyOf(served, officer, 'record')],
    ['approve', await keyOf(served, approver, 'approve')],
    ['admin', ADMIN_KEY],
    ['wrong', 'jalon_0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11_wrong'],
    ['none', undefined],
  ]);
}

/** What readers may change: when their key was last used, what they exported, saved views, and the log, which an export completes. */
const BY_READING = [
  'api_key',
  'activity',
  'checkpoint',
  'saved_view',
  'revision',
  'log_checkpoint',
  'log_salt',
  'log_tile',
];

/** A hash of the rows of every table. */
async function contents({ owner }: TestApi): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  `.execute(owner);
  const hashes = tables.rows
    .filter(({ name }) => !BY_READING.includes(name))
    .map(async ({ name }) => {
      const { rows } = await sql<{ hash: string }>`
        select coalesce(sum(hashtext(t::text)), 0)::text || '/' || count(*) as hash from ${sql.table(name)} t
      `.execute(owner);
      return [name, rows[0]?.hash ?? ''] as const;
    });
  return new Map(await Promise.all(hashes));
}

const JSON_TYPE = 'application/json';
const json = (value: object) => ({ type: JSON_TYPE, bytes: Buffer.from(JSON.stringify(value)) });

/**
 * The sample ledger, one of most other things, and requests about them.
 *
 * @param keys by the sender that has them
 */
async function somethingOnRecord(served: TestApi, keys: ReadonlyMap<Sender, string | undefined>): Promise<OnRecord> {
  const csv = await readFile('samples/ledger.csv');
  const { body } = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
  await served.api.get(`/v1/dossiers?seen=${body.position as number}`);
  const senders = [
    ...(await idsOf(served.api, '/v1/admin/api-keys')),
    ...(await idsOf(served.api, '/v1/admin/accounts')),
  ];
  const filter = { changes: true, deadlines: true };
  const mail = { channel: 'email', address: 'a@example.org', filter };
  const hook = { channel: 'webhook', url: 'https://example.org/hook', filter };
  for (const one of [mail, hook]) await served.api.post('/v1/subscriptions', one);
  const { id: kept = '' } = await made(served.api, '/v1/subscriptions', { ...hook, url: 'https://example.org/kept' });
  await sql`update subscription set state = 'active', confirmed_at = now(), since_position = 1`.execute(served.owner);
  const { url = '' } = await made(served.api, '/v1/admin/feeds', { kind: 'calendar', name: 'Fuzz' });
  await served.api.post('/v1/admin/views', { name: 'Fuzz', address: '/', shared: true });
  const prepared: Prepared[] = [
    { route: 'POST /v1/imports', values: {}, body: { type: 'text/csv', bytes: csv }, sender: 'record' },
    { route: 'GET /v1/diff', values: {}, query: 'from=2026-01-01&to=2026-06-01' },
    await aboutDelivery(served, kept),
    ...(await aboutEvents(served)),
    ...(await aboutReadings(served)),
    ...(await aboutDeadlines(served)),
    ...(await aboutProposals(served, keys)),
  ];
  const record = new OnRecord(new Set([...senders, kept]), prepared);
  record.learn({ path: '/feeds' }, JSON.stringify({ token: tokenIn(url) }));
  for (const path of ['dossiers', 'providers', 'schemes', 'registers', 'subscriptions', 'feeds', 'views', 'events'])
    record.learn({ path: `/v1/${path}` }, JSON.stringify((await served.api.get(`/v1/${path}`)).body));
  return record;
}

const tokenIn = (url: string): string => new URL(url).pathname.split('/').at(-1)!.replace('.ics', '');

const idsOf = async (api: Client, list: string): Promise<string[]> =>
  ((await api.get(list)).body.items as { id: string }[]).map(({ id }) => id);

/**
 * @returns the answer, of which only text is read
 * @throws unless it was recorded, proposed or planned
 */
async function made(api: Client, path: string, body: object): Promise<Record<string, string>> {
  const answer = await api.post(path, body);
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, string>;
}

async function aboutDelivery({ api }: TestApi, id: string): Promise<Prepared> {
  const { delivery = '' } = await made(api, `/v1/subscriptions/${id}/test`, {});
  return { route: '/v1/subscriptions/{id}', values: { id, delivery }, sender: 'admin' };
}

/** Events of a dossier and of a provider, and files attached to them. */
async function aboutEvents({ api }: TestApi): Promise<Prepared[]> {
  const file = { query: 'name=decision.pdf', body: { type: 'application/pdf', bytes: PDF }, sender: 'record' } as const;
  const said = { occurred: '2025-04-17', source: { kind: 'press', publisher: 'LMI' } };
  const dossier = await firstWithEvent(api, '/v1/dossiers');
  const provider = await firstWithEvent(api, '/v1/providers');
  const attached = await api.post(
    `/v1/dossiers/${dossier.id}/events/${dossier.event}/evidence?${file.query}`,
    new Uint8Array(PDF),
    { 'content-type': file.body.type },
  );
  const { evidence } = attached.body as { evidence: { sha256: string } };
  return [
    { route: '/v1/evidence/{sha256}', values: evidence, sender: 'record' },
    { route: 'POST /v1/dossiers/{id}/events/{event}/evidence', values: dossier, ...file },
    { route: 'POST /v1/providers/{id}/events/{event}/evidence', values: provider, ...file },
    {
      ...{ route: 'POST /v1/dossiers/{id}/events', values: dossier, sender: 'record' },
      body: json({ type: 'StatementMade', ...said, data: { title: 'Soon' } }),
    },
    {
      ...{ route: 'POST /v1/providers/{id}/events', values: provider, sender: 'record' },
      body: json({ type: 'ProviderRenamed', ...said, data: { name: 'Fuzz Cloud' } }),
    },
  ];
}

async function firstWithEvent(api: Client, list: string): Promise<{ id: string; event: string }> {
  const [id = ''] = await idsOf(api, list);
  const [event = ''] = await idsOf(api, `${list}/${id}/events`);
  return { id, event };
}

/** Two readings, of which the second lists an entry under another provider's name, and one that is held. */
async function aboutReadings(served: TestApi): Promise<Prepared[]> {
  const id = 'fedramp-marketplace';
  const route = '/v1/registers/{id}/readings';
  const entries = ['A1', 'A2', 'A3', 'A4'].map((key) => product(key));
  const moved = [...entries.slice(0, 3), product('A4', { csp: 'Provider A3' })];
  const read = async (document: object, query: string) =>
    made(served.api, `/v1/registers/${id}/readings${query}`, document);
  const first = await read(marketplace('2026-04-01', entries), '?accept=Excerpt');
  await read(marketplace('2026-05-01', moved), '?accept=Excerpt');
  const held = await read(marketplace('2026-06-01', entries.slice(0, 1)), '');
  const proposed = (await served.api.get(`/v1/registers/${id}/proposals`)).body.items as {
    name: string;
    candidate: { id: string };
  }[];
  const matches = proposed.map(({ name, candidate }) =>
    json({ name, candidate: candidate.id, provider: candidate.id }),
  );
  return [
    { route: `${route}/{reading}`, values: { id, reading: first['id'] ?? '' } },
    {
      ...{ route: `POST ${route}`, values: { id }, query: 'accept=Excerpt', sender: 'record' },
      body: json(marketplace('2026-07-01', moved)),
    },
    {
      ...{ route: `POST ${route}/{reading}/decision`, values: { id, reading: held['id'] ?? '' }, sender: 'admin' },
      body: json({ decision: 'discard', reason: 'Sent twice' }),
    },
    ...matches.map((body): Prepared => ({
      route: 'POST /v1/registers/{id}/matches',
      values: { id },
      body,
      sender: 'admin',
    })),
  ];
}

/** Work on a deadline, and reminders, planned as a worker does. */
async function aboutDeadlines({ api, db }: TestApi): Promise<Prepared[]> {
  const planning = planningOn(db, Clock.startingAt(new Date('2026-11-25T08:00:00Z')));
  const head = await planning.events.head();
  await db.transaction().execute((tx) => planningProjection(planning).advance(0, head, tx));
  await planRound(db, planning);
  const [first = '', second = ''] = await idsOf(api, '/v1/reminders');
  const reminder = '/v1/reminders/{id}';
  return [
    {
      ...{ route: `POST ${reminder}/answer`, values: { id: first }, sender: 'admin' },
      body: json({ answer: 'acknowledge' }),
    },
    {
      ...{ route: `POST ${reminder}/answer`, values: { id: second }, sender: 'admin' },
      body: json({ answer: 'snooze', until: '2026-11-27' }),
    },
  ];
}

/** Three proposals of the same person, one for each decision. */
async function aboutProposals(served: TestApi, keys: ReadonlyMap<Sender, string | undefined>): Promise<Prepared[]> {
  const [author, second] = [served.as(keys.get('record')), served.as(keys.get('approve'))];
  await served.api.put('/v1/admin/four-eyes/hds', { on: true });
  const [provider = ''] = await idsOf(served.api, '/v1/providers');
  const { id: dossier = '' } = await made(served.api, '/v1/dossiers', { provider, scheme: 'hds' });
  const propose = async (day: string) => {
    const event = milestone('stage-1', day, { source: { kind: 'list', publisher: 'ANS' } });
    const { id = '' } = await made(author, `/v1/dossiers/${dossier}/events`, event);
    return { id };
  };
  const [approved, rejected, withdrawn] = [
    await propose('2025-01-10'),
    await propose('2025-01-11'),
    await propose('2025-01-12'),
  ];
  const { preview } = (await second.get(`/v1/admin/proposals/${approved.id}`)).body as {
    preview: { id: string };
  };
  const route = '/v1/admin/proposals/{id}';
  return [
    { route, values: rejected, sender: 'approve' },
    {
      ...{ route: `POST ${route}/decision`, values: approved, sender: 'approve' },
      body: json({ decision: 'approve', preview: preview.id }),
    },
    {
      route: `POST ${route}/decision`,
      values: rejected,
      body: json({ decision: 'reject', reason: 'No source' }),
      sender: 'approve',
    },
    { route: `POST ${route}/withdraw`, values: withdrawn, sender: 'record' },
  ];
}
