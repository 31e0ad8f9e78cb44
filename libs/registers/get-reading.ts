import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterReadingTable } from '#database/tables/work.js';
import { type Refusal, refuse } from '#domain/refusal.js';
import {
  type AttemptSummary,
  PUBLIC_STATES,
  publicly,
  type ReadingAttempt,
  Attempts,
  type KeptDocument,
  readingAttempt,
  summaryOf,
} from './attempts.js';
import { KnownRegisters } from './known-registers.js';

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

export const unknownReading = (reading: string): Refusal =>
  refuse('not-found', 'reading', 'reading-not-found', { reading });
