import { referencesIn } from '#domain/dossier/transfer.js';
import {
  dossierStream,
  type LedgerEvent,
  providerStream,
  schemeStream,
  type StreamKind,
  streamKind,
} from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { lineRefused } from './ledger-file.js';
import type { StoredLine } from './read-ledger.js';

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
export class ConsistencyCheck {
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
