import { type Client } from '#test/client.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestApi } from '#test/api.js';

/** Of a provider itself: `openDossier` puts its name there. */
const ITSELF = { kind: 'company', publisher: 'Bleu' };

/** Bodies that officers send; each is whole, with an override. */
export const milestone = (code: string, occurred: string, override: object = {}) => ({
  type: 'MilestoneReached',
  occurred,
  source: ITSELF,
  data: { milestone: code },
  ...override,
});

export const grant = (data: object, override: object = {}) => ({
  type: 'GrantIssued',
  occurred: '2023-12-28',
  source: { kind: 'decision', publisher: 'ANSSI' },
  data: { decision: '2279', validUntil: '2026-12-29', ...data },
  ...override,
});

/** A provider with one dossier without a service, and how to record on it. */
export async function openDossier(api: Client, name: string) {
  const provider = await made(api, '/v1/providers', { name });
  const dossier = await made(api, '/v1/dossiers', { provider: provider.body.id, scheme: 'secnumcloud' });
  const path = `/v1/dossiers/${dossier.body.id as string}`;
  return {
    provider: provider.body.id as string,
    id: dossier.body.id as string,
    path,
    record: (event: object, headers?: Record<string, string>) =>
      api.post(`${path}/events`, saidBy(name, event), headers),
    read: (query = '') => api.get(`${path}${query}`),
  };
}

const saidBy = (publisher: string, event: { source?: unknown }): object =>
  event.source === ITSELF ? { ...event, source: { ...ITSELF, publisher } } : event;

async function made(api: Client, path: string, body: object) {
  const answer = await api.post(path, body);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** An instant that nothing is recorded at, between a position and whatever comes next. */
export async function instantAfter({ db }: Pick<TestApi, 'db'>, position: number): Promise<string> {
  const { recorded_at: at } = await db
    .selectFrom('event')
    .select('recorded_at')
    .where('position', '=', position)
    .executeTakeFirstOrThrow();
  await sleep(5);
  return new Date(at.getTime() + 1).toISOString();
}

/** The same after everything on record so far. */
export async function instantAfterAll(served: Pick<TestApi, 'db'>): Promise<string> {
  const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  return instantAfter(served, position);
}
