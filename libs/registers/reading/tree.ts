import { isUtf8 } from 'node:buffer';
import { Parser } from 'htmlparser2';
import type * as Yaml from 'yaml';
import { TimeSlice } from '#concurrency/time-slice.js';
import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { DEEPEST } from '#domain/validation.js';
import { decodeText, piecesOf } from '#spreadsheets/decode-text.js';
import { apart } from './apart.js';
import { documentRefused, MAX_VALUES, namesOf, type RawDocument, type RawEntry, requiredFields } from './raw-entry.js';

const PIECE = 1024 * 1024;
/** Names of fields that a problem lists. */
const MOST_NAMED = 20;

/**
 * A document of lists and objects, in JSON, YAML or XML. Its values are found by paths: names joined by dots, which lead
 * through lists; `*` for every field of an object, whose name is then the text at `*`; `Name[lang=fr]` for those with a value;
 * `^` for what the entry is in.
 *
 * @throws Refusal register-document-invalid
 */
export async function treeDocument(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  const { document, second, isListOfOne } = await treeIn(bytes, profile);
  const listed = entriesIn(document, namesOf(profile.entries), isListOfOne);
  const nodes = profile.joined ? joined(listed, second, profile.joined) : listed;
  const entries = nodes.map((node, index) => rawEntry(node, index + 1));
  const missing = requiredFields(profile).filter(
    (places) => !nodes.some((node) => places.some((place) => hasPlace(node, place))),
  );
  if (nodes.length > 0 && missing.length > 0)
    throw documentRefused(
      reason('register-fields-missing', {
        missing: missing.map((places) => places.join(' / ')),
        found: keysOf(nodes[0]?.value),
      }),
    );
  return { entries, textsAt: (place) => textsAt({ value: document }, place) };
}

async function treeIn(bytes: Buffer, { format, joined: second }: ReaderProfile) {
  // XML has no lists: one element is a list of one.
  if (format === 'xml') return { document: await xmlTree(bytes), isListOfOne: true };
  if (format === 'yaml') return { document: await yamlTree(bytes), isListOfOne: false };
  const ends = await endsOf(bytes);
  const wanted = second ? 2 : 1;
  if (second && ends.length !== wanted)
    throw documentRefused(reason('register-documents-wanted', { wanted, found: ends.length }));
  const [end] = ends;
  if (!second || end === undefined) return { document: parsed(bytes), isListOfOne: false };
  const documents = [bytes.subarray(0, end), bytes.subarray(end)].map(parsed);
  return { document: documents[0], second: documents[1], isListOfOne: false };
}

/** Each entry with what the second document says of it. */
function joined(nodes: Node[], second: unknown, { entries, key, of }: NonNullable<ReaderProfile['joined']>): Node[] {
  const more = new Map<string | undefined, unknown>();
  for (const node of entriesIn(second, [entries], false)) more.set(textAt(node, key), node.value);
  more.delete(undefined); // it is of none
  return nodes.map((node) => {
    const other = more.get(textAt(node, of));
    return isObject(node.value) && isObject(other) ? { ...node, value: { ...other, ...node.value } } : node;
  });
}

const textAt = (node: Node, place: string): string | undefined => textsAt(node, place)[0]?.trim();

/** A value of a document, and where it was found. */
interface Node {
  value: unknown;
  /** The field of an object that lists by its fields. */
  key?: string | undefined;
  /** What it is in, without lists. */
  parent?: Node | undefined;
}

interface Step {
  name: string;
  /** Only those with this text in this field. */
  filter?: { name: string; text: string };
}

const known = new Map<string, { up: number; steps: readonly Step[] }>();

/** Profiles have few paths, and documents many entries. */
function pathOf(place: string): { up: number; steps: readonly Step[] } {
  const ready = known.get(place);
  if (ready) return ready;
  if (known.size > 1_000) known.clear();
  const up = /^\^*/.exec(place)?.[0].length ?? 0;
  const steps = (place.slice(up).match(/(?:[^.[\]]|\[[^[\]]*\])+/g) ?? []).map((step): Step => {
    const [, name = '', field, text = ''] = /^([^[]*)(?:\[([^=\]]*)=([^\]]*)\])?$/.exec(step) ?? [];
    return field === undefined ? { name } : { name, filter: { name: field, text } };
  });
  const path = { up, steps };
  known.set(place, path);
  return path;
}

