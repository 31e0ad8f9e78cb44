import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'jalon', secret: 'a-client-secret' };

export interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

export interface IdentityProvider {
  url: string;
  /** Who is signed in there: whoever comes. */
  person: Person | undefined;
  /** Setting of Jalon. */
  setting: string;
  close(): Promise<void>;
}

/** A real OpenID Connect provider on a port of its own, which asks nobody for a password. `undefined` declines. */
export async function identityProvider(callback: string): Promise<IdentityProvider> {
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
export async function throughProvider(start: string, provider: Pick<IdentityProvider, 'url'>): Promise<string> {
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
