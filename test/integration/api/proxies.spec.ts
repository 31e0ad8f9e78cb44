import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';

/** Sends more unknown keys than a client may. */
async function exceed(server: TestApi, forwarded: (n: number) => string): Promise<void> {
  for (let n = 0; n < 121; n += 1) await server.as('unknown').get('/v1/dossiers', { 'x-forwarded-for': forwarded(n) });
}

const from = async (server: TestApi, forwarded: string): Promise<number> =>
  (await server.as('unknown').get('/v1/dossiers', { 'x-forwarded-for': forwarded })).status;

describe('behind a proxy that is trusted', () => {
  let server: TestApi;
  beforeAll(async () => (server = await startApi({ TRUST_PROXY: '127.0.0.0/8, ::1' })));
  afterAll(() => server.close());

  it('limits apply to each client, and not to all together', async () => {
    await exceed(server, () => '203.0.113.1');
    expect(await from(server, '203.0.113.1')).toBe(429);
    expect(await from(server, '203.0.113.2')).toBe(401);
  });

  it('a client cannot choose its address: what it sent itself stands before what the proxy added', async () => {
    await exceed(server, (n) => `198.51.100.${n}, 203.0.113.3`);
    expect(await from(server, '192.0.2.1, 203.0.113.3')).toBe(429);
    expect(await from(server, '198.51.100.1')).toBe(401);
  });

  it('an IPv6 network of 64 bits is one client', async () => {
    await exceed(server, (n) => `2001:db8:0:1::${n.toString(16)}`);
    expect(await from(server, '2001:db8:0:1:ffff::1')).toBe(429);
    expect(await from(server, '2001:db8:0:2::1')).toBe(401);
  });
});

describe('without a trusted proxy', () => {
  let server: TestApi;
  beforeAll(async () => (server = await startApi({ TRUST_PROXY: '10.0.0.0/8' })));
  afterAll(() => server.close());

  it('the address that a client claims is ignored', async () => {
    await exceed(server, (n) => `203.0.113.${n}`);
    expect(await from(server, '192.0.2.1')).toBe(429);
  });
});
