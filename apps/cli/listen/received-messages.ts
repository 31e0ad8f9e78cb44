import { createServer, type IncomingMessage } from 'node:http';
import { aborted } from '#concurrency/timeout.js';
import type { Clock } from '#database/clock.js';
import { UserError } from '../terminal.js';
import { type LocalEndpoint, single } from './local-endpoint.js';
import { saidOf } from './said-of-message.js';

const LONGEST = 10 * 1024 * 1024;

interface Context {
  host: string;
  port: number;
  endpoint: LocalEndpoint;
  clock: Clock;
  isBodyShown: boolean;
  onListening: (address: string) => void;
}

/** Receives messages that Jalon sends to a port of this machine, and hands each to the endpoint, until the signal aborts. */
export async function forwardReceived(context: Context, signal: AbortSignal): Promise<void> {
  const { host, port, endpoint, clock, isBodyShown } = context;
  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
      const body = await bodyOf(request);
      if (body === undefined) return void response.writeHead(413, { connection: 'close' }).end();
      const handled = await endpoint.handle(endToEnd(request), body);
      if (signal.aborted) return;
      const { error } = handled;
      const note = error === undefined ? undefined : `No response (${error}); Jalon receives 502 and sends it again`;
      console.log(saidOf({ body, handled, note, at: clock.now() }, isBodyShown));
      const { status = 502, headers = {}, body: answer = '' } = handled;
      const { 'content-type': type = 'text/plain', 'retry-after': after } = headers;
      response.writeHead(status, { 'content-type': type, ...(after !== undefined && { 'retry-after': after }) });
      response.end(answer);
    };
    handle().catch(() => {
      response.destroy(); // the sender went away
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const why = isTaken ? 'another program uses it. Choose another --port' : error.message;
      reject(new UserError(`Cannot listen on port ${port}: ${why}.`));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as { port: number };
  context.onListening(`http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`);
  await aborted(signal);
  server.closeAllConnections();
  server.close();
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Those of the connection (RFC 9110, 7.6.1), and those that the next request sets itself. */
const OF_THE_CONNECTION =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|expect)$/;

const endToEnd = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(single(headers)).filter(([name]) => !OF_THE_CONNECTION.test(name)));
