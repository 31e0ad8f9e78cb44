import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, dayIn, daysBetween } from '#domain/date/day.js';
import type { Figures } from '#domain/register/judgement.js';
import { dueOf, type Register } from '#domain/register/register.js';
import type { Hold } from '#domain/register/register-events.js';
import { judgedIn } from './attempts.js';
import { isFetched } from './fetch-schedule.js';
import { type KnownRegister, KnownRegisters } from './known-registers.js';

/** A register that was not read in time, or lists the same for too long. */
export interface StaleRegister {
  register: Register;
  /** `null` if it was never read. */
  lastRead: Day | null;
  /** The day of the last reading, or that of the publication; `frozen`: since when it lists the same. */
  since: Day;
  /** Since then. */
  days: number;
  /** When it was to be read, or was found to be frozen. */
  due: Day;
  isFrozen: boolean;
}

/** A reading that waits for an officer. */
export interface HeldReading {
  register: Register;
  /** Id of the attempt. */
  id: string;
  at: Date;
  day: Day;
  holds: Hold[];
  figures: Figures;
}

/** What an officer has to see to. */
@Injectable()
export class RegisterTroubles {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly registers: KnownRegisters,
  ) {}

  async of(today: Day, zone: string): Promise<{ stale: StaleRegister[]; held: HeldReading[] }> {
    const known = await this.registers.all();
    return { stale: known.flatMap((one) => staleAs(one, today, zone)), held: await this.#held(known) };
  }

  async #held(known: readonly KnownRegister[]): Promise<HeldReading[]> {
    const rows = await this.db
      .selectFrom('register_reading')
      .select(['id', 'register', 'at', 'day', 'result'])
      .where('state', '=', 'held')
      .orderBy('at')
      .execute();
    return rows.flatMap(({ register: slug, day, result, ...row }) => {
      const register = known.find((one) => one.register.slug === slug)?.register;
      const judged = judgedIn(result);
      return register && judged && day !== null ? [{ ...row, register, day, ...judged }] : [];
    });
  }
}

/** A register that was never read is stale only if it is fetched: nobody has promised to read it otherwise. */
function staleAs({ register, record, readings }: KnownRegister, today: Day, zone: string): StaleRegister[] {
  const last = readings.at(-1);
  const lastRead = last?.day ?? null;
  const published = record[0];
  if (last?.frozen !== undefined) {
    const first = readings.find(({ frozen }) => frozen === last.frozen) ?? last;
    const days = daysBetween(last.frozen, today);
    return [{ register, lastRead, since: last.frozen, days, due: dayIn(zone, first.recordedAt), isFrozen: true }];
  }
  if (lastRead === null && !(published && isFetched(register))) return [];
  const since = lastRead ?? dayIn(zone, published?.recordedAt ?? new Date(0));
  const due = dueOf(register, last ?? { day: since });
  return due < today ? [{ register, lastRead, since, days: daysBetween(since, today), due, isFrozen: false }] : [];
}
