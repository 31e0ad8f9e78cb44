import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Agent, EventSource } from 'undici';
import { sql } from 'kysely';
import { ApiKeys } from '#access/api-keys.js';
import type { Scope } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { codec, type LedgerEvent, dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ADMIN_KEY, testSettings } from '#test/api.js';
import { type Client, clientOf } from '#test/client.js';
import { freshDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import { type StreamClient, openStream } from '#test/event-stream.js';
import { fact, opened, providerFact, registered, uuid } from '#test/events.js';
import { until } from '#test/until.js';
import { createApi } from '../../../apps/api/application.js';
import { StreamPace } from '../../../apps/api/changes/change-streams.js';
import { SEED as LAWS_SEED } from '#test/laws/law.js';
import { startedOnce } from '#test/started.js';

/** An API that can be stopped and started again on its port and database, beside somebody else who appends to the ledger. */
interface Streaming {
  api: Client;
  url: string;
  keyWith(...scopes: Scope[]): Promise<{ id: string; key: string }>;
  revoke(id: string): Promise<unknown>;
  /** In ms; counts for streams opened from then on. */
  pace(of: Partial<StreamPace>): void;
  /** @param as a key; absent: that of the tests, `null`: none */
  stream(query?: string, headers?: Record<string, string>, as?: string | null): Promise<StreamClient>;
  /** Past the API, as another process would: the position of the last of them. */
  append(stream: string, ...events: LedgerEvent[]): Promise<number>;
  /** Ends all connections of the API to its database: how many of them were listening. */
  cutConnections(): Promise<number>;
  /** Resolves once it answers again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

async function startStreaming(env: Record<string, string> = {}, limits = {}): Promise<Streaming> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  const settings = testSettings(database.appUrl, env, limits);
  const wanted: Partial<StreamPace> = {};
  let app: NestFastifyApplication;
  const start = async (port: number): Promise<number> => {
    app = await createApi(settings, Clock.startingAt(new Date('2026-11-25T08:00:00Z')));
    Object.assign(app.get(StreamPace), wanted);
    await app.listen(port, '127.0.0.1');
    return (app.getHttpServer().address() as AddressInfo).port;
  };
  const port = await start(0);
  await app!.get(ApiKeys).ensureAdmin(ADMIN_KEY);
  const url = `http://127.0.0.1:${port}`;
  return {
    api: clientOf(url, ADMIN_KEY),
    url,
    keyWith: (...scopes) => app.get(ApiKeys).create({ name: scopes.join(' and '), scopes }),
    revoke: (id) => app.get(ApiKeys).revoke(id),
    pace: (of) => {
      Object.assign(app.get(StreamPace), Object.assign(wanted, of));
    },
    stream: (query = '', headers = {}, as = ADMIN_KEY) =>
      openStream(`${url}/v1/events/stream${query}`, {
        ...headers,
        ...(as !== null && { authorization: `Bearer ${as}` }),
      }),
    append: async (stream, ...news) => {
      const appended = { stream, expected: 'any' as const, events: news.map((event) => ({ id: randomUUID(), event })) };
      const { recorded } = await events.append([appended], { actor: 'tester' });
      return recorded.at(-1)?.position ?? NaN;
    },
    cutConnections: async () => {
      const { rows } = await sql<{ name: string }>`
        select application_name as name, pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name in ('jalon api', 'jalon follow')
      `.execute(database.app);
      return rows.filter(({ name }) => name === 'jalon follow').length;
    },
    restart: async () => {
      await app.close();
      await start(port);
    },
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

const BLEU = providerStream(uuid(900));
const DOSSIER = dossierStream(uuid(1));

const SEED = Number(process.env['STREAM_SEED'] ?? LAWS_SEED);

const statement = (title: string, note?: string) =>
  providerFact('StatementMade', '2026-01-05', { speaker: 'ANSSI', title, ...(note && { note }) }, 'statement');
const milestone = (code: string) => fact('MilestoneReached', '2026-02-01', { milestone: code });
const granted = fact('GrantIssued', '2026-03-02', { decision: '2279', validUntil: '2029-03-01' });

describe('the event stream', () => {
  const served = startedOnce(() => startStreaming({ PUBLIC_READ: 'on', JALON_STREAMS_EACH: '4' }, { streams: 6 }));
  let head: number;
  const streams: { close(): void }[] = [];
  const stream: Streaming['stream'] = async (...asked) => {
    const client = await served.stream(...asked);
    streams.push(client);
    return client;
  };

  beforeAll(async () => {
    await served.append(BLEU, registered('Bleu'));
    head = await served.append(DOSSIER, opened({ provider: uuid(900) }), milestone('J0'));
  });
  beforeEach(() => {
    served.pace({ heartbeatMs: 100, patienceMs: 30_000, backAfterMs: [20, 40] });
  });
  afterEach(async () => {
    for (const client of streams.splice(0)) client.close();
    await until(() =>
      openNow().then(
        (open) => open === 0,
        () => false,
      ),
    );
  });

  const openNow = async () =>
    Number(/^jalon_event_streams (\d+)$/m.exec((await served.api.get('/metrics')).body as string)?.[1]);

  it('starts with the current position and sends changes as they are recorded', async () => {
    const client = await stream();
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'jalon-position': String(head),
      vary: 'Authorization',
    });
    await client.sent(({ event }) => event === 'position');
    expect(client.frames.slice(0, 2)).toEqual([
      { retry: expect.any(Number) },
      { id: head, event: 'position', data: { position: head } },
    ]);
    head = await served.append(DOSSIER, granted);
    const told = await client.sent(({ id }) => id === head);
    expect(told).toMatchObject({
      event: 'change',
      data: {
        position: head,
        stream: DOSSIER,
        type: 'GrantIssued',
        occurred: '2026-03-02',
        data: { decision: '2279' },
        actor: 'tester',
        provider: { name: 'Bleu' },
        dossier: { id: uuid(1) },
        scheme: 'secnumcloud',
        status: { before: { status: 'applied' }, after: { status: 'granted', confirmed: true } },
      },
    });
    const [plain] = (await served.api.get(`/v1/events?after=${head - 1}`)).body.items;
    expect(told.data).toMatchObject(plain);
  });

  it('sends the same without a key, except the author', async () => {
    const [known, open] = [await stream('?after=0'), await stream('?after=0', {}, null)];
    for (const client of [known, open]) await client.sent(({ id }) => id === head);
    expect(open.changes().map(({ id }) => id)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
    expect(open.changes().map(({ data }) => data)).toEqual(
      known.changes().map(({ data: { actor: _, ...others } }) => others),
    );
  });

  it('loses and repeats nothing when connections break or the server restarts (sampled)', async () => {
    process.stdout.write(`STREAM_SEED=${SEED}\n`);
    const dice = Dice.of(SEED);
    const from = head;
    const EVENTS = 240;
    let [restarted, isOver] = [false, false];
    const reader = async (): Promise<number[]> => {
      const read: number[] = [];
      let last = from;
      while (last < from + EVENTS && !isOver) {
        const client = await served.stream('?after=0', { 'last-event-id': String(last) }).catch(() => undefined);
        if (client?.status !== 200) continue;
        const most = dice.between(0, 59);
        await until(() => client.isOver() || client.changes().length > most || atEnd(client));
        client.close();
        read.push(...client.changes().map(({ id = NaN }) => id));
        last = client.frames.findLast(({ id }) => id !== undefined)?.id ?? last;
      }
      return read;
    };
    const atEnd = ({ frames }: StreamClient) => frames.some(({ id = 0 }) => id >= from + EVENTS);
    const writer = async (n: number): Promise<void> => {
      for (let left = EVENTS / 4; left > 0;) {
        const batch = Math.min(left, dice.between(1, 5));
        await served.append(`provider-${uuid(700 + n)}`, ...Array.from({ length: batch }, () => statement(`${n}`)));
        left -= batch;
        if (n === 0 && left < EVENTS / 8 && !restarted) {
          restarted = true;
          await served.restart();
        }
      }
    };
    const everybody = Promise.all([reader(), reader(), reader(), ...[0, 1, 2, 3].map(writer)]);
    const [first, second, third] = await everybody.finally(() => (isOver = true));
    const all = Array.from({ length: EVENTS }, (_, n) => from + 1 + n);
    expect([first, second, third]).toEqual([all, all, all]);
    head = from + EVENTS;
  });

  it('ends with a retry delay when the server stops', async () => {
    const client = await stream();
    await client.sent(({ event }) => event === 'position');
    const unused = connect(Number(new URL(served.url).port), '127.0.0.1');
    await once(unused, 'connect');
    await served.restart();
    expect(await client.over).toBe('ended');
    expect(client.frames.at(-1)).toEqual({ retry: expect.any(Number) });
  });

  it.each([
    ['dossiers', `dossiers=${uuid(1)}`, ['DossierOpened', 'MilestoneReached', 'GrantIssued']],
    ['types', 'eventTypes=GrantIssued,ProviderRegistered', ['ProviderRegistered', 'GrantIssued']],
    ['a provider', `providers=${uuid(900)}&statusChange=true`, ['MilestoneReached', 'GrantIssued']],
    ['what it becomes', 'becomes=granted&confirmedOnly=true', ['GrantIssued']],
  ])('tells what passes a filter by %s, like the feed and its CSV', async (_, filter, types) => {
    const client = await stream(`?after=0&${filter}`);
    await client.sent(({ id }) => id === head);
    expect(client.changes().map(({ data }) => data.type)).toEqual(types);
    expect(client.frames.at(-1)).toMatchObject({ event: 'position', id: head });
    const feed = await served.api.get(`/v1/events?${filter}&limit=200`);
    expect(feed.body.items).toEqual(client.changes().map(({ data }) => data));
    expect(feed.headers.get('jalon-position')).toBe(String(head));
    const csv = (await served.api.get(`/v1/events?${filter}`, { accept: 'text/csv' })).body as string;
    expect(
      csv
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(line.split(',')[0])),
    ).toEqual(client.changes().map(({ id }) => id));
  });

  it('advances its position past events that the filter excludes', async () => {
    const page = await served.api.get('/v1/events?eventTypes=DossierOpened,GrantIssued&limit=1');
    expect(page.headers.get('link')).toBe(
      '</v1/events?eventTypes=DossierOpened%2CGrantIssued&limit=1&after=2>; rel="next"',
    );
    const client = await stream('?eventTypes=GrantIssued');
    head = await served.append(BLEU, statement('Nothing new'));
    expect(await client.sent(({ id }) => id === head)).toMatchObject({ event: 'position' });
    expect(client.changes()).toEqual([]);
  });

  it.each([
    ['beyond-head', '', { 'last-event-id': '900000' }],
    ['beyond-head', '?after=900000', {}],
    ['not-a-position', '?after=1', { 'last-event-id': 'seven' }],
    ['not-a-position', '', { 'last-event-id': '-1' }],
  ])('says %s and goes on from the head, with %s %j', async (reason, query, headers) => {
    const client = await stream(query, headers);
    const begun = await client.sent(({ id }) => id !== undefined);
    expect(begun).toMatchObject({ id: head, event: 'reset', data: { reason, head } });
    head = await served.append(BLEU, statement('After all'));
    await client.sent(({ id }) => id === head);
    expect(client.changes().map(({ id }) => id)).toEqual([head]);
  });

  it('is limited per key (429) and in total (503)', async () => {
    const { key } = await served.keyWith('read');
    for (let n = 0; n < 4; n += 1) await stream('', {}, key);
    const tooMany = await served.api.get('/v1/events/stream', { authorization: `Bearer ${key}` });
    expect(tooMany).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(tooMany.headers.get('retry-after')).toBe('30');
    for (let n = 0; n < 2; n += 1) await stream('', {}, null);
    const full = await served.api.get('/v1/events/stream');
    expect(full).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(full.headers.get('retry-after')).toBe('30');
    expect(full.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await openNow()).toBe(6);
    streams.pop()?.close();
    await until(async () => (await openNow()) === 5);
    expect((await stream()).status).toBe(200);
  });

  it('sends keep-alive comments, and ends when the key is revoked', async () => {
    const { id, key } = await served.keyWith('read');
    const client = await stream('', {}, key);
    await until(() => client.frames.filter((frame) => Object.keys(frame).length === 0).length >= 2);
    await served.revoke(id);
    expect(await client.over).toBe('ended');
    expect((await stream('', {}, key)).status).toBe(401);
  });

  it('disconnects a client that reads nothing, which can resume from its last id', async () => {
    served.pace({ patienceMs: 200 });
    const from = head;
    for (let n = 0; n < 4; n += 1)
      head = await served.append(BLEU, ...Array.from({ length: 120 }, () => statement('Long', 'x'.repeat(10_000))));
    const client = await stream('', { 'last-event-id': String(from) });
    client.pause();
    await until(async () => (await openNow()) === 0);
    client.resume();
    expect(await client.over).toBe('cut');
    const read = client.changes().map(({ id = NaN }) => id);
    expect(read.length).toBeLessThan(head - from);
    served.pace({ patienceMs: 30_000 });
    const again = await stream('', { 'last-event-id': String(read.at(-1) ?? from) });
    await again.sent(({ id }) => id === head);
    read.push(...again.changes().map(({ id = NaN }) => id));
    expect(read).toEqual(Array.from({ length: head - from }, (_, n) => from + 1 + n));
  });

  it.each([
    ['after=-1', 400, 'after'],
    ['after=soon', 400, 'after'],
    ['since=4', 400, 'since'],
    ['eventTypes=GrantGiven', 400, 'eventTypes.0'],
    ['statusChange=perhaps', 400, 'statusChange'],
    ['providers=nobody', 404, 'providers'],
  ])('refuses ?%s before it begins', async (query, status, field) => {
    const answer = await served.api.get(`/v1/events/stream?${query}`);
    expect(answer).toMatchObject({ status, body: { status, problems: [{ field }] } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('continues after the database connection was lost', async () => {
    const client = await stream();
    await client.sent(({ event }) => event === 'position');
    await until(async () => (await served.cutConnections()) === 1);
    head = await served.append(BLEU, statement('All the same'));
    await client.sent(({ id }) => id === head);
  });

  it('works with an EventSource, which reconnects by itself', async () => {
    const read: string[] = [];
    const { key } = await served.keyWith('read');
    const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
      const headers = { ...(options.headers as object), authorization: `Bearer ${key}` };
      return dispatch({ ...options, headers }, handler);
    });
    const client = new EventSource(`${served.url}/v1/events/stream`, { node: { dispatcher } });
    streams.push(client);
    client.addEventListener('change', (event) => read.push((event as MessageEvent).lastEventId));
    const began = new Promise((resolve) => {
      client.addEventListener('position', resolve, { once: true });
    });
    await began;
    const first = await served.append(BLEU, statement('Before'));
    await until(() => read.length === 1);
    await served.restart();
    const second = await served.append(BLEU, statement('Meanwhile'));
    await until(() => read.length === 2);
    expect(read).toEqual([String(first), String(second)]);
  });
});
