import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { type Day, END_OF_TIME } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';
import { factsOf } from '#domain/dossier/facts.js';
import { movesBy } from '#domain/dossier/transfer.js';
import { type DossierEvent, is } from '#domain/event/dossier-events.js';
import { type LedgerEvent, type OnRecord, streamId } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { type Codec, decodeRow, recordsIn } from '#event-store/events.js';
import { dossiersNaming, providerId, ProviderNames } from '#dossiers/provider-names.js';

/** The names on record, shared by imports and previews. */
@Injectable()
export class NamesOnRecord {
  private readonly reading = new KeyedMutex();
  private readonly providers: ProviderNames;
  private readonly dossiers: DossierRegistry;

  constructor(
    private readonly db: LedgerDatabase,
    { codec }: EventStore<LedgerEvent>,
  ) {
    this.providers = new ProviderNames(db, codec);
    this.dossiers = new DossierRegistry(db, codec);
  }

  /** A registry of the providers that names may refer to, and their dossiers, at the head of the ledger. The caller may add to it. */
  async registryFor(names: readonly string[]): Promise<NameRegistry> {
    return this.reading.runExclusive('names', () => this.read(names));
  }

  /** The name of a provider as of the last registry; `undefined` if it was not on record. */
  nameOf(provider: string): string | undefined {
    return this.providers.nameOf(provider);
  }

  isSlugTaken(slug: string): boolean {
    return this.providers.isSlugTaken(slug);
  }

  private async read(names: readonly string[]): Promise<NameRegistry> {
    const { position } = await this.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    await this.providers.catchUp(position);
    const registry = new NameRegistry();
    for (const name of names) {
      for (const provider of this.providers.providersNamed(name)) registry.addName(provider, name);
      if (this.nameOf(providerId(name)) !== undefined) registry.addProvider(providerId(name));
    }
    const meant = new Set(names.flatMap((name) => [providerId(name), ...registry.providersCalled(name)]));
    const found = [...(await this.dossiers.of([...meant], position)).values()].flat();
    for (const dossier of new Map(found.map((one) => [one.id, one])).values())
      registry.addDossier({ ...dossier, services: new Set(dossier.services) });
    return registry;
  }
}

export interface RegisteredDossier {
  id: string;
  scheme: string;
  /** Holders of the service in order of time, beginning with the provider of `DossierOpened`. */
  holderPeriods: readonly HolderPeriod[];
  /** Every provider named as holder, including corrected and retracted transfers. */
  providers: readonly string[];
  /** Folded names of its service; empty while the scope is unknown. */
  services: Set<string>;
  /** `services` plus corrected names. */
  namesEver: ReadonlySet<string>;
  openedWithoutService: boolean;
}

/** Looks up providers by name, and dossiers by provider, scheme and service. Names are compared folded. */
export class NameRegistry {
  private readonly providers = new Map<string, Set<string>>();
  private readonly known = new Set<string>();
  private readonly dossiers = new Map<string, RegisteredDossier[]>();

  /** Providers that have or had a name. */
  providersCalled(name: string): string[] {
    return [...(this.providers.get(fold(name)) ?? [])];
  }

  isProvider(id: string): boolean {
    return this.known.has(id);
  }

  /** Adds a provider without a name. */
  addProvider(id: string): void {
    this.known.add(id);
  }

  addName(provider: string, name: string): void {
    this.known.add(provider);
    const folded = fold(name);
    this.providers.set(folded, (this.providers.get(folded) ?? new Set()).add(provider));
  }

  /** Dossiers that name a provider as holder at any time. */
  dossiersOf(provider: string, scheme: string): readonly RegisteredDossier[] {
    return this.dossiers.get(`${provider} ${scheme}`) ?? [];
  }

  addDossier(dossier: RegisteredDossier): RegisteredDossier {
    for (const provider of dossier.providers) {
      const key = `${provider} ${dossier.scheme}`;
      const known = this.dossiers.get(key);
      if (known) known.push(dossier);
      else this.dossiers.set(key, [dossier]);
    }
    return dossier;
  }
}

/** Derives from provider, scheme and service, as when a dossier is opened by itself. */
export const dossierId = (provider: string, scheme: string, service: string | undefined): string =>
  uuidOf('dossier', provider, scheme, service === undefined ? '' : fold(service));

/** Provider that holds a service from a day until the next period starts. */
interface HolderPeriod {
  provider: string;
  from: Day;
}

/** Before every day in a ledger. */
export const BEGINNING: Day = '0000-01-01';

/** Whether a provider holds a service on any day of a partial date; without a date, whether it is the last holder. */
export const isHolderAt = (holderPeriods: readonly HolderPeriod[], provider: string, date?: PartialDate): boolean =>
  isHolderWithin(holderPeriods, provider, date ? earliest(date) : END_OF_TIME, date ? latest(date) : END_OF_TIME);

/** Whether it holds the service on that date or later. */
export const isHolderFrom = (holderPeriods: readonly HolderPeriod[], provider: string, date?: PartialDate): boolean =>
  isHolderWithin(holderPeriods, provider, date ? earliest(date) : END_OF_TIME, END_OF_TIME);

function isHolderWithin(holderPeriods: readonly HolderPeriod[], provider: string, first: Day, last: Day): boolean {
  return holderPeriods.some((period, index) => {
    const next = holderPeriods[index + 1];
    return period.provider === provider && period.from <= last && (next === undefined || next.from > first);
  });
}

