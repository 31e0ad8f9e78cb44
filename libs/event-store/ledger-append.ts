import type { LedgerDatabase } from '#database/connection.js';
import { arrayLiteral } from './array-literal.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { EncodedEvent } from './encoded-append.js';
import { Conflict, IdReused, Unstorable } from './errors.js';

/** What became of one append of a batch. */
export type Outcome =
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

/** One server call for a whole batch: every append is committed or refused by itself when it returns. */
export async function ledgerAppend(
  db: LedgerDatabase,
  batch: readonly (readonly EncodedEvent[])[],
): Promise<Outcome[]> {
  const rows = batch.flat();
  const slice = new TimeSlice();
  const columns: string[] = [];
  for (const name of COLUMNS) {
    columns.push(arrayLiteral(rows.map((row) => row[name])));
    if (slice.isOver) await slice.yield();
  }
  const sizes = batch.map((append) => append.length);
  const answers = await db.prepared<Answer>('ledger_append', text, [sizes, ...columns]);
  const whole = answers[0]?.append === 0 ? answers[0] : undefined;
  return whole ? shareOut(whole, batch) : answers.map(toOutcome);
}

/** The batch went in as one piece: each append has its share of it. */
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
