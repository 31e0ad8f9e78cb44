import { createHash } from 'node:crypto';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { FORMAT, FORMAT_VERSION } from './ledger-file.js';

interface ExportedLedger {
  /** The last position that is in. */
  head: number;
  /** Piece by piece, as it is asked for. */
  text: AsyncGenerator<string>;
}

/** The whole ledger as a file, up to where it stands now; what is recorded meanwhile is not in. @see ledger-file.ts */
export class ExportLedger extends Query<ExportedLedger> {
  /** @param knownAt only what was on record at this instant; absent: everything */
  constructor(readonly knownAt?: Date) {
    super();
  }
}

@QueryHandler(ExportLedger)
export class ExportLedgerHandler implements IQueryHandler<ExportLedger> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ knownAt }: ExportLedger): Promise<ExportedLedger> {
    const head = knownAt ? await this.events.positionAt(knownAt) : await this.events.head();
    return { head, text: ledgerText(this.db, { head, knownAt }) };
  }
}

const EVENTS_PER_PIECE = 500;

/** PostgreSQL writes the lines: what it holds is not read as anything on the way, so nothing of it can change. */
const select = `
  select format(
    '{"position":%s,"id":"%s","stream":%s,"version":%s,"type":%s,"schemaVersion":%s,"occurred":%s,"data":%s,"source":%s,"actor":%s,"correlationId":%s,"causationId":%s,"recordedAt":"%s"}',
    position, id, to_json(stream), version, to_json(type), schema_version, coalesce(to_json(occurred)::text, 'null'), data,
    coalesce(source::text, 'null'), to_json(actor), coalesce(to_json(correlation_id)::text, 'null'),
    coalesce(to_json(causation_id)::text, 'null'), to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  ) as line
  from event where position > $1 and position <= $2 order by position limit ${EVENTS_PER_PIECE}`;

/**
 * The lines of a ledger file in pieces of some hundred. The ledger is append-only, so up to a position it is the same at
 * every read: no transaction has to stay open for as long as the reader takes.
 */
async function* ledgerText(
  db: LedgerDatabase,
  { head, knownAt }: { head: number; knownAt: Date | undefined },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const known = knownAt?.toISOString() ?? null;
  let piece = `${JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, head, knownAt: known })}\n`;
  for (let position = 0; position < head;) {
    const rows = await db.prepared<{ line: string }>('ledger_text', select, [position, head]);
    if (rows.length === 0) throw new Error(`the ledger ends at ${position} and not at ${head}`);
    position += rows.length;
    piece += rows.map(({ line }) => `${line}\n`).join('');
    hash.update(piece);
    yield piece;
    piece = '';
  }
  hash.update(piece);
  yield `${piece}${JSON.stringify({ events: head, sha256: hash.digest('hex') })}\n`;
}
