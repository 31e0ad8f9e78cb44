import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answered } from '#test/client.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { startReminding } from '#test/reminding.js';
import { startedOnce } from '#test/started.js';

const jalon = startedOnce(() => startReminding());
let officer: ConsoleClient;

/** Records, and waits until lists include it. */
async function post(path: string, body: object): Promise<Answered> {
  const answer = await jalon.api.post(path, body);
  expect(answer.status).toBe(201);
  await jalon.api.get(`/v1/providers?limit=1&seen=${answer.headers.get('jalon-position') ?? ''}`);
  return answer;
}

const warningsOf = (provider: string): Promise<{ code: string; text: string; params: object }[]> =>
  jalon.api.get(`/v1/providers/${provider}`).then(({ body }) => body.warnings as never);

beforeAll(async () => {
  officer = consoleOf(jalon);
  await officer.signIn();
  await post('/v1/providers', { name: 'OVHcloud' });
});

describe('a name that looks like that of another provider', () => {
  it('is accepted with a warning in the answer, and warns on both providers from then on', async () => {
    const { body } = await post('/v1/providers', { name: '0VHcloud' });
    expect(body.warnings).toMatchObject([
      {
        code: 'name-look-alike',
        kind: 'implausible',
        params: { name: '0VHcloud', other: 'OVHcloud', provider: 'ovhcloud' },
        text: '“0VHcloud” looks like “OVHcloud”, a name of another provider (ovhcloud)',
        sides: [{ type: 'ProviderRegistered' }],
      },
    ]);
    expect(await warningsOf('ovhcloud')).toMatchObject([{ params: { name: 'OVHcloud', other: '0VHcloud' } }]);
  });

  it('warns for a rename and an alias, in the preview and afterwards, as far as it was known', async () => {
    const { id, slug } = (await post('/v1/providers', { name: 'Numspot' })).body;
    const path = `/providers/${slug as string}/record/ProviderRenamed`;
    await officer.get(path);
    const preview = await officer.submit(path, { 'data.name': 'OVHclοud', step: 'preview' });
    expect(preview.text).toContain('“OVHclοud” mixes Latin and Greek letters');
    expect(preview.text).toContain('“OVHclοud” looks like “OVHcloud”, a name of another provider (ovhcloud)');
    const before = await post(`/v1/providers/${id}/events`, { type: 'AliasAdded', data: { name: 'Orange Business' } });
    const position = Number(before.headers.get('jalon-position'));
    const knownAt = (await jalon.api.get(`/v1/events?after=${position - 1}`)).body.items[0].recordedAt as string;
    const other = (await post('/v1/providers', { name: 'Cloudwatt' })).body;
    await post(`/v1/providers/${other.id}/events`, { type: 'AliasAdded', data: { name: 'Оrange Business' } });
    expect((await warningsOf(slug)).map(({ code }) => code)).toEqual(['name-look-alike']);
    expect((await warningsOf('cloudwatt')).map(({ code }) => code)).toEqual(['name-look-alike', 'name-mixed-scripts']);
    expect(await warningsOf(`${slug as string}?knownAt=${encodeURIComponent(knownAt)}`)).toEqual([]);
  });

  it('warns for two services of one provider', async () => {
    const { id } = (await post('/v1/providers', { name: 'Scaleway' })).body;
    for (const name of ['Vault 1', 'Vault l'])
      await post('/v1/dossiers', { provider: id, scheme: 'hds', service: { name, kinds: [] } });
    expect(await warningsOf('scaleway')).toMatchObject([
      { code: 'service-look-alike', params: { name: 'Vault l', other: 'Vault 1' }, sides: [] },
    ]);
  });

  it('is shown by the console before a provider is registered, in both languages', async () => {
    const asked = await officer.post('/providers/new', { name: 'ОVHclоud' });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('looks like “OVHcloud”, a name of another provider (ovhcloud)');
    expect(asked.text).toContain('mixes Latin and Cyrillic letters');
    expect(asked.text).toContain('Register as a different provider');
    const shown = await officer.get('/providers/0vhcloud');
    expect(shown.text).toContain('The name looks like that of another provider');
  });

  it('is refused by the console with a hidden character, which it names', async () => {
    const refused = await officer.post('/providers/new', { name: 'Ble\u200bu' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('U+200B at character 4');
  });
});
