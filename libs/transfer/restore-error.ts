import { isRefusedValue } from '#database/connection.js';
import { Refusal } from '#domain/refusal.js';
import type { ReadLine } from './event-line.js';
import { lineRefused } from './line-refused.js';

/** What PostgreSQL has against a batch whose order is right, in words about the file; nothing when it is not about the batch. */
export function refusalOf(error: unknown, batch: readonly ReadLine[]): Refusal | undefined {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === 'JL001')
    return new Refusal(
      'ledger-not-empty',
      'A whole ledger can be imported into an empty one only; this one holds events.',
    );
  if (code === 'JL004') {
    const line = batch.find(({ event }) => String(event.position) === detail) ?? batch[0];
    return lineRefused(line?.number ?? 1, 'recordedAt', "is more than a day ahead of this ledger's clock");
  }
  if (!isRefusedValue(error)) return undefined;
  const [from, to] = [batch[0]?.number ?? 0, batch.at(-1)?.number ?? 0];
  return lineRefused(from, 'file', `or one of those up to line ${to} cannot be stored: ${error.message}`);
}
