import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { consoleOf } from '#test/console.js';
import { grant, milestone, openDossier } from '#test/recording.js';

let served: TestApi;
beforeAll(async () => {
  served = await startApi();
});
afterAll(() => served.close());

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
    const { record } = await openDossier(served.api, 'NumSpot');
    await record(grant(RUNNING));
    const headers = { 'accept-language': 'fr', 'idempotency-key': 'suspension-of-numspot' };
    const first = await record(suspension, headers);
    expect(first.body.warnings[0].text).toMatch(
      /^Le Monde fait état d’une suspension, sans confirmation de l’autorité/,
    );
    expect((await record(suspension, headers)).body.warnings).toEqual(first.body.warnings);
  });

  it('flags an official source by a publisher that does not speak for the authority, as the page does', async () => {
    const { id, record } = await openDossier(served.api, 'Oodrive');
    const { body } = await record(
      grant({ validUntil: '2026-12-29' }, { source: { kind: 'decision', publisher: 'Le Monde' } }),
    );
    expect(body.warnings).toMatchObject([
      { code: 'publisher-not-authority', params: { publisher: 'Le Monde', kind: 'decision', authority: 'ANSSI' } },
    ]);
    const officer = consoleOf(served);
    await officer.signIn();
    const { text: page } = await officer.get(`/dossiers/${id}?asOf=2024-06-01`);
    expect(page).toContain('whose publisher does not speak for the authority (Le Monde)');
    expect(page).not.toContain('Confirmed by the authority (Le Monde)');
  });
});

describe('the answer to an event on a provider', () => {
  it('has the warnings that the event brings', async () => {
    await served.api.post('/v1/providers', { name: 'OVHcloud' });
    const { body: other, headers } = await served.api.post('/v1/providers', { name: 'Cloudwatt' });
    await served.api.get(`/v1/providers?limit=1&seen=${headers.get('jalon-position') ?? ''}`);
    const path = `/v1/providers/${other.id as string}/events`;
    const alias = { type: 'AliasAdded', data: { name: 'OVHc1oud' } };
    const { status, body } = await served.api.post(path, alias, { 'idempotency-key': 'alias-of-cloudwatt' });
    expect([status, body.warnings]).toMatchObject([
      201,
      [{ code: 'name-look-alike', params: { name: 'OVHc1oud', other: 'OVHcloud', provider: 'ovhcloud' } }],
    ]);
    const replayed = await served.api.post(path, alias, { 'idempotency-key': 'alias-of-cloudwatt' });
    expect(replayed.body).toEqual(body);
    expect((await served.api.post(path, { type: 'AliasAdded', data: { name: 'CW' } })).body.warnings).toEqual([]);
  });
});