/** The nodes at a path; that of a list is that of each of its elements. */
function nodesAt(node: Node, steps: readonly Step[], isLast = false): Node[] {
  const { value } = node;
  if (Array.isArray(value) && !(isLast && steps.length === 0))
    return value.flatMap((element) => nodesAt({ ...node, value: element }, steps, isLast));
  const [step, ...rest] = steps;
  if (!step) return [node];
  if (!isObject(value)) return [];
  const below = (key: string, isKeyed = false): Node[] => {
    const child = { value: value[key], parent: node, ...(isKeyed && { key }) };
    return nodesAt(step.filter ? { ...child, value: having(child.value, step.filter) } : child, rest, isLast);
  };
  if (step.name === '*') return Object.keys(value).flatMap((key) => below(key, true));
  return Object.hasOwn(value, step.name) ? below(step.name) : [];
}

/** Of a value, or of a list of them, those that have a text in a field: a name, or that of an attribute. */
const having = (value: unknown, { name, text }: NonNullable<Step['filter']>): unknown[] =>
  [value].flat().filter((one) => [property(one, name), property(one, `@${name}`)].includes(text));

const isHere = (place: string): boolean => place.replace(/^\^+/, '') === '*';

/** The nodes at a place of an entry. */
function nodesIn(entry: Node, place: string): Node[] {
  const { up, steps } = pathOf(place);
  let node: Node | undefined = entry;
  for (let level = 0; level < up; level += 1) node = node?.parent;
  if (!node) return [];
  return isHere(place) ? [{ value: node.key }] : nodesAt(node, steps);
}

const rawEntry = (node: Node, number: number): RawEntry => ({
  number,
  textsAt: (place) => textsAt(node, place),
  rowsAt: (place) => nodesIn(node, place).map((row) => rawEntry(row, number)),
});

/** Aliases repeat what they name: a few lines are gigabytes. */
async function yamlTree(bytes: Buffer): Promise<unknown> {
  if (!isUtf8(bytes)) throw documentRefused(reason('file-not-utf8'));
  const found = await apart(
    bytes,
    'yaml',
    ({ parse }: typeof Yaml, document) => {
      try {
        return {
          value: parse(document.toString('utf8'), {
            schema: 'failsafe',
            customTags: ['null'],
            logLevel: 'error',
          }) as unknown,
        };
      } catch (error) {
        return { line: (error as Yaml.YAMLParseError).linePos?.[0].line };
      }
    },
    {},
  );
  if (!('value' in found)) throw documentRefused(reason('register-yaml-malformed', { line: found.line }));
  return found.value;
}

function parsed(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw documentRefused(reason('file-not-utf8'));
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

/**
 * Where the lists and objects end that follow each other. Before parsing, which takes memory for every bracket and reports a
 * truncated file as any other error.
 */
async function endsOf(bytes: Buffer): Promise<number[]> {
  const slice = new TimeSlice();
  const ends: number[] = [];
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
    else if (CLOSING.has(byte)) {
      depth -= 1;
      if (depth === 0) ends.push(index + 1);
    } else if (OPENING.has(byte)) {
      depth += 1;
      values += 1;
      if (depth > DEEPEST) throw documentRefused(reason('register-too-deep', { maximum: DEEPEST }));
    }
    if (values > MAX_VALUES) throw documentRefused(reason('register-too-many-values', { maximum: MAX_VALUES }));
  }
  if (isText || depth > 0) throw documentRefused(reason('register-json-truncated'));
  return ends;
}

