import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKeys } from '#access/api-keys.js';
import { type Role, ROLES, SCOPE_OF_ROLE, type Scope, scopes, withIncluded } from '#access/principal.js';
import { Sessions } from '#access/sessions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { serveApi } from '#test/api.js';
import { csrfOf } from '../../../apps/console/session/gate.js';
import type { Need } from '../../../apps/api/http/request.js';

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
  served = await serveApi(database.appUrl, { TRUST_PROXY: '127.0.0.1/32' });
  const fastify = served.app.getHttpAdapter().getInstance();
  routes = fastify.routes
    .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
    .map(({ method, url, need = 'nothing' }) => ({ method, url, need, isPage: isPage(url) }))
    .sort((a, b) => (rowOf(a) < rowOf(b) ? -1 : 1));
});
afterAll(async () => {
  await served.close();
  await database.close();
});

/** Every request comes from another address: attempts without a valid key are limited per address. */
let requests = 0;
const from = () => ({ 'x-forwarded-for': `10.0.${requests >> 8}.${requests++ & 255}` });

const isPage = (url: string): boolean =>
  !/^\/(v1\/|log\/|mcp$|metrics|healthz|readyz|openapi|docs|problems|assets)/.test(url);

const allows = (need: Need, scope: Scope): boolean =>
  need === 'nothing' || withIncluded([scope]).has(need === 'public-read' ? 'read' : need);

const mark = (yes: boolean): string => (yes ? 'yes' : '–');

function rowOf({ method, url, need }: Route): string {
  const stranger = need === 'nothing' ? 'yes' : need === 'public-read' ? '`PUBLIC_READ`' : '–';
  const cells = [...Object.values(SCOPE_OF_ROLE), 'bounces' as const, 'metrics' as const].map((scope) =>
    mark(allows(need, scope)),
  );
  return `| \`${method} ${url}\` | ${[stranger, ...cells].join(' | ')} |`;
}

describe('the table of permissions', () => {
  it('has a row for every route, and no other', async () => {
    const html = await (await fetch(`${served.url}/docs/reference`)).text();
    const permissions = html.split(/<h2 id="\w+">/)[1] ?? '';
    const printed = [...permissions.matchAll(/^<tr><td>(.*)<\/td><\/tr>$/gm)].map(
      ([, cells = '']) => `| ${cells.replaceAll('</td><td>', ' | ').replaceAll(/<\/?code>/g, '`')} |`,
    );
    expect(printed).toEqual(routes.map(rowOf));
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

interface Sent {
  method: string;
  headers: Record<string, string>;
  body?: string | URLSearchParams;
}

/** Only the head of the response is awaited: some have no end. */
async function statusOf(url: string, sent: Sent): Promise<{ status: number; location: string | null }> {
  const ending = new AbortController();
  const response = await fetch(url, {
    ...sent,
    redirect: 'manual',
    headers: { ...sent.headers, ...from() },
    signal: ending.signal,
  });
  ending.abort();
  return { status: response.status, location: response.headers.get('location') };
}

const isRefused = ({ status, location }: { status: number; location: string | null }): boolean =>
  status === 401 || status === 403 || (location?.startsWith('/sign-in?to=') ?? false);

const roleOf = (scope: Scope): Role | undefined => ROLES.find((role) => SCOPE_OF_ROLE[role] === scope);

/** A person with the role of a scope; `undefined` for scopes of programs. */
async function personWith(scope: Scope): Promise<string | undefined> {
  const role = roleOf(scope);
  if (!role) return undefined;
  const id = randomUUID();
  const row = { id, role, name: role, email: `${id}@example.org`, created_at: new Date() };
  await database.app.ledger.insertInto('account').values(row).execute();
  return id;
}

/** The routes that answered otherwise than the table says. */
async function wrongWith(
  scope: Scope | undefined,
  some: readonly Route[],
  send: (route: Route) => Promise<Awaited<ReturnType<typeof statusOf>>>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of some.filter(({ need }) => isTried(need, scope))) {
    const may = scope === undefined ? route.need === 'nothing' : allows(route.need, scope);
    const answer = await send(route);
    if (isRefused(answer) === may || answer.status >= 500) wrong.push(`${route.method} ${route.url}: ${answer.status}`);
  }
  return wrong;
}

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'DELETE';

/** One of them is enough for every day. */
const marked = <T extends Scope>(all: readonly T[]) =>
  [undefined, ...all].map((scope) => [scope, scope === 'record' ? '' : '(long)'] as const);

describe('a key', () => {
  it.each(marked(scopes))('with scope %s reaches the routes of its scope only %s', async (scope) => {
    const account = scope && (await personWith(scope));
    const keys = served.app.get(ApiKeys);
    const key = scope && (await keys.create({ name: scope, scopes: [scope], ...(account && { account }) })).key;
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const headers: Record<string, string> = { 'content-type': 'application/json', ...authorization };
    const wrong = await wrongWith(
      scope,
      routes.filter((route) => !route.isPage),
      ({ method, url }) =>
        statusOf(served.url + addressOf(url), { method, headers, ...(hasBody(method) && { body: '{}' }) }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a session', () => {
  const scopesOfRoles = Object.values(SCOPE_OF_ROLE);

  it.each(marked(scopesOfRoles))('with scope %s reaches the pages of its scope only %s', async (scope) => {
    const account = scope && (await personWith(scope));
    const sessions = served.app.get(Sessions);
    const wrong = await wrongWith(
      scope,
      routes.filter((route) => route.isPage),
      async ({ method, url }) => {
        const token = account && (await sessions.begin(account)); // of its own: some pages end sessions
        const cookie = token === undefined ? {} : { cookie: `jalon=${token}` };
        const headers: Record<string, string> = { accept: 'text/html', origin: served.url, ...cookie };
        const body = new URLSearchParams(token === undefined ? {} : { csrf: csrfOf(token) });
        return statusOf(served.url + addressOf(url), { method, headers, ...(hasBody(method) && { body }) });
      },
    );
    expect(wrong).toEqual([]);
  });
});
