import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '#test/until.js';
import { misfitOf } from '#test/webhook-misfit.js';
import { isTrusted } from '#test/webhook-verification.js';

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
  /** Fails when anything came that no key verifies which its endpoint was given (see `trust`), or that fits no schema. */
  close(): Promise<void>;
}

export const payloadIn = ({ body }: ReceivedRequest): WebhookPayload => JSON.parse(body) as WebhookPayload;

/** A real HTTP endpoint on the loopback, which remembers what it is sent, and verifies every signature. */
export async function startWebhookReceiver(host = '127.0.0.1'): Promise<WebhookReceiver> {
  const received: ReceivedRequest[] = [];
  /** A challenge may come before whoever subscribed is told the secret, so there is another look at the end. */
  let unverified: ReceivedRequest[] = [];
  let misfit: string | undefined;
  const isForged = (request: ReceivedRequest) => !isTrusted(new URL(request.path, receiver.url).href, request);
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(request);
      if (isForged(request)) unverified.push(request);
      misfit ??= misfitOf(request.body);
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
      unverified = unverified.filter(isForged);
      if (unverified.length > 0)
        throw new Error(`${unverified.length} webhooks that no key verifies: ${unverified[0]?.body}`);
      if (misfit !== undefined) throw new Error(`A webhook that fits no schema: ${misfit}`);
    },
  };
  return receiver;
}

function echo(request: ReceivedRequest, response: ServerResponse): void {
  const { challenge } = payloadIn(request).data;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ challenge }));
}
