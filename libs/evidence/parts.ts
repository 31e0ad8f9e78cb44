import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';

const PART_BYTES = 256 * 1024;

/** The same bytes in parts of 256 kB; the last one may be shorter. None for no bytes. */
export async function* partsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    let rest = piece;
    while (length + rest.length >= PART_BYTES) {
      const taken = PART_BYTES - length;
      yield Buffer.concat([...pieces, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      pieces = [];
      length = 0;
    }
    if (rest.length > 0) pieces.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

/** Without reading them from their TOAST table: they are stored uncompressed, with their length. */
export async function sizeOfParts(db: Kysely<Database>, file: string): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select coalesce(sum(length(bytes)), 0)::bigint as size from evidence_part where file = ${file}
  `.execute(db);
  return rows[0]?.size ?? 0;
}
