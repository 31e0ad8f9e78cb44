import { RowSplitter } from './row-splitter.js';
import { textOf } from './text-of.js';

/**
 * How many rows a CSV file has, without its header. Read to its end before anything is sent, so that a long file which is
 * no UTF-8 somewhere, or never closes a quote, is not half recorded.
 *
 * @throws CannotGoOn
 */
export async function countRows(file: AsyncIterable<Buffer>): Promise<number> {
  const splitter = new RowSplitter();
  let rows = 0;
  for await (const piece of textOf(file)) rows += splitter.push(piece).length;
  return Math.max(0, rows + splitter.end().length - 1);
}
