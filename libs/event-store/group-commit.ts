import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import { arrayLiteral } from '#database/array-literal.js';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isLostConnection, isRefusedValue, isTimeJump, outageOf } from '#database/errors.js';
import type { EncodedEvent } from './encoding.js';
import { AppendQueueFull, Conflict, IdReused, TimeJumped, Unstorable } from './events.js';

const eventsPerBatch = 1000;

/** Time for each event of an append, besides the fixed time limit. Recording one takes a fiftieth of it. */
const MS_PER_EVENT = 2;

/** More than as many requests under way; a bound for memory and for the time that a queued append waits. */
export const MOST_QUEUED = 10_000;

interface Pending {
  rows: readonly EncodedEvent[];
  settle: (outcome: Outcome) => void;
  fail: (error: unknown) => void;
}

/**
 * The queue of one process: while a batch is committing, the next one fills. Batches hold up to 1000 events; a larger
 * append is sent alone. A crash loses queued appends, which are not acknowledged yet. So does an outage: when a batch cannot
 * be sent, those behind it fail with it instead of waiting for their own timeout.
 */
export class GroupCommit {
  private queue: Pending[] = [];
  private running = false;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly mostQueued: number,
    private readonly clock: Clock,
  ) {}

  /** @throws AppendQueueFull, and nothing was recorded */
  async submit(rows: readonly EncodedEvent[]): Promise<Exclude<Outcome, { kind: 'refused' }>> {
    if (this.queue.length >= this.mostQueued) throw new AppendQueueFull();
    const outcome = await new Promise<Outcome>((settle, fail) => {
      this.queue.push({ rows, settle, fail });
      if (!this.running) void this.drain();
    });
    if (outcome.kind === 'refused') throw outcome.error;
    return outcome;
  }

  private async drain(): Promise<void> {
    this.running = true;
    await Promise.resolve(); // batches appends of the same tick
    while (this.queue.length > 0) {
      await this.commit(this.takeBatch());
      await setImmediate(); // lets callers that were just answered join the next batch
    }
    this.running = false;
  }

  private takeBatch(): Pending[] {
    let events = 0;
    let count = 0;
    for (const { rows } of this.queue) {
      events += rows.length;
      if (count > 0 && events > eventsPerBatch) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async commit(batch: Pending[]): Promise<void> {
    try {
      const outcomes = await this.sendTwice(batch.map(({ rows }) => rows));
      batch.forEach(({ settle, fail }, index) => {
        const outcome = outcomes[index];
        if (outcome) settle(outcome);
        else fail(new Error('ledger_append left an append unanswered'));
      });
    } catch (error) {
      if (isRefusedValue(error)) await this.commitAlone(batch, error);
      else for (const { fail } of this.failedWith(error, batch)) fail(error);
    }
  }

  private failedWith(error: unknown, batch: readonly Pending[]): readonly Pending[] {
    return outageOf(error) === undefined ? batch : [...batch, ...this.queue.splice(0)];
  }

  /** A value that PostgreSQL rejects before the function runs (a NUL in a text) fails the call; appends are then retried one by one. */
  private async commitAlone(batch: Pending[], error: Error): Promise<void> {
    const [only] = batch;
    if (batch.length === 1) only?.settle({ kind: 'refused', error: new Unstorable(error.message, { cause: error }) });
    else for (const pending of batch) await this.commit([pending]);
  }

  /**
   * After a lost connection it is unknown whether the batch was committed. Retrying is safe: recorded appends are returned
   * as replays. If the retry fails too, the callers get the error and can retry as well.
   */
  private async sendTwice(batch: (readonly EncodedEvent[])[]): Promise<Outcome[]> {
    try {
      return await ledgerAppend(this.db, batch);
    } catch (error) {
      if (isTimeJump(error)) await this.confirmClock(error);
      else if (!isLostConnection(error)) throw error;
      return ledgerAppend(this.db, batch);
    }
  }

  /**
   * After a day without events, or when the clock of the database was set. On one machine, both clocks are set at once, and
   * only the time since the start of this process differs.
   *
   * @throws TimeJumped
   */
  private async confirmClock(error: Error): Promise<void> {
    const { rows } = await sql<{ confirmed: boolean }>`
      select ledger_confirm_clock(${this.clock.sinceStart()}) as confirmed
    `.execute(this.db.ledger);
    if (rows[0]?.confirmed !== true) throw new TimeJumped(error.message, { cause: error });
  }
}

/** The outcome of one append of a batch. */
type Outcome =
  | { kind: 'recorded'; first: number; versions: number[]; recordedAt: Date }
  | { kind: 'replayed' }
  | { kind: 'refused'; error: Conflict | IdReused | Unstorable };

interface Answer {
  append: number;
  outcome: 'recorded' | 'replayed' | 'stale' | 'reused' | 'unstorable';
  first_position: number | null;
  versions: number[] | null;
  recorded_at: Date | null;
  detail: { stream: string; expected: number; actual: number; id: string; message: string } | null;
}

interface OneAnswer {
  first_position: number;
  version: number;
  recorded_at: Date;
}

const text = `select * from ledger_append($1::int[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::int[],
  $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])`;

const COLUMNS = [
  'id',
  'stream',
  'expected',
  'type',
  'schemaVersion',
  'occurred',
  'data',
  'source',
  'actor',
  'correlationId',
  'causationId',
  'fingerprint',
] as const satisfies (keyof EncodedEvent)[];

/** One server call for a whole batch: each append is committed or rejected independently. */
async function ledgerAppend(db: LedgerDatabase, batch: readonly (readonly EncodedEvent[])[]): Promise<Outcome[]> {
  const rows = batch.flat();
  const [only] = rows;
  const alone = only && rows.length === 1 ? await appendOne(db, only) : undefined;
  if (alone) return [alone];
  const slice = new TimeSlice();
  const columns: string[] = [];
  for (const name of COLUMNS) {
    columns.push(arrayLiteral(rows.map((row) => row[name])));
    if (slice.isOver) await slice.yield();
  }
  const sizes = batch.map((append) => append.length);
  const answers = await db.append<Answer>('ledger_append', text, [sizes, ...columns], rows.length * MS_PER_EVENT);
  const whole = answers[0]?.append === 0 ? answers[0] : undefined;
  return whole ? shareOut(whole, batch) : answers.map(toOutcome);
}

const textOfOne = 'select * from ledger_append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/** @returns `undefined` if the event was not recorded, for a reason that `ledger_append` gives */
async function appendOne(db: LedgerDatabase, event: EncodedEvent): Promise<Outcome | undefined> {
  const values = COLUMNS.map((name) => (name === 'fingerprint' ? `\\x${event.fingerprint}` : event[name]));
  try {
    const [row] = await db.append<OneAnswer>('ledger_append_one', textOfOne, values, MS_PER_EVENT);
    return row && { kind: 'recorded', first: row.first_position, versions: [row.version], recordedAt: row.recorded_at };
  } catch (error) {
    if (isRefusedValue(error)) return undefined;
    throw error;
  }
}

/** The results of the appends of a batch that was recorded as a whole. */
function shareOut(whole: Answer, batch: readonly (readonly EncodedEvent[])[]): Outcome[] {
  const { first_position, versions, recorded_at } = whole;
  let offset = 0;
  return batch.map(({ length }) => {
    const share = versions?.slice(offset, offset + length) ?? null;
    const first = (first_position ?? NaN) + offset;
    offset += length;
    return toOutcome({ ...whole, first_position: first, versions: share, recorded_at });
  });
}

function toOutcome({ outcome, first_position, versions, recorded_at, detail }: Answer): Outcome {
  switch (outcome) {
    case 'recorded':
      if (first_position === null || !versions || !recorded_at) throw new Error('ledger_append recorded nothing');
      return { kind: 'recorded', first: first_position, versions, recordedAt: recorded_at };
    case 'replayed':
      return { kind: 'replayed' };
    case 'stale':
      return refused(new Conflict(detail?.stream ?? '', detail?.expected ?? NaN, detail?.actual ?? NaN));
    case 'reused':
      return refused(new IdReused(detail?.id ?? ''));
    case 'unstorable':
      return refused(new Unstorable(detail?.message));
  }
}

const refused = (error: Conflict | IdReused | Unstorable): Outcome => ({ kind: 'refused', error });
