import { CannotGoOn } from '../cannot-go-on.js';

/** The text of a file, piece by piece. @throws CannotGoOn at the first byte that is not UTF-8 */
export async function* textOf(file: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (piece?: Buffer): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new CannotGoOn('The file is not UTF-8: save it as UTF-8 (in a spreadsheet: "CSV UTF-8") and try again.');
    }
  };
  for await (const piece of file) yield decoded(piece);
  yield decoded();
}
