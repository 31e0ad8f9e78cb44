import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { signedIn, startedOnce } from '#test/started.js';
import type { Answered } from '#test/client.js';

const served = startedOnce(() => startApi());

const RUNNING = { validFrom: '2023-12-28', validUntil: '2190-12-29' };
const suspension = {
  type: 'GrantSuspended',
  occurred: '2024-06-01',
  source: { kind: 'press', publisher: 'Le Monde' },
  data: {},
};

describe('the answer to an event on a dossier', () => {
  it('has the warnings that the event brings, and none of those before it', async () => {
    const { record } = await openDossier(served.api, 'Bleu');
    expect((await record(grant(RUNNING))).body.warnings).toMatchObject([{ code: 'validity-too-long' }]);
    const { body } = await record(suspension);
    expect(body).toMatchObject({
      status: 'granted',
      warnings: [
        {
          code: 'act-unconfirmed',
          kind: 'conflict',
          params: { publisher: 'Le Monde', act: 'suspended' },
          text: 'Le Monde reports a suspension; the authority has not confirmed it and the status does not change',
          events: [expect.any(String), body.id],
          sides: [{ type: 'GrantIssued' }, { type: 'GrantSuspended', source: { publisher: 'Le Monde' } }],
        },
      ],
    });
    expect(body.warnings).toHaveLength(1);
    expect((await record(milestone('J0', '2023-01-10'))).body.warnings).toEqual([]);
  });

  it('is in the language of the request, and the same when the request is repeated', async () => {
    const { record } = await openDossier(served.api, 'Wimi');
    await record(grant(RUNNING));
    const headers = { 'accept-language': 'fr', 'idempotency-key': 'suspension-of-wimi' };
    const first = await record(suspension, headers);
    expect(first.body.warnings[0].text).toMatch(
      /^Le Monde fait état d’une suspension, sans confirmation de l’autorité/,
    );
    expect((await record(suspension, headers)).body.warnings).toEqual(first.body.warnings);
  });
});

describe('what a company says of the status of another', () => {
  const announced = (publisher: string) => ({
    type: 'GrantAnnounced',
    occurred: '2024-06-01',
    source: { kind: 'company', publisher },
    data: {},
  });
  const target = { ...milestone('J3', '2024-02-01'), type: 'TargetSet', data: { milestone: 'J3', target: '2024-05' } };
  const list = {
    type: 'RegisterObserved',
    occurred: '2024-03-01',
    source: { kind: 'list', publisher: 'ANSSI' },
    data: { register: 'ANSSI', listing: 'in-progress' },
  };

  it('changes nothing and warns, in the preview as well, until it is recorded that it speaks for the provider', async () => {
    const { provider, path, record, read } = await openDossier(served.api, 'Bleu Azur');
    for (const event of [target, list]) await record(event);
    const warning = { code: 'speaker-not-holder', params: { publisher: 'S3NS' } };
    const warnings = expect.arrayContaining([expect.objectContaining(warning)]);
    const preview = await served.api.post(`${path}/events?preview=true`, announced('S3NS'));
    expect(preview.body).toMatchObject({ status: 'in-progress', warnings });
    const { body: said } = await record(announced('S3NS'), { 'idempotency-key': 'S3NS of Bleu' });
    expect(said).toMatchObject({ status: 'in-progress', warnings });
    const standing = async () => (await read('?asOf=2024-07-01')).body;
    expect(await standing()).toMatchObject({ status: 'in-progress', confirmed: true, targets: [{ reached: null }] });
    await served.api.post(`/v1/providers/${provider}/events`, { type: 'AliasAdded', data: { name: 'S3NS' } });
    expect((await record(announced('S3NS'), { 'idempotency-key': 'S3NS of Bleu' })).body).toEqual(said);
    const again = { event: said.id, changes: { sourceFields: { publisher: 'S3NS' } }, reason: 'its other name' };
    expect((await served.api.post(`${path}/events`, { type: 'EventCorrected', data: again })).status).toBe(201);
    expect(await standing()).toMatchObject({
      status: 'granted',
      confirmed: false,
      targets: [{ reached: '2024-06-01' }],
    });
  });

  it('is told apart in a file as well, by all names in it', async () => {
    const row = (provider: string, publisher: string, type = 'GrantAnnounced', name = '') =>
      `${provider},${type === 'AliasAdded' ? '' : 'secnumcloud'},${type},2024-06-01,company,${publisher},${name}`;
    const file = [
      'provider,scheme,type,occurred,source_kind,source_publisher,name',
      row('Rouge', 'S3NS'),
      row('Vert', 'Other name'),
      row('Vert', 'Vert', 'AliasAdded', 'Other name'),
    ].join('\n');
    const imported = async () => (await served.api.post('/v1/imports', file, { 'content-type': 'text/csv' })).body;
    const { recorded, position } = await imported();
    expect(recorded).toBe(3);
    const statusOf = async (provider: string): Promise<string> =>
      (await served.api.get(`/v1/dossiers?asOf=2024-07-01&providers=${provider}&seen=${position}`)).body.items[0]
        .status;
    expect([await statusOf('rouge'), await statusOf('vert')]).toEqual(['unknown', 'granted']);
    expect(await imported()).toMatchObject({ recorded: 0, replayed: 3 });
  });
});

