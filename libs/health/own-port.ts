import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadSettings } from '#settings/settings.js';

export interface Shown {
  status?: number;
  contentType: string;
  text: string;
}

interface Address {
  host: string;
  port: number;
  /** That names it, such as `METRICS_PORT`. */
  setting: string;
}

/** Pages for operators at an address of its own, without a key: whoever reaches it may read them. */
export class OwnPort {
  private constructor(private readonly server: Server) {}

  /** @throws BadSettings if the address is not available */
  static async open(
    { host, port, setting }: Address,
    pages: Readonly<Record<string, () => Promise<Shown>>>,
  ): Promise<OwnPort> {
    const server = createServer((request, response) => void answer(pages, request, response));
    try {
      await once(server.listen(port, host), 'listening');
    } catch (error) {
      throw new BadSettings([`${setting} ${host}:${port}: ${(error as Error).message}`]);
    }
    return new OwnPort(server.unref());
  }

  get address(): string {
    const { address, port, family } = this.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

async function answer(
  pages: Readonly<Record<string, () => Promise<Shown>>>,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = new Map(Object.entries(pages)).get(url?.split('?', 1)[0] ?? '');
  if (!page) return void response.writeHead(404).end();
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  try {
    const { status = 200, contentType, text } = await page();
    response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}
