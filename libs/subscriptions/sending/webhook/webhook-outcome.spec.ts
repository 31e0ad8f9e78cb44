import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer, type Server as RawServer } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { expiredCertificate, tlsCertificate, tlsKey } from '#test/tls-certificates.js';
import type { AttemptOutcome } from '../attempt.js';
import { AddressGuard, type Resolve } from './address-guard.js';
import { type ConnectionOptions, guardedAgent, outcomeOf, outcomeOfFailure, post } from './webhook-sender.js';
import { portOf } from '#test/port-of.js';

const now = new Date('2026-11-25T08:00:00Z');

/** Every name leads to this machine. */
const here: Resolve = (_, __, callback) => {
  callback(null, [{ address: '127.0.0.1', family: 4 }]);
};
const guard = new AddressGuard(['127.0.0.1'], here);

describe('what becomes of a webhook', () => {
  const servers: (Server | RawServer)[] = [];
  const agents: ReturnType<typeof guardedAgent>[] = [];
  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.destroy()));
    for (const server of servers) server.close();
  });

  const listening = async (server: Server | RawServer) => {
    servers.push(server);
    return portOf(server);
  };
  const answering = (listener: RequestListener) => listening(createServer(listener));

  const agentOf = (connecting?: ConnectionOptions, by = guard) => {
    agents.push(guardedAgent(by, connecting));
    return agents.at(-1)!;
  };

  const outcome = (url: string, agent = agentOf()): Promise<AttemptOutcome> =>
    post({ url, headers: { 'content-type': 'application/json' }, body: '{}' }, agent).then(
      (said) => outcomeOf(said, now),
      outcomeOfFailure,
    );

  it('with no connection: given up after a shorter time, whether the name, the network or TLS keeps silent', async () => {
    const mute = await listening(createRawServer());
    const never = new AddressGuard(['127.0.0.1'], () => undefined);
    const connecting = { connectMs: 100 };
    const outcomes = await Promise.all([
      outcome(`https://hooks.example.org:${mute}/`, agentOf(connecting)),
      outcome(`http://hooks.example.org:${mute}/`, agentOf(connecting, never)),
    ]);
    for (const one of outcomes)
      expect(one).toMatchObject({
        error: { code: 'connection-timeout', params: { error: 'UND_ERR_CONNECT_TIMEOUT' } },
      });
  });

  it('with a certificate: accepted if valid, otherwise reported with the defect', async () => {
    const tls = (cert: string) =>
      listening(createTlsServer({ key: tlsKey, cert }, (_, response) => void response.end('{}')));
    const [good, expired] = [await tls(tlsCertificate), await tls(expiredCertificate)];
    const plain = await answering((_, response) => void response.end());
    const trusting = (ca: string) => agentOf({ ca });
    const rows: [string, ReturnType<typeof agentOf>, string | undefined][] = [
      [`https://hooks.example.org:${good}`, trusting(tlsCertificate), undefined],
      [`https://hooks.example.org:${good}`, agentOf(), 'certificate-self-signed'],
      [`https://other.example.org:${good}`, trusting(tlsCertificate), 'certificate-name-mismatch'],
      [`https://hooks.example.org:${expired}`, trusting(expiredCertificate), 'certificate-expired'],
      [`https://hooks.example.org:${plain}`, agentOf(), 'tls-failed'],
    ];
    for (const [url, agent, error] of rows) {
      const got = await outcome(url, agent);
      expect('error' in got ? got.error.code : undefined).toBe(error);
    }
  });

  it('with an answer that is none: said in words, with the code to look up', async () => {
    const cut = await listening(createRawServer((socket) => void socket.once('data', () => socket.destroy())));
    const babble = await listening(createRawServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n')));
    const wordy = await answering((_, response) => void response.setHeader('x', 'y'.repeat(20_000)).end());
    const closed = await answering(() => undefined);
    await new Promise((resolve) => servers.pop()!.close(resolve));
    const errors = await Promise.all(
      [cut, babble, wordy, closed].map(async (port) => {
        const got = await outcome(`http://hooks.example.org:${port}/`);
        return 'error' in got ? got.error : undefined;
      }),
    );
    expect(errors).toEqual([
      { code: 'connection-closed', params: { error: 'UND_ERR_SOCKET' } },
      { code: 'response-not-http' },
      { code: 'response-headers-too-long', params: { error: 'UND_ERR_HEADERS_OVERFLOW' } },
      { code: 'connection-refused', params: { error: 'ECONNREFUSED' } },
    ]);
    const nowhere = outcomeOfFailure(Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' }));
    expect(nowhere).toMatchObject({ error: { code: 'name-not-resolved', params: { error: 'ENOTFOUND' } } });
    const late = outcomeOfFailure(new DOMException('the response timed out', 'TimeoutError'));
    expect(late).toMatchObject({ error: { code: 'response-timeout', params: { seconds: 15 } } });
  });

  it('with a redirect: not followed, and its target is logged', async () => {
    const asked: string[] = [];
    const port = await answering((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    });
    expect(await outcome(`http://127.0.0.1:${port}/hook`)).toMatchObject({
      result: 'unavailable',
      code: 302,
      error: { code: 'endpoint-redirect', params: { status: 302 } },
      answer: { headers: { location: 'http://169.254.169.254/latest' } },
    });
    expect(asked).toEqual(['/hook']);
  });

  it('is logged with the first headers and the beginning of the body, without oversized or confidential parts', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`x-${n}`, 'v'.repeat(300)]));
    const headers = { 'set-cookie': ['session=1'], via: ['a', 'b'], ...many };
    const { answer } = outcomeOf({ code: 500, headers, body: `\0${'é'.repeat(1_998)}😀` }, now);
    expect(Object.keys(answer?.headers ?? {})).toHaveLength(20);
    expect(answer?.headers).toMatchObject({ via: 'a,b', 'x-0': 'v'.repeat(200) });
    expect(answer?.headers).not.toHaveProperty('set-cookie');
    expect(answer?.body).toBe(`\uFFFD${'é'.repeat(1_998)}\uFFFD`);
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Wed, 25 Nov 2026 09:00:00 GMT', 3_600_000],
    ['Wed, 25 Nov 2026 07:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['99999999999', 31_536_000_000],
    ['2', 2_000],
  ])('with Retry-After %s: waits %s ms', (value, wait) => {
    expect(outcomeOf({ code: 503, headers: { 'retry-after': value }, body: '' }, now)).toEqual({
      result: 'unavailable',
      code: 503,
      error: { code: 'endpoint-status', params: { status: 503 } },
      ...(wait !== undefined && { retryAfterMs: wait }),
      answer: { headers: { 'retry-after': value }, body: '' },
    });
  });
});
