import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { type Identifier, identifierKeys } from '#domain/provider/identifiers.js';
import { type Provider, providerModel, providerOf } from '#domain/provider/provider.js';
import { type Refusal, refuse } from '#domain/refusal.js';
import type { Source } from '#domain/source/source.js';
import { fold } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { type Codec, decodeReadable, type Recorded, recordsIn } from '#event-store/events.js';
import type { Look } from '#event-store/ledger-head.js';

/** Derives from its first name, so that registrations and imports of one provider reach one stream. */
export const providerId = (name: string): string => uuidOf('provider', fold(name));

/** Streams of dossiers that name providers as holders at any time. Spelled as in `event_opening_dossier` and `event_moving_service`. */
export const dossiersNaming = (providers: readonly string[]) => sql<{ stream: string }>`
  select stream from event where type = 'DossierOpened' and data ->> 'provider' = any(${providers})
  union
  select stream from event
  where type in ('ServiceTransferred', 'EventCorrected')
    and coalesce(data ->> 'to', data #>> '{changes,data,to}') = any(${providers})
`;

interface Called {
  name: string;
  slug: string;
  /** All current and former names; the current one first. */
  names: readonly string[];
  namedBy: Source | null;
  /** Of its identifiers. */
  keys: readonly string[];
  /** All that it is looked up by. */
  folded: ReadonlySet<string>;
}

/**
 * The slugs, and the current and former names, of all providers. Kept in memory and updated from the ledger before every use,
 * so that the latest events are seen, whatever the projections have followed, and a use costs the same on a long ledger. An
 * event that cannot be read names nothing: others can still be registered.
 */
