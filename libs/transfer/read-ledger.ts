import { z } from 'zod';
import { UtcInstantSchema } from '#domain/date/instant.js';
import { referencesIn } from '#domain/dossier/transfer.js';
import {
  dossierStream,
  type LedgerEvent,
  providerStream,
  schemeStream,
  type StreamKind,
  streamKind,
  schemaOfStream,
} from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { because, DEEPEST, isTooDeep } from '#domain/validation.js';
import { fingerprint } from '#event-store/encoding.js';
import type { Codec } from '#event-store/events.js';
import { lineRefused, LedgerFileVerifier, lineInvalid, splitLines } from './ledger-file.js';

const OPENING_TYPE: Record<StreamKind, LedgerEvent['type']> = {
  provider: 'ProviderRegistered',
  dossier: 'DossierOpened',
  scheme: 'SchemePublished',
  register: 'RegisterPublished',
};

/**
 * Checks the events of a ledger file against each other, by the rules that recording enforces: order, versions, opening
 * events, references. Takes each line in order, then `end`. Keeps only the names of streams and the ids of events.
 */
class ConsistencyCheck {
  #last = { position: 0, recordedAt: '' };
  /** Streams are numbered from 1. */
  readonly #numbers = new Map<string, number>();
  /** The last version of each stream, by its number. */
  readonly #versions: number[] = [0];
  /** The stream's number for each event; negative for its opening event. */
  readonly #ids = new IdTable();
  /** Streams that must start before the next instant, with the first reference. */
  readonly #awaited = new Map<string, { line: number; field: string }>();

  /** @throws Refusal import-invalid */
  check({ number, event, decoded }: StoredLine): void {
    this.#checkOrder(number, event);
    this.#checkVersion(number, event);
    this.#checkOpening(number, event, decoded);
    this.#checkReferences(number, event.stream, decoded);
    if (decoded.type === 'EventCorrected' || decoded.type === 'EventRetracted')
      this.#checkTarget(number, event.stream, decoded.type, decoded.data.event);
    this.#keep(number, event);
  }

  /** @throws Refusal import-invalid when a stream that was referred to did not start */
  end(): void {
    for (const [stream, { line, field }] of this.#awaited) throw notFound(line, field, stream);
  }

  #checkOrder(line: number, { position, recordedAt }: StoredLine['event']): void {
    const expected = this.#last.position + 1;
    if (position !== expected) throw lineRefused(line, 'position', reason('position-order', { position, expected }));
    if (recordedAt < this.#last.recordedAt)
      throw lineRefused(line, 'recordedAt', reason('recorded-order', { previous: this.#last.recordedAt }));
    if (recordedAt > this.#last.recordedAt) this.end();
    this.#last = { position, recordedAt };
  }

  #checkVersion(line: number, { stream, version }: StoredLine['event']): void {
    const expected = (this.#versions[this.#numberOf(stream)] ?? 0) + 1;
    if (version !== expected) throw lineRefused(line, 'version', reason('version-order', { version, expected }));
  }

  #checkOpening(line: number, { stream, version, type }: StoredLine['event'], decoded: LedgerEvent): void {
    const kind = streamKind(stream);
    const expected = OPENING_TYPE[kind];
    if (version === 1 && type !== expected)
      throw lineRefused(line, 'type', reason('stream-not-opened', { type, expected }));
    if (version > 1 && type === expected && kind !== 'scheme' && kind !== 'register')
      throw lineRefused(line, 'type', reason('stream-opened-twice', { type }));
    if (kind !== 'scheme' && kind !== 'register') return;
    for (const { slug, field } of slugsIn(decoded.data, kind))
      if (`${kind}-${slug}` !== stream)
        throw lineRefused(line, field, reason('stream-slug-mismatch', { slug, stream }));
  }

  #checkReferences(line: number, stream: string, decoded: LedgerEvent): void {
    for (const { stream: referenced, field, mayFollow } of referencesOf(stream, decoded)) {
      if (this.#numbers.has(referenced)) continue;
      if (!mayFollow) throw notFound(line, field, referenced);
      if (!this.#awaited.has(referenced)) this.#awaited.set(referenced, { line, field });
    }
  }

  #checkTarget(line: number, stream: string, type: string, id: string): void {
    const mark = this.#ids.markOf(id) ?? 0;
    if (mark === 0 || Math.abs(mark) !== this.#numbers.get(stream))
      throw lineRefused(line, 'data.event', reason('amended-event-not-found', { id, stream }));
    if (type === 'EventRetracted' && mark < 0) throw lineRefused(line, 'data.event', reason('opening-event-kept'));
  }

  #keep(line: number, { id, stream, version }: StoredLine['event']): void {
    const number = this.#numberOf(stream);
    this.#numbers.set(stream, number);
    this.#versions[number] = version;
    this.#awaited.delete(stream);
    if (!this.#ids.add(id, version === 1 ? -number : number))
      throw lineRefused(line, 'id', reason('event-id-repeated', { id }));
  }

  #numberOf(stream: string): number {
    return this.#numbers.get(stream) ?? this.#versions.length;
  }
}

const notFound = (line: number, field: string, stream: string) =>
  lineRefused(line, field, reason('stream-not-found', { stream }));

interface Reference {
  stream: string;
  /** The field with the reference. */
  field: string;
  /** The stream may start later in the same instant: a CSV import opens all dossiers of its file at once. */
  mayFollow: boolean;
}

/** The providers, dossiers and schemes that an event refers to. */
function referencesOf(stream: string, event: LedgerEvent): Reference[] {
  if (event.type === 'DossierOpened') {
    const { provider, scheme } = event.data;
    const published = builtInSchemes.has(scheme)
      ? []
      : [{ stream: schemeStream(scheme), field: 'data.scheme', mayFollow: false }];
    return [{ stream: providerStream(provider), field: 'data.provider', mayFollow: false }, ...published];
  }
  if (!stream.startsWith('dossier-')) return [];
  return referencesIn(event.data).map(({ kind, id, field }) => ({
    stream: kind === 'dossier' ? dossierStream(id) : providerStream(id),
    field,
    mayFollow: kind === 'dossier',
  }));
}

/** The slugs of all schemes or registers in an event's data; a correction nests them. */
const slugsIn = (data: object, kind: 'scheme' | 'register', path = 'data'): { slug: string; field: string }[] =>
  Object.entries(data).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner !== 'object' || inner === null) return [];
    const slug = (inner as { slug?: unknown }).slug;
    const here = key === kind && typeof slug === 'string' ? [{ slug, field: `${path}.${kind}.slug` }] : [];
    return [...here, ...slugsIn(inner, kind, `${path}.${key}`)];
  });

const FIRST_SIZE = 1024;

/** A hash table from event ids to integers other than 0: 20 to 60 bytes per entry. */
export class IdTable {
  /** Four words per slot. */
  #words = new Uint32Array(4 * FIRST_SIZE);
  /** 0: the slot is free. */
  #marks = new Int32Array(FIRST_SIZE);
  #taken = 0;

