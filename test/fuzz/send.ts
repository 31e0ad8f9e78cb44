import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { HOSTILE } from './values.js';
import type { FuzzRequest } from './requests.js';

export interface Received {
  status: number;
  type: string;
  body: string;
  headers: Readonly<Record<string, unknown>>;
}

/** No answer in time; not sent, or not answered, as it should be; or why the answer is not HTTP. */
export type Unanswered = 'hung' | 'refused' | Error;

/** Sends requests, one answer each. */
export interface Sending {
  send(request: FuzzRequest, authorization: string | undefined): Promise<Received | Unanswered>;
  close(): void;
}

const LONGEST_MS = 30_000;

/** @param url of the server, such as `http://127.0.0.1:3000` */
export function sendingTo(url: string): Sending {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (request: FuzzRequest, authorization: string | undefined): Promise<Received | Unanswered> => {
    const headers = { ...request.headers, ...(authorization !== undefined && { authorization }) };
    return request.isRaw
      ? sendRaw({ hostname, port }, request, headers)
      : sendOrdered({ agent, hostname, port }, request, headers);
  };
  return {
    send,
    close: () => {
      agent.destroy();
    },
  };
}

type Host = { hostname: string; port: string };

/** @returns `refused` for what Node.js itself does not send */
async function sendOrdered(
  host: Host & { agent: Agent },
  { method, path, body }: FuzzRequest,
  headers: Record<string, string>,
): Promise<Received | Unanswered> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve('hung');
      sent.destroy();
    }, LONGEST_MS);
    const length = body ? { 'content-length': String(body.length) } : {};
    let sent: ReturnType<typeof httpRequest>;
    try {
      sent = httpRequest({ ...host, method, path, headers: { ...headers, ...length } });
    } catch {
      clearTimeout(timer);
      resolve('refused');
      return;
    }
    sent.on('response', (response) => {
      const type = response.headers['content-type'] ?? '';
      const done = (text: string): void => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, type, body: text, headers: response.headers });
      };
      if (type.startsWith('text/event-stream')) {
        sent.destroy(); // it has no end
        done('');
        return;
      }
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        done(decoded(Buffer.concat(pieces), response.headers['content-encoding']));
      });
      response.on('error', resolve);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // The server may answer and close before the whole body has been sent.
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve('refused');
      else resolve(error);
    });
    sent.end(body);
  });
}

/** Sends a request as no client does, with something unfit in its first line or a header. */
async function sendRaw(
  { hostname, port }: Host,
  { method, path, body = Buffer.alloc(0) }: FuzzRequest,
  headers: Record<string, string>,
): Promise<Received | Unanswered> {
  const odd = HOSTILE[(path.length + body.length) % HOSTILE.length] ?? '';
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `x-odd: ${odd}`,
    `content-length: ${body.length}`,
  ];
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const pieces: Buffer[] = [];
    const timer = setTimeout(() => {
      resolve('hung');
      socket.destroy();
    }, LONGEST_MS);
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece);
      if (piece.includes('text/event-stream')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(parsed(Buffer.concat(pieces)));
    });
    socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
  });
}

function parsed(bytes: Buffer): Received | 'refused' {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return 'refused';
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = bytes.subarray(end + 4);
  const body = headers['transfer-encoding'] === 'chunked' ? unchunked(rest) : rest;
  const text = decoded(body, headers['content-encoding']);
  return { status: Number(first.split(' ')[1]), type: headers['content-type'] ?? '', body: text, headers };
}

/** @throws if it is not as `Content-Encoding` says */
function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (bytes.length === 0) return '';
  if (encoding === 'gzip') return gunzipSync(bytes).toString();
  return (encoding === 'br' ? brotliDecompressSync(bytes) : bytes).toString();
}

function unchunked(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    if (!(size > 0)) break;
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
