import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Provider } from 'oidc-provider';
import { hashOf } from '#access/api-keys.js';
import { freePort } from '#database/embedded/embedded.js';
import { startApi, type TestApi } from '#test/api.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { personIn } from '#test/people.js';
import { pathOf } from '#test/signing-in.js';

const CLIENT = { id: 'jalon', secret: 'a-client-secret' };

interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

interface IdentityProvider {
  url: string;
  /** Who is signed in there: whoever comes. */
  person: Person | undefined;
  /** Setting of Jalon. */
  setting: string;
  close(): Promise<void>;
}

/** A real OpenID Connect provider on a port of its own, which asks nobody for a password. `undefined` declines. */
async function identityProvider(callback: string): Promise<IdentityProvider> {
  const server: Server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const made: IdentityProvider = {
    ...{ url, person: undefined, setting: url.replace('//', `//${CLIENT.id}:${CLIENT.secret}@`) },
    close: () =>
      new Promise((done) => {
        server
          .close(() => {
            done();
          })
          .closeAllConnections();
      }),
  };
  const provider = new Provider(url, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key for cookies of tests'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...made.person, sub }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) void answer(request, response);
    else void decide(provider, made.person, request, response);
  });
  return made;
}

type Call = Parameters<Provider['interactionDetails']>;

