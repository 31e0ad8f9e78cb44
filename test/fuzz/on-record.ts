import type { Sender } from './requests.js';

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
  /"(id|slug|event|dossier|provider|scheme|register|key|sha256|account|subscription|delivery|position|address|token|rehearsal)":"([^"\\]{1,200})"/g;

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
