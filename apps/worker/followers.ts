import { Inject, Injectable } from '@nestjs/common';
import { boardProjection } from '#projections/board-projection.js';
import { LedgerDatabase } from '#database/connection.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { PLANNING, type Planning } from '#deadlines/planning.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProjectionVersion } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import type { NewFailure } from '#event-store/isolation.js';
import { follow, type Projection, type RangeProjection } from '#event-store/follow.js';
import { changes } from '#subscriptions/planning/fan-out.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { LOG, type Log } from './settings.js';

/** Runs all projections, started by `Scheduler`. Across all worker processes, one at a time runs each projection. */
@Injectable()
export class Followers {
  readonly #projections: readonly (Projection<LedgerEvent> | RangeProjection)[];
  /** Those that do not follow, because they are starting or were interrupted. */
  readonly #stopped: Set<string>;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    @Inject(PLANNING) planning: Planning,
    deliveries: Deliveries,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.#projections = [
      boardProjection(events, planning.schemes),
      planningProjection(planning),
      changes(events, deliveries, { ...planning }),
    ];
    this.#stopped = new Set(this.#projections.map(({ name }) => name));
  }

  /** Names of the projections that this process neither follows nor stands by for. */
  get stopped(): string[] {
    return this.#projections.flatMap(({ name }) => (this.#stopped.has(name) ? [name] : []));
  }

  get versions(): readonly ProjectionVersion[] {
    return this.#projections;
  }

  /**
   * Resolves when the signal aborts. Rejects when a projection cannot continue.
   *
   * @param onCaughtUp called when a projection reaches the head of the ledger
   */
  async run(signal: AbortSignal, onCaughtUp: () => void): Promise<void> {
    const following = this.#projections.map((projection) =>
      follow(this.events, this.db, projection, {
        signal,
        onConnected: () => this.#stopped.delete(projection.name),
        onCaughtUp,
        onOtherVersion: ({ message }) => {
          this.log.warn({ projection: projection.name }, message);
        },
        onError: (error) => {
          this.#stopped.add(projection.name);
          this.log.warn({ err: error, projection: projection.name }, 'Projection interrupted');
        },
        onFailure: (failure) => {
          void this.#report(failure, projection.name);
        },
      }),
    );
    await Promise.all(following);
  }

  /** With the request that recorded the event, if that can be read. */
  async #report({ stream, since, error }: NewFailure, projection: string): Promise<void> {
    const rows = await this.events.readRows({ after: since - 1, upTo: since, limit: 1 }).catch(() => []);
    const requestId = rows[0]?.correlation_id ?? undefined;
    const at = { projection, stream, position: since, requestId };
    this.log.error({ err: error, ...at }, 'Event cannot be processed; retrying it, continuing with others');
  }
}
