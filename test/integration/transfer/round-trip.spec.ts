import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { restoreInto } from '#test/laws/ledger.js';
import type { Answered, Client } from '#test/client.js';
import { milestone, openDossier } from '#test/recording.js';
import { exported, followed, restore } from '#test/transferring.js';

/** Everything but the actor's key, which is of the instance. */
const shownBy = async (api: Client, path: string) => {
  const { status, body } = await api.get(path);
  return { path, status, body };
};

describe('a ledger that was exported and imported into an empty one', () => {
  let first: TestApi;
  let second: TestApi;
  let file: string;
  let answer: Answered;
  let instants: string[];

  beforeAll(async () => {
    [first, second] = await Promise.all([startApi(), startApi()]);
    await fill(first.api);
    file = await exported(first.api);
    answer = await restore(second.api, file);
    const { body } = await first.api.get('/v1/events?limit=200');
    const times = new Set<string>(body.items.map((item: { recordedAt: string }) => item.recordedAt));
    instants = [...times].filter((_, index) => index % 3 === 0);
  });
  afterAll(() => Promise.all([first.close(), second.close()]));

  it('says what it took in', () => {
    const lines = file.split('\n');
    expect(answer).toMatchObject({ status: 200, body: { replayed: 0 } });
    expect(answer.body.recorded).toBe(lines.length - 3);
    expect(answer.body.position).toBe(lines.length - 3);
    expect(answer.body.providers).toBe(lines.filter((line) => line.includes('"type":"ProviderRegistered"')).length);
    expect(answer.body.dossiers).toBe(lines.filter((line) => line.includes('"type":"DossierOpened"')).length);
  });

  it('exports again byte by byte as it came', async () => {
    expect(await exported(second.api)).toBe(file);
  });

  it('holds the very rows, fingerprints included', async () => {
    const rows = (served: TestApi) => served.db.selectFrom('event').selectAll().orderBy('position').execute();
    expect(await rows(second)).toEqual(await rows(first));
  });

  it('gives the same answers at any two times (long)', async () => {
    await followed(second.api);
    const paths = await pathsOf(first.api, instants);
    expect(paths.length).toBeGreaterThan(60);
    for (const path of paths) expect(await shownBy(second.api, path)).toEqual(await shownBy(first.api, path));
  });

  it('knows what was imported from CSV before', async () => {
    const csv = await realLedger();
    const again = await second.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect(again).toMatchObject({ status: 200, body: { recorded: 0 } });
  });

  it('exports as it was known at an instant, and that can be imported too', async () => {
    const knownAt = instants[1];
    const part = await exported(first.api, `?knownAt=${knownAt}`);
    const { head, knownAt: said } = JSON.parse(part.slice(0, part.indexOf('\n'))) as { head: number; knownAt: string };
    expect(said).toBe(knownAt);
    expect(file.split('\n').slice(1, head + 1)).toEqual(part.split('\n').slice(1, -2));
    const third = await freshDatabase();
    await restoreInto(third.app, part);
    expect((await third.app.selectFrom('event').select('id').execute()).length).toBe(head);
    await third.close();
  });

  it('goes on after the last event, and never before it in time', async () => {
    const { record } = await openDossier(second.api, 'Another Cloud');
    const { body } = await record(milestone('J0', '2025-02-01'));
    expect(body.position).toBe(Number(answer.body.position) + 3);
    const last = JSON.parse(file.split('\n').at(-3) ?? '');
    const { body: changes } = await second.api.get(`/v1/events?after=${answer.body.position}`);
    expect(changes.items[0].recordedAt >= last.recordedAt).toBe(true);
  });
});

/** The real ledger, and what an officer does to it afterwards. */
async function fill(api: Client): Promise<void> {
  await must(api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' }));
  const { provider, record, id } = await openDossier(api, 'Überwolke “=1+1” 🜁');
  const wrong = await must(
    record(milestone('J0', '2025-02-01', { data: { milestone: 'J0', note: 'tab\t, "quote" \\ é' } })),
  );
  await must(record(milestone('J1', '2025-06')));
  const amendment = (type: string, data: object) =>
    record({ type, data: { event: wrong.body.id, reason: 'misread', ...data } });
  const corrected = await must(amendment('EventCorrected', { changes: { occurred: '2025-03', data: { note: null } } }));
  await must(amendment('EventRetracted', { event: corrected.body.id }));
  await must(api.post('/v1/providers', { name: 'Successor' }));
  await must(api.post(`/v1/providers/${provider}/events`, { type: 'ProviderRenamed', data: { name: 'Wolke' } }));
  await must(
    record({
      type: 'ServiceTransferred',
      occurred: '2026-02-01',
      source: { kind: 'press', publisher: 'x' },
      data: { to: (await api.get('/v1/providers/successor')).body.id },
    }),
  );
  await must(api.post('/v1/schemes', { ...builtInSchemes.get('hds'), staleAfterDays: 400 }));
  await must(api.post(`/v1/dossiers/${id}/events`, milestone('J2', '2026-03-01')));
}

async function must(answer: Promise<Answered>): Promise<Answered> {
  const { status, body, headers } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return { status, body, headers };
}

async function pathsOf(api: Client, instants: readonly string[]): Promise<string[]> {
  const head = await followed(api);
  const points = [
    '',
    '&asOf=2024-01-10',
    '&asOf=2026-11-25',
    ...instants.flatMap((at) => [`&knownAt=${at}`, `&asOf=2025-06-30&knownAt=${at}`]),
  ];
  const dossiers = (await api.get(`/v1/dossiers?limit=200&seen=${head}`)).body.items as {
    id: string;
    provider: { id: string };
  }[];
  const few = dossiers.filter((_, index) => index % 4 === 0);
  return [
    ...points.flatMap((at) => [
      `/v1/dossiers?limit=200&seen=${head}${at}`,
      `/v1/providers?limit=200&seen=${head}${at}`,
      `/v1/deadlines?limit=200&seen=${head}${at}`,
      ...few.flatMap(({ id, provider }) => [
        `/v1/dossiers/${id}?${at.slice(1)}`,
        `/v1/providers/${provider.id}?${at.slice(1)}`,
      ]),
    ]),
    ...few.flatMap(({ id, provider }) => [`/v1/dossiers/${id}/events`, `/v1/providers/${provider.id}/events`]),
    '/v1/schemes',
    '/v1/schemes/secnumcloud/durations',
    `/v1/diff?from=2024-01-01&to=2026-11-25&limit=200`,
    ...['dossiers', 'providers', 'deadlines', 'schemes', 'events'].map((list) => `/v1/${list} as CSV`),
    '/v1/events?limit=200',
  ];
}
