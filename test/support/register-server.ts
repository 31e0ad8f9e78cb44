import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import type { Register } from '#domain/register/register.js';
import { portOf } from './port-of.js';

/** An entry as the server's document lists it. */
interface ListedEntry {
  id: string;
  provider: string;
  service: string;
  status: string;
  date?: string;
}

export const entries = (count: number, override: Partial<ListedEntry> = {}): ListedEntry[] =>
  Array.from({ length: count }, (_, nth) => ({
    ...{ id: `E${nth}`, provider: `Cloud ${nth}`, service: `Service ${nth}`, status: 'Authorized', date: '2025-03-04' },
    ...override,
  }));

/** The server of an authority that publishes a register. */
export async function startRegisterServer() {
  const requests: IncomingMessage['headers'][] = [];
  const served = { entries: entries(4) };
  const publish = (request: IncomingMessage, response: ServerResponse): void => {
    const document = JSON.stringify({ products: served.entries });
    const etag = `"${createHash('sha256').update(document).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag, 'content-type': 'application/json' }).end(document);
  };
  const behaviour: { answer: (request: IncomingMessage, response: ServerResponse) => unknown } = { answer: publish };
  const server = createServer((request, response) => {
    requests.push(request.headers);
    behaviour.answer(request, response);
  });
  const url = `http://127.0.0.1:${await portOf(server)}/list.json`;
  const register: Register = {
    ...fedrampMarketplace,
    ...{ slug: 'test-list', name: 'Test list', url, everyHours: 24, staleAfterDays: 30, notes: [] },
    limits: { gonePercent: 30, movedPercent: 30 },
    reader: {
      ...{ format: 'json', entries: 'products', dates: 'iso', blanks: [] },
      fields: { entry: 'id', provider: 'provider', service: 'service', stage: 'status', validFrom: 'date' },
      stages: { Authorized: 'granted', 'In Process': 'assessment' },
      milestones: {},
    },
  };
  return {
    register,
    served,
    requests,
    behaviour,
    publish,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
