import { Parser } from 'htmlparser2';
import { TimeSlice } from '#concurrency/time-slice.js';
import { reason } from '#domain/refusal.js';
import { decodeText, piecesOf } from '#spreadsheets/decode-text.js';
import { documentRefused, MAX_VALUES } from './raw-entry.js';

/** Of an element that has attributes or other elements. */
export const TEXT = '#text';

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
export async function xmlTree(bytes: Buffer): Promise<unknown> {
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
