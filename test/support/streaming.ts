import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql } from 'kysely';
import { ApiKeys } from '#access/api-keys.js';
import type { Scope } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ADMIN_KEY, testSettings } from '#test/api.js';
import { type Client, clientOf } from '#test/client.js';
import { freshDatabase } from '#test/database.js';
import { type StreamClient, openStream } from '#test/event-stream.js';
import { createApi } from '../../apps/api/application.js';
import { StreamPace } from '../../apps/api/changes/change-streams.js';

/** An API that can be stopped and started again on its port and database, beside somebody else who appends to the ledger. */
export interface Streaming {
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

export async function startStreaming(env: Record<string, string> = {}, limits = {}): Promise<Streaming> {
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
