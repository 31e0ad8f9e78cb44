import type { Dice } from '#test/dice.js';
import { type OpenApi, type Parameter, type Route, HOSTILE, Values } from './document.js';

/** A request that succeeds at least once, since what it names was prepared. */
export interface Prepared {
  /** `POST /v1/…`, or the beginning of a path: then any request but `DELETE` there or below. */
  route: string;
  /** Of the parameters of the path. */
  values: Readonly<Record<string, string>>;
  query?: string;
  body?: { type: string; bytes: Buffer };
  /** Who may send it. */
  sender?: Sender;
}

/** Fields of answers that later requests name things by. */
const NAMING =
  /"(id|slug|event|dossier|provider|scheme|register|key|sha256|account|subscription|delivery|position|address|token|preview)":"([^"\\]{1,200})"/g;

/** What is on record, as far as answers say, for paths and fields of later requests. */
export class OnRecord {
  readonly #byCollection = new Map<string, Set<string>>();
  readonly #byField = new Map<string, Set<string>>();

  /**
   * @param hidden ids that requests name only where they are prepared: those of the keys and accounts that send them, and of
   *   what must not be deleted
   */
  constructor(
    private readonly hidden: ReadonlySet<string>,
    private readonly prepared: readonly Prepared[],
  ) {}

  learn({ path }: { path: string }, body: string): void {
    const collection = collectionOf(path);
    // Below a collection, ids are those of other things.
    const isWhole = path.split(/[?.]/, 1)[0] === collection;
    for (const [, field = '', value = ''] of body.slice(0, 200_000).matchAll(NAMING)) {
      if (this.hidden.has(value)) continue;
      add(this.#byField, field, value);
      if (isWhole && (field === 'id' || field === 'slug' || field === 'address'))
        add(this.#byCollection, collection, value);
    }
  }

  values(path: string, name: string): readonly string[] {
    const own = path === '' || name !== 'id' ? undefined : this.#byCollection.get(collectionOf(path));
    return [...(own ?? this.#byField.get(name) ?? this.#byField.get(name.replace(/s$/, '')) ?? [])];
  }

  preparedFor({ method, path }: { method: string; path: string }): readonly Prepared[] {
    const isBelow = (route: string) => method !== 'DELETE' && (path === route || path.startsWith(`${route}/`));
    return this.prepared.filter(({ route }) => route === `${method} ${path}` || isBelow(route));
  }
}

const MOST_KEPT = 200;

function add(sets: Map<string, Set<string>>, name: string, value: string): void {
  const set = sets.get(name) ?? new Set();
  sets.set(name, set);
  if (set.size < MOST_KEPT) set.add(value);
}

const collectionOf = (path: string): string =>
  path
    .split(/[/?{.]/)
    .slice(0, 3)
    .join('/');

/** Who sends a request: the scope of a key, a wrong key or none. */
export const SENDERS = ['read', 'record', 'approve', 'admin', 'wrong', 'none'] as const;
export type Sender = (typeof SENDERS)[number];

export interface FuzzRequest {
  route: Route;
  /** That of the route, or `HEAD` for its `GET`. */
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
  sender: Sender;
  /** Sent byte by byte on a connection of its own: HTTP clients refuse to. */
  isRaw: boolean;
}

/** Headers that any request may carry, sensible or not. */
const ODD_HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: [
    '*/*',
    'application/json',
    'text/csv',
    'text/html',
    'image/webp',
    'application/problem+json',
    'x',
    ';q=',
    '*/*;q=0',
  ],
  'accept-language': ['fr', 'en', 'de, fr;q=0.1', '*', '\u00e9', 'fr;q=x', 'fr,'.repeat(200)],
  'accept-encoding': ['gzip', 'br', 'identity;q=0', 'zstd', '*', 'gzip;q=2', ''],
  'accept-charset': ['utf-16'],
  'content-encoding': ['gzip', 'br', 'identity', 'x', 'gzip, gzip'],
  'if-match': ['"1"', '*', 'W/"1"', '"', '"a", "b"', '1', '"99999999999999999999"', '"1-2.x"'],
  'if-none-match': ['"1"', '*', 'W/"1"', '"', '"a", "b"', 'x'.repeat(2000)],
  'if-modified-since': ['Sat, 01 Jan 2000 00:00:00 GMT', 'x'],
  'if-unmodified-since': ['Sat, 01 Jan 2000 00:00:00 GMT'],
  range: ['bytes=0-1', 'bytes=5-1', 'x'],
  'idempotency-key': ['a', 'b', 'x'.repeat(200), 'x'.repeat(201), '\u00e9', ' ', 'a\tb'],
  'last-event-id': ['1', '-1', 'x', '9'.repeat(30)],
  'x-request-id': ['a', 'x'.repeat(129), '\u00e9', 'a b'],
  traceparent: ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'x'],
  origin: ['https://evil.example', 'null', 'x'],
  cookie: ['jalon=x', 'a=b; a=b', '='],
  'x-http-method-override': ['DELETE'],
  'x-forwarded-host': ['evil.example', '\u00e9'],
  'x-forwarded-proto': ['https', 'x'],
  prefer: ['return=minimal'],
  'x-long': ['x'.repeat(20_000)],
};

const CONTENT_TYPES = [
  ...['application/json', 'application/json; charset=utf-8', 'application/json; charset=latin1', 'APPLICATION/JSON'],
  ...[
    'text/csv',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
    'x',
    '/',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'application/x-ndjson',
    'application/json; charset="',
    'application/problem+json',
  ],
];

const BODIES: readonly Buffer[] = [
  ...[
    '',
    ' ',
    'null',
    '[]',
    '{}',
    '"x"',
    '1',
    '{',
    '{"a":',
    '[1,]',
    '{"a":1}{"a":1}',
    '\ufeff{}',
    'a;b\n1;2\n',
    'a,b\n"',
  ],
  ...['['.repeat(100_000), '{"a":'.repeat(50_000), `{"a":"${'x'.repeat(50_000)}"}`, '{"a":1,"a":2}', '{"a":1e999}'],
]
  .map((text) => Buffer.from(text))
  .concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])]);

