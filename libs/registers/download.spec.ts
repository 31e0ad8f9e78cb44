import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddressGuard } from '#subscriptions/sending/webhook/address-guard.js';
import { guardedAgent } from '#subscriptions/sending/webhook/webhook-sender.js';
import { tlsCertificate, tlsKey } from '#test/tls-certificates.js';
import { download, DownloadFailed, type DownloadLimits, type Validators } from './download.js';
import { backoffMs } from './fetch-registers.js';
import { portOf } from '#test/port-of.js';

const document = JSON.stringify({ products: ['one', 'two'] });
const none = { etag: null, lastModified: null };
const json = { 'content-type': 'application/json' };
const last = 'Fri, 27 Nov 2026 08:00:00 GMT';

/** What a path is answered with. */
const ANSWERS: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/plain': ({ headers }, response) => {
    if (headers['if-none-match'] === '"v1"' || headers['if-modified-since'] === last) response.writeHead(304).end();
    else response.writeHead(200, { ...json, etag: '"v1"', 'last-modified': last }).end(document);
  },
  '/gzip': (_, response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(document)),
  '/cut': (_, response) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(document).subarray(0, 20)),
  '/bomb': (_, response) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(3_000_000))),
  '/announced': (_, response) => response.writeHead(200, { 'content-length': 2_000_000 }).end(Buffer.alloc(2_000_000)),
  '/endless': (_, response) => {
    const more = (): void =>
      void response.write(Buffer.alloc(100_000), (error) => {
        if (!error) more();
      });
    more();
  },
  '/slow': (_, response) => response.writeHead(200, json).write('{'),
  '/silent': () => undefined,
  '/brotli': (_, response) => response.writeHead(200, { ...json, 'content-encoding': 'br' }).end('?'),
  '/busy': (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end('later'),
  '/moved': (_, response) => response.writeHead(301, { location: '/plain' }).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  '/neighbour': ({ headers }, response) =>
    response.writeHead(307, { location: `http://127.0.0.2:${headers.host?.split(':')[1]}/plain` }).end(),
  '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/plainly': (_, response) => response.writeHead(302, { location: `${base}/plain` }).end(),
  '/dropped': ({ socket }) => socket.destroy(),
};

let server: Server;
let base: string;
let secureServer: SecureServer;
let secureBase: string;
const guard = new AddressGuard(['127.0.0.1/32'], (_, _options, callback) => {
  callback(null, [{ address: '127.0.0.1', family: 4 }]);
});
const agent = guardedAgent(guard, { ca: tlsCertificate });

const answer = (request: IncomingMessage, response: ServerResponse): void =>
  ANSWERS[request.url ?? '']?.(request, response);

beforeAll(async () => {
  server = createServer(answer);
  base = `http://127.0.0.1:${await portOf(server)}`;
  secureServer = createSecureServer({ key: tlsKey, cert: tlsCertificate }, answer);
  secureBase = `https://hooks.example.org:${await portOf(secureServer)}`;
});
afterAll(async () => {
  for (const one of [server, secureServer]) {
    one.closeAllConnections();
    one.close();
  }
  await agent.destroy();
});

const limits: DownloadLimits = { bytes: 1_000_000, totalMs: 2_000, redirects: 3 };
const fetched = (
  path: string,
  known: Validators = none,
  signal = new AbortController().signal,
  within = limits,
  from = base,
) => download(from + path, known, { dispatcher: agent, now: new Date(), signal, limits: within });

/** The reason of a failure. */
const failure = async (path: string, within = limits, from = base) => {
  const error = await fetched(path, none, undefined, within, from).catch((thrown: unknown) => thrown);
  if (!(error instanceof DownloadFailed)) throw new Error('it has not failed', { cause: error });
  return [error.why.code, error.why.params, error.retryAfterMs];
};

describe('a download', () => {
  it('gives the document with its validators, and nothing when it is unchanged', async () => {
    const found = await fetched('/plain');
    expect(found).toEqual({
      ...{ state: 'document', bytes: Buffer.from(document), mediaType: 'application/json' },
      ...{ address: `${base}/plain`, etag: '"v1"', lastModified: last },
    });
    for (const known of [
      { ...none, etag: '"v1"' },
      { ...none, lastModified: last },
    ])
      expect(await fetched('/plain', known)).toEqual({ state: 'unchanged' });
  });

  it('unpacks gzip and follows redirects', async () => {
    expect(await fetched('/gzip')).toMatchObject({ bytes: Buffer.from(document), etag: null });
    expect(await fetched('/moved')).toMatchObject({ bytes: Buffer.from(document), address: `${base}/plain` });
  });

  it('is refused where a redirect leaves the allowed addresses, or goes on and on', async () => {
    expect(await failure('/inside')).toEqual(['address-not-public', { host: '169.254.169.254' }, 0]);
    expect(await failure('/neighbour')).toEqual(['address-not-public', { host: '127.0.0.2' }, 0]);
    expect(await failure('/file')).toEqual(['register-redirect-invalid', undefined, 0]);
    expect(await failure('/plainly', limits, secureBase)).toEqual(['register-redirect-invalid', undefined, 0]);
    expect(await failure('/loop')).toEqual(['register-redirects', { redirects: 3 }, 0]);
  });

  it('ends where the document is too large, as sent or unpacked, announced or not', async () => {
    for (const path of ['/announced', '/endless', '/bomb'])
      expect(await failure(path)).toEqual(['register-document-too-large', { megabytes: 1 }, 0]);
  });

  it('ends when the time is over, before or within the document', async () => {
    for (const path of ['/silent', '/slow'])
      expect(await failure(path, { ...limits, totalMs: 100 })).toEqual(['response-timeout', { seconds: 0.1 }, 0]);
  });

  it('names what else is wrong', async () => {
    expect(await failure('/busy')).toEqual(['register-status', { status: 503 }, 3_600_000]);
    expect(await failure('/cut')).toEqual(['register-gzip-damaged', undefined, 0]);
    expect(await failure('/brotli')).toEqual(['register-encoding', { encoding: 'br' }, 0]);
    expect((await failure('/dropped'))[0]).toBe('connection-closed');
  });

  it('throws what it was aborted for', async () => {
    const ending = new AbortController();
    const running = fetched('/slow', none, ending.signal);
    setTimeout(() => {
      ending.abort(new Error('stopping'));
    }, 50);
    await expect(running).rejects.toThrow('stopping');
  });
});

describe('the wait after failures', () => {
  it('doubles from five minutes to a day, less up to a fifth', () => {
    const minutes = (failures: number, random: number) => backoffMs(failures, random) / 60_000;
    expect([1, 2, 3, 9, 10, 500].map((failures) => minutes(failures, 0))).toEqual([5, 10, 20, 1280, 1440, 1440]);
    expect(minutes(1, 1)).toBe(4);
  });
});