/** The entries at the first of the paths that leads to a list; without one, the document is the list. */
function entriesIn(document: unknown, paths: readonly string[], isListOfOne: boolean): Node[] {
  if (Array.isArray(document)) return nodesAt({ value: document }, []);
  for (const path of paths) {
    const { steps } = pathOf(path);
    const found = nodesAt({ value: document }, steps, true);
    const isList = isListOfOne || steps.at(-1)?.name === '*' || found.some(({ value }) => Array.isArray(value));
    if (found.length > 0 && isList) return found.flatMap((node) => nodesAt(node, []));
  }
  throw documentRefused(reason('register-list-missing', { paths, found: keysOf(document) }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (value: unknown): string[] =>
  isObject(value)
    ? Object.keys(value)
        .slice(0, MOST_NAMED)
        .map((key) => key.slice(0, 100))
    : [];

const property = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const hasPlace = (entry: Node, place: string): boolean => nodesIn(entry, place).length > 0;

function textsAt(entry: Node, place: string): string[] {
  return nodesIn(entry, place).flatMap(({ value }) => {
    const text = isObject(value) ? property(value, TEXT) : value;
    return typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean' ? [String(text)] : [];
  });
}

/** Of an element that has attributes or other elements. */
const TEXT = '#text';

const MAX_DEPTH = 100;

type Element = Record<string, unknown>;

interface OpenElement {
  name: string;
  value: Element;
  text: string;
}

const newElement = (): Element => Object.create(null) as Element;

/**
 * XML as the values that JSON would have: an element is an object of its elements, its attributes (`@lang`) and its text
 * (`#text`), or else its text alone; several of one name are a list. Names are without their prefixes, which every
 * publisher chooses. Entities are never expanded, and nothing that a document refers to is read.
 *
 * @throws Refusal register-document-invalid
 */
async function xmlTree(bytes: Buffer): Promise<unknown> {
  const text = decodeText(bytes, declaredEncoding(bytes));
  const builder = new TreeBuilder();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        builder.open(name, attributes);
      },
      ontext: (piece) => {
        builder.text(piece);
      },
      // One that is closed by another one is the mark of a document that is cut, or none at all.
      onclosetag: (_, isImplied) => {
        if (isImplied && text[parser.endIndex - 1] !== '/') throw documentRefused(reason('register-xml-malformed'));
        builder.close();
      },
      onprocessinginstruction: (_, data) => {
        if (/!ENTITY/i.test(data)) throw documentRefused(reason('register-xml-entities'));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  const slice = new TimeSlice();
  for (const piece of piecesOf(text)) {
    parser.write(piece);
    if (slice.isOver) await slice.yield();
  }
  if (builder.isOpen) throw documentRefused(reason('register-xml-malformed'));
  parser.end();
  return builder.root;
}

const declaredEncoding = (bytes: Buffer): string | undefined =>
  /^[^>]{0,200}?encoding\s{0,10}=\s{0,10}["']([\w-]{1,40})/i.exec(bytes.toString('latin1', 0, 400))?.[1];

class TreeBuilder {
  readonly root = newElement();
  readonly #open: OpenElement[] = [];
  #values = 0;

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  open(name: string, attributes: Record<string, string>): void {
    const value = newElement();
    for (const [attribute, text] of Object.entries(attributes)) value[`@${localName(attribute)}`] = text;
    this.#values += 1 + Object.keys(value).length;
    if (this.#values > MAX_VALUES) throw documentRefused(reason('register-too-many-values', { maximum: MAX_VALUES }));
    this.#open.push({ name: localName(name), value, text: '' });
    if (this.#open.length > MAX_DEPTH) throw documentRefused(reason('register-too-deep', { maximum: MAX_DEPTH }));
  }

  text(piece: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += piece;
  }

  close(): void {
    const element = this.#open.pop();
    if (!element) return;
    const { name, value } = element;
    const text = element.text.trim();
    if (text !== '') value[TEXT] = text;
    const isText = Object.keys(value).every((key) => key === TEXT);
    add(this.#open.at(-1)?.value ?? this.root, name, isText ? text : value);
  }
}

function add(parent: Element, name: string, value: unknown): void {
  const before = parent[name];
  if (Array.isArray(before)) before.push(value);
  else parent[name] = before === undefined ? value : [before, value];
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
