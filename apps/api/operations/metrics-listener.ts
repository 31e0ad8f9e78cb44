import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OwnPort } from '#health/own-port.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { Metrics } from './metrics.js';

/** Serves `/metrics` at an address of its own. */
@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #port: OwnPort | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws BadSettings if the address is not available */
  async onApplicationBootstrap(): Promise<void> {
    const { METRICS_HOST: host, METRICS_PORT: port } = this.settings;
    if (port === undefined) return;
    this.#port = await OwnPort.open({ host, port, setting: 'METRICS' }, { '/metrics': () => this.metrics.show() });
  }

  onApplicationShutdown(): void {
    this.#port?.close();
  }
}
