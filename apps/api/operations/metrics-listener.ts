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
    const { METRICS_PORT: address } = this.settings;
    if (address === undefined) return;
    this.#port = await OwnPort.open({ ...address, setting: 'METRICS_PORT' }, { '/metrics': () => this.metrics.show() });
  }

  onApplicationShutdown(): void {
    this.#port?.close();
  }
}
