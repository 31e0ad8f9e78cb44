import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { LedgerDatabase } from '#database/connection.js';
import { backedUpTables, OF_THE_SERVER, TEXT_FORMAT } from './backed-up-tables.js';
import { type BackupHeader, END, FORMAT, FORMAT_VERSION } from './backup-file.js';

interface TableToCopy {
  name: string;
  columns: string[];
  rows: number;
}

/**
 * One snapshot of everything that a restored Jalon needs to give the same answers, projections included. Api and worker
 * continue meanwhile; what they commit later is not part of it. Rows that PostgreSQL would otherwise remove are kept until
 * the end, so the database may grow while a slow reader takes its time.
 */
export class Snapshot {
  readonly #hash = createHash('sha256');

  private constructor(
    private readonly client: pg.Client,
    readonly header: BackupHeader,
    private readonly tables: readonly TableToCopy[],
  ) {}

  /** To be closed. */
  static async open(db: LedgerDatabase, about: { release: string; secret: string | null }): Promise<Snapshot> {
    const client = await db.dedicated('jalon backup');
    try {
      await client.query(TEXT_FORMAT);
      await client.query('begin isolation level repeatable read read only');
      const tables = await tablesIn(client);
      const { rows } = await client.query<
        Pick<BackupHeader, 'position' | 'takenAt' | 'migrations' | 'filesElsewhere'>
      >(`
        select position,
          to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "takenAt",
          array(select name::text from kysely_migration) as migrations,
          (select count(*) from evidence_file where store = 's3' and sha256 is not null) as "filesElsewhere"
        from ledger_head
      `);
      const [found = { position: 0, takenAt: '', migrations: [], filesElsewhere: 0 }] = rows;
      const header: BackupHeader = {
        format: FORMAT,
        formatVersion: FORMAT_VERSION,
        ...about,
        ...found,
        migrations: found.migrations.toSorted(),
        tables: tables.map(({ name, rows }) => ({ name, rows })),
      };
      return new Snapshot(client, header, tables);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** The lines of the file. @param onRows called with the number of further rows */
  async *text(onRows: (rows: number) => void): AsyncGenerator<Buffer> {
    yield this.#hashed(`${JSON.stringify(this.header)}\n`);
    for (const { name, columns } of this.tables) {
      yield this.#hashed(`${JSON.stringify({ table: name, columns })}\n`);
      const listed = columns.map((column) => `"${column}"`).join(', ');
      for await (const chunk of this.client.query(copyTo(`copy public."${name}" (${listed}) to stdout`))) {
        onRows(linesIn(chunk as Buffer));
        yield this.#hashed(chunk as Buffer);
      }
      yield this.#hashed(END);
    }
    yield Buffer.from(`${JSON.stringify({ sha256: this.#hash.digest('hex') })}\n`);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  #hashed(text: string | Buffer): Buffer {
    const bytes = Buffer.from(text);
    this.#hash.update(bytes);
    return bytes;
  }
}

/** COPY writes a row per line, and line ends of texts as `\n`. */
export function linesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Every table before those that refer to it. */
async function tablesIn(client: pg.Client): Promise<TableToCopy[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; refers: string[] }>(
    `select relname::text as name,
      array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped
        and attgenerated = '' order by attnum) as columns,
      array(select confrelid::regclass::text from pg_constraint where conrelid = pg_class.oid and contype = 'f'
        and confrelid <> conrelid) as refers
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname = any($1) order by relname`,
    [backedUpTables],
  );
  const ordered: TableToCopy[] = [];
  const left = new Map(rows.map((row) => [row.name, row]));
  while (left.size > 0) {
    const next = [...left.values()].filter(({ refers }) => !refers.some((name) => left.has(name)));
    if (next.length === 0) throw new Error(`These tables refer to each other: ${[...left.keys()].join(', ')}`);
    for (const { name, columns } of next) {
      const { rows: counted } = await client.query<{ rows: number }>(`select count(*) as rows from public."${name}"`);
      const kept = columns.filter((column) => !OF_THE_SERVER[name]?.includes(column));
      ordered.push({ name, columns: kept, rows: counted[0]?.rows ?? 0 });
      left.delete(name);
    }
  }
  return ordered;
}
