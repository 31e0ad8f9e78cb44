import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { fuzz } from '../../fuzz/fuzz.js';

/** Another one in every run. `npm run fuzz -- --requests 20000` is the long form. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

describe(`requests made from the OpenAPI document (FUZZ_SEED=${seed})`, () => {
  let served: TestApi;
  beforeAll(async () => {
    served = await startApi({ TRUST_PROXY: '127.0.0.1/32', PUBLIC_READ: 'on' });
  });
  afterAll(() => served.close());

  it('are answered in time as documented, never with 5xx, and readers write nothing', async () => {
    const { faults, statuses, succeeded, writtenByReaders } = await fuzz(served, { seed, requests: 400 });
    expect({ faults, writtenByReaders }).toEqual({ faults: [], writtenByReaders: [] });
    expect([statuses.size >= 8, succeeded.size >= 20]).toEqual([true, true]);
  });
});
