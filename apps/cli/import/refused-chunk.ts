import { Refused } from '../call-api.js';
import { CannotGoOn } from '../cannot-go-on.js';
import type { Chunk } from './chunks.js';

/** What has become of a file, in words. */
export interface Outcome {
  /** When nothing of the chunk is recorded. */
  refused: string;
  /** When nobody knows whether it is. */
  unclear: string;
}

/** One line per problem, with the line of the whole file. @throws CannotGoOn, or the error when it is a bug */
export function explain(error: unknown, { linesBefore }: Chunk, { refused, unclear }: Outcome): never {
  if (!(error instanceof CannotGoOn)) throw error;
  if (!(error instanceof Refused)) throw new CannotGoOn(`${error.message}\n${unclear}`);
  const lines = error.problems.map(({ row, field, reason }) =>
    row === undefined ? `${field}: ${reason}` : `row ${row + linesBefore}, ${field}: ${reason}`,
  );
  throw new CannotGoOn([error.message, ...lines, refused].join('\n'));
}
