import { isUtf8 } from 'node:buffer';
import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { DEEPEST } from '#domain/validation.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { documentRefused, listOf, type RawDocument, requiredFields } from './raw-entry.js';

/** Bounds the memory of a parsed document: empty lists are small in the file and large in memory. */
const MAX_VALUES = 5_000_000;
const PIECE = 1024 * 1024;
/** Names of fields that a problem lists. */
const LISTED = 20;

/** @throws Refusal register-document-invalid */
export async function jsonEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  const document = await parsed(bytes);
  const list = listIn(document, listOf(profile.entries));
  const missing = requiredFields(profile).filter(
    (places) => !list.some((entry) => places.some((place) => hasPlace(entry, place))),
  );
  if (list.length > 0 && missing.length > 0)
    throw documentRefused(
      reason('register-fields-missing', {
        missing: missing.map((places) => places.join(' / ')),
        found: keysOf(list[0]),
      }),
    );
  return {
    entries: list.map((entry, index) => ({ number: index + 1, textsAt: (place) => textsAt(entry, place) })),
    day: listOf(profile.readOn).flatMap((place) => textsAt(document, place)),
  };
}

async function parsed(bytes: Buffer): Promise<unknown> {
  if (!isUtf8(bytes)) throw documentRefused(reason('file-not-utf8'));
  await checkStructure(bytes);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? undefined : lineOf(text, Number(position));
    throw documentRefused(reason('register-json-malformed', { line }));
  }
}

/** Without a list of the lines, which may be millions. */
function lineOf(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Before parsing, which takes memory for every bracket and reports a truncated file as any other error. */
async function checkStructure(bytes: Buffer): Promise<void> {
  const slice = new TimeSlice();
  let [depth, values, isText] = [0, 0, false];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (index % PIECE === 0 && slice.isOver) await slice.yield();
    if (isText) {
      if (byte === ESCAPE) index += 1;
      else if (byte === QUOTE) isText = false;
      continue;
    }
    if (byte === QUOTE) isText = true;
    else if (byte === COMMA) values += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    else if (OPENING.has(byte)) {
      depth += 1;
      values += 1;
      if (depth > DEEPEST) throw documentRefused(reason('register-too-deep', { maximum: DEEPEST }));
    }
    if (values > MAX_VALUES) throw documentRefused(reason('register-too-many-values', { maximum: MAX_VALUES }));
  }
  if (isText || depth > 0) throw documentRefused(reason('register-json-truncated'));
}

/** The document itself, or the first of the paths that leads to a list. */
function listIn(document: unknown, paths: readonly string[]): readonly unknown[] {
  if (Array.isArray(document)) return document;
  const path = paths.find((candidate) => Array.isArray(valueAt(document, candidate)));
  if (path !== undefined) return valueAt(document, path) as unknown[];
  throw documentRefused(reason('register-list-missing', { paths, found: keysOf(document) }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (value: unknown): string[] =>
  isObject(value)
    ? Object.keys(value)
        .slice(0, LISTED)
        .map((key) => key.slice(0, 100))
    : [];

const property = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const valueAt = (value: unknown, path: string): unknown => path.split('.').reduce(property, value);

const hasPlace = (entry: unknown, place: string): boolean => valuesAt(entry, place.split('.')).length > 0;

/** The values at a path; that of a list is that of each of its elements. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return isObject(value) && Object.hasOwn(value, key) ? valuesAt(value[key], rest) : [];
}

const textsAt = (value: unknown, place: string): string[] =>
  valuesAt(value, place.split('.')).flatMap((found) =>
    typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? [String(found)] : [],
  );
