import { Inject, Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, daysBetween, dayIn } from '#domain/date/day.js';
import { type HeldReading, RegisterTroubles, type StaleRegister } from '#registers/register-troubles.js';
import { announceRegister, type RegisterNotice } from '#subscriptions/announce-registers.js';
import { LOG, type Log } from './log.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

const MINUTE_MS = 60_000;

/**
 * Tells officers of registers that were not read in time and of readings that wait for them, once and then every week. What was
 * told is on record with the deliveries, whose causes name the week: a worker that starts repeats nothing.
 */
@Injectable()
export class RegisterWatch {
  /** Causes that this process has planned the deliveries of. */
  readonly #told = new Set<string>();
  #lookedAt = -Infinity;

  constructor(
    @Inject(LedgerDatabase) private readonly db: LedgerDatabase,
    @Inject(RegisterTroubles) private readonly troubles: RegisterTroubles,
    @Inject(SETTINGS) private readonly settings: Pick<WorkerSettings, 'JALON_TIMEZONE'>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Once a minute, however often it is called. */
  async look(now: Date, today: Day): Promise<void> {
    if (Math.abs(now.getTime() - this.#lookedAt) < MINUTE_MS) return;
    const zone = this.settings.JALON_TIMEZONE;
    const { stale, held } = await this.troubles.of(today, zone);
    const notices = [
      ...stale.map((one) => staleNotice(one, now)),
      ...held.map((one) => heldNotice(one, daysBetween(dayIn(zone, one.at), today))),
    ];
    for (const notice of notices) {
      if (this.#told.has(notice.cause)) continue;
      const { type, data } = notice.message;
      this.log.warn(
        { register: data.register },
        type === 'register.stale' ? 'Register not read in time' : 'Reading held',
      );
      await announceRegister(this.db, notice, now);
      this.#told.add(notice.cause);
    }
    this.#lookedAt = now.getTime();
  }
}

const weekOf = (days: number): number => Math.floor(Math.max(0, days) / 7);

function staleNotice({ register, lastRead, since, days }: StaleRegister, now: Date): RegisterNotice {
  const { staleAfterDays } = register;
  const data = { ...namesOf(register), lastRead, staleAfterDays, days };
  return {
    register,
    cause: `register-stale:${register.slug}:${since}:${weekOf(days - staleAfterDays - 1)}`,
    message: { type: 'register.stale', timestamp: now.toISOString(), data },
  };
}

function heldNotice({ register, id, at, day, holds, figures }: HeldReading, days: number): RegisterNotice {
  const { entries, added, changed, gone, unreadable } = figures;
  const data = { ...namesOf(register), reading: id, day, holds, entries, added, changed, gone, unreadable };
  return {
    register,
    cause: `register-held:${id}:${weekOf(days)}`,
    message: { type: 'register.held', timestamp: at.toISOString(), data },
  };
}

const namesOf = ({ slug, name, scheme }: StaleRegister['register']) => ({ register: slug, name, scheme });
