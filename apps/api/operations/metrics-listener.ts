import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BadSettings } from '#settings/settings.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { Metrics } from './metrics.js';

/** Serves `/metrics` at an address of its own, without a key: whoever reaches it may read it. */
@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws BadSettings if the address is not available */
  async onApplicationBootstrap(): Promise<void> {
    const { METRICS_HOST: host, METRICS_PORT: port } = this.settings;
    if (port === undefined) return;
    const server = createServer((request, response) => void this.#answer(request, response));
    try {
      await once(server.listen(port, host), 'listening');
    } catch (error) {
      throw new BadSettings([`METRICS_HOST ${host}, METRICS_PORT ${port}: ${(error as Error).message}`]);
    }
    this.#server = server.unref();
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  async #answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url?.split('?', 1)[0] !== '/metrics') return void response.writeHead(404).end();
    if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    const { contentType, text } = await this.metrics.show();
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
  }
}
