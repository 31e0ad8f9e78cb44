import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { say } from '#language/phrases.js';
import { ExportLedger, ExportLedgerHandler } from '#transfer/export-ledger.js';
import { type LineSink, readLedger, type StoredLine } from '#transfer/read-ledger.js';
import { count } from '../progress.js';
import { fail, type Finding, ok, RESTORE } from './finding.js';

export interface StructureFindings {
  positions: Finding;
  versions: Finding;
  times: Finding;
}

/** Positions read by one statement. */
const RANGE = 20_000;

interface Faults {
  /** The first position that is missing. */
  gap: number | null;
  /** The first event without the previous version of its stream before it. */
  orphan: number | null;
  /** The first event that was recorded before the one before it. */
  earlier: number | null;
}

/** Order of the events up to a position. Reads ranges, so memory does not grow with the ledger. */
export async function structureOf(
  db: LedgerDatabase,
  head: number,
  onProgress: (position: number) => void,
): Promise<StructureFindings> {
  const first: Faults = { gap: null, orphan: null, earlier: null };
  for (let after = 0; after < head; after += RANGE) {
    const faults = await faultsIn(db, after, Math.min(after + RANGE, head));
    first.gap ??= faults.gap;
    first.orphan ??= faults.orphan;
    first.earlier ??= faults.earlier;
    onProgress(Math.min(after + RANGE, head));
  }
  const finding = (position: number | null, wrong: string, right: string): Finding =>
    position === null ? ok(right) : fail(`Position ${count(position)} ${wrong}.`, RESTORE);
  return {
    positions: finding(first.gap, 'is missing', `${count(head)} events, without a gap.`),
    versions: finding(
      first.orphan,
      'has no previous version in its stream',
      'The versions of each stream have no gap.',
    ),
    times: finding(first.earlier, 'was recorded before the one before it', 'Recording times never decrease.'),
  };
}

async function faultsIn(db: LedgerDatabase, after: number, upTo: number): Promise<Faults> {
  const { rows } = await sql<Faults>`
    with events as materialized (
      select position, stream, version, recorded_at, lag(recorded_at) over (order by position) as before
      from event where position >= ${after} and position <= ${upTo}
    )
    select
      (select min(missing) from generate_series(${after + 1}::bigint, ${upTo}::bigint) as missing
        where (select count(*) from events where position > ${after}) < ${upTo - after}
          and not exists (select from events where position = missing)) as gap,
      (select min(position) from events where position > ${after} and version > 1 and not exists (
        select from event as previous where previous.stream = events.stream
          and previous.version = events.version - 1 and previous.position < events.position)) as orphan,
      (select min(position) from events where recorded_at < before) as earlier
  `.execute(db);
  return rows[0] ?? { gap: null, orphan: null, earlier: null };
}

/** The row that says where the ledger ends, and the last event, in one snapshot. */
export async function headOf(db: LedgerDatabase): Promise<{ head: number; finding: Finding }> {
  const { rows } = await sql<{ head: number; last: number; agree: boolean }>`
    select head.position as head, coalesce(event.position, 0) as last, head.position = coalesce(event.position, 0)
      and head.recorded_at is not distinct from coalesce(event.recorded_at, head.recorded_at) as agree
    from ledger_head as head left join (select * from event order by position desc limit 1) as event on true
  `.execute(db);
  const [{ head, last, agree } = { head: 0, last: 0, agree: false }] = rows;
  const finding = agree
    ? ok(`The ledger ends at position ${count(head)}, as its head says.`)
    : fail(
        `The head of the ledger is at ${count(head)} and its last event at ${count(last)}, or their times differ.`,
        RESTORE,
      );
  return { head: last, finding };
}

/**
 * Reads every event as `jalon import` reads a ledger file: whether it is readable, its references, and its fingerprint.
 * Keeps the names of streams and the ids of events: some 100 bytes per event.
 */
export async function contentsOf(db: LedgerDatabase, onProgress: (position: number) => void): Promise<Finding> {
  const events = new EventStore<LedgerEvent>(db, codec);
  const { text } = await new ExportLedgerHandler(db, events).execute(new ExportLedger());
  const fingerprints = new FingerprintCheck(db, onProgress);
  try {
    const { providers, dossiers } = await readLedger(encoded(text), codec, fingerprints);
    const { changed } = fingerprints;
    if (changed !== undefined)
      return fail(
        `The event at position ${count(changed)} is not what was recorded: its fingerprint differs.`,
        RESTORE,
      );
    return ok(`All events are readable and unchanged: ${count(providers)} providers, ${count(dossiers)} dossiers.`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [problem] = error.problems;
    const where = problem?.row === undefined ? '' : `Position ${count(problem.row - 1)}, ${problem.field}: `;
    return fail(
      `${where}${say(problem ?? error.why, 'en')}.`,
      'Use the latest release; if it says the same, restore a backup.',
    );
  }
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of text) yield Buffer.from(chunk);
}

/** Compares the events with the fingerprints that were stored with them. */
class FingerprintCheck implements LineSink {
  /** The first position whose event differs. */
  changed: number | undefined;
  #lines: StoredLine[] = [];

  constructor(
    private readonly db: LedgerDatabase,
    private readonly onProgress: (position: number) => void,
  ) {}

  add(line: StoredLine): Promise<void> {
    this.#lines.push(line);
    return Promise.resolve();
  }

  async received(): Promise<void> {
    const [first, last] = [this.#lines[0], this.#lines.at(-1)];
    if (!first || !last) return;
    const rows = await this.db
      .selectFrom('event')
      .select(['position', 'fingerprint'])
      .where('position', '>=', first.event.position)
      .where('position', '<=', last.event.position)
      .execute();
    const stored = new Map(rows.map(({ position, fingerprint }) => [position, fingerprint.toString('hex')]));
    this.changed ??= this.#lines.find(
      ({ event, fingerprint }) => stored.get(event.position) !== fingerprint,
    )?.event.position;
    this.#lines = [];
    this.onProgress(last.event.position);
  }
}
