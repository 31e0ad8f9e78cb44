import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '#test/until.js';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebhookPayload {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export interface WebhookReceiver {
  url: string;
  port: number;
  received: ReceivedRequest[];
  /** Waits until `count` requests have come, and gives them all. */
  waitFor(count: number): Promise<ReceivedRequest[]>;
  /** From now on it answers so; without one it echoes challenges with 200. */
  answer: ((request: ReceivedRequest, response: ServerResponse) => void) | undefined;
  close(): Promise<void>;
}

export const payloadIn = ({ body }: ReceivedRequest): WebhookPayload => JSON.parse(body) as WebhookPayload;

/** A real HTTP endpoint on the loopback, which remembers what it is sent. */
export async function startWebhookReceiver(host = '127.0.0.1'): Promise<WebhookReceiver> {
  const received: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(request);
      (receiver.answer ?? echo)(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/hook`,
    port,
    received,
    answer: undefined,
    async waitFor(count) {
      await until(() => received.length >= count);
      return received;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

function echo(request: ReceivedRequest, response: ServerResponse): void {
  const { challenge } = payloadIn(request).data;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ challenge }));
}
