import { hash } from 'node:crypto';
import { extname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterReadingTable } from '#database/tables/work.js';
import type { Day } from '#domain/date/day.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import type { Reason } from '#domain/reasons.js';
import { type Problem, type Refusal, refuse } from '#domain/refusal.js';
import type { UnreadableEntry } from '#domain/register/entry.js';
import type { Difference, Figures } from '#domain/register/judgement.js';
import type { Hold } from '#domain/register/register-events.js';
import type { Unmatched } from './identify-providers.js';

const BATCH = 500;

/**
 * Deletes some attempts of before an instant that changed nothing: they failed, could not be read or found nothing new. Those
 * that an officer decided on stay, like documents. @returns how many
 */
export async function deleteOldAttempts(db: LedgerDatabase, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from register_reading where id in (
      select id from register_reading where state in ('failed', 'refused', 'same') and at < ${before}
      limit ${BATCH} for update skip locked
    )
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Differences of a reading that are kept and listed. */
export const DIFFERENCES_LISTED = 1_000;
/** Unreadable entries and values of a reading that are kept and listed. */
export const UNREADABLE_LISTED = 100;

/** What a reading would change that a second person has to look at. */
export interface ReadingPreview {
  /** Stands for all of it. */
  id: string;
  /** As kept: at most `DIFFERENCES_LISTED`. */
  changes: StatusChange[];
}

interface Found {
  /** At most `DIFFERENCES_LISTED`. */
  differences: Difference[];
  /** At most `UNREADABLE_LISTED`. */
  unreadable: UnreadableEntry[];
  /** Entries that stay where they are although the register lists them under another name of a provider, at most `DIFFERENCES_LISTED`. */
  unmatched: Unmatched[];
  preview?: ReadingPreview;
}

export interface ReadingOutcome extends Found {
  /** Of the attempt. */
  id: string;
  /** Slug. */
  register: string;
  state: 'recorded' | 'held' | 'same' | 'discarded' | 'preview';
  day: Day;
  sha256: string;
  /** Why an officer has to look at it. */
  holds: Hold[];
  figures: Figures;
  /** The id of its event, for `same` that of the earlier one; `null` if nothing is recorded. */
  event: string | null;
  /** From this position on the ledger holds all of it; `null` if nothing is recorded. */
  position: number | null;
  at: Date;
  /** The reason for which it was accepted. */
  accepted?: string;
}

/** Why a document cannot be read, or could not be fetched. */
interface AttemptProblem {
  why: Reason;
  problems: readonly Problem[];
}

/** An attempt to read a register, without its differences. */
export interface AttemptSummary {
  id: string;
  /** Slug. */
  register: string;
  at: Date;
  actor: string;
  how: RegisterReadingTable['how'];
  address: string | null;
  sha256: string | null;
  day: Day | null;
  state: RegisterReadingTable['state'];
  holds: Hold[];
  /** `null` if the document could not be read or fetched, or is unchanged on the server. */
  figures: Figures | null;
  problem: AttemptProblem | null;
  /** The id of its event, or for `same` that of the earlier reading. */
  event: string | null;
  decided: Decided | null;
  /** How far it is while it is being recorded: nothing is on record before all events are staged. */
  progress: { staged: number; events: number } | null;
}

/** Attempts of these states are shown to everybody; the others to readers with a key or session only. */
export const PUBLIC_STATES: readonly AttemptSummary['state'][] = ['recorded'];

/** What everybody may know of one: neither who decided and why, nor an address, which may have a secret. */
export const publicly = <A extends AttemptSummary>(attempt: A): A => ({
  ...attempt,
  ...{ actor: '', address: null, holds: [], decided: null },
});

export type ReadingAttempt = AttemptSummary & Found;

export interface Decided {
  decision: 'accept' | 'discard';
  /** The actor, as in the ledger. */
  by: string;
  at: Date;
  reason: string;
}

export interface KeptDocument {
  bytes: Buffer;
  mediaType: string;
  sha256: string;
}

export const sha256Of = (bytes: Buffer): string => hash('sha256', bytes, 'hex');

export interface NewAttempt extends Omit<
  AttemptSummary,
  'at' | 'sha256' | 'holds' | 'figures' | 'problem' | 'progress'
> {
  result: JudgedResult | { problem: AttemptProblem } | null;
}

export interface JudgedResult extends Found {
  holds: Hold[];
  figures: Figures;
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

  /** The attempt that recorded a reading. @param event the id of its event */
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

  /** Those of a register that wait for an officer, in order of their days. */
  async heldOf(register: string): Promise<Pick<Row, 'id' | 'day'>[]> {
    return this.db
      .selectFrom('register_reading')
      .select(['id', 'day'])
      .where('register', '=', register)
      .where('state', '=', 'held')
      .orderBy('day')
      .orderBy('at')
      .orderBy('id')
      .execute();
  }

  /** Those that a process has begun to record and not ended. */
  async applying(): Promise<Row[]> {
    return this.db.selectFrom('register_reading').selectAll().where('state', '=', 'applying').orderBy('at').execute();
  }

  async countHeld(): Promise<number> {
    return [...(await this.heldCounts()).values()].reduce((sum, held) => sum + held, 0);
  }

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
export function attemptIn({ result, decided, ...row }: Row): NewAttempt {
  const { id, register, actor, how, address, day, state, event } = row;
  const kept = { id, register, actor, how, address, day, state, event };
  return { ...kept, result: result as NewAttempt['result'], decided: decidedIn(decided) };
}

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

/** The first extension of a media type is the one that downloads have. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  txt: 'text/plain',
  html: 'text/html',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  pdf: 'application/pdf',
  htm: 'text/html',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The media type of a file, by the extension of its name: what browsers state depends on the machine. */
export const mediaTypeOf = (name: string): string =>
  MEDIA_TYPES[extname(name).slice(1).toLowerCase()] ?? 'application/octet-stream';

/** The name under which the document of a reading is downloaded. */
export function fileNameOf({ register, day }: ReadingAttempt, { mediaType, sha256 }: KeptDocument): string {
  const extension = Object.entries(MEDIA_TYPES).find(([, type]) => mediaType.startsWith(type))?.[0] ?? 'bin';
  return `${[register, ...(day === null ? [] : [day]), sha256.slice(0, 8)].join('-')}.${extension}`;
}

export const unknownReading = (reading: string): Refusal =>
  refuse('not-found', 'reading', 'reading-not-found', { reading });