  /** @returns false if the id is present; its mark stays unchanged */
  add(id: string, mark: number): boolean {
    if (3 * this.#taken >= 2 * this.#marks.length) this.#grow();
    const words = wordsOf(id);
    const slot = this.#slotOf(words);
    if (this.#marks[slot] !== 0) return false;
    this.#put(slot, words, mark);
    this.#taken += 1;
    return true;
  }

  /** `undefined` for an unknown id or one not in lower case. */
  markOf(id: string): number | undefined {
    if (id !== id.toLowerCase()) return undefined;
    return this.#marks[this.#slotOf(wordsOf(id))] || undefined;
  }

  /** The slot of the id, or the free slot for it (linear probing). */
  #slotOf(words: Words): number {
    const last = this.#marks.length - 1;
    let slot = hashOf(words) & last;
    while (this.#marks[slot] !== 0 && !this.#holds(slot, words)) slot = (slot + 1) & last;
    return slot;
  }

  #holds(slot: number, words: Words): boolean {
    return words.every((word, index) => this.#words[4 * slot + index] === word);
  }

  #put(slot: number, words: ArrayLike<number>, mark: number): void {
    this.#words.set(words, 4 * slot);
    this.#marks[slot] = mark;
  }

  #grow(): void {
    const [words, marks] = [this.#words, this.#marks];
    this.#words = new Uint32Array(2 * words.length);
    this.#marks = new Int32Array(2 * marks.length);
    for (const [slot, mark] of marks.entries()) {
      if (mark === 0) continue;
      const moved = wordsAt(words, slot);
      this.#put(this.#slotOf(moved), moved, mark);
    }
  }
}

type Words = [number, number, number, number];

/** @param id a UUID in its usual spelling */
function wordsOf(id: string): Words {
  const digits = id.replaceAll('-', '');
  const word = (index: number): number => parseInt(digits.slice(8 * index, 8 * index + 8), 16);
  return [word(0), word(1), word(2), word(3)];
}

const wordsAt = (words: Uint32Array, slot: number): Words => {
  const [a = 0, b = 0, c = 0, d = 0] = words.subarray(4 * slot, 4 * slot + 4);
  return [a, b, c, d];
};

/** Sequential ids must spread as well as random ones, so every bit counts. */
function hashOf(words: Words): number {
  let hash = 0;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash;
}

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
  /** Since format version 2: with which the digest of the event was made, and its hash in the log. */
  salt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  leaf: z.string().optional(),
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
