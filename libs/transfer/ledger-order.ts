import { referencesIn } from '#domain/dossier/transfer.js';
import {
  dossierStream,
  type LedgerEvent,
  providerStream,
  schemeStream,
  type StreamKind,
  streamKind,
} from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { ReadLine } from './event-line.js';
import { IdTable } from './id-table.js';
import { lineRefused } from './ledger-file.js';

const OPENING: Record<StreamKind, LedgerEvent['type']> = {
  provider: 'ProviderRegistered',
  dossier: 'DossierOpened',
  scheme: 'SchemePublished',
};

/**
 * What a ledger sees to when events are recorded, between one event and those before it: here of the lines of a file. It
 * is given every line in turn. It keeps the names of streams and the ids of events, and nothing else.
 */
export class LedgerOrder {
  #last = { position: 0, recordedAt: '' };
  /** Streams are numbered from 1. */
  readonly #numbers = new Map<string, number>();
  /** The last version of each, by its number. */
  readonly #versions: number[] = [0];
  /** Each with the number of its stream, below 0 when it opened it. */
  readonly #ids = new IdTable();
  /** Streams that have to begin before time goes on, by who needs them. */
  readonly #awaited = new Map<string, { line: number; field: string }>();

  /** @throws Refusal import-invalid */
  take({ number, event, meant }: ReadLine): void {
    this.#assertNext(number, event);
    this.#assertVersion(number, event);
    this.#assertOpening(number, event, meant);
    this.#assertNamed(number, event.stream, meant);
    if (meant.type === 'EventCorrected' || meant.type === 'EventRetracted')
      this.#assertAim(number, event.stream, meant.type, meant.data.event);
    this.#keep(number, event);
  }

  /** @throws Refusal import-invalid when something that was named never came */
  end(): void {
    for (const [stream, { line, field }] of this.#awaited) throw missing(line, field, stream);
  }

  #assertNext(line: number, { position, recordedAt }: ReadLine['event']): void {
    if (position !== this.#last.position + 1)
      throw lineRefused(line, 'position', `is ${position}, and must be ${this.#last.position + 1}`);
    if (recordedAt < this.#last.recordedAt)
      throw lineRefused(line, 'recordedAt', `is before ${this.#last.recordedAt}, when the line before was recorded`);
    if (recordedAt > this.#last.recordedAt) this.end();
    this.#last = { position, recordedAt };
  }

  #assertVersion(line: number, { stream, version }: ReadLine['event']): void {
    const before = this.#versions[this.#numberOf(stream)] ?? 0;
    if (version <= before)
      throw lineRefused(line, 'version', `repeats: version ${version} of ${stream} stands on an earlier line`);
    if (version > before + 1)
      throw lineRefused(
        line,
        'version',
        `is ${version}, and version ${version - 1} of the stream is not on an earlier line`,
      );
  }

  #assertOpening(line: number, { stream, version, type }: ReadLine['event'], meant: LedgerEvent): void {
    const kind = streamKind(stream);
    const opens = OPENING[kind];
    if (version === 1 && type !== opens)
      throw lineRefused(line, 'type', `is ${type}, and a ${kind} begins with ${opens}`);
    if (version > 1 && type === opens && kind !== 'scheme')
      throw lineRefused(line, 'type', `is ${type}, which only begins a ${kind}: this one has begun on an earlier line`);
    if (kind !== 'scheme') return;
    for (const { slug, field } of slugsIn(meant.data))
      if (schemeStream(slug) !== stream) throw lineRefused(line, field, `is ${slug}, and the stream is ${stream}`);
  }

  #assertNamed(line: number, stream: string, meant: LedgerEvent): void {
    for (const { stream: named, field, atOnce } of requiredStreams(stream, meant)) {
      if (this.#numbers.has(named)) continue;
      if (!atOnce) throw missing(line, field, named);
      if (!this.#awaited.has(named)) this.#awaited.set(named, { line, field });
    }
  }

  #assertAim(line: number, stream: string, type: string, aim: string): void {
    const mark = this.#ids.markOf(aim) ?? 0;
    if (mark === 0 || Math.abs(mark) !== this.#numbers.get(stream))
      throw lineRefused(line, 'data.event', `is ${aim}, and no earlier line of ${stream} has this id, in lower case`);
    if (type === 'EventRetracted' && mark < 0)
      throw lineRefused(line, 'data.event', 'is the event that began the stream, which can be corrected only');
  }

  #keep(line: number, { id, stream, version }: ReadLine['event']): void {
    const number = this.#numberOf(stream);
    this.#numbers.set(stream, number);
    this.#versions[number] = version;
    this.#awaited.delete(stream);
    if (!this.#ids.add(id, version === 1 ? -number : number))
      throw lineRefused(line, 'id', `repeats: ${id} stands on an earlier line`);
  }

  #numberOf(stream: string): number {
    return this.#numbers.get(stream) ?? this.#versions.length;
  }
}

const missing = (line: number, field: string, stream: string) =>
  lineRefused(line, field, `names ${stream}, which has not begun on an earlier line (ids are in lower case)`);

/** A stream that an event needs to be there. */
interface RequiredStream {
  stream: string;
  /** Where the event says so. */
  field: string;
  /** Whether it may begin in the same instant: an import opens all dossiers of its file at once. */
  atOnce: boolean;
}

/** Every provider, dossier and scheme that an event names. */
function requiredStreams(stream: string, event: LedgerEvent): RequiredStream[] {
  if (event.type === 'DossierOpened') {
    const { provider, scheme } = event.data;
    const published = builtInSchemes.has(scheme)
      ? []
      : [{ stream: schemeStream(scheme), field: 'data.scheme', atOnce: false }];
    return [{ stream: providerStream(provider), field: 'data.provider', atOnce: false }, ...published];
  }
  if (!stream.startsWith('dossier-')) return [];
  return referencesIn(event.data).map(({ kind, id, field }) => ({
    stream: kind === 'dossier' ? dossierStream(id) : providerStream(id),
    field,
    atOnce: kind === 'dossier',
  }));
}

/** What schemes are called that stand in the data of an event, however deep a correction has them. */
const slugsIn = (data: object, path = 'data'): { slug: string; field: string }[] =>
  Object.entries(data).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner !== 'object' || inner === null) return [];
    const slug = (inner as { slug?: unknown }).slug;
    const here = key === 'scheme' && typeof slug === 'string' ? [{ slug, field: `${path}.scheme.slug` }] : [];
    return [...here, ...slugsIn(inner, `${path}.${key}`)];
  });
