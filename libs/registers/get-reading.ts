import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterReadingTable } from '#database/tables/register.js';
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

/**
 * The attempts to read a register, newest first; only those in a state if one is given, and those on hold in order of their
 * days. `after`: the id of an attempt.
 * `open`: as everybody may see them.
 *
 * @throws Refusal not-found
 */
export class ListReadings extends Query<AttemptPage> {
  constructor(
    readonly register: string,
    readonly page: { state?: AttemptSummary['state']; after?: string | undefined; limit: number; open?: boolean },
  ) {
    super();
  }
}

@QueryHandler(ListReadings)
export class ListReadingsHandler implements IQueryHandler<ListReadings> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly registers: KnownRegisters,
  ) {}

  /** Without the lists of `result`, which may be long. */
  async execute({ register, page: { state, after, limit, open = false } }: ListReadings): Promise<AttemptPage> {
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
}

type Row = Selectable<RegisterReadingTable>;

/** By the id of the attempt or of its event. @throws Refusal not-found, also if it is one of another register, or not for everybody */
export class GetReading extends Query<ReadingAttempt> {
  constructor(
    readonly id: string,
    /** Slug; absent: of any register. */
    readonly register?: string,
    /** As everybody may see it. */
    readonly open = false,
  ) {
    super();
  }
}

@QueryHandler(GetReading)
export class GetReadingHandler implements IQueryHandler<GetReading> {
  constructor(private readonly attempts: Attempts) {}

  async execute({ id, register, open }: GetReading): Promise<ReadingAttempt> {
    const row = await found(this.attempts, id);
    if (register !== undefined && row.register !== register) throw unknownReading(id);
    if (!open) return readingAttempt(row);
    if (PUBLIC_STATES.includes(row.state)) return publicly(readingAttempt(row));
    throw unknownReading(id);
  }
}

/** The document that a reading rests on. @throws Refusal not-found */
export class GetReadingDocument extends Query<KeptDocument> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetReadingDocument)
export class GetReadingDocumentHandler implements IQueryHandler<GetReadingDocument> {
  constructor(private readonly attempts: Attempts) {}

  async execute({ id }: GetReadingDocument): Promise<KeptDocument> {
    const { sha256 } = await found(this.attempts, id);
    const kept = sha256 === null ? undefined : await this.attempts.document(sha256);
    if (!kept) throw unknownReading(id);
    return kept;
  }
}

const isUuid = (text: string): boolean => z.uuid().safeParse(text).success;

async function found(attempts: Attempts, id: string): Promise<Row> {
  const row = isUuid(id) ? ((await attempts.find(id)) ?? (await attempts.ofEvent(id))) : undefined;
  if (!row) throw unknownReading(id);
  return row;
}

export const unknownReading = (reading: string): Refusal =>
  refuse('not-found', 'reading', 'reading-not-found', { reading });
