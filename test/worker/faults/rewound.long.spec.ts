import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, serveApi } from '#test/api.js';
import type { Answered, Client } from '#test/client.js';
import { openStream, type StreamClient } from '#test/event-stream.js';
import { startPostgres, type PostgresServer } from '#test/faults/postgres-server.js';
import { milestone, openDossier } from '#test/recording.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';

describe('a ledger that was rewound, and has grown past its former end', () => {
  let server: PostgresServer;
  let jalon: Working;
  let served: Awaited<ReturnType<typeof serveApi>>;
  let api: Client;
  let stream: StreamClient;
  let dossier: Awaited<ReturnType<typeof openDossier>>;
  let kept: number;
  let epoch: number;
  let lost: Record<'read' | 'after', Answered>;
  let before: { position: number; id: unknown }[];
  let cached: Answered;

  const streamFrom = (id?: string): Promise<StreamClient> => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, ...(id !== undefined && { 'last-event-id': id }) };
    return openStream(`${served.url}/v1/events/stream`, headers);
  };
  const told = () =>
    jalon.receiver.received
      .map((request) => ({ ...payloadIn(request), id: request.headers['webhook-id'] }))
      .filter(({ type }) => type === 'event.recorded');
  const toldUpTo = (position: number) => until(() => told().some(({ data }) => data['position'] === position));

  beforeAll(async () => {
    server = await startPostgres();
    process.env['JALON_TEST_POSTGRES'] = server.url;
    jalon = await prepareWorking('2026-11-23T07:30:00Z');
    await jalon.work();
    served = await serveApi(jalon.database.appUrl);
    ({ api } = served);
    dossier = await openDossier(api, 'Kept');
    await jalon.subscribe({ changes: true, deadlines: true });
    kept = await jalon.events.head();
    await server.stop();
    await server.copy();
    await server.start();
    await until(async () => (await api.get('/readyz')).status === 200);
    stream = await streamFrom(String(kept));
    await dossier.record(milestone('J0', '2024-01-15'));
    await dossier.record(milestone('J1', '2024-06-15'));
    expect((await api.post('/v1/providers', { name: 'Lost' })).status).toBe(201);
    const read = await dossier.read();
    // The worker connects again with growing pauses: later than a request waits, if PostgreSQL was away for long.
    await until(async () => (await api.get(`/v1/dossiers?seen=${kept + 3}`)).status === 200);
    lost = { read, after: await api.get(`/v1/events?after=${kept}`) };
    expect(read.body.version).toBe(3);
    await toldUpTo(kept + 3);
    await stream.sent(({ id }) => id === kept + 3);
    before = told().map(({ data, id }) => ({ position: Number(data['position']), id }));
    await server.stop();
    await server.startRewound();
    await until(async () => (await api.get('/readyz')).status === 200);
    cached = await dossier.read();
    for (const day of ['2025-01-15', '2025-02-15', '2025-03-15']) await dossier.record(milestone('J0', day));
    await dossier.record(milestone('J1', '2025-04-15'));
    epoch = Number((await dossier.read()).headers.get('jalon-position')?.split('-')[1]);
  });
  afterAll(async () => {
    stream.close();
    await served.close();
    await jalon.close();
    await server.close();
  });

  it('is not read from a cache', async () => {
    expect([cached.status, cached.body.version]).toEqual([200, 1]);
    expect((await api.get('/v1/providers/lost')).status).toBe(404);
    expect((await api.post('/v1/providers', { name: 'Lost' })).status).toBe(201);
    const { items } = (await api.get(`${dossier.path}/events`)).body as { items: { occurred: string | null }[] };
    expect(items.map(({ occurred }) => occurred?.slice(0, 4))).toEqual([undefined, '2025', '2025', '2025', '2025']);
  });

  it('has other ETags and positions', async () => {
    const etag = lost.read.headers.get('etag') ?? '';
    const now = await dossier.read();
    expect(now.headers.get('etag')).toMatch(new RegExp(`^"5-${epoch}\\.`));
    expect((await api.get(dossier.path, { 'if-none-match': etag })).status).toBe(200);
    expect((await dossier.record(milestone('J2', '2026-01-01'), { 'if-match': etag })).status).toBe(412);
    for (const [field, address] of [
      ['after', `/v1/events?after=${kept + 3}`],
      ['seen', `/v1/dossiers?seen=${kept + 3}`],
    ] as const)
      expect(await api.get(address)).toMatchObject({
        status: 410,
        body: { code: 'ledger-reset', problems: [{ field, code: 'position-lost', params: { position: kept } }] },
      });
    expect((await api.get(`/v1/events?after=${kept}`)).body.items).not.toEqual(lost.after.body.items);
    const [first, second] = [`${kept}`, `${kept + 1}-${epoch}`].map((after) =>
      api.get(`/v1/events?after=${after}&limit=1`),
    );
    expect((await first!).headers.get('link')).toContain(`after=${kept + 1}-${epoch}`);
    expect((await second!).body).toMatchObject({ items: [{ position: kept + 2 }] });
  });

  it('resets event streams that have read on', async () => {
    const reset = await stream.sent(({ event }) => event === 'reset');
    expect(reset).toMatchObject({ id: kept, data: { reason: 'ledger-reset', position: kept } });
    await stream.sent((frame) => frame.id === kept + 4 && frame.epoch === epoch);
    const again = await streamFrom(String(kept + 3));
    expect(await again.sent(({ event }) => event !== undefined)).toMatchObject({ id: kept, event: 'reset' });
    const undisturbed = await streamFrom(String(kept));
    expect(await undisturbed.sent(({ event }) => event !== undefined)).toMatchObject({ id: kept, event: 'position' });
    for (const one of [again, undisturbed]) one.close();
  });

  it('resets webhooks once, which do not take what follows for what they know', async () => {
    await toldUpTo(kept + 4);
    const later = told().slice(before.length);
    const ids = new Set(before.map(({ id }) => id));
    expect(later.filter(({ id }) => ids.has(id))).toEqual([]);
    await until(() => jalon.receiver.received.some((request) => payloadIn(request).type === 'ledger.reset'));
    const resets = jalon.receiver.received.map(payloadIn).filter(({ type }) => type === 'ledger.reset');
    expect(resets.map(({ data }) => data)).toEqual([{ epoch, position: kept }]);
  });

  it('is what the board shows', async () => {
    const now = await dossier.read();
    const board = await api.get(`/v1/dossiers?seen=${now.headers.get('jalon-position') ?? ''}`);
    const { items } = board.body as { items: { id: string; stage: unknown }[] };
    expect(items.find(({ id }) => id === dossier.id)).toMatchObject({ stage: now.body.stage as unknown });
    expect(jalon.complaints.filter((complaint) => String(complaint).includes('moved by another'))).toEqual([]);
  });
});
