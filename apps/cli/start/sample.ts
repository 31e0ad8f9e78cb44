import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import type { Register } from '#domain/register/register.js';
import { mediaTypeOf } from '#registers/attempts.js';
import { inPackage } from '#settings/in-package.js';
import { type Api, callApi } from '../call-api.js';
import { postCsv } from '../import/chunks.js';

/** What was recorded of the sample, and the position of the last event. */
interface Recorded {
  recorded: number;
  readings: number;
  position: number;
}

/** Not the built-in register: documents that are older than its last reading can no longer be read. */
const excerpt: Register = { ...fedrampMarketplace, slug: 'fedramp-sample', name: 'FedRAMP Marketplace (excerpt)' };

/** The names of documents end with their day. */
const registerOf = (document: string): string =>
  document.startsWith('anssi-catalogue-') ? 'anssi-catalogue' : excerpt.slug;

/** Why a reading is not held, although it moves a large share of the few entries. */
const REASON = 'Excerpt, for the sample ledger.';

/**
 * Imports the sample ledger, corrects what the catalogue of ANSSI calls otherwise, and reads the sample registers. Repeated, it
 * records nothing.
 *
 * @param say is told of every step
 * @throws UserError
 */
export async function recordSample(
  api: Api,
  signal: AbortSignal | null,
  say: (text: string) => void,
): Promise<Recorded> {
  const { recorded } = await postCsv(api, await readFile(inPackage('samples/ledger.csv')), { signal });
  say(`Recorded ${recorded} events of the sample ledger. Reading the sample registers.`);
  await correct(api, signal);
  await publish(api, excerpt, signal);
  const names = (await readdir(inPackage('samples/registers'))).sort();
  let position = 0;
  for (const name of names) {
    const body = await readFile(join(inPackage('samples/registers'), name));
    const params = { path: { id: registerOf(name) }, query: { accept: REASON } };
    const { response } = await callApi(api, 'record', (client) =>
      client.POST('/v1/registers/{id}/readings', { params, signal, ...rawBody(body, mediaTypeOf(name)) }),
    );
    position = Number(response.headers.get('jalon-position'));
  }
  return { recorded, readings: names.length, position };
}

/** By id or slug of a provider, or by id of a dossier. */
type Corrections = Record<'providers' | 'dossiers', Record<string, never>>;

/** An import cannot rename a service. */
async function correct(api: Api, signal: AbortSignal | null): Promise<void> {
  const file = await readFile(inPackage('samples/corrections.json'), 'utf8');
  const { providers, dossiers } = JSON.parse(file) as Corrections;
  const paramsOf = (id: string) => ({ path: { id }, header: { 'Idempotency-Key': `sample correction ${id}` } });
  for (const [id, body] of Object.entries(providers))
    await callApi(api, 'record', (client) =>
      client.POST('/v1/providers/{id}/events', { params: paramsOf(id), body, signal }),
    );
  for (const [id, body] of Object.entries(dossiers))
    await callApi(api, 'record', (client) =>
      client.POST('/v1/dossiers/{id}/events', { params: paramsOf(id), body, signal }),
    );
}

async function publish(api: Api, register: Register, signal: AbortSignal | null): Promise<void> {
  const header = { 'Idempotency-Key': `sample register ${register.slug}` };
  await callApi(api, 'admin', (client) =>
    client.POST('/v1/registers', { params: { header }, body: register as Schema<'Register'>, signal }),
  );
}
