import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { nonPublicHosts, trickyUrls } from '#test/non-public-targets.js';
import { startedOnce } from '#test/started.js';

interface Refused {
  code: string;
  problems: { field: string; code: string }[];
}

describe('a webhook is not subscribed', () => {
  const server = startedOnce(() => startApi());

  const refusalOf = async (url: string) => {
    const { status, body } = await server.api.post('/v1/subscriptions', { channel: 'webhook', url });
    const { code, problems } = body as Refused;
    expect([status, problems.map(({ field }) => field)]).toEqual([422, ['url']]);
    return [code, problems[0]?.code] as const;
  };

  it.each(Object.entries(nonPublicHosts))('at an address that is not public (%s)', async (_, hosts) => {
    expect(hosts.length).toBeGreaterThan(0);
    for (const protocol of ['https', 'http'])
      for (const host of hosts) {
        const refusal = await refusalOf(`${protocol}://${host}:8443/hook`);
        expect([host, ...refusal]).toEqual([host, 'target-not-allowed', 'target-not-public']);
      }
  });

  it('with a URL that obscures its host', async () => {
    for (const url of trickyUrls) expect([url, (await refusalOf(url))[0]]).toEqual([url, 'invalid-body']);
  });

  it('without encryption, unless its network is allowed', async () => {
    for (const host of ['93.184.216.34', 'hooks.example.org'])
      expect(await refusalOf(`http://${host}/hook`)).toEqual(['target-not-allowed', 'target-not-encrypted']);
  });

  it('and leaves nothing stored', async () => {
    const rows = [...Object.values(nonPublicHosts).flat(), ...trickyUrls];
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect((await server.api.get('/v1/subscriptions')).body).toEqual({ items: [] });
  });
});