describe('the answer to an event on a provider', () => {
  it('has the warnings that the event brings', async () => {
    await served.api.post('/v1/providers', { name: 'Clever Cloud' });
    const { body: other, headers } = await served.api.post('/v1/providers', { name: 'Jaguar Network' });
    await served.api.get(`/v1/providers?limit=1&seen=${headers.get('jalon-position') ?? ''}`);
    const path = `/v1/providers/${other.id as string}/events`;
    const alias = { type: 'AliasAdded', data: { name: 'C1ever Cloud' } };
    const { status, body } = await served.api.post(path, alias, { 'idempotency-key': 'alias-of-jaguar' });
    expect([status, body.warnings]).toMatchObject([
      201,
      [{ code: 'name-look-alike', params: { name: 'C1ever Cloud', other: 'Clever Cloud', provider: 'clever-cloud' } }],
    ]);
    const replayed = await served.api.post(path, alias, { 'idempotency-key': 'alias-of-jaguar' });
    expect(replayed.body).toEqual(body);
    expect((await served.api.post(path, { type: 'AliasAdded', data: { name: 'JN' } })).body.warnings).toEqual([]);
  });
});

const officer = signedIn(served);

/** Records, and waits until lists include it. */
async function post(path: string, body: object): Promise<Answered> {
  const answer = await served.api.post(path, body);
  expect(answer.status).toBe(201);
  await served.api.get(`/v1/providers?limit=1&seen=${answer.headers.get('jalon-position') ?? ''}`);
  return answer;
}

const warningsOf = (provider: string): Promise<{ code: string; text: string; params: object }[]> =>
  served.api.get(`/v1/providers/${provider}`).then(({ body }) => body.warnings as never);

beforeAll(async () => {
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

  it('is refused as an alias if it is the same, and warns on both providers where it is on record', async () => {
    const { id } = (await post('/v1/providers', { name: 'Bleu Horizon' })).body;
    const alias = (name: string) => ({ type: 'AliasAdded', data: { name } });
    const added = await post(`/v1/providers/${id}/events`, alias('Horizon'));
    const taken = { field: 'data.name', code: 'alias-taken', params: { name: 'ovhCLOUD', provider: 'ovhcloud' } };
    const correction = { event: added.body.id as string, changes: { data: { name: 'ovhCLOUD' } }, reason: 'misread' };
    for (const [event, field] of [
      [alias('ovhCLOUD'), 'data.name'],
      [{ type: 'EventCorrected', data: correction }, 'data.changes.data.name'],
    ] as const) {
      const { status, body } = await served.api.post(`/v1/providers/${id}/events`, event);
      expect([status, body.code, body.problems]).toMatchObject([409, 'already-exists', [{ ...taken, field }]]);
    }
    const form = '/providers/bleu-horizon/record/AliasAdded';
    await officer.get(form);
    const preview = await officer.submit(form, { 'data.name': 'ovhCLOUD', step: 'preview' });
    expect(preview.text).toContain('Another provider (ovhcloud) has or had the name “ovhCLOUD”');
    expect((await served.api.get('/v1/providers/ovhcloud')).status).toBe(200);
    await post(`/v1/providers/${id}/events`, { type: 'ProviderRenamed', data: { name: 'Lone Cloud' } });
    const other = (await post('/v1/providers', { name: 'Sole Cloud' })).body;
    const renamed = await post(`/v1/providers/${other.id}/events`, {
      type: 'ProviderRenamed',
      data: { name: 'LONE cloud' },
    });
    const shared = { code: 'name-shared', params: { name: 'LONE cloud', provider: 'bleu-horizon' } };
    expect(renamed.body.warnings).toMatchObject([shared]);
    expect(await warningsOf('sole-cloud')).toMatchObject([shared]);
    expect(await warningsOf('bleu-horizon')).toMatchObject([{ code: 'name-shared' }]);
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
    const knownAt = (await served.api.get(`/v1/events?after=${position - 1}`)).body.items[0].recordedAt as string;
    const other = (await post('/v1/providers', { name: 'Cloudwatt' })).body;
    await post(`/v1/providers/${other.id}/events`, { type: 'AliasAdded', data: { name: 'Оrange Business' } });
    expect((await warningsOf(slug)).map(({ code }) => code)).toEqual(['name-look-alike']);
    expect((await warningsOf('cloudwatt')).map(({ code }) => code)).toEqual(['name-look-alike', 'name-mixed-scripts']);
    expect(await warningsOf(`${slug as string}?knownAt=${encodeURIComponent(knownAt)}`)).toEqual([]);
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
});
