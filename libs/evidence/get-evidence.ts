import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { EvidenceAttached } from '#domain/evidence/evidence.js';
import { reason, Refusal } from '#domain/refusal.js';
import { EvidenceFiles } from './evidence-files.js';

export interface Evidence {
  /** As last attached. */
  data: EvidenceAttached['data'];
  /** The stream of the event that attached it. */
  stream: string;
  bytes: AsyncGenerator<Uint8Array>;
}

/** A file by its SHA-256, if an event refers to it. One that was withdrawn stays on record, and so does its file. */
export class GetEvidence extends Query<Evidence> {
  constructor(readonly sha256: string) {
    super();
  }
}

@QueryHandler(GetEvidence)
export class GetEvidenceHandler implements IQueryHandler<GetEvidence> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly files: EvidenceFiles,
  ) {}

  /** @throws Refusal not-found */
  async execute({ sha256 }: GetEvidence): Promise<Evidence> {
    const { rows } = await sql<{ data: unknown; stream: string }>`
      select data, stream from event
      where type = 'EvidenceAttached' and data ->> 'sha256' = ${sha256}
      order by position desc limit 1
    `.execute(this.db.ledger);
    const [row] = rows;
    if (!row) throw new Refusal('not-found', reason('evidence-not-found', { sha256 }));
    const data = EvidenceAttached.schema.shape.data.parse(row.data);
    return { data, stream: row.stream, bytes: await this.files.read(sha256) };
  }
}
