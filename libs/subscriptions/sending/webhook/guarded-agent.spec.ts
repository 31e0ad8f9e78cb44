import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nonPublicAnswers, nonPublicHosts } from '#test/non-public-targets.js';
import { AddressGuard, ForbiddenTarget, type Resolve } from './address-guard.js';
import { guardedAgent, post } from './webhook-sender.js';
import { portOf } from '#test/port-of.js';

const open = { address: '93.184.216.34', family: 4 };
const answer = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

/** A resolver that answers one after the other, and the last for ever; `asked` counts how often. */
function resolver(...answers: LookupAddress[][]): Resolve & { asked: () => number } {
  let asked = 0;
  const resolve: Resolve = (_, __, callback) => {
    callback(null, answers[Math.min(asked++, answers.length - 1)]);
  };
  return Object.assign(resolve, { asked: () => asked });
}

/** No answer: it fails as for a name that nobody knows. */
const nobody: Resolve = (hostname, _, callback) => {
  callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), undefined);
};

describe('connections of webhooks', () => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.headers.host}`);
    response.end('{}');
  });
  let port: number;
  beforeAll(async () => {
    port = await portOf(server);
  });
  afterAll(() => void server.close());

  const postTo = async (host: string, guard: AddressGuard, protocol = 'http') => {
    const agent = guardedAgent(guard);
    try {
      return await post({ url: `${protocol}://${host}:${port}/hook`, headers: {}, body: '{}' }, agent, 2_000);
    } finally {
      await agent.close();
    }
  };

  it.each(Object.entries(nonPublicHosts).flatMap(([kind, hosts]) => hosts.map((host) => [kind, host] as const)))(
    '(%s) are not made to %s, whatever the protocol, and need no resolver to know',
    async (_, host) => {
      const guard = new AddressGuard([], nobody);
      for (const protocol of ['http', 'https'])
        await expect(postTo(host, guard, protocol)).rejects.toThrow(/^target-not-public: /);
      expect(received).toEqual([]);
    },
  );

  it.each(nonPublicAnswers)(
    'are not made to a name that leads to %s, alone or among others, or by turns',
    async (address) => {
      const bad = [answer(address)];
      const answers = [[bad], [[open, ...bad]], [[...bad, open]], [[open], bad]];
      for (const turns of answers) {
        const resolve = resolver(...turns);
        const guard = new AddressGuard([], resolve);
        const asked = guard.assertReachable(new URL(`https://hooks.example.org:${port}/hook`));
        if (turns.length > 1) await asked;
        else await expect(asked).rejects.toThrow(ForbiddenTarget);
        await expect(postTo('hooks.example.org', guard, 'https')).rejects.toThrow(
          'target-not-public: hooks.example.org',
        );
        expect(resolve.asked()).toBe(2);
      }
      expect(received).toEqual([]);
    },
  );

  it('go to the checked address, even if the name then resolves to another', async () => {
    const resolve = resolver([answer('127.0.0.1')], [answer('10.0.0.1')]);
    const guard = new AddressGuard(['127.0.0.0/8'], resolve);
    expect(await postTo('hooks.example.org', guard)).toMatchObject({ code: 200, body: '{}' });
    expect([received.splice(0), resolve.asked()]).toEqual([[`POST hooks.example.org:${port}`], 1]);
    await expect(postTo('hooks.example.org', guard)).rejects.toThrow(ForbiddenTarget);
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '\uff11\uff12\uff17.0.0.1',
    'localhost',
    'intranet',
  ])('are made to %s where its network is allowed, without encryption too', async (host) => {
    const guard = new AddressGuard(['127.0.0.0/8'], resolver([answer('127.0.0.1')]));
    await guard.assertReachable(new URL(`http://${host}:${port}/`));
    expect(await postTo(host, guard)).toMatchObject({ code: 200 });
    expect(received.splice(0)).toHaveLength(1);
  });

  it.each([
    ['93.184.216.34', [open]],
    ['hooks.example.org', [open]],
    ['hooks.example.org', [open, answer('10.1.2.3')]],
  ])('without encryption are not made to %s, public as it is, whatever else is allowed: %#', async (host, answers) => {
    for (const allowed of [[], ['10.1.0.0/16']]) {
      const guard = new AddressGuard(allowed, resolver(answers));
      await expect(guard.assertReachable(new URL(`http://${host}/`))).rejects.toMatchObject({
        why: 'target-not-encrypted',
      });
      await expect(postTo(host, guard)).rejects.toThrow(ForbiddenTarget);
    }
  });

  it('to a name that does not resolve fail without a refusal', async () => {
    const guard = new AddressGuard([], nobody);
    await guard.assertReachable(new URL('https://hooks.example.org/'));
    await expect(postTo('hooks.example.org', guard, 'https')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

it.each([
  [true, [], ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34']],
  [
    false,
    [],
    ['3fff::1', '5f00::1', '64:ff9b:1::1', '2001::1', '192.0.2.1', '192.88.99.1', '240.0.0.1', '100::1', '::'],
  ],
  [true, ['10.1.0.0/16', 'fd00::/8', '127.0.0.1'], ['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1', '127.0.0.1']],
  [false, ['10.1.0.0/16', 'fd00::/8', '127.0.0.1'], ['10.2.0.1', 'fe80::1', '127.0.0.2', '::1']],
])('the guard permits (%s), with %j allowed: %j', (permits, allowed, addresses) => {
  const guard = new AddressGuard(allowed);
  expect(addresses.map((address) => guard.permits(address))).toEqual(addresses.map(() => permits));
});
