import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { followedTo, waitUntilSeen } from '#event-store/checkpoint.js';
import { statusCheckpoint } from '#projections/status-projection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Rejection } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

export interface Viewpoint {
  asOf: Day;
  /** ISO 8601, in UTC; `null`: everything on record. */
  knownAt: string | null;
  upTo?: number;
}

interface Asked {
  asOf?: Day | undefined;
  knownAt?: string | undefined;
}

/** From `asOf` and `knownAt` to a day and a position. */
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

  /** For lists, which look up the position themselves. */
  day({ asOf = this.today(), knownAt }: Asked): { asOf: Day; knownAt: Date | undefined } {
    return { asOf, knownAt: knownAt === undefined ? undefined : new Date(knownAt) };
  }

  async of(asked: Asked): Promise<Viewpoint> {
    const { asOf, knownAt } = this.day(asked);
    if (knownAt === undefined) return { asOf, knownAt: null };
    return { asOf, knownAt: knownAt.toISOString(), upTo: await this.events.positionAt(knownAt) };
  }
}

const LONGEST_WAIT_MS = 2_000;

interface Followed {
  name: string;
  version: number;
}

/** How far the lists have followed the ledger. */
@Injectable()
export class BoardReading {
  constructor(private readonly db: LedgerDatabase) {}

  /**
   * To be called before a list is read: what is read then reflects at least the position answered here.
   *
   * @param seen waits for this position, so that a client sees what it wrote
   * @param besides what the list is made of besides the board itself
   * @throws Rejection not-seen-yet
   */
  async position(seen?: number, ...besides: Followed[]): Promise<number> {
    const positions: number[] = [];
    for (const followed of [statusCheckpoint, ...besides]) {
      if (seen !== undefined && !(await waitUntilSeen(this.db, followed, seen, LONGEST_WAIT_MS)))
        throw new Rejection('not-seen-yet', reason('list-behind', { position: seen }), [], {
          'Retry-After': '1',
        });
      positions.push(await followedTo(this.db, followed));
    }
    return Math.min(...positions);
  }
}

/** Looks up the scheme that a list is filtered by. */
@Injectable()
export class KnownSchemes {
  constructor(
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** @throws Refusal unknown-scheme: there was none of that name at the instant (absent: there is none now) */
  async assert(slug: string | undefined, knownAt: Date | undefined): Promise<void> {
    if (slug === undefined) return;
    const upTo = knownAt && (await this.events.positionAt(knownAt));
    schemeOf(slug, await this.schemes.at(upTo));
  }
}
