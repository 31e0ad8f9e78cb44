import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OwnPort, type Shown } from '#health/own-port.js';
import { LOG, type Log } from './log.js';
import { WorkerReadiness } from './readiness.js';
import { SETTINGS, type WorkerSettings } from './settings.js';
import { WorkerMetrics } from './worker-metrics.js';

/** Serves `/healthz`, `/readyz` and `/metrics` of the worker. */
@Injectable()
export class HealthListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #port: OwnPort | undefined;

  constructor(
    private readonly readiness: WorkerReadiness,
    private readonly metrics: WorkerMetrics,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** `undefined` while it is not served. */
  get address(): string | undefined {
    return this.#port?.address;
  }

  /** @throws BadSettings if the address is not available */
  async onApplicationBootstrap(): Promise<void> {
    const { WORKER_PORT: address } = this.settings;
    if (address === undefined) return;
    this.#port = await OwnPort.open(
      { ...address, setting: 'WORKER_PORT' },
      {
        '/healthz': () => Promise.resolve(json({ status: 'ok' })),
        '/readyz': async () => {
          const state = await this.readiness.check();
          return { ...json(state), status: state.status === 'ready' ? 200 : 503 };
        },
        '/metrics': () => this.metrics.show(),
      },
    );
    this.log.info({ address: this.address }, 'Health and metrics available');
  }

  onApplicationShutdown(): void {
    this.#port?.close();
  }
}

const json = (body: object): Shown => ({ contentType: 'application/json; charset=utf-8', text: JSON.stringify(body) });