interface News {
  stream: string;
  provider: string | null;
  to: string | null;
}

/**
 * Caches the dossiers of providers. Before every use, providers affected by new events are evicted and read again. Evicting
 * any entry is safe.
 */
export class DossierRegistry {
  #position = 0;
  #epoch = 0;
  readonly #byProvider = new Map<string, readonly RegisteredDossier[]>();
  /** Per dossier, the providers to evict when it changes: all that its record ever named as holder. */
  readonly #providersOf = new Map<string, readonly string[]>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<LedgerEvent>,
    /** Limit of cached entries: providers and dossiers. */
    private readonly atMost = 50_000,
    /** Limit of new events; beyond it, clearing the cache is cheaper. */
    private readonly catchUpAtMost = 50_000,
  ) {}

  /** Number of cached providers and dossiers. */
  get size(): number {
    return this.#byProvider.size + this.#providersOf.size;
  }

  /** By provider; empty for a provider without dossiers. Not for concurrent calls. */
  async of(providers: readonly string[], head: number): Promise<ReadonlyMap<string, readonly RegisteredDossier[]>> {
    await this.#catchUp(head);
    await this.#read(providers.filter((id) => !this.#byProvider.has(id)));
    const found = new Map(providers.map((id) => [id, this.#byProvider.get(id) ?? []]));
    if (this.size > this.atMost) this.#clear();
    return found;
  }

  async #catchUp(head: number): Promise<void> {
    const { current } = this.db.epochs;
    if (this.#epoch !== current || head - this.#position > this.catchUpAtMost) this.#clear();
    else if (head > this.#position) for (const news of await this.#news()) this.#evict(news);
    [this.#position, this.#epoch] = [head, current];
  }

  #evict({ stream, provider, to }: News): void {
    for (const former of this.#providersOf.get(streamId(stream)) ?? []) this.#byProvider.delete(former);
    if (provider !== null) this.#byProvider.delete(provider);
    if (to !== null) this.#byProvider.delete(to);
  }

  #clear(): void {
    this.#byProvider.clear();
    this.#providersOf.clear();
  }

  async #read(providers: string[]): Promise<void> {
    if (providers.length === 0) return;
    const byProvider = new Map(providers.map((id) => [id, [] as RegisteredDossier[]]));
    for (const [stream, record] of await recordsIn(
      await this.#naming(providers),
      (row) => decodeRow(this.codec, row) as OnRecord<DossierEvent>,
    )) {
      const dossier = registeredDossier(streamId(stream), record);
      if (!dossier) continue;
      this.#providersOf.set(dossier.id, dossier.providers);
      for (const provider of dossier.providers) byProvider.get(provider)?.push(dossier);
    }
    for (const [provider, dossiers] of byProvider) this.#byProvider.set(provider, dossiers);
  }

  /** New events that may change holders or names of dossiers. */
  async #news(): Promise<News[]> {
    const { rows } = await sql<News>`
      select stream, data ->> 'provider' as provider, coalesce(data ->> 'to', data #>> '{changes,data,to}') as "to"
      from event
      where position > ${this.#position} and stream like 'dossier-%'
        and type in ('DossierOpened', 'ScopeDeclared', 'ServiceTransferred', 'EventCorrected', 'EventRetracted')
    `.execute(this.db);
    return rows;
  }

  async #naming(providers: string[]): Promise<EventTable[]> {
    const { rows } = await sql<EventTable>`
      select * from event
      where stream in (${dossiersNaming(providers)})
        and type in ('DossierOpened', 'ScopeDeclared', 'ServiceTransferred', 'EventCorrected', 'EventRetracted')
      order by position
    `.execute(this.db);
    return rows;
  }
}

/** @param record the events of the dossier that name or transfer it, with their amendments */
function registeredDossier(id: string, record: readonly OnRecord<DossierEvent>[]): RegisteredDossier | undefined {
  const facts = factsOf(record);
  if (!facts) return undefined;
  const { provider, scheme } = facts;
  const services = new Set<string>();
  let openedWithoutService = false;
  for (const { event } of [...facts.undated, ...facts.dated]) {
    if (event.type === 'DossierOpened') openedWithoutService = event.data.service === undefined;
    if (is(event, 'scope') && event.data.service !== undefined) services.add(fold(event.data.service));
  }
  const namesEver = new Set(valuesEver(record, 'service').map(fold));
  return {
    id,
    scheme,
    providers: [...new Set([provider, ...valuesEver(record, 'to')])],
    holderPeriods: [
      { provider, from: BEGINNING },
      ...movesBy(facts, END_OF_TIME).map(({ to, fact }) => ({ provider: to, from: fact.day })),
    ],
    services,
    namesEver: namesEver.size === services.size ? services : namesEver,
    openedWithoutService,
  };
}

/** Every value of a field in events and corrections, including corrected and retracted ones. */
const valuesEver = (record: readonly OnRecord<DossierEvent>[], field: 'to' | 'service'): string[] =>
  record.flatMap(({ event }) => valuesIn(event.data, field));

/** A correction may itself be corrected. */
function valuesIn(data: object, field: 'to' | 'service'): string[] {
  const { [field]: value, changes } = data as { to?: unknown; service?: unknown; changes?: { data?: object } };
  return [...(typeof value === 'string' ? [value] : []), ...(changes?.data ? valuesIn(changes.data, field) : [])];
}
