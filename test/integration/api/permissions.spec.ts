import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKeys } from '#access/api-keys.js';
import { type Scope, scopes, withIncluded } from '#access/scopes.js';
import { consoleOf } from '#test/console.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { serveApi } from '#test/api.js';
import type { Need } from '../../../apps/api/auth/needs.js';

const TABLE = 'docs/permissions.md';

const ROLES = { reader: 'read', officer: 'record', approver: 'approve', admin: 'admin' } as const;

interface Route {
  method: string;
  url: string;
  need: Need;
  isPage: boolean;
}

let database: TestDatabase;
let served: Awaited<ReturnType<typeof serveApi>>;
let routes: Route[];
beforeAll(async () => {
  database = await freshDatabase();
  served = await serveApi(database.appUrl);
  const fastify = served.app.getHttpAdapter().getInstance();
  routes = fastify.routes
    .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
    .map(({ method, url, need }) => ({ method, url, need: need ?? 'nothing', isPage: isPage(url) }))
    .sort((a, b) => (rowOf(a) < rowOf(b) ? -1 : 1));
});
afterAll(async () => {
  await served.close();
  await database.close();
});

const isPage = (url: string): boolean => !/^\/(v1\/|metrics|healthz|readyz|openapi|docs|problems|assets)/.test(url);

const allows = (need: Need, scope: Scope): boolean =>
  need === 'nothing' || withIncluded([scope]).has(need === 'public-read' ? 'read' : need);

const mark = (yes: boolean): string => (yes ? 'yes' : '–');

function rowOf({ method, url, need }: Route): string {
  const stranger = need === 'nothing' ? 'yes' : need === 'public-read' ? '`PUBLIC_READ`' : '–';
  const cells = [...Object.values(ROLES), 'bounces' as const, 'metrics' as const].map((scope) =>
    mark(allows(need, scope)),
  );
  return `| \`${method} ${url}\` | ${[stranger, ...cells].join(' | ')} |`;
}

describe('the table of permissions', () => {
  it('has a row for every route, and no other', () => {
    const rows = routes.map(rowOf);
    const text = readFileSync(TABLE, 'utf8');
    if (process.env['WRITE_PERMISSIONS'] !== undefined) {
      const [head = ''] = text.split(/^\| `/m, 1);
      writeFileSync(TABLE, `${head}${rows.join('\n')}\n`);
      return;
    }
    const written = text
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.replaceAll(/ +/g, ' '));
    expect(written).toEqual(rows);
  });
});

/** An address of the route that names nothing on record. */
const addressOf = (url: string): string => url.replaceAll(/:\w+/g, 'nobody');

/** Refusals are seen with every scope, what is allowed with the lowest scope and the highest. */
const isTried = (need: Need, scope: Scope | undefined): boolean =>
  scope === undefined ||
  !allows(need, scope) ||
  scope === 'admin' ||
  scope === (need === 'public-read' ? 'read' : need);

/** Only the head of the response is awaited: some have no end. */
async function statusOf(url: string, init: RequestInit): Promise<{ status: number; location: string | null }> {
  const ending = new AbortController();
  const response = await fetch(url, { redirect: 'manual', ...init, signal: ending.signal });
  ending.abort();
  return { status: response.status, location: response.headers.get('location') };
}

const isRefused = ({ status, location }: { status: number; location: string | null }): boolean =>
  status === 401 || status === 403 || (location?.startsWith('/sign-in') ?? false);

describe('a key', () => {
  it.each([undefined, ...scopes])('with scope %s reaches the routes of its scope only', async (scope) => {
    const key = scope && (await served.app.get(ApiKeys).create({ name: scope, scopes: [scope] })).key;
    const wrong: string[] = [];
    for (const route of routes.filter(({ isPage: page, need }) => !page && isTried(need, scope))) {
      const { method, url, need } = route;
      const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
      const headers: Record<string, string> = { 'content-type': 'application/json', ...authorization };
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
      const answer = await statusOf(served.url + addressOf(url), { method, headers, ...body });
      const may = scope === undefined ? need === 'nothing' : allows(need, scope);
      if (isRefused(answer) === may || answer.status >= 500) wrong.push(`${method} ${url}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('a session', () => {
  it.each([undefined, ...Object.values(ROLES)])('with scope %s reaches the pages of its scope only', async (scope) => {
    const key = scope && (await served.app.get(ApiKeys).create({ name: scope, scopes: [scope] })).key;
    const wrong: string[] = [];
    const pages = routes.filter(
      ({ isPage: page, url, need }) => page && !url.startsWith('/sign-') && isTried(need, scope),
    );
    const client = consoleOf({ url: served.url, db: database.app });
    if (key !== undefined) await client.signIn(key);
    for (const { method, url, need } of pages) {
      const { status, location } =
        method === 'GET' ? await client.get(addressOf(url)) : await client.post(addressOf(url), {});
      const may = scope === undefined ? need === 'nothing' : allows(need, scope);
      if (isRefused({ status, location }) === may || status >= 500) wrong.push(`${method} ${url}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});
