import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { ApiKeys } from '#access/api-keys.js';
import { isLoopback } from '#settings/loopback.js';
import { LOG, type Log } from './log.js';
import { Queues } from './queues.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

const HOST = '127.0.0.1';

/** No external resources (bull-board would load Google fonts), no framing, no caching. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves the queue dashboard on a loopback port, protected by an admin key. Optional: if the port is taken, the worker
 * runs without it. bull-board (about 15 MB) is loaded on the first authorised request.
 */
@Injectable()
export class Dashboard {
  #server: Server | undefined;
  #board: Promise<FastifyInstance> | undefined;

  constructor(
    @Inject(Queues) private readonly queues: Queues,
    @Inject(ApiKeys) private readonly keys: ApiKeys,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** `undefined` while it is not served. */
  get address(): string | undefined {
    const address = this.#server?.address() as AddressInfo | null | undefined;
    return address ? `http://${HOST}:${address.port}` : undefined;
  }

  async open(): Promise<void> {
    const { DASHBOARD_PORT: port } = this.settings;
    if (port === 'off') return;
    const server = createServer((request, response) => void this.#answer(request, response));
    try {
      server.listen(port, HOST);
      await once(server, 'listening');
      server.unref();
      this.#server = server;
      this.log.info(
        { address: this.address },
        'Queue dashboard available; the password is an API key with scope admin',
      );
    } catch (error) {
      const address = `http://${HOST}:${port}`;
      this.log.warn({ err: error, port, address }, 'Queue dashboard disabled: address not available');
    }
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = undefined;
    const board = await this.#board?.catch(() => undefined);
    await board?.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    try {
      const denial = await denialOf(request, this.keys);
      if (denial)
        response
          .writeHead(denial.status, { ...denial.headers, 'content-type': 'text/plain; charset=utf-8' })
          .end(`${denial.text}\n`);
      else (await this.#loaded()).routing(request, response);
    } catch (error) {
      this.log.warn({ err: error }, 'Queue dashboard request failed');
      response
        .writeHead(503, { 'content-type': 'text/plain' })
        .end('The dashboard is unavailable; see the log of the worker.\n');
    }
  }

  #loaded(): Promise<FastifyInstance> {
    this.#board ??= import('./bull-board.js').then(({ boardOf }) => boardOf(this.queues.all()));
    this.#board.catch(() => (this.#board = undefined));
    return this.#board;
  }
}

/** Why a request is refused. */
interface Denial {
  status: 401 | 403 | 405;
  text: string;
  headers?: Record<string, string>;
}

/** Makes the browser ask for credentials. The user name is ignored; the password is the API key. */
const CHALLENGE = { 'www-authenticate': 'Basic realm="Jalon queues", charset="UTF-8"' };

/**
 * Requires an API key with scope `admin`, as a Bearer token or as the Basic password. Allows GET and HEAD only, and
 * loopback host names only, against DNS rebinding.
 */
async function denialOf(request: IncomingMessage, keys: ApiKeys): Promise<Denial | undefined> {
  const { method, headers } = request;
  if (!isForLoopback(headers.host))
    return { status: 403, text: 'Only available at http://127.0.0.1 and http://localhost.' };
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, text: 'Method not allowed. Allowed methods: GET, HEAD.', headers: { allow: 'GET, HEAD' } };
  const key = keyIn(headers.authorization);
  const holder = key ? await keys.verify(key) : undefined;
  if (!holder)
    return {
      status: 401,
      text: 'Authentication required. The password is an API key with scope "admin".',
      headers: CHALLENGE,
    };
  if (!holder.scopes.has('admin')) return { status: 403, text: 'Insufficient scope: the key has no scope "admin".' };
  return undefined;
}

function isForLoopback(host: string | undefined): boolean {
  const url = `http://${host ?? ''}`;
  return Boolean(host) && URL.canParse(url) && isLoopback(new URL(url).hostname);
}

function keyIn(authorization = ''): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\w+) +([\x21-\x7e]{1,1000}) *$/.exec(authorization) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials;
    case 'basic':
      return Buffer.from(credentials, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
    default:
      return undefined;
  }
}
