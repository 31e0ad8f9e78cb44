import { createHash } from 'node:crypto';
import type { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import { exportedLeaves, integrate } from '#proof/ledger-log.js';
import { FORMAT, FORMAT_VERSION } from './ledger-file.js';

interface ExportedLedger {
  /** The last position included. */
  head: number;
  /** Generated as it is consumed. */
  text: AsyncGenerator<string>;
}

export interface LedgerAccess {
  db: LedgerDatabase;
  events: EventStore<LedgerEvent>;
}

/**
 * The ledger up to its current head as a file; later events are not included.
 *
 * @param knownAt only what was on record at this instant; absent: everything
 * @see ledger-file.ts
 */
export async function exportLedger({ db, events }: LedgerAccess, knownAt?: Date): Promise<ExportedLedger> {
  const head = knownAt ? await events.positionAt(knownAt) : await events.head();
  await integrate(db, undefined, Infinity); // every event has a salt and a hash then
  return { head, text: ledgerText(db, { head, knownAt }) };
}

const EVENTS_PER_CHUNK = 500;

/** PostgreSQL formats the lines, so stored values are never converted and cannot change. */
const select = `
  select format(
    '{"position":%s,"id":"%s","stream":%s,"version":%s,"type":%s,"schemaVersion":%s,"occurred":%s,"data":%s,"source":%s,"actor":%s,"correlationId":%s,"causationId":%s,"recordedAt":"%s","salt":"%s"}',
    position, id, to_json(stream), version, to_json(type), schema_version, coalesce(to_json(occurred)::text, 'null'), data,
    coalesce(source::text, 'null'), to_json(actor), coalesce(to_json(correlation_id)::text, 'null'),
    coalesce(to_json(causation_id)::text, 'null'), to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), encode(salt, 'hex')
  ) as line
  from event join log_salt using (position) where position > $1 and position <= $2 order by position limit ${EVENTS_PER_CHUNK}`;

/**
 * A ledger file in chunks of some hundred lines. The ledger is append-only, so all reads up to a position agree: no
 * transaction has to stay open while the reader consumes the file.
 */
async function* ledgerText(
  db: LedgerDatabase,
  { head, knownAt }: { head: number; knownAt: Date | undefined },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const known = knownAt?.toISOString() ?? null;
  let chunk = `${JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, head, knownAt: known })}\n`;
  for (let position = 0; position < head;) {
    const rows = await db.prepared<{ line: string }>('ledger_text', select, [position, head]);
    if (rows.length === 0) throw new Error(`Ledger ends at position ${position}; expected ${head}`);
    const leaves = await exportedLeaves(db, position, rows.length);
    position += rows.length;
    chunk += rows.map(({ line }, nth) => `${line.slice(0, -1)},"leaf":"${leaves[nth] ?? ''}"}\n`).join('');
    hash.update(chunk);
    yield chunk;
    chunk = '';
  }
  hash.update(chunk);
  yield `${chunk}${JSON.stringify({ events: head, sha256: hash.digest('hex') })}\n`;
}