export class ProviderNames {
  #position = 0;
  #epoch = 0;
  readonly #called = new Map<string, Called>();
  /** Providers by folded name. */
  readonly #bearers = new Map<string, Set<string>>();
  readonly #slugs = new Map<string, Set<string>>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<LedgerEvent>,
  ) {}

  /** The current name; `undefined` if the provider is not on record. */
  nameOf(provider: string): string | undefined {
    return this.#called.get(provider)?.name;
  }

  /** The source of the current name. */
  sourceOf(provider: string): Source | null {
    return this.#called.get(provider)?.namedBy ?? null;
  }

  /** Every provider on record with its current and former names, the current one first, and the keys of its identifiers. */
  *all(): Generator<{ id: string } & Pick<Called, 'names' | 'keys'>> {
    for (const [id, { names, keys }] of this.#called) yield { id, names, keys };
  }

  providersNamed(name: string): ReadonlySet<string> {
    return this.#bearers.get(fold(name)) ?? NONE;
  }

  providersIdentified(identifier: Identifier): ReadonlySet<string> {
    return new Set(identifierKeys(identifier).flatMap((key) => [...(this.#bearers.get(key) ?? NONE)]));
  }

  isSlugTaken(slug: string): boolean {
    return (this.#slugs.get(slug)?.size ?? 0) > 0;
  }

  /** Not for concurrent calls. */
  async catchUp(head: number): Promise<void> {
    if (this.#epoch !== this.db.epochs.current) this.#clear();
    if (head <= this.#position) return;
    const rows = await this.#rows(this.#position === 0 ? ofProvider : sql`stream = any(${await this.#changed()})`);
    const decode = (row: EventTable) => decodeReadable(this.codec, [row]) as Recorded<ProviderEvent>[];
    for (const [stream, record] of await recordsIn(rows, decode))
      this.#rename(streamId(stream), providerOf(record.flat()));
    this.#position = head;
  }

  #clear(): void {
    [this.#position, this.#epoch] = [0, this.db.epochs.current];
    for (const names of [this.#called, this.#bearers, this.#slugs]) names.clear();
  }

  #rename(id: string, provider: Provider | undefined): void {
    const before = this.#called.get(id);
    for (const former of before?.folded ?? []) this.#bearers.get(former)?.delete(id);
    if (before) this.#slugs.get(before.slug)?.delete(id);
    if (!provider) return;
    const { name, slug, names, namedBy, identifiers } = provider;
    const keys = identifiers.flatMap(identifierKeys);
    const folded = new Set([...[...names, ...identifiers.map(({ value }) => value)].map(fold), ...keys]);
    this.#called.set(id, { name, slug, names, namedBy, keys, folded });
    for (const one of folded) add(this.#bearers, one, id);
    add(this.#slugs, slug, id);
  }

  async #rows(which: RawBuilder<unknown>): Promise<EventTable[]> {
    const { rows } =
      await sql<EventTable>`select * from event where ${isNaming} and ${which} order by position`.execute(
        this.db.ledger,
      );
    return rows;
  }

  async #changed(): Promise<string[]> {
    const { rows } = await sql<{ stream: string }>`
      select distinct stream from event where ${isNaming} and ${ofProvider} and position > ${this.#position}
    `.execute(this.db.ledger);
    return rows.map(({ stream }) => stream);
  }
}

/** Spelled out to match the partial index `event_naming_provider`. */
const isNaming = sql`type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')`;
const ofProvider = sql`stream like 'provider-%'`;

function add(ids: Map<string, Set<string>>, key: string, id: string): void {
  ids.set(key, (ids.get(key) ?? new Set()).add(id));
}

const NONE: ReadonlySet<string> = new Set();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface FoundBy {
  id: string;
  foundBy: 'id' | 'slug' | 'name';
  /** For links to it. */
  slug: string;
}

/** Resolves the id, slug or name of a provider in a request to its id. */
@Injectable()
export class ProviderIds {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /**
   * @param field of the request, for the refusal
   * @throws Refusal not-found, name-ambiguous
   */
  async of(name: string, field = 'id', look?: Look): Promise<string> {
    return (await this.find(name, field, look)).id;
  }

  /**
   * @param providers by which a list is filtered; `undefined`: not by provider
   * @throws Refusal not-found, name-ambiguous
   */
  async ofFilter(providers: readonly string[] | undefined): Promise<string[] | undefined> {
    return providers && [...new Set(await Promise.all(providers.map((name) => this.of(name, 'providers'))))];
  }

  /**
   * By id or slug, else by a current or former name that is unique.
   *
   * @throws Refusal not-found, name-ambiguous
   */
  async find(name: string, field = 'id', look?: Look): Promise<FoundBy> {
    // PostgreSQL text cannot hold a NUL, so no name does.
    if (name.includes('\0')) throw notFound(field, name.replaceAll('\0', '\uFFFD'));
    const slugged = UUID.test(name) ? undefined : await this.#slugged(name);
    // A slug derived from a name folds to the same text, so a provider is found before it is projected.
    const id = UUID.test(name) ? name.toLowerCase() : (slugged ?? providerId(name));
    const { state } = await this.events.load(providerStream(id), providerModel, { look });
    const provider = providerOf(state);
    if (provider && (UUID.test(name) || slugged !== undefined || provider.slug === name))
      return { id, foundBy: UUID.test(name) ? 'id' : 'slug', slug: slugged === undefined ? provider.slug : name };
    const [called, ...others] = await this.#called(name);
    if (!called) throw notFound(field, name);
    if (others.length === 0) return { ...called, foundBy: 'name' };
    const slugs = [called, ...others].map(({ slug }) => slug);
    throw refuse('name-ambiguous', field, 'provider-ambiguous', { name, slugs });
  }

  async #slugged(slug: string): Promise<string | undefined> {
    const row = await this.db.ledger.selectFrom('provider').select('id').where('slug', '=', slug).executeTakeFirst();
    return row?.id;
  }

  /** From the projection, which is milliseconds behind. */
  async #called(name: string): Promise<{ id: string; slug: string }[]> {
    return this.db.ledger
      .selectFrom('provider')
      .select(['id', 'slug'])
      .where('id', 'in', this.db.selectFrom('provider_name').select('provider').where('folded', '=', fold(name)))
      .orderBy('slug')
      .execute();
  }
}

const notFound = (field: string, provider: string): Refusal =>
  refuse('not-found', field, 'provider-not-found', { provider });
