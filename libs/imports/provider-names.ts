import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/event.js';
import { streamId, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { providerOf, type Provider } from '#domain/provider/provider.js';
import { fold } from '#domain/text/fold.js';
import type { Codec } from '#event-store/codec.js';
import { recordsIn } from './records-in.js';

interface Called {
  name: string;
  /** Every name that it carries or carried. */
  folded: ReadonlySet<string>;
}

/**
 * What all providers are or were called. Kept in memory and, before every use, caught up with what the ledger has recorded
 * since, whoever recorded it: so what was recorded a moment ago counts, and an import costs the same on a long ledger.
 */
export class ProviderNames {
  #position = 0;
  readonly #called = new Map<string, Called>();
  /** Providers by folded name. */
  readonly #bearers = new Map<string, Set<string>>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<LedgerEvent>,
  ) {}

  /** What a provider is called now; `undefined` when it is not on record. */
  nameOf(provider: string): string | undefined {
    return this.#called.get(provider)?.name;
  }

  bearersOf(name: string): ReadonlySet<string> {
    return this.#bearers.get(fold(name)) ?? NOBODY;
  }

  /** One caller at a time. */
  async catchUp(head: number): Promise<void> {
    if (head <= this.#position) return;
    const rows = this.#position === 0 ? await this.#all() : await this.#ofStreams(await this.#changed());
    for (const [stream, record] of await recordsIn<ProviderEvent>(rows, this.codec))
      this.#rename(streamId(stream), providerOf(record));
    this.#position = head;
  }

  #rename(id: string, provider: Provider | undefined): void {
    for (const former of this.#called.get(id)?.folded ?? []) this.#bearers.get(former)?.delete(id);
    if (!provider) return;
    const folded = new Set(provider.names.map(fold));
    this.#called.set(id, { name: provider.name, folded });
    for (const name of folded) this.#bearers.set(name, (this.#bearers.get(name) ?? new Set()).add(id));
  }

  /** In these three the types are spelled out for the sake of the partial index `event_naming_provider`. */
  async #all(): Promise<EventTable[]> {
    const { rows } = await sql<EventTable>`
      select * from event
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
        and stream like 'provider-%'
      order by position
    `.execute(this.db);
    return rows;
  }

  async #changed(): Promise<string[]> {
    const { rows } = await sql<{ stream: string }>`
      select distinct stream from event
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
        and stream like 'provider-%' and position > ${this.#position}
    `.execute(this.db);
    return rows.map(({ stream }) => stream);
  }

  async #ofStreams(streams: string[]): Promise<EventTable[]> {
    const { rows } = await sql<EventTable>`
      select * from event
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
        and stream = any(${streams})
      order by position
    `.execute(this.db);
    return rows;
  }
}

const NOBODY: ReadonlySet<string> = new Set();
