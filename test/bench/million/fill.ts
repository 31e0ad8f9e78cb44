import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { dossierStream, providerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import { eventOf, idOf } from '#imports/plan.js';
import { dossierId } from '#imports/name-registry.js';
import { providerId } from '#providers/provider-names.js';
import { parseRow, type DossierRow } from '#imports/parse-row.js';
import { nameSplits } from '#imports/resolve-row.js';
import type { Row } from '../generator/row.js';

const ROWS_AT_ONCE = 5000;

/**
 * Records generated rows as an import would, under the same ids, but without asking what is on record: faster, and right
 * only for the first rows of a ledger, in their order.
 *
 * @param rowsAtOnce recorded at one instant
 */
export async function fill(
  events: EventStore<LedgerEvent>,
  rows: Iterable<Row>,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<void> {
  const filling = new Filling(events);
  let count = 0;
  for (const row of rows) {
    filling.add(row);
    count += 1;
    if (count % rowsAtOnce === 0) await filling.flush();
  }
  await filling.flush();
}

class Filling {
  private readonly ids = new Set<string>();
  private readonly versions = new Map<string, number>();
  private pending = new Map<string, { id: string; event: LedgerEvent }[]>();

  constructor(private readonly events: EventStore<LedgerEvent>) {}

  add(row: Row): void {
    const parsed = parseRow({ line: 0, cells: row.cells, problems: [] }, builtInSchemes);
    if (Array.isArray(parsed)) throw new Error(JSON.stringify([parsed, row]));
    const provider = providerId(parsed.provider);
    const stream = providerStream(provider);
    if (this.isNew(stream)) this.put(stream, { type: 'ProviderRegistered', data: { name: parsed.provider } });
    if (parsed.about === 'provider') this.put(stream, parsed.event);
    else this.addToDossier(parsed, provider, row.openedAs);
  }

  private addToDossier(parsed: DossierRow, provider: string, openedAs: string | undefined): void {
    const { scheme } = parsed;
    const dossier = dossierStream(dossierId(provider, scheme, openedAs));
    const scope = openedAs !== undefined && { service: openedAs, serviceKinds: parsed.kinds };
    if (this.isNew(dossier)) this.put(dossier, { type: 'DossierOpened', data: { provider, scheme, ...scope } });
    const [target] = nameSplits(parsed.dependsOn ?? '');
    this.put(dossier, eventOf(parsed, target && dossierId(providerId(target[0]), scheme, target[1])));
  }

  async flush(): Promise<void> {
    const appends = [...this.pending].map(([stream, events]) => ({
      stream,
      expected: this.versions.get(stream) ?? 0,
      events,
    }));
    if (appends.length > 0) await this.events.append(appends, { actor: 'bench' });
    for (const { stream, expected, events } of appends) this.versions.set(stream, expected + events.length);
    this.pending = new Map();
  }

  private isNew(stream: string): boolean {
    return !this.versions.has(stream) && !this.pending.has(stream);
  }

  private put(stream: string, event: LedgerEvent): void {
    const id = idOf(stream, event);
    if (this.ids.has(id)) return;
    this.ids.add(id);
    const added = this.pending.get(stream) ?? [];
    added.push({ id, event });
    this.pending.set(stream, added);
  }
}
