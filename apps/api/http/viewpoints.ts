import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
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
