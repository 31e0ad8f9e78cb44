import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type OpenApi, resolved, type Route, HOSTILE } from './document.js';
import type { FuzzRequest } from './requests.js';

/** Compares what is answered with what the document says. */
export class Judge {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenApi) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addFormat('int32', true).addFormat('int64', true).addFormat('binary', true);
    this.#ajv.addSchema({ $id: 'api', components: document.components });
  }

  /** What is wrong with an answer; `undefined` if nothing is. */
  fault(
    { route, method, path, sender }: FuzzRequest,
    { status, type, body, headers: sent }: Received,
  ): string | undefined {
    // A list is asked to wait for a position that it may not have reached yet.
    const isBehind = status === 503 && path.includes('seen=');
    const essence = type.split(';', 1)[0]?.trim() ?? '';
    if (status >= 500 && !isBehind) return `status ${status}: ${body.slice(0, 300)}`;
    const declared = route.responses[String(status)];
    if (!declared) return `undocumented status ${status}: ${body.slice(0, 300)}`;
    if (isWrite(method) && !mayWrite(sender, route) && status < 400) return `${sender} was answered ${status}`;
    const { content, headers = {} } = resolved(this.document, declared);
    const unnamed = FOR_CLIENTS.find((name) => name.toLowerCase() in sent && !(name in headers));
    if (unnamed !== undefined) return `undocumented header ${unnamed} for ${status}`;
    if (body === '')
      return method === 'HEAD' || essence === '' || essence in (content ?? {}) ? undefined : `type ${type}`;
    if (method === 'HEAD') return 'a body for HEAD';
    if (!content || !(essence in content)) return `undocumented type ${type} for ${status}`;
    return /[/+]json$/.test(essence) ? this.#invalid(route, String(status), essence, body) : undefined;
  }

  #invalid(route: Route, status: string, essence: string, body: string): string | undefined {
    const name = `${route.method} ${route.path} ${status} ${essence}`;
    const schema = resolved(this.document, route.responses[status]!).content?.[essence]?.schema ?? {};
    const validate =
      this.#validators.get(name) ??
      this.#ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object);
    this.#validators.set(name, validate);
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return `not JSON: ${body.slice(0, 200)}`;
    }
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `body of ${status} is not as documented: ${error?.instancePath ?? ''} ${error?.message ?? ''} ${JSON.stringify(error?.params)}`;
  }
}

/** Headers that a client acts on. */
const FOR_CLIENTS = ['Link', 'Location', 'Content-Location', 'Allow', 'Retry-After', 'WWW-Authenticate']
  .concat(['RateLimit', 'RateLimit-Policy', 'ETag', 'Jalon-Position', 'Idempotency-Replayed', 'X-Request-Id'])
  .concat(['Deprecation', 'Sunset']);

const isWrite = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/** Some addresses are secrets themselves, and previews record nothing. */
const OPEN_TO_ALL = ['confirmSubscription'];
/** Saved views of one's own; a shared one takes more. */
const OF_READERS = ['saveView', 'changeView', 'deleteView'];

const mayWrite = (sender: string, { operationId }: Route): boolean =>
  !['read', 'wrong', 'none'].includes(sender) ||
  OPEN_TO_ALL.includes(operationId) ||
  (sender === 'read' && OF_READERS.includes(operationId));

export interface Received {
  status: number;
  type: string;
  body: string;
  headers: Readonly<Record<string, unknown>>;
}

/** No answer in time; not sent, or not answered, as it should be; or why the answer is not HTTP. */
export type Unanswered = 'hung' | 'refused' | Error;

/** Sends requests, one answer each. */
interface Sending {
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
