import { hash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidOf } from '#event-store/encoding.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import type { TestDatabase } from '#test/database.js';
import { providerId } from './dossiers.js';
import type { Endpoint } from './history.js';
import type { Subject } from './operations.js';

/** A webhook endpoint, whose subscription it is named by, and what came to it. */
export interface HookEndpoint {
  id: string;
  /** By name. */
  providers: string[];
  ordered: boolean;
  arrivals: Endpoint['arrivals'];
}

interface Message {
  type: string;
  data: { position: number; id: string };
}

interface Receiver {
  server: Server;
  url: string;
  arrivals: Map<string, Endpoint['arrivals']>;
}

export async function startReceiver(): Promise<Receiver> {
  const arrivals: Receiver['arrivals'] = new Map();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const body = Buffer.concat(chunks);
      response.writeHead(204).end();
      const { type, data } = JSON.parse(body.toString('utf8')) as Message;
      if (type === 'ledger.reset') return;
      const message = String(request.headers['webhook-id']);
      const arrival = { message, position: data.position, event: data.id, digest: hash('sha1', body) };
      arrivals.get(request.url ?? '')?.push(arrival);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, arrivals, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The first hears of a tenth of the providers, the others of one each, one message at a time. */
export async function subscribe(
  count: number,
  database: TestDatabase,
  heard: { subjects: readonly Subject[]; since: number; receiver: Receiver; secret: string },
): Promise<HookEndpoint[]> {
  const { subjects, since, receiver, secret } = heard;
  const all = [...new Set(subjects.map(({ provider }) => provider))];
  const endpoints = Array.from({ length: count }, (_, nth) => {
    const providers = nth === 0 ? all.slice(0, Math.ceil(all.length / 10)) : all.slice(-nth, all.length - nth + 1);
    const arrivals: Endpoint['arrivals'] = [];
    receiver.arrivals.set(`/hook-${nth}`, arrivals);
    return { id: uuidOf('faults endpoint', String(nth)), providers, ordered: nth > 0, arrivals };
  });
  const confirmed = endpoints.map(({ id, providers }, nth) => ({
    ...{ id, channel: 'webhook' as const, target: `${receiver.url}/hook-${nth}` },
    filter: { changes: true, deadlines: false, providers: providers.map(providerId) },
  }));
  if (confirmed.length === 0) return [];
  await insertConfirmed(database.app, confirmed, { at: new Date(), since, secret });
  const ordered = endpoints.filter((endpoint) => endpoint.ordered).map(({ id }) => id);
  await database.app.updateTable('subscription').set({ ordered: true }).where('id', 'in', ordered).execute();
  return endpoints;
}
