import { parseArgs } from 'node:util';
import { startTestServer } from '#test/test-server.js';

/**
 * `npm run fuzz -- --requests 20000 --seed 1`: requests made from the OpenAPI document against a real API on a real
 * PostgreSQL. Exits with 1 for a status 5xx, no answer in time, an answer that is not documented, or a write by a reader.
 */
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const endServer = await startTestServer();
const [{ startApi }, { fuzz }] = await Promise.all([import('#test/api.js'), import('./fuzz.js')]);
const served = await startApi({ TRUST_PROXY: '127.0.0.1/32', PUBLIC_READ: 'on' });
console.log(`${values.requests} requests, --seed ${seed}`);
const { faults, statuses, succeeded, neverSucceeded, writtenByReaders } = await fuzz(served, {
  seed,
  requests: Number(values.requests),
  report: console.log,
});
console.log(
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, times]) => `${status}: ${times}`)
    .join(', '),
);
console.log(`${succeeded.size} operations succeeded at least once, not: ${neverSucceeded.join(', ')}`);
for (const { request, fault } of faults) console.log(`FAULT ${fault}\n      ${request}`);
for (const table of writtenByReaders) console.log(`FAULT a reader has changed the table ${table}`);
console.log(`${faults.length + writtenByReaders.length} faults; --seed ${seed} repeats the requests`);
if (faults.length + writtenByReaders.length > 0) process.exitCode = 1;
await served.close();
await endServer();
process.exit();
