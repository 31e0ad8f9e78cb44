import { createHash, randomUUID } from 'node:crypto';
import type { LedgerDatabase } from '#database/connection.js';
import { freshDatabase } from '#test/database.js';
import type { Sample } from './appending.js';

/** One event as long as most are. */
export const sample: Sample = {
  data: { title: 'Qualification SecNumCloud 3.2', decision: '2279', validFrom: '2023-12-28', validUntil: '2026-12-29' },
  source: { kind: 'catalogue', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/', quote: 'Décision de qualification' },
};

/** What the store is measured against: a table of the same columns and indexes, and nothing around it. */
export class BareTable {
  private rows = 0;

  private constructor(private readonly owner: LedgerDatabase) {}

  static async create(owner: LedgerDatabase): Promise<BareTable> {
    await owner.prepared('create bare', 'create table bare (like event including all)', []);
    return new BareTable(owner);
  }

  /** One row, one transaction. */
  async insertOne(data: object, source: object): Promise<void> {
    const places = Array.from({ length: 13 }, (_, index) => `$${index + 1}`).join();
    await this.owner.prepared('insert one', `insert into bare values (${places}, now())`, this.row(data, source));
  }

  /** Many rows, one statement, one transaction: the fastest way to insert through SQL short of COPY. */
  async insertMany(data: object, source: object, count: number): Promise<void> {
    const rows = Array.from({ length: count }, () => this.row(data, source));
    const columns = Array.from({ length: 13 }, (_, column) => rows.map((row) => row[column]));
    const text = `insert into bare select *, now() from unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[],
      $6::int[], $7::text[], $8::jsonb[], $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::bytea[])`;
    await this.owner.prepared('insert many', text, columns);
  }

  private row(data: object, source: object): unknown[] {
    this.rows += 1;
    const stream = `bare-${Math.floor(this.rows / 50)}`;
    const fingerprint = createHash('sha256').update(stream).digest();
    const json = [JSON.stringify(data), JSON.stringify(source)];
    const version = (this.rows % 50) + 1;
    return [this.rows, randomUUID(), stream, version, 'Noted', 1, null, ...json, 'me', null, null, fingerprint];
  }
}

const ms = 2000;
const rows = 500;

/** Rows per second of a bare multi-row insert into a table like the ledger's, 500 a statement, on the server as it is now. */
export async function bareRate(): Promise<number> {
  const database = await freshDatabase();
  try {
    const bare = await BareTable.create(database.owner);
    await bare.insertMany(sample.data, sample.source, rows);
    let count = 0;
    const start = performance.now();
    for (; performance.now() < start + ms; count += rows) await bare.insertMany(sample.data, sample.source, rows);
    return count / ((performance.now() - start) / 1000);
  } finally {
    await database.close();
  }
}
