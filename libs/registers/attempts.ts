import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Selectable } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterReadingTable } from '#database/tables/register.js';
import type { Day } from '#domain/date/day.js';
import type { UnreadableEntry } from '#domain/register/entry.js';
import type { Difference, Figures } from '#domain/register/judgement.js';
import type { Hold } from '#domain/register/register-events.js';
import type { AttemptProblem, AttemptSummary, Decided, ReadingAttempt, ReadingPreview } from './attempt.js';
import type { Unmatched } from './identify-providers.js';

/** A document as it is kept. */
export interface KeptDocument {
  bytes: Buffer;
  mediaType: string;
  sha256: string;
}

/** What a document is kept by. */
export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface NewAttempt {
  id: string;
  /** Slug. */
  register: string;
  actor: string;
  how: RegisterReadingTable['how'];
  address: string | null;
  day: Day | null;
  state: RegisterReadingTable['state'];
  result: JudgedResult | { problem: AttemptProblem } | null;
  event: string | null;
  decided: Decided | null;
}

export interface JudgedResult {
  holds: Hold[];
  figures: Figures;
  differences: Difference[];
  unreadable: UnreadableEntry[];
  unmatched: Unmatched[];
  preview?: ReadingPreview;
}

type Row = Selectable<RegisterReadingTable>;

/** The attempts to read registers, and the documents that they rest on. */
@Injectable()
export class Attempts {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Puts an attempt on record, or what became of it. @param document to be kept with it */
  async save(attempt: NewAttempt, document?: KeptDocument): Promise<Date> {
    const at = this.clock.now();
    const { result, decided } = attempt;
    const json = { result: result && storable(result), decided: decided && storable(decided) };
    const { state, event, day } = attempt;
    await this.db.transaction().execute(async (tx) => {
      if (document) {
        const { bytes, mediaType, sha256 } = document;
        await tx
          .insertInto('register_document')
          .values({ sha256, media_type: mediaType, bytes, created_at: at })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      await tx
        .insertInto('register_reading')
        .values({ ...attempt, ...json, at, sha256: document?.sha256 ?? null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...json, state, event, day }))
        .execute();
    });
    return at;
  }

  /** Tells readers how far one is that is being recorded. */
  async progressed(id: string, { staged, total }: { staged: number; total: number }): Promise<void> {
    await this.db.updateTable('register_reading').set({ staged, to_stage: total }).where('id', '=', id).execute();
  }

  async find(id: string): Promise<Row | undefined> {
    return this.db.selectFrom('register_reading').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The attempt that recorded a reading. @param event the id of the `RegisterRead` */
  async ofEvent(event: string): Promise<Row | undefined> {
    return this.db
      .selectFrom('register_reading')
      .selectAll()
      .where('event', '=', event)
      .where('state', '=', 'recorded')
      .executeTakeFirst();
  }

  /** An attempt of that document and day that waits for an officer. */
  async held(register: string, { sha256, day }: { sha256: string; day: Day }): Promise<Row | undefined> {
    return this.db
      .selectFrom('register_reading')
      .selectAll()
      .where('register', '=', register)
      .where('state', '=', 'held')
      .where('sha256', '=', sha256)
      .where('day', '=', day)
      .executeTakeFirst();
  }

  /** Those that a process has begun to record and not ended. */
  async applying(): Promise<Row[]> {
    return this.db.selectFrom('register_reading').selectAll().where('state', '=', 'applying').orderBy('at').execute();
  }

  /** How many wait for an officer, by register. */
  async heldCounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db
      .selectFrom('register_reading')
      .select((row) => ['register', row.fn.countAll<number>().as('held')])
      .where('state', '=', 'held')
      .groupBy('register')
      .execute();
    return new Map(rows.map(({ register, held }) => [register, held]));
  }

  /** Ids of the attempts that recorded the readings of registers, by id of the event. */
  async recorded(registers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db
      .selectFrom('register_reading')
      .select(['id', 'event'])
      .where('register', 'in', registers)
      .where('state', '=', 'recorded')
      .execute();
    return new Map(rows.flatMap(({ id, event }) => (event === null ? [] : [[event, id] as const])));
  }

  async document(sha256: string): Promise<KeptDocument | undefined> {
    const row = await this.db
      .selectFrom('register_document')
      .selectAll()
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return row && { bytes: row.bytes, mediaType: row.media_type, sha256 };
  }
}

/** How the row is saved again, with another state. */
export const attemptIn = ({
  id,
  register,
  actor,
  how,
  address,
  day,
  state,
  result,
  event,
  decided,
}: Row): NewAttempt => ({
  ...{ id, register, actor, how, address, day, state, event },
  result: result as NewAttempt['result'],
  decided: decidedIn(decided),
});

/** As JSON that PostgreSQL stores: problems quote what documents say, and that may be half a character or a NUL. */
const storable = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\ufffd') : part,
  );

export const judgedIn = (result: Row['result']): JudgedResult | undefined =>
  result && 'figures' in result ? (result as JudgedResult) : undefined;

const decidedIn = (decided: Row['decided']): Decided | null => {
  const stored = decided as (Omit<Decided, 'at'> & { at: string }) | null;
  return stored && { ...stored, at: new Date(stored.at) };
};

export function summaryOf({ id, register, at, actor, how, address, sha256, day, state, ...row }: Row): AttemptSummary {
  const judged = judgedIn(row.result);
  const problem = row.result && 'problem' in row.result ? (row.result.problem as AttemptProblem) : null;
  return {
    ...{ id, register, at, actor, how, address, sha256, day, state, problem },
    holds: judged?.holds ?? [],
    figures: judged?.figures ?? null,
    event: row.event,
    decided: decidedIn(row.decided),
    progress:
      state === 'applying' && row.staged !== null && row.to_stage !== null
        ? { staged: row.staged, events: row.to_stage }
        : null,
  };
}

export function readingAttempt(row: Row): ReadingAttempt {
  const judged = judgedIn(row.result);
  return {
    ...summaryOf(row),
    differences: judged?.differences ?? [],
    unreadable: judged?.unreadable ?? [],
    unmatched: judged?.unmatched ?? [],
    ...(judged?.preview && row.state === 'held' && { preview: judged.preview }),
  };
}
