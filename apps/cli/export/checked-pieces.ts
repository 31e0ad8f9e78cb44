import type { Response } from 'undici';
import { LedgerFrame } from '#transfer/ledger-frame.js';
import { linesOf } from '#transfer/lines.js';
import { reasonOf } from '../call-api.js';
import { CannotGoOn } from '../cannot-go-on.js';
import { atMostEvery } from '#concurrency/time-slice.js';

export type Report = (line: string) => void;

/**
 * The bytes of an export as they come. Ends only when the last line has vouched for them.
 *
 * @throws Refusal, CannotGoOn when what came is not a whole ledger
 */
export async function* checkedPieces(answer: Response, report: Report): AsyncGenerator<Buffer> {
  const frame = new LedgerFrame();
  const due = atMostEvery();
  for await (const lines of linesOf(received(answer))) {
    for (const line of lines) frame.take(line);
    yield Buffer.concat(lines.map(({ bytes }) => bytes));
    if (due()) report(`${frame.events} of ${frame.promised ?? '?'} events …`);
  }
  frame.end();
  report(`${frame.events} events exported.`);
}

async function* received({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body ?? []) yield piece as Uint8Array;
  } catch (error) {
    throw new CannotGoOn(`The connection was lost before the end: ${reasonOf(error)}. Try again.`);
  }
}
