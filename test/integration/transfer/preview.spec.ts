import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { exported, ledgerFile, opening, registration, restore } from '#test/transferring.js';

const whole = ledgerFile([registration(1), registration(2), opening(3)]);
const bad = ledgerFile([registration(1), opening(2, { scheme: 'none' })]);
const late = ledgerFile([registration(1, { recordedAt: '2126-01-01T00:00:00.000Z' })]);

const preview = (api: Client, file: string) =>
  api.post('/v1/imports?preview=true', file, { 'content-type': 'application/x-ndjson' });

describe('a preview of a ledger file', () => {
  let served: TestApi;
  beforeAll(async () => {
    served = await startApi();
  });
  afterAll(() => served.close());

  const problem = (field: string) => ({ status: 422, body: { problems: [expect.objectContaining({ field })] } });
  const held = { recorded: 3, replayed: 0, providers: 2, dossiers: 1, preview: true };

  it('says what it holds and what is wrong in it, and records nothing', async () => {
    expect(await preview(served.api, whole)).toMatchObject({
      status: 200,
      body: { ...held, empty: true, position: 0 },
    });
    expect(await preview(served.api, bad)).toMatchObject(problem('data.scheme'));
    expect(await preview(served.api, late)).toMatchObject(problem('recordedAt'));
    expect(await exported(served.api)).toBe(ledgerFile([]));
  });

  it('judges the file alone where there are events, which nothing is added to', async () => {
    await restore(served.api, whole);
    const before = await exported(served.api);
    expect(await preview(served.api, whole)).toMatchObject({
      status: 200,
      body: { ...held, empty: false, position: 3 },
    });
    expect(await preview(served.api, bad)).toMatchObject(problem('data.scheme'));
    expect(await exported(served.api)).toBe(before);
  });

  it('is for an admin, as the import is', async () => {
    expect(await preview(served.as(await served.keyWith('record')), whole)).toMatchObject({ status: 403 });
  });
});
