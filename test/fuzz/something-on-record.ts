import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { PDF } from '#test/evidence-files.js';
import { marketplace, product } from '#test/marketplace.js';
import { planningOn, planRound } from '#test/planning-on.js';
import { milestone } from '#test/recording.js';
import type { TestApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { OnRecord, type Prepared } from './on-record.js';
import type { Sender } from './requests.js';

const JSON_TYPE = 'application/json';
const json = (value: object) => ({ type: JSON_TYPE, bytes: Buffer.from(JSON.stringify(value)) });

/**
 * The sample ledger, one of most other things, and requests about them.
 *
 * @param keys by the sender that has them
 */
export async function somethingOnRecord(
  served: TestApi,
  keys: ReadonlyMap<Sender, string | undefined>,
): Promise<OnRecord> {
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
    preview: { rehearsal: string };
  };
  const route = '/v1/admin/proposals/{id}';
  return [
    { route, values: rejected, sender: 'approve' },
    {
      ...{ route: `POST ${route}/decision`, values: approved, sender: 'approve' },
      body: json({ decision: 'approve', rehearsal: preview.rehearsal }),
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
