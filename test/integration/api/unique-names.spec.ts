import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

describe('providers, while no worker follows the ledger', () => {
  let database: TestDatabase;
  let one: Client;
  let other: Client;
  const stops: (() => Promise<void>)[] = [];

  const serve = async (): Promise<Client> => {
    const { api, close } = await serveApi(database.appUrl);
    stops.push(close);
    return api;
  };
  beforeAll(async () => {
    database = await freshDatabase();
    [one, other] = [await serve(), await serve()];
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await database.close();
  });

  const register = (api: Client, name: string, slug?: string) => api.post('/v1/providers', { name, slug });
  const said = ({ status, body }: Awaited<ReturnType<typeof register>>) => [status, body.code];

  it('are refused under a name that is an alias or a former name of another, in whichever process', async () => {
    const { id } = (await register(one, 'Outscale')).body;
    const record = (event: object) => other.post(`/v1/providers/${id}/events`, event);
    await record({ type: 'AliasAdded', data: { name: '3DS Outscale' } });
    await record({ type: 'ProviderRenamed', data: { name: 'Dassault Cloud' } });
    for (const name of ['3ds outscale', 'Dassault Cloud']) {
      expect(said(await register(one, name))).toEqual([409, 'already-exists']);
      expect(said(await register(other, name))).toEqual([409, 'already-exists']);
    }
    expect(said(await register(one, 'Outscale'))).toEqual([409, 'already-exists']);
  });

  it('are given another slug if that of their name is taken or empty, and refused under the slug of another', async () => {
    await register(one, 'NumSpot', 'spot');
    expect((await register(other, 'Spot')).body.slug).toMatch(/^spot-[0-9a-f]{8}$/);
    expect((await register(other, '株式会社')).body.slug).toMatch(/^provider-[0-9a-f]{8}$/);
    expect(said(await register(other, 'Something else', 'spot'))).toEqual([409, 'already-exists']);
  });

  it('are registered once when two processes are asked for one slug at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `Racer ${index}`);
    const answers = await Promise.all(names.map((name, index) => register(index % 2 ? one : other, name, 'racer')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('are found again by a repeated request, though the name has been given to another since', async () => {
    const repeat = () => one.post('/v1/providers', { name: 'Clever' }, { 'idempotency-key': 'clever' });
    const first = await repeat();
    const { id } = (await register(one, 'Cloud')).body;
    await one.post(`/v1/providers/${id}/events`, { type: 'AliasAdded', data: { name: 'Clever' } });
    const second = await repeat();
    expect([first.status, second.status, second.body.id]).toEqual([201, expect.any(Number), first.body.id]);
  });
});