/** A megabyte and a bit: more than any JSON body may have. */
const LARGE = Buffer.alloc(1_100_000, 0x20);

/** Requests by chance from the document, valid and not. */
export class Requests {
  readonly #values: Values;

  constructor(
    document: OpenApi,
    private readonly routes: readonly Route[],
    private readonly dice: Dice,
    private readonly record: Pick<OnRecord, 'values' | 'preparedFor'>,
  ) {
    this.#values = new Values(document, dice, (name) => record.values('', name));
  }

  next(senders: readonly Sender[]): FuzzRequest {
    const { dice } = this;
    const route = this.#values.pick(this.routes);
    const parameters = route.parameters ?? [];
    const fitting = this.record.preparedFor(route);
    const prepared = fitting.length > 0 && dice.chance(0.4) ? this.#values.pick(fitting) : undefined;
    const body = prepared?.body ?? this.#bodyOf(route);
    const headers = {
      ...this.#headersOf(parameters),
      ...(body && { 'content-type': body.type }),
      ...(dice.chance(0.3) && this.#oddHeaders()),
      // From many addresses: requests without a valid key are limited per address.
      'x-forwarded-for': `10.${dice.between(0, 255)}.${dice.between(0, 255)}.${dice.between(1, 254)}`,
    };
    return {
      route,
      method: route.method === 'GET' && dice.chance(0.05) ? 'HEAD' : route.method,
      path: prepared ? preparedPath(route, prepared) : this.#pathOf(route, parameters),
      headers,
      ...(body && { body: body.bytes }),
      sender: prepared?.sender && senders.includes(prepared.sender) ? prepared.sender : this.#values.pick(senders),
      isRaw: dice.chance(0.04),
    };
  }

  #pathOf({ path }: Route, parameters: readonly Parameter[]): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const known = this.record.values(path, name);
      if (known.length > 0 && this.dice.chance(0.8)) return encodeURIComponent(this.#values.pick(known));
      const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
      return this.#escaped(this.dice.chance(0.5) ? this.#values.valid(schema, name) : this.#values.text()) || 'x';
    });
    const query = parameters
      .filter((one) => one.in === 'query' && (one.required === true || this.dice.chance(0.25)))
      .map(({ name, schema, explode }) => {
        const value = this.dice.chance(0.75) ? this.#values.valid(schema, name) : this.#values.text();
        const text = Array.isArray(value) && explode === false ? value.join(',') : value;
        return `${name}=${this.#escaped(text)}`;
      });
    if (this.dice.chance(0.05))
      query.push(`${this.#escaped(this.#values.text())}=${this.#escaped(this.#values.text())}`);
    if (this.dice.chance(0.03) && query[0] !== undefined) query.push(query[0]);
    return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
  }

  /** Now and then not percent-encoded as it should be. */
  #escaped(value: unknown): string {
    const text = String(value).toWellFormed();
    return this.dice.chance(0.02) && /^[!-~]*$/.test(text) ? text.replaceAll(/[?# ]/g, '') : encodeURIComponent(text);
  }

  #headersOf(parameters: readonly Parameter[]): Record<string, string> {
    const asked = parameters.filter((one) => one.in === 'header' && this.dice.chance(0.3));
    return Object.fromEntries(
      asked.map(({ name, schema, example }) => [
        name.toLowerCase(),
        headerText(example ?? this.#values.valid(schema, name)),
      ]),
    );
  }

  #oddHeaders(): Record<string, string> {
    const names = Object.keys(ODD_HEADERS);
    const chosen = Array.from({ length: this.dice.between(1, 3) }, () => this.#values.pick(names));
    return Object.fromEntries(
      chosen.map((name) => [
        name,
        headerText(this.dice.chance(0.8) ? this.#values.pick(ODD_HEADERS[name]!) : this.#values.pick(HOSTILE)),
      ]),
    );
  }

  #bodyOf({ method, requestBody }: Route): { type: string; bytes: Buffer } | undefined {
    if (method === 'GET' || (!requestBody && this.dice.chance(0.8))) return undefined;
    if (requestBody && this.dice.chance(0.03)) return undefined;
    const content = Object.entries(requestBody?.content ?? {});
    const [type, { schema }] = this.#values.pick(content.length > 0 ? content : [['application/json', { schema: {} }]]);
    const sent = this.dice.chance(0.06) ? this.#values.pick(CONTENT_TYPES) : type;
    if (this.dice.chance(0.01)) return { type: sent, bytes: LARGE };
    if (this.dice.chance(0.06) || !type.includes('json')) return { type: sent, bytes: this.#values.pick(BODIES) };
    const value = this.dice.chance(0.55) ? this.#values.valid(schema) : this.#values.twisted(schema);
    const text = JSON.stringify(value ?? null);
    return { type: sent, bytes: Buffer.from(this.dice.chance(0.02) ? text.slice(0, -2) : text) };
  }
}

function preparedPath({ path }: Route, { values, query }: Prepared): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'));
  return query === undefined ? filled : `${filled}?${query}`;
}

/** What Node.js lets into a header. */
const headerText = (value: unknown): string => String(value).replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
