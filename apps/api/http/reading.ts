import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { EpochPosition, LedgerEpochs } from '#database/ledger-epochs.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import type { ProjectionVersion } from '#event-store/checkpoint.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import type { Look } from '#event-store/ledger-head.js';
import type { Viewpoint } from '#dossiers/dossiers-and-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { reject, Rejection, retryAfter } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

interface Asked {
  asOf?: Day | undefined;
  knownAt?: string | undefined;
}

@Injectable()
export class Viewpoints {
  constructor(
    private readonly clock: Clock,
    private readonly events: EventStore<LedgerEvent>,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  today(): Day {
    return this.clock.today(this.settings.JALON_TIMEZONE);
  }

  /** For lists, whose queries resolve the position. */
  day({ asOf = this.today(), knownAt }: Asked): { asOf: Day; knownAt: Date | undefined } {
    return { asOf, knownAt: knownAt === undefined ? undefined : new Date(knownAt) };
  }

  async of(asked: Asked, look?: Look): Promise<Viewpoint> {
    const { asOf, knownAt } = this.day(asked);
    if (knownAt === undefined) return { asOf, knownAt: null, look };
    return { asOf, knownAt: knownAt.toISOString(), upTo: await this.events.positionAt(knownAt), look };
  }
}

const LONGEST_WAIT_MS = 2_000;
const LOOK_MS = 15;

/** The position that the answer of a list reflects: that of the projections. */
@Injectable()
export class ListPosition {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /**
   * To be called before a list is read, which then reflects at least the position returned. The answer rests on its projections
   * as of the look, so that one that has waited is not used again.
   *
   * @param look of the request
   * @param seen the position to wait for, so that clients see what they wrote
   * @param besides other projections that the list reads
   * @throws Rejection invalid-request: nothing has been recorded at `seen`; ledger-reset; not-seen-yet
   */
  async position(look: Look, seen?: EpochPosition, besides: readonly ProjectionVersion[] = []): Promise<number> {
    const { position = 0 } = seen ?? {};
    if (seen) assertShared(this.db.epochs, 'seen', seen);
    // Nobody waits for what may never be recorded: a mistyped position, or one of another ledger.
    if (position > look.position) throw reject('seen', 'position-beyond-head', { position, head: look.position });
    const projections = [boardCheckpoint, ...besides];
    let followed = Math.min(...projections.map(({ name }) => look.followedTo(name)));
    for (const until = performance.now() + LONGEST_WAIT_MS; followed < position;) {
      if (performance.now() > until) throw retryAfter(1, 'not-seen-yet', reason('list-behind', { position }));
      await sleep(LOOK_MS);
      const now = await this.events.look();
      followed = Math.min(...projections.map(({ name }) => now.progressOf(name)));
    }
    return followed;
  }
}

/** @throws Rejection ledger-reset: the ledger was rewound to an earlier position since */
export function assertShared(epochs: LedgerEpochs, field: string, { position, epoch }: EpochPosition): void {
  const shared = epochs.sharedWith(epoch);
  if (position > shared)
    throw new Rejection('ledger-reset', undefined, [{ field, ...reason('position-lost', { position: shared }) }]);
}

@Injectable()
export class KnownSchemes {
  constructor(
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** @throws Refusal not-found: not on record at `knownAt` (absent: now) */
  async assert(slugs: readonly string[] = [], knownAt?: Date, look?: Look): Promise<void> {
    if (slugs.length === 0) return;
    const upTo = knownAt && (await this.events.positionAt(knownAt));
    const known = await this.schemes.at(upTo, look);
    for (const slug of slugs) schemeOf(slug, known, 'schemes');
  }
}
