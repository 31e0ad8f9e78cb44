import { hash } from 'node:crypto';
import { TimeSlice } from '#concurrency/time-slice.js';
import { traceparent } from '#tracing/tracing.js';
import { type Codec, type Context, type Encoded, IdReused, type StreamAppend, Unstorable } from './events.js';

/** One event for `ledger_append`. `expected` is set on the first event of a stream only, and not for `any`. */
export interface EncodedEvent {
  id: string;
  stream: string;
  expected: number | null;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: string;
  source: string | null;
  actor: string;
  correlationId: string | null;
  causationId: string | null;
  fingerprint: string;
  traceparent: string | null;
}

interface EncodedAppend<E> {
  rows: EncodedEvent[];
  /** As they will be read. */
  events: E[];
}

/** Decodes each event again, so that unreadable ones are rejected with the codec's error. Yields during large appends. */
export async function encodeAppend<E>(
  codec: Codec<E>,
  appends: readonly StreamAppend<E>[],
  context: Context,
): Promise<EncodedAppend<E>> {
  const slice = new TimeSlice();
  const encoded: EncodedAppend<E> = { rows: [], events: [] };
  const ids = new Set<string>();
  const trace = traceparent() ?? null;
  for (const { stream, expected, events } of appends) {
    if (events.length === 0) throw new TypeError(`an append of no events to ${stream}`);
    for (const [index, { id, event }] of events.entries()) {
      const wanted = index > 0 || expected === 'any' ? null : expected;
      const row = encodeEvent(
        codec.encode(event),
        { id: id.toLowerCase(), stream, expected: wanted, traceparent: trace },
        context,
      );
      if (ids.has(row.id)) throw new IdReused(row.id);
      ids.add(row.id);
      encoded.rows.push(row);
      encoded.events.push(asRead(codec, row));
      if (slice.isOver) await slice.yield();
    }
  }
  return encoded;
}

function encodeEvent(
  event: Encoded,
  at: Pick<EncodedEvent, 'id' | 'stream' | 'expected' | 'traceparent'>,
  { actor, correlationId: correlation, causationId: causation }: Context,
): EncodedEvent {
  const correlationId = correlation ?? null;
  const causationId = causation ?? null;
  const { type, schemaVersion, occurred } = event;
  refuseIllFormed({ stream: at.stream, type, occurred, actor, correlationId, causationId });
  const data = canonicalJson(event.data);
  const source = event.source && canonicalJson(event.source);
  // Written out, since spreading an object here is four times as slow as the rest of this file.
  return {
    id: at.id,
    stream: at.stream,
    expected: at.expected,
    type,
    schemaVersion,
    occurred,
    data,
    source,
    actor,
    correlationId,
    causationId,
    fingerprint: hashOf([at.stream, type, occurred], source, data),
    traceparent: at.traceparent,
  };
}

function asRead<E>(codec: Codec<E>, row: EncodedEvent): E {
  const { stream, type, schemaVersion, occurred } = row;
  const data = JSON.parse(row.data) as unknown;
  const source = row.source === null ? null : (JSON.parse(row.source) as unknown);
  return codec.decode({ stream, type, schemaVersion, occurred, data, source }, { isNew: true });
}

/** Two events with the same id are equal if these are: all given values, none that the ledger assigns. */
export function fingerprint(stream: string, { type, occurred, source, data }: Encoded): string {
  return hashOf([stream, type, occurred], source && canonicalJson(source), canonicalJson(data));
}

/** Of the list of all five values in canonical JSON. `source` and `data` already are. */
const hashOf = (values: (string | null)[], source: string | null, data: string): string =>
  hash('sha256', `${canonicalJson(values).slice(0, -1)},${source ?? 'null'},${data}]`);

/** UTF-8 has no lone surrogates: the driver would silently store another character. In `data`, PostgreSQL refuses them. */
function refuseIllFormed(texts: Record<string, string | null>): void {
  for (const [name, text] of Object.entries(texts)) {
    if (text !== null && !text.isWellFormed()) throw new Unstorable(`${name} holds half a character`);
  }
}

/** JSON with sorted keys and without blanks, so that equal values are equal texts. Absent and undefined are the same. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((inner) => canonicalJson(inner ?? null)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(JSON.parse(JSON.stringify(value)));
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const inner = fields[key];
    if (inner !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonicalJson(inner)}`;
  }
  return `{${text}}`;
}

const namespace = Buffer.from('5a1d7c6e0c5f5b0e9a533f0f7e2b9d41', 'hex');

/**
 * The UUIDv5 (RFC 9562, 5.5) of the parts under Jalon's namespace: the same parts in the same order give the same id, for
 * ever. Made here, not by a library, because an import needs several per row.
 */
export function uuidOf(...parts: readonly string[]): string {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(JSON.stringify(parts))]));
  const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const fourth = variant + digest.slice(17, 20);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${fourth}-${digest.slice(20, 32)}`;
}
