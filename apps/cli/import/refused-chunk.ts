import { CannotGoOn } from '../cannot-go-on.js';
import type { Chunk } from './chunks.js';
import { ImportRefused } from './post-csv.js';

/** One line per problem, with the line of the whole file. @throws CannotGoOn, or the error when it is none of the file */
export function explain(error: unknown, { linesBefore }: Chunk, state: string): never {
  if (!(error instanceof ImportRefused)) throw error;
  const lines = error.problems.map(({ row, field, reason }) =>
    row === undefined ? `${field}: ${reason}` : `row ${row + linesBefore}, ${field}: ${reason}`,
  );
  throw new CannotGoOn([error.message, ...lines, state].join('\n'));
}
