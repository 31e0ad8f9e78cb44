import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { ApiKeys } from '#access/api-keys.js';
import type { Scope } from '#access/principal.js';
import { boardProjection } from '#projections/board-projection.js';
import { Clock, setClockOffset } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { codec } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { freshDatabase } from '#test/database.js';
import { type Client, clientOf } from '#test/client.js';
import { createApi } from '../../apps/api/application.js';
import { type ApiSettings, apiSettings, LIMITS } from '../../apps/api/settings.js';

export interface TestApi {
  /** With an admin key. */
  api: Client;
  url: string;
  /** Of the database, as the role of the application. */
  databaseUrl: string;
  /** The same, as the role that owns the tables. */
  ownerUrl: string;
  db: LedgerDatabase;
  /** As the role that owns the tables. */
  owner: LedgerDatabase;
  /** Sends what the api plans, when it is asked to: no worker runs. */
  deliveries: Deliveries;
  /** Without a key, or with another one. */
  as(key?: string): Client;
  keyWith(...scopes: Scope[]): Promise<string>;
  close(): Promise<void>;
}

export const ADMIN_KEY = 'tests_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';

/** Of an API on a database, with the key of the tests. */
export const testSettings = (databaseUrl: string, env: Record<string, string>, limits = {}): ApiSettings => ({
  ...apiSettings({
    DATABASE_URL: databaseUrl,
    JALON_ADMIN_KEY: ADMIN_KEY,
    LOG_LEVEL: 'silent',
    PASSWORD_COST: '12',
    JALON_SECRET: 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    ...env,
  }),
  limits: { ...LIMITS, ...limits },
});

/** The real API on a port of its own, as one more process on a database. */
export async function serveApi(
  databaseUrl: string,
  env: Record<string, string> = {},
  clock = new Clock(),
  limits = {},
) {
  const app = await createApi(testSettings(databaseUrl, env, limits), clock);
  await app.get(ApiKeys).ensureAdmin(ADMIN_KEY);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { app, url, api: clientOf(url, ADMIN_KEY), close: () => app.close() };
}

/**
 * The real API on a port of its own, on a new database, with the board following the ledger in this process. What is
 * recorded is recorded by the API's clock: what a spec expects does not depend on the day it runs on.
 */
export async function startApi(
  env: Record<string, string> = {},
  clock = Clock.startingAt(new Date('2026-11-25T08:00:00Z')),
  limits: Partial<typeof LIMITS> = {},
): Promise<TestApi> {
  const database = await freshDatabase();
  const { app, url, api, close } = await serveApi(database.appUrl, env, clock, limits);
  await setClockOffset(database.owner, clock.offsetMs);
  const stop = followBoard(database.app);
  return {
    api,
    url,
    databaseUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    db: database.app,
    owner: database.owner,
    deliveries: app.get(Deliveries),
    as: (key) => clientOf(url, key),
    keyWith: async (...scopes) => (await app.get(ApiKeys).create({ name: scopes.join(' and '), scopes })).key,
    close: async () => {
      await close();
      await stop();
      await database.close();
    },
  };
}

function followBoard(db: LedgerDatabase): () => Promise<void> {
  const events = new EventStore(db, codec);
  const ending = new AbortController();
  const schemes = new SchemeCatalogue(db, events);
  const following = follow(events, db, boardProjection(events, schemes), { signal: ending.signal });
  return async () => {
    ending.abort();
    await following;
  };
}
