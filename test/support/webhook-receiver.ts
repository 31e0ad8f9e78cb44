import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { PAYLOAD_TYPES, payloadSchema, type PayloadType } from '#subscriptions/messages/webhook/payload.js';
import { until } from './until.js';

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

const schemas = new Map(PAYLOAD_TYPES.map((type) => [type, payloadSchema(type)]));

/** What is wrong with the body of a webhook, by the schemas that the document shows; nothing when it fits. */
function misfitOf(body: string): string | undefined {
  const payload = JSON.parse(body) as Record<string, unknown>;
  const schema = schemas.get(payload['type'] as PayloadType);
  if (!schema) return `no such message: ${String(payload['type'])}`;
  const { error } = schema.safeParse(payload);
  return error && `${String(payload['type'])}: ${z.prettifyError(error)}`;
}

interface Signed {
  headers: IncomingHttpHeaders;
  body: string;
}

/** The secrets that endpoints of this process were given, by port and path. */
const trusted = new Map<string, Set<string>>();

const placeOf = (url: string): string => {
  const { port, pathname } = new URL(url);
  return port + pathname;
};

/** From now on, what the endpoint gets is good when this key verifies it, or another one that it trusts. */
export function trust(url: string, key: string | null): void {
  const place = placeOf(url);
  if (key !== null) trusted.set(place, (trusted.get(place) ?? new Set()).add(key));
}

const isTrusted = (url: string, signed: Signed): boolean =>
  [...(trusted.get(placeOf(url)) ?? [])].some((key) => verifies(key, signed));

/** By the library of Standard Webhooks. Its age is not looked at: clocks of tests move. */
export function verifies(key: string, { headers, body }: Signed): boolean {
  const now = Date.now;
  Date.now = () => Number(headers['webhook-timestamp']) * 1000;
  try {
    new Webhook(key).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  } finally {
    Date.now = now;
  }
}

/** The reminders that a message tells, alone or in a digest; none where it is of another kind. */
export function remindersIn<Told>({ type, data }: { type: string; data: unknown }): Told[] {
  if (type === 'deadline.digest') return (data as { reminders: Told[] }).reminders;
  return type === 'deadline.reminder' ? [data as Told] : [];
}
