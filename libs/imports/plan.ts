import { openDossier, recordOnDossier, schemeOf } from '#domain/dossier/dossier.js';
import { asksWhoSpeaks, speakersOf, withSpeaker } from '#domain/dossier/speaker.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, providerStream, streamId, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { otherSlug, recordOnProvider, registerProvider } from '#domain/provider/provider.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { StreamAppend } from '#event-store/events.js';
import { type Draft, eventOf, idOf, type StreamStates } from './stream-drafts.js';
import type { DossierRow, ImportRow } from './parse-row.js';
import type { Subject } from './resolve-row.js';

/** A dossier with new events. */
export interface PlannedDossier {
  id: string;
  /** The provider of its first row, with its name in that row. */
  provider: { id: string; called: string };
  scheme: string;
  draft: Draft<DossierEvent>;
}

/** The appends of an import, built row by row with the same decisions as single requests. */
export class Plan {
  private readonly providers = new Map<string, Draft<ProviderEvent>>();
  private readonly dossiers = new Map<string, PlannedDossier>();
  private readonly lines = new Map<string, number>();
  /** By dossier, the providers of its service at any time. */
  private readonly holders = new Map<string, readonly string[]>();
  readonly opened = { providers: 0, dossiers: 0 };

  constructor(
    private readonly streams: StreamStates,
    private readonly schemes: Schemes,
  ) {}

  /**
   * @returns false if an earlier row is identical
   * @throws Refusal as the domain's decisions do
   */
  record(row: ImportRow, { provider, dossier }: Subject, dependsOn?: string): boolean {
    const event = eventOf(row, dependsOn);
    const stream = dossier ? dossierStream(dossier.id) : providerStream(provider);
    const id = idOf(stream, event);
    if (this.lines.has(id)) return false;
    const providers = this.providerDraft(provider, row.provider);
    if (row.about === 'dossier' && dossier) {
      this.holders.set(dossier.id, dossier.providers);
      this.recordOnDossier(row, event as DossierRow['event'], provider, dossier.id);
    } else providers.add((record) => recordOnProvider(record, event as Parameters<typeof recordOnProvider>[1]));
    this.lines.set(id, row.row.line);
    return true;
  }

  /** Marks who speaks, by all names on record and in the file, once all rows are decided. Ids stay those of the rows. */
  settleSpeakers(): void {
    for (const { id, draft } of this.touched) {
      const claims = draft.drafted.filter(({ event }) => asksWhoSpeaks(event));
      const holders = claims.length === 0 ? [] : (this.holders.get(id) ?? []).map(providerStream);
      const drafts = holders.map(
        (stream) => this.providers.get(streamId(stream)) ?? this.streams.draftOf<ProviderEvent>(stream),
      );
      const speakers = drafts.flatMap(({ record }) => speakersOf(record));
      for (const entry of claims) entry.event = withSpeaker(entry.event, speakers);
    }
  }

  /** The line of an event by its id; `undefined` for events that register a provider or open a dossier. */
  lineOf(id: string): number | undefined {
    return this.lines.get(id);
  }

  get appends(): StreamAppend<LedgerEvent>[] {
    return [...this.providers.values(), ...this.touched.map(({ draft }) => draft)].flatMap((draft) => draft.append);
  }

  /** In the order of the file. */
  get touched(): PlannedDossier[] {
    return [...this.dossiers.values()];
  }

  /** Providers with new events. */
  get touchedProviders(): { id: string; events: LedgerEvent[] }[] {
    return [...this.providers].map(([id, { drafted }]) => ({ id, events: drafted.map(({ event }) => event) }));
  }

  private providerDraft(id: string, name: string): Draft<ProviderEvent> {
    const draft = this.providers.get(id) ?? this.streams.draftOf<ProviderEvent>(providerStream(id));
    this.providers.set(id, draft);
    if (draft.isNew) {
      const slug = otherSlug(id, name, () => false);
      draft.add((record) => registerProvider(record, { name, slug }));
      this.opened.providers++;
    }
    return draft;
  }

  private recordOnDossier(row: DossierRow, event: DossierRow['event'], provider: string, id: string): void {
    const { scheme, service: name, kinds } = row;
    const { draft } = this.touch(row, provider, id);
    if (draft.isNew) {
      const service = name === undefined ? undefined : { name, kinds };
      draft.add((record) => openDossier(record, { provider, scheme, service }, this.schemes));
      this.opened.dossiers++;
    }
    draft.add((record) => recordOnDossier(record, event, { id, scheme: schemeOf(scheme, this.schemes) }));
  }

  private touch({ provider: called, scheme }: DossierRow, provider: string, id: string): PlannedDossier {
    const known = this.dossiers.get(id);
    if (known) return known;
    const draft = this.streams.draftOf<DossierEvent>(dossierStream(id));
    const touched = { id, provider: { id: provider, called }, scheme, draft };
    this.dossiers.set(id, touched);
    return touched;
  }
}
