import { createHash } from 'node:crypto';
import type { Answered, Client } from '#test/client.js';

/** The whole ledger of an API, as a file. */
export async function exported(api: Client, query = ''): Promise<string> {
  const { status, body } = await api.get(`/v1/ledger.ndjson${query}`);
  if (status !== 200) throw new Error(`the export answered ${status}: ${JSON.stringify(body)}`);
  return body as string;
}

export const restore = (api: Client, file: string | Uint8Array): Promise<Answered> =>
  api.post('/v1/imports', file, { 'content-type': 'application/x-ndjson' });

/** A file of these lines, with the first and the last line that they ask for. */
export function ledgerFile(events: readonly unknown[], header: object = {}): string {
  const first = { format: 'jalon-ledger', formatVersion: 2, head: events.length, knownAt: null, ...header };
  const text = [first, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${trailer(events.length, text)}\n`;
}

export const trailer = (events: number, before: string): string =>
  JSON.stringify({ events, sha256: createHash('sha256').update(before).digest('hex') });

/** One event of a file, whole, with an override: the registration of a provider of its own. */
export function registration(position: number, override: object = {}): Record<string, unknown> {
  const digits = String(position).padStart(12, '0');
  return {
    position,
    id: `10000000-0000-4000-8000-${digits}`,
    stream: `provider-20000000-0000-4000-8000-${digits}`,
    version: 1,
    type: 'ProviderRegistered',
    schemaVersion: 1,
    occurred: null,
    data: { name: `Cloud ${position}` },
    source: null,
    actor: 'key:k1 desk',
    correlationId: 'request-1',
    causationId: null,
    recordedAt: '2026-01-01T00:00:00.000Z',
    ...override,
  };
}

/** The dossiers of `opening`. */
export const dossier = (position: number): string =>
  `dossier-30000000-0000-4000-8000-${String(position).padStart(12, '0')}`;

/** The same for a dossier: by default of the provider that the first event registers. */
export const opening = (position: number, data: object = {}, override: object = {}): Record<string, unknown> =>
  registration(position, {
    stream: dossier(position),
    type: 'DossierOpened',
    data: { provider: '20000000-0000-4000-8000-000000000001', scheme: 'secnumcloud', ...data },
    ...override,
  });

/** The end of the ledger, once the lists have followed it there. */
export async function followed(api: Client): Promise<string> {
  const head = (await api.get('/v1/events?limit=1&after=999999999')).headers.get('jalon-position') ?? '';
  for (const list of ['dossiers', 'providers', 'deadlines'])
    for (let tries = 0; (await api.get(`/v1/${list}?limit=1&seen=${head}`)).status === 503; tries += 1)
      if (tries > 10) throw new Error(`${list} has not followed the ledger to ${head}`);
  return head;
}