async function decide(provider: Provider, person: Person | undefined, ...[request, response]: Call): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (!person) return provider.interactionFinished(request, response, { error: 'access_denied' });
  if (prompt.name === 'login')
    return provider.interactionFinished(request, response, { login: { accountId: person.sub, remember: false } });
  const grant = new provider.Grant({
    accountId: session?.accountId ?? person.sub,
    clientId: String(params['client_id']),
  });
  grant.addOIDCScope('openid email');
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** Follows the redirects of the provider, as a browser that keeps its cookies. @returns the address back to Jalon */
async function throughProvider(start: string, provider: Pick<IdentityProvider, 'url'>): Promise<string> {
  const cookies = new Map<string, string>();
  for (let address = start; ;) {
    if (!address.startsWith(provider.url)) return address;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=', 2);
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${address} answers ${response.status}: ${await response.text()}`);
    address = new URL(location, address).href;
  }
}

const ANNE = { sub: 'anne-1', email: 'Anne@example.org', email_verified: true };

let provider: IdentityProvider;
let server: TestApi;
let account: string;
beforeAll(async () => {
  // The address that the provider sends people back to; requests go to the port that the server chose.
  const publicUrl = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  provider = await identityProvider(`${publicUrl}/sign-in/oidc/callback`);
  server = await startApi({ PUBLIC_URL: publicUrl, OIDC_URL: provider.setting, OIDC_NAME: 'Acme' });
  account = (await server.api.post('/v1/admin/accounts', { name: 'Anne', email: 'anne@example.org', role: 'officer' }))
    .body.account.id;
});
afterAll(async () => {
  await server.close();
  await provider.close();
});
beforeEach(() => {
  provider.person = ANNE;
});

/** Begins a sign-in and goes through the provider. @returns where it sends the browser back to */
async function cameBack(browser: ConsoleClient, to = '/providers'): Promise<string> {
  const { location } = await browser.get(`/sign-in/oidc?to=${encodeURIComponent(to)}`);
  return pathOf(await throughProvider(location ?? '', provider));
}

const isSignedIn = async (browser: ConsoleClient) => (await browser.get('/account')).status === 200;

describe('an identity provider', () => {
  it('signs an invited person in by the verified address, and later by the identity', async () => {
    const browser = consoleOf(server);
    expect((await browser.get('/sign-in')).text).toContain('Sign in with Acme');
    expect(await browser.get(await cameBack(browser))).toMatchObject({ status: 303, location: '/providers' });
    expect((await browser.get('/account')).text).toContain('Anne');

    provider.person = { sub: ANNE.sub, email: 'anne@new.example.org', email_verified: false };
    const other = consoleOf(server);
    await other.get(await cameBack(other));
    expect(await isSignedIn(other)).toBe(true);
    const { body } = await server.api.get(`/v1/admin/accounts/${account}`);
    expect(body).toMatchObject({ state: 'active', email: 'anne@example.org' });
  });

  it('ends the session that the browser had before: its token is of no use', async () => {
    const browser = consoleOf(server);
    await browser.get(await cameBack(browser));
    const former = browser.cookies.get('jalon') ?? '';
    await browser.get(await cameBack(browser));
    const thief = consoleOf(server);
    thief.cookies.set('jalon', former);
    expect(await isSignedIn(browser)).toBe(true);
    expect(await isSignedIn(thief)).toBe(false);
  });

  it('keeps what was typed before the session expired', async () => {
    const browser = consoleOf(server);
    const typed = { 'data.name': 'Bleu', step: 'preview' };
    const lost = await browser.post('/providers/new', typed);
    expect(lost.status).toBe(401);
    expect(lost.text).toContain('Sign in with Acme');
    const asked = await browser.post('/sign-in/oidc', {
      to: '/providers/new',
      typed: new URLSearchParams(typed).toString(),
    });
    const link = /class="button" href="([^"]+)"/.exec(asked.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const resumed = await browser.get(pathOf(await throughProvider(link, provider)));
    expect(resumed.html).toContain('value="Bleu"');
  });
});

describe('with PASSWORDS=off', () => {
  it('people sign in with the identity provider only', async () => {
    const only = await startApi({ OIDC_URL: provider.setting, PASSWORDS: 'off' });
    try {
      const browser = consoleOf(only);
      const page = await browser.get('/sign-in');
      expect([page.html.includes('name="password"'), page.html.includes('name="key"')]).toEqual([false, true]);
      for (const path of ['/sign-in/forgot', `/password/${account}?token=x`])
        expect(await browser.get(path)).toMatchObject({ status: 303, location: '/sign-in' });
      expect((await browser.post('/sign-in', { email: 'anne@example.org', password: 'x' })).status).toBe(422);
      const former = await personIn(only, { name: 'Boris' }); // had one before
      await only.owner.insertInto('account_credentials').values({ account: former.account, password: 'x' }).execute();
      expect((await former.console.get('/account')).html).not.toContain('type="password"');
    } finally {
      await only.close();
    }
  });
});

describe('a stranger', () => {
  it('stores little by beginning sign-ins, and not any number', async () => {
    const browser = consoleOf(server);
    await browser.post('/sign-in/oidc', { to: '/providers/new', typed: 'x'.repeat(200_000) });
    const rows = await server.db.selectFrom('oidc_request').select('resume').execute();
    expect(Math.max(...rows.map(({ resume }) => resume.length))).toBeLessThan(40_000);
    const attempts = server.db.updateTable('sign_in_attempts').where('key', '=', hashOf('start 127.0.0.1'));
    await attempts.set({ count: 59 }).execute();
    await browser.get(await cameBack(browser)); // is completed, and does not count
    expect(await browser.get('/sign-in/oidc')).toMatchObject({ status: 303 });
    expect((await browser.get('/sign-in/oidc')).status).toBe(429);
    await attempts.set({ count: 0 }).execute();
  });
});

describe('nobody is signed in', () => {
  const refusedAt = async (browser: ConsoleClient, path: string) => {
    const { status, text } = await browser.get(path);
    expect(await isSignedIn(browser)).toBe(false);
    return { status, text };
  };

  it.each([
    ['whose address is not verified', { ...ANNE, sub: 'x-1', email_verified: false }, 'no verified email address'],
    ['without an address', { sub: 'x-2' }, 'no verified email address'],
    ['who was not invited', { ...ANNE, sub: 'x-3', email: 'nobody@example.org' }, 'Ask an admin to invite you'],
    ['with the address of somebody who has another identity', { ...ANNE, sub: 'x-4' }, 'Ask an admin to invite you'],
    ['who cancels', undefined, 'has not signed you in'],
  ])('%s', async (_, person, said) => {
    provider.person = person;
    const browser = consoleOf(server);
    expect(await refusedAt(browser, await cameBack(browser))).toMatchObject({
      status: 403,
      text: expect.stringContaining(said),
    });
  });

  it('whose account is disabled', async () => {
    await server.api.patch(`/v1/admin/accounts/${account}`, { disabled: true });
    const browser = consoleOf(server);
    expect(await refusedAt(browser, await cameBack(browser))).toMatchObject({ status: 403 });
    await server.api.patch(`/v1/admin/accounts/${account}`, { disabled: false });
  });

  it('twice by one response', async () => {
    const browser = consoleOf(server);
    const back = await cameBack(browser);
    const cookies = new Map(browser.cookies);
    await browser.get(back);
    const again = consoleOf(server);
    for (const [name, value] of cookies) again.cookies.set(name, value);
    expect(await refusedAt(again, back)).toMatchObject({
      status: 422,
      text: expect.stringContaining('or to one that is over'),
    });
  });

  it('by the response of a sign-in that another browser began', async () => {
    const theirs = await cameBack(consoleOf(server));
    const failed = server.db.selectFrom('activity').select('ordinal').where('act', '=', 'sign-in-failed');
    const before = await failed.execute();
    expect((await refusedAt(consoleOf(server), theirs)).status).toBe(422);
    expect(await failed.execute()).toEqual(before);
    const mine = consoleOf(server);
    await mine.get('/sign-in/oidc');
    expect(await refusedAt(mine, theirs)).toMatchObject({ status: 422, text: expect.stringContaining('is invalid') });
  });

  it.each<[string, Record<string, string | string[] | null>]>([
    ['another code', { code: 'guessed' }],
    ['no state', { state: null }],
    ['another issuer', { iss: 'https://elsewhere.example.org' }],
    ['two codes', { code: ['first', 'second'] }],
    ['a NUL', { code: '\0' }],
    ['nothing', { code: null, state: null, iss: null }],
  ])('by a response with %s', async (_, changes) => {
    const browser = consoleOf(server);
    const [path = '', text] = (await cameBack(browser)).split('?');
    const query = new URLSearchParams(text);
    for (const [name, values] of Object.entries(changes)) {
      query.delete(name);
      for (const value of [values ?? []].flat()) query.append(name, value);
    }
    expect((await refusedAt(browser, `${path}?${query.toString()}`)).status).toBe(422);
  });

  it('while the provider cannot be reached', async () => {
    const browser = consoleOf(server);
    const back = await cameBack(browser);
    await provider.close();
    expect(await refusedAt(browser, back)).toMatchObject({
      status: 503,
      text: expect.stringContaining('cannot be reached'),
    });
  });
});

describe('where a sign-in leads', () => {
  it.each(['//evil.example', 'https://evil.example', '/\\evil.example'])(
    'is a page of this host, not %s',
    async (to) => {
      const browser = consoleOf(server);
      const { location } = await browser.get(`/sign-in/oidc?to=${encodeURIComponent(to)}`);
      expect(location).toMatch(/^http:\/\/127\.0\.0\.1/);
      const { resume } = await server.db
        .selectFrom('oidc_request')
        .select('resume')
        .orderBy('expires_at', 'desc')
        .executeTakeFirstOrThrow();
      expect(new URLSearchParams(resume).get('to')).toBe('/');
    },
  );
});
