import { z } from 'zod';
import { UtcInstantSchema } from '#domain/date/instant.js';
import { type LedgerEvent, schemaOfStream, streamKind } from '#domain/event/ledger-event.js';
import { because, DEEPEST, isTooDeep } from '#domain/validation.js';
import { reason } from '#domain/refusal.js';
import { fingerprint } from '#event-store/encoding.js';
import type { Codec } from '#event-store/events.js';
import { ConsistencyCheck } from './consistency-check.js';
import { LedgerFileVerifier, lineInvalid, lineRefused, splitLines } from './ledger-file.js';

/** The number of each in a ledger file. */
interface LedgerContents {
  events: number;
  providers: number;
  dossiers: number;
}

/** Receives the events of a file as it is read. */
export interface LineSink {
  /** Each event, in order. */
  add(line: StoredLine): Promise<void>;
  /** After each chunk of the file. */
  received(): Promise<void>;
}

/**
 * Reads and validates a whole ledger file. Nothing that `sink` received can be trusted before this has resolved.
 *
 * @throws Refusal import-invalid, naming the line
 */
export async function readLedger(
  file: AsyncIterable<Uint8Array>,
  codec: Codec<LedgerEvent>,
  sink: LineSink,
): Promise<LedgerContents> {
  const verifier = new LedgerFileVerifier();
  const consistency = new ConsistencyCheck();
  const contents = { events: 0, providers: 0, dossiers: 0 };
  for await (const lines of splitLines(file)) {
    for (const line of lines) {
      const text = verifier.take(line);
      if (text === undefined) continue;
      const stored = parsed(line.number, text, codec);
      consistency.check(stored);
      contents.events += 1;
      if (stored.event.type === 'ProviderRegistered') contents.providers += 1;
      if (stored.event.type === 'DossierOpened') contents.dossiers += 1;
      await sink.add(stored);
    }
    await sink.received();
  }
  verifier.end();
  consistency.end();
  return contents;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const STREAM = new RegExp(`^(?:(?:provider|dossier)-${UUID}|(?:scheme|register)-[a-z0-9]+(?:-[a-z0-9]+)*)$`);
const LONGEST_STREAM = 'register-'.length + 100;

const storable = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), { error: because('text-not-storable') });

const EventLine = z.strictObject({
  position: z.int().min(1),
  id: z.string().regex(new RegExp(`^${UUID}$`), { error: because('uuid-format') }),
  stream: z
    .string()
    .max(LONGEST_STREAM)
    .regex(STREAM, { error: because('stream-format') }),
  version: z.int().min(1).max(2_147_483_647),
  type: storable,
  schemaVersion: z.int().min(1),
  occurred: storable.nullable(),
  data: z.record(z.string(), z.unknown()),
  source: z.record(z.string(), z.unknown()).nullable(),
  actor: storable,
  correlationId: storable.nullable(),
  causationId: storable.nullable(),
  recordedAt: UtcInstantSchema,
});

type EventLine = z.infer<typeof EventLine>;

/** A line of the file with an event. `data` and `source` keep their stored form and schema version. */
export interface StoredLine {
  number: number;
  text: string;
  event: EventLine;
  /** The event in the current schema version. */
  decoded: LedgerEvent;
  fingerprint: string;
}

function parsed(number: number, text: string, codec: Codec<LedgerEvent>): StoredLine {
  const value = jsonIn(number, text);
  const line = EventLine.safeParse(value);
  if (!line.success) throw lineInvalid(number, line.error, value);
  const event = line.data;
  return {
    number,
    text,
    event,
    decoded: decoded(number, event, codec),
    fingerprint: fingerprint(event.stream, event),
  };
}

function jsonIn(line: number, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw lineRefused(line, 'file', reason('line-not-json'));
  }
  if (isTooDeep(value)) throw lineRefused(line, 'file', reason('line-too-deep', { maximum: DEEPEST }));
  return value;
}

function decoded(line: number, event: EventLine, codec: Codec<LedgerEvent>): LedgerEvent {
  try {
    return codec.decode(event, { isNew: true });
  } catch (error) {
    const { cause } = error as Error;
    if (!(cause instanceof z.ZodError)) throw lineRefused(line, 'schemaVersion', reason('event-newer'));
    const { stream, type, occurred, data, source } = event;
    const kind = streamKind(stream);
    if (!schemaOfStream[kind].options.some((option) => option.shape.type.value === type))
      throw lineRefused(line, 'type', reason('stored-type-unknown', { type, kind }));
    throw lineInvalid(line, cause, { type, occurred: occurred ?? undefined, data, source: source ?? undefined });
  }
}
