import { z } from 'zod';
import { type LedgerEvent, schemaOfStream, streamKind } from '#domain/event/ledger-event.js';
import { DEEPEST, isTooDeep } from '#domain/validation.js';
import { fingerprint } from '#event-store/encoding.js';
import type { Codec } from '#event-store/events.js';
import { LedgerFrame, lineRefused, splitLines } from './ledger-file.js';
import { LedgerOrder } from './ledger-order.js';

const storable = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), { error: 'holds what cannot be stored' });

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const LONGEST_STREAM = 'scheme-'.length + 100;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const EventLine = z.strictObject({
  position: z.int().min(1),
  id: z.string().regex(new RegExp(`^${UUID}$`), { error: 'must be a UUID in lower case' }),
  stream: z
    .string()
    .max(LONGEST_STREAM, { error: `must be at most ${LONGEST_STREAM} characters` })
    .regex(new RegExp(`^(?:(?:provider|dossier)-${UUID}|scheme-[a-z0-9]+(?:-[a-z0-9]+)*)$`), {
      error: 'must be provider-<id>, dossier-<id> (a UUID in lower case) or scheme-<slug>',
    }),
  version: z.int().min(1).max(2_147_483_647),
  type: storable,
  schemaVersion: z.int().min(1),
  occurred: storable.nullable(),
  data: z.record(z.string(), z.unknown()),
  source: z.record(z.string(), z.unknown()).nullable(),
  actor: storable,
  correlationId: storable.nullable(),
  causationId: storable.nullable(),
  recordedAt: z.string().refine((value) => INSTANT.test(value) && !Number.isNaN(Date.parse(value)), {
    error: 'must be an instant in UTC with milliseconds, such as 2026-11-25T08:00:00.000Z',
  }),
});

type EventLine = z.infer<typeof EventLine>;

/** A line of the file that holds an event. */
export interface ReadLine {
  number: number;
  text: string;
  event: EventLine;
  /** As this version of Jalon reads it. */
  meant: LedgerEvent;
  fingerprint: string;
}

/**
 * An event as it is to be stored again. It must be one that this version of Jalon can read; `data` and `source` stay as they
 * are written, of whatever schema version they are.
 *
 * @throws Refusal import-invalid
 */
function eventIn(number: number, text: string, codec: Codec<LedgerEvent>): ReadLine {
  const parsed = EventLine.safeParse(jsonIn(number, text));
  if (!parsed.success) throw refusedFor(number, parsed.error.issues[0]);
  const event = parsed.data;
  const meant = read(number, event, codec);
  return { number, text, event, meant, fingerprint: fingerprint(event.stream, event) };
}

function jsonIn(line: number, written: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    throw lineRefused(line, 'file', `is not JSON: ${(error as Error).message}`);
  }
  if (isTooDeep(value)) throw lineRefused(line, 'file', `nests deeper than ${DEEPEST} levels, as no event may`);
  return value;
}

function read(line: number, event: EventLine, codec: Codec<LedgerEvent>): LedgerEvent {
  try {
    return codec.decode(event);
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof z.ZodError) throw refusedFor(line, typeProblem(event, cause.issues[0]));
    throw lineRefused(line, 'schemaVersion', `does not do: ${(error as Error).message}`);
  }
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** Of a type that is not known the schema says no more than that it does not do. */
function typeProblem({ stream, type }: EventLine, issue: z.core.$ZodIssue | undefined): Issue | undefined {
  const kind = streamKind(stream);
  const known = schemaOfStream[kind].options.some((option) => option.shape.type.value === type);
  return known ? issue : { path: ['type'], message: `${type} is not an event of a ${kind} that this Jalon knows` };
}

function refusedFor(line: number, issue: Issue | undefined) {
  const field = issue?.path.map(String).join('.');
  return lineRefused(line, field === '' || field === undefined ? 'file' : field, issue?.message ?? 'does not do');
}

/** What a ledger file holds. */
export interface LedgerContents {
  events: number;
  providers: number;
  dossiers: number;
}

/** Takes what is read. */
export interface LineSink {
  /** Every event, in turn. */
  add(line: ReadLine): Promise<void>;
  /** Whenever something came. */
  received(): Promise<void>;
}

/**
 * Reads a ledger file to its end, and judges every line of it. Until it returns nothing that was taken can be trusted.
 *
 * @throws Refusal import-invalid, naming the line
 */
export async function readLedger(
  file: AsyncIterable<Uint8Array>,
  codec: Codec<LedgerEvent>,
  taker: LineSink,
): Promise<LedgerContents> {
  const frame = new LedgerFrame();
  const order = new LedgerOrder();
  const held = { events: 0, providers: 0, dossiers: 0 };
  for await (const lines of splitLines(file)) {
    for (const line of lines) {
      const text = frame.take(line);
      if (text === undefined) continue;
      const read = eventIn(line.number, text, codec);
      order.take(read);
      held.events += 1;
      if (read.event.type === 'ProviderRegistered') held.providers += 1;
      if (read.event.type === 'DossierOpened') held.dossiers += 1;
      await taker.add(read);
    }
    await taker.received();
  }
  frame.end();
  order.end();
  return held;
}
