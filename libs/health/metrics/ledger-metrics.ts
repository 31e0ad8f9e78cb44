import { Logger } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { PendingMetrics } from './pending-metrics.js';
import { ProjectionMetrics } from './projection-metrics.js';

/** Metrics of the installation, not of a process: every process reports the same, read from the database at each request. */
export class LedgerMetrics {
  readonly #log = new Logger(LedgerMetrics.name);
  readonly #parts: readonly [ProjectionMetrics, PendingMetrics];

  constructor(
    registry: Registry,
    private readonly db: LedgerDatabase,
  ) {
    this.#parts = [new ProjectionMetrics(registry), new PendingMetrics(registry)];
  }

  /** Leaves out what it cannot read: a missing figure is better than an old one. */
  async ask(now: Date): Promise<void> {
    for (const part of this.#parts)
      await part.ask(this.db, now).catch((error: unknown) => {
        part.forget();
        if (outageOf(error) === undefined) this.#log.warn(`Metrics are incomplete: ${(error as Error).message}`);
      });
  }
}
