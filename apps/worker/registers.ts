import { Inject, Injectable } from '@nestjs/common';
import { contactsWithRole } from '#access/people.js';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, daysBetween } from '#domain/date/day.js';
import type { RegisterNotice } from '#subscriptions/messages/message.js';
import { mailPerson, SENT_WITHIN_MS } from '#subscriptions/sending/account-mails.js';
import { FetchRegisters } from '#registers/fetch-registers.js';
import { type HeldReading, RegisterTroubles, type StaleRegister } from '#registers/register-views.js';
import { LOG, type Log, SETTINGS, type WorkerSettings } from './settings.js';
import type { Handler } from './queues.js';

/** Fetches the registers that are due. Woken every minute while fetching is on; `register_fetch` says what is due. */
@Injectable()
export class RegisterHandler implements Handler {
  readonly queue = 'register';
  readonly #ending = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly registers: FetchRegisters) {}

  async handle(): Promise<undefined> {
    const fetching = this.registers.fetchDue(this.#ending.signal);
    this.#running.add(fetching);
    try {
      await fetching;
    } finally {
      this.#running.delete(fetching);
    }
  }

  /** Aborts the fetches in progress, and resolves when they have given their registers back. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#running); // the jobs fail with them
    await this.registers.close();
  }
}

const TROUBLES = { stale: 'Register not read in time', frozen: 'Register unchanged for too long' };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Trouble {
  cause: string;
  at: Date;
  notice: RegisterNotice;
}

/**
 * Mails officers about registers that were not read in time and readings that wait for them, once. It is on record with the mails:
 * a worker that starts repeats nothing. What lasts is repeated in their digests.
 */
@Injectable()
export class RegisterWatch {
  readonly #known = new Set<string>();
  #troubles: readonly Trouble[] = [];
  #officers: ReadonlySet<string> = new Set();
  #lookedAt = -Infinity;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly troubles: RegisterTroubles,
    @Inject(SETTINGS) private readonly settings: Pick<WorkerSettings, 'JALON_TIMEZONE'>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Once a minute, however often it is called. */
  async look(now: Date, today: Day): Promise<void> {
    if (Math.abs(now.getTime() - this.#lookedAt) < MINUTE_MS) return;
    const { stale, held } = await this.troubles.of(today, this.settings.JALON_TIMEZONE);
    const officers = await contactsWithRole(this.db, 'officer');
    this.#troubles = [...stale.map((one) => staleTrouble(one, now, today)), ...held.map(heldTrouble)];
    this.#officers = new Set(officers.map(({ email }) => email.toLowerCase()));
    for (const { cause, at, notice: message } of this.#troubles) {
      if (this.#known.has(cause)) continue;
      if (now.getTime() - at.getTime() < SENT_WITHIN_MS)
        await this.db.transaction().execute(async (tx) => {
          for (const officer of officers) await mailPerson(tx, officer, { cause, message }, now);
        });
      const text =
        message.type === 'register.held' ? 'Reading held' : TROUBLES[message.data.frozen ? 'frozen' : 'stale'];
      this.log.warn({ register: message.data.register }, text);
      this.#known.add(cause);
    }
    this.#lookedAt = now.getTime();
  }

  /** What lasts, for the digest to an address: nothing unless it is that of an officer. */
  noticesFor(address: string): RegisterNotice[] {
    return this.#officers.has(address.toLowerCase()) ? this.#troubles.map(({ notice }) => notice) : [];
  }
}

function staleTrouble(
  { register, lastRead, since, days, due, isFrozen }: StaleRegister,
  now: Date,
  today: Day,
): Trouble {
  const data = { ...namesOf(register), lastRead, staleAfterDays: daysBetween(since, due), days, frozen: isFrozen };
  const age = daysBetween(due, today) - (isFrozen ? 0 : 1);
  return {
    cause: `register-${isFrozen ? 'frozen' : 'stale'}:${register.slug}:${since}`,
    at: new Date(now.getTime() - age * DAY_MS),
    notice: { type: 'register.stale', timestamp: now.toISOString(), data },
  };
}

function heldTrouble({ register, id, at, day, holds, figures }: HeldReading): Trouble {
  const { entries, added, changed, gone, unreadable } = figures;
  const data = { ...namesOf(register), reading: id, day, holds, entries, added, changed, gone, unreadable };
  return { cause: `register-held:${id}`, at, notice: { type: 'register.held', timestamp: at.toISOString(), data } };
}

const namesOf = ({ slug, name, scheme }: StaleRegister['register']) => ({ register: slug, name, scheme });
