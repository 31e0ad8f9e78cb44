import { sql } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import { arrayLiteral } from '#database/array-literal.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue, isRejectedStatement } from '#database/errors.js';
import type { EncodedEvent } from './encoding.js';
import { Conflict, IdReused, Unstorable } from './events.js';
import type { Assumption } from './ledger-head.js';

/** The outcome of one append of a batch. */
export type Outcome =
  | { kind: 'recorded'; first: number; versions: number[]; recordedAt: Date }
  | { kind: 'replayed' }
  /** Nothing was recorded: the ledger is not as it was assumed to be. */
  | { kind: 'outdated' }
  | { kind: 'refused'; error: Conflict | IdReused | Unstorable };

/** Time for each event of an append, besides the fixed time limit. Recording one takes a fiftieth of it. */
const MS_PER_EVENT = 2;

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

/** Last defined in migrations/2026-11-28-ye-traces.ts, as is `ledger_append_one`. */
const text = `select * from ledger_append($1::int[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::int[],
  $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])`;

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
  'traceparent',
] as const satisfies (keyof EncodedEvent)[];

/**
 * One server call for a whole batch: each append is committed or rejected independently.
 *
 * @param assumed of a single event
 */
export async function ledgerAppend(
  db: LedgerDatabase,
  batch: readonly (readonly EncodedEvent[])[],
  assumed?: Assumption,
): Promise<Outcome[]> {
  const rows = batch.flat();
  const [only] = rows;
  if (only && assumed) return [(await appendOne(db, only, assumed)) ?? { kind: 'outdated' }];
  const alone = only && rows.length === 1 ? await appendOne(db, only) : undefined;
  if (alone) return [alone];
  const slice = new TimeSlice();
  const columns: (string | null)[] = [];
  const traced = rows.some(({ traceparent }) => traceparent !== null);
  for (const name of COLUMNS) {
    columns.push(name === 'traceparent' && !traced ? null : arrayLiteral(rows.map((row) => row[name])));
    if (slice.isOver) await slice.yield();
  }
  const sizes = batch.map((append) => append.length);
  const answers = await db.append<Answer>('ledger_append', text, [sizes, ...columns], rows.length * MS_PER_EVENT);
  const whole = answers[0]?.append === 0 ? answers[0] : undefined;
  return whole ? shareOut(whole, batch) : answers.map(toOutcome);
}

/** Adds a piece to what `appendStaged` records. @param after the number of events before it; 0 forgets what an earlier attempt left */
export async function stage(db: LedgerDatabase, append: string, after: number, rows: readonly EncodedEvent[]) {
  if (after === 0) await forget(db, append);
  const columns = COLUMNS.map((name) => arrayLiteral(rows.map((row) => row[name])));
  const [ids, streams, expecteds, types, versions, occurreds, datas, sources, actors, ...rest] = columns;
  const [correlations, causations, fingerprints, traceparents] = rest;
  await sql`
    insert into staged_event
      select ${append}, ${after} + nth, id, stream, expected, type, schema_version, occurred, data, source, actor,
        correlation_id, causation_id, fingerprint, traceparent
      from unnest(${ids}::uuid[], ${streams}::text[], ${expecteds}::bigint[], ${types}::text[], ${versions}::int[],
        ${occurreds}::text[], ${datas}::text[], ${sources}::text[], ${actors}::text[], ${correlations}::text[],
        ${causations}::text[], ${fingerprints}::text[], ${traceparents}::text[]) with ordinality
        a (id, stream, expected, type, schema_version, occurred, data, source, actor, correlation_id, causation_id,
          fingerprint, traceparent, nth)
  `.execute(db);
}

/** What is staged of an append, and what others left a day ago. */
export async function forget(db: LedgerDatabase, append: string): Promise<void> {
  await sql`delete from staged_event where append = ${append} or staged_at < now() - interval '1 day'`.execute(db);
}

interface StagedAnswer extends Pick<Answer, 'outcome' | 'detail'> {
  last_position: number | null;
}

/** Records what is staged, all or nothing. @returns its last position, also if it was on record @throws Conflict, IdReused, Unstorable */
export async function appendStaged(db: LedgerDatabase, append: string, events: number): Promise<number> {
  const call = 'select * from ledger_append_staged($1, $2)';
  const [answer] = await db.append<StagedAnswer>('ledger_append_staged', call, [append, events], events * MS_PER_EVENT);
  if (answer?.last_position != null && answer.outcome !== 'reused') return answer.last_position;
  if (answer?.outcome === 'stale' || answer?.outcome === 'reused' || answer?.outcome === 'unstorable')
    throw refusalOf(answer.outcome, answer.detail);
  throw new Error('what was staged is lost: PostgreSQL has crashed');
}

const places = (count: number): string => Array.from({ length: count }, (_, index) => `$${index + 1}`).join();
const textOfOne = `select * from ledger_append_one(${places(COLUMNS.length)})`;
const textAt = `select * from ledger_append_at(${places(COLUMNS.length + 2)})`;

/** @returns `undefined` if the event was not recorded, for a reason that `ledger_append` gives */
async function appendOne(db: LedgerDatabase, event: EncodedEvent, at?: Assumption): Promise<Outcome | undefined> {
  const values = COLUMNS.map((name) => (name === 'fingerprint' ? `\\x${event.fingerprint}` : event[name]));
  try {
    const [row] = at
      ? await db.append<OneAnswer>('ledger_append_at', textAt, [at.head, at.known, ...values], MS_PER_EVENT)
      : await db.append<OneAnswer>('ledger_append_one', textOfOne, values, MS_PER_EVENT);
    return row && { kind: 'recorded', first: row.first_position, versions: [row.version], recordedAt: row.recorded_at };
  } catch (error) {
    if (isRefusedValue(error) || (at && isRejectedStatement(error))) return undefined;
    throw error;
  }
}

/** The results of the appends of a batch that was recorded as a whole. */
function shareOut(whole: Answer, batch: readonly (readonly EncodedEvent[])[]): Outcome[] {
  const { first_position, versions } = whole;
  let offset = 0;
  return batch.map(({ length }) => {
    const share = versions?.slice(offset, offset + length) ?? null;
    const first = (first_position ?? NaN) + offset;
    offset += length;
    return toOutcome({ ...whole, first_position: first, versions: share });
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
    case 'reused':
    case 'unstorable':
      return { kind: 'refused', error: refusalOf(outcome, detail) };
  }
}

function refusalOf(outcome: 'stale' | 'reused' | 'unstorable', detail: Answer['detail']) {
  switch (outcome) {
    case 'stale':
      return new Conflict(detail?.stream ?? '', detail?.expected ?? NaN, detail?.actual ?? NaN);
    case 'reused':
      return new IdReused(detail?.id ?? '');
    case 'unstorable':
      return new Unstorable(detail?.message);
  }
}
