import { Inject, Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterReadingTable } from '#database/tables/work.js';
import { type Day, dayIn, daysBetween } from '#domain/date/day.js';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import type { Figures } from '#domain/register/judgement.js';
import type { Hold } from '#domain/register/register-events.js';
import { dueOf, type Register } from '#domain/register/register.js';
import {
  Attempts,
  type AttemptSummary,
  judgedIn,
  type KeptDocument,
  PUBLIC_STATES,
  publicly,
  type ReadingAttempt,
  readingAttempt,
  summaryOf,
  unknownReading,
} from './attempts.js';
import { fetchFailures, isFetched } from './fetch-registers.js';
import { type KnownRegister, KnownRegisters } from './known-registers.js';
import { ZONE } from './record-reading.js';

export interface RegisterView {
  register: Register;
  /** Of its stream; 0 for a built-in register that was never read. */
  version: number;
  builtIn: boolean;
  lastRead: Day | null;
  entries: number | null;
  /** Whether it was not read in time: see `dueOf`; not if it was never read. */
  stale: boolean;
  /** Since when it lists the same, if that is too long: see `frozenSince`. */
  frozen: Day | null;
  /** When it is updated next, as its last document says. */
  nextUpdate: Day | null;
  held: number;
  failures: number;
  /** Ascending by day. */
  readings: ReadingPoint[];
}

export interface ReadingPoint {
  day: Day;
  entries: number;
  added: number;
  changed: number;
  gone: number;
  /** The id of its event. */
  event: string;
  /** The id of the attempt, for its differences; `null` if the ledger was restored from a file. */
  attempt: string | null;
}

/** The registers, built-in and published, as they are shown. */
@Injectable()
export class RegisterViews {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
    private readonly clock: Clock,
    @Inject(ZONE) private readonly zone: string,
  ) {}

  /** By slug. */
  async all(): Promise<RegisterView[]> {
    return this.#viewsOf(await this.registers.all());
  }

  /** @throws Refusal not-found */
  async get(slug: string): Promise<RegisterView> {
    const [view] = await this.#viewsOf([await this.registers.get(slug)]);
    if (!view) throw new Error('unreachable: a known register without a view');
    return view;
  }

  async #viewsOf(known: readonly KnownRegister[]): Promise<RegisterView[]> {
    const today = this.clock.today(this.zone);
    const held = await this.attempts.heldCounts();
    const recorded = await this.attempts.recorded(known.map(({ register }) => register.slug));
    const failures = await fetchFailures(this.db, this.clock.now());
    return known.map(({ register, record, reads, readings }) => {
      const last = reads.at(-1)?.event;
      const reading = readings.at(-1);
      return {
        register,
        version: record.at(-1)?.version ?? 0,
        builtIn: builtInRegisters.has(register.slug),
        lastRead: last?.occurred ?? null,
        entries: last?.data.entries ?? null,
        stale: reading !== undefined && dueOf(register, reading) < today,
        frozen: reading?.frozen ?? null,
        nextUpdate: reading?.nextUpdate ?? null,
        held: held.get(register.slug) ?? 0,
        failures: failures.get(register.slug) ?? 0,
        readings: reads.map(({ id, event: { occurred, data } }) => ({
          day: occurred,
          entries: data.entries,
          added: data.added.length,
          changed: data.changed.length,
          gone: data.gone.length,
          event: id,
          attempt: recorded.get(id) ?? null,
        })),
      };
    });
  }
}

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

export interface AttemptPage {
  readings: AttemptSummary[];
  /** The `after` of the next page. */
  next: string | null;
}

interface PageOfReadings {
  state?: AttemptSummary['state'];
  /** The id of an attempt. */
  after?: string | undefined;
  limit: number;
  /** As everybody may see them. */
  open?: boolean;
}

@Injectable()
export class Readings {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Those of a register, newest first, without the lists of `result`, which may be long; only those in a state if one is
   * given, and those on hold in order of their days.
   *
   * @throws Refusal not-found
   */
  async page(register: string, { state, after, limit, open = false }: PageOfReadings): Promise<AttemptPage> {
    await this.registers.get(register);
    const isByDay = state === 'held';
    const place = isByDay ? sql`day, at, id` : sql`at, id`;
    const { rows } = await sql<Row>`
      select id, register, at, actor, how, address, sha256, day, state, event, decided, staged, to_stage,
        result - 'differences' - 'unreadable' - 'unmatched' - 'preview' as result
      from register_reading
      where register = ${register}
        and ${state === undefined ? sql`true` : sql`state = ${state}`}
        and ${open ? sql`state = any(${[...PUBLIC_STATES]})` : sql`true`}
        and ${
          after === undefined
            ? sql`true`
            : sql`(${place}) ${isByDay ? sql`>` : sql`<`} (select ${place} from register_reading where id = ${after})`
        }
      order by ${isByDay ? sql`day, at, id` : sql`at desc, id desc`}
      limit ${limit + 1}
    `.execute(this.db);
    const shown = rows.slice(0, limit);
    const readings = shown.map(summaryOf);
    return {
      readings: open ? readings.map(publicly) : readings,
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /**
   * By the id of the attempt or of its event.
   *
   * @param register slug; absent: of any register
   * @param open as everybody may see it
   * @throws Refusal not-found, also if it is one of another register, or not for everybody
   */
  async get(id: string, register?: string, open = false): Promise<ReadingAttempt> {
    const row = await this.#row(id);
    if (register !== undefined && row.register !== register) throw unknownReading(id);
    if (!open) return readingAttempt(row);
    if (PUBLIC_STATES.includes(row.state)) return publicly(readingAttempt(row));
    throw unknownReading(id);
  }

  /** The document that a reading rests on. @throws Refusal not-found */
  async document(id: string): Promise<KeptDocument> {
    const { sha256 } = await this.#row(id);
    const kept = sha256 === null ? undefined : await this.attempts.document(sha256);
    if (!kept) throw unknownReading(id);
    return kept;
  }

  async #row(id: string): Promise<Row> {
    const isUuid = z.uuid().safeParse(id).success;
    const row = isUuid ? ((await this.attempts.find(id)) ?? (await this.attempts.ofEvent(id))) : undefined;
    if (!row) throw unknownReading(id);
    return row;
  }
}

type Row = Selectable<RegisterReadingTable>;
