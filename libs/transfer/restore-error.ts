import { Refusal } from '#domain/refusal.js';
import { isRefusedValue } from '#event-store/database-error.js';
import type { ReadLine } from './event-line.js';
import { fileRefused } from './file-refused.js';

/** What PostgreSQL has against a batch, in words about the file; nothing when it is not about the batch. */
export function refusalOf(error: unknown, batch: readonly ReadLine[]): Refusal | undefined {
  const { code, detail, constraint } = error as { code?: string; detail?: string; constraint?: string };
  if (code === 'JL001')
    return new Refusal(
      'ledger-not-empty',
      'A whole ledger can be imported into an empty one only; this one holds events.',
    );
  const found = order[code ?? ''];
  if (found) return found(batch.find(({ event }) => String(event.position) === detail) ?? batch[0]);
  if (constraint === 'event_id_key') return repeated(batch, ({ event }) => detail?.includes(event.id) ?? false, 'id');
  if (constraint === 'event_stream_version_key')
    return repeated(batch, ({ event }) => detail?.includes(`(${event.stream}, ${event.version})`) ?? false, 'version');
  if (!isRefusedValue(error)) return undefined;
  const [from, to] = [batch[0]?.number ?? 0, batch.at(-1)?.number ?? 0];
  return fileRefused(from, 'file', `or one of those up to line ${to} cannot be stored: ${error.message}`);
}

/** What `ledger_restore` refuses by itself; the line is that of the position that it names. */
const order: Record<string, (line: ReadLine | undefined) => Refusal> = {
  JL002: (line) => fileRefused(line?.number ?? 1, 'position', 'must go on by one from line to line'),
  JL003: (line) =>
    fileRefused(
      line?.number ?? 1,
      'version',
      `is ${line?.event.version ?? 0}, and version ${(line?.event.version ?? 0) - 1} of the stream is not on an earlier line`,
    ),
  JL004: (line) =>
    fileRefused(
      line?.number ?? 1,
      'recordedAt',
      "is more than a day ahead of this ledger's clock, or before the line before",
    ),
};

/** The last one that fits is the one too many. */
function repeated(batch: readonly ReadLine[], fits: (line: ReadLine) => boolean, field: 'id' | 'version') {
  const line = batch.findLast(fits);
  const said = line ? `${line.event[field]} of ${line.event.stream}` : 'it';
  return fileRefused(line?.number ?? 1, field, `repeats: ${said} stands on an earlier line`);
}
