import { Inject, Injectable } from '@nestjs/common';
import { ActorNames, type NamesOfActors } from '#access/people.js';
import { Clock } from '#database/clock.js';
import type { DossierView, ProviderRef } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import { fileNameOf } from '#domain/evidence/media-type.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Dossiers, Providers, type Viewpoint } from '#dossiers/get-provider.js';
import { EventStore } from '#event-store/event-store.js';
import type { EvidenceSubject } from '#evidence/evidence-on-record.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import type { Language } from '#language/language.js';
import { timelineIn, type TimelineEntry } from '#ledger/get-timeline.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

/** One stream with all its events, and the dossier that they make. */
export interface AuditedStream {
  stream: string;
  entries: TimelineEntry[];
  /** Absent for the provider itself. */
  view?: DossierView;
}

/** A file that is attached and not withdrawn. */
export interface AuditedEvidence {
  /** Id of the event that attached it. */
  id: string;
  data: EvidenceAttached['data'];
  /** In the archive; absent if its bytes are missing from the store. */
  path?: string;
}

/** Everything that an auditor's file shows, as known at one point in time. */
export interface AuditContents {
  kind: EvidenceSubject['kind'];
  provider: ProviderRef;
  at: Viewpoint;
  /** Of the ledger. */
  position: number;
  createdAt: Date;
  zone: string;
  schemes: Schemes;
  actors: NamesOfActors;
  streams: AuditedStream[];
  evidence: AuditedEvidence[];
}

export interface AuditProps {
  contents: AuditContents;
  language: Language;
}

@Injectable()
export class AuditReading {
  constructor(
    private readonly dossiers: Dossiers,
    private readonly providers: Providers,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly files: EvidenceFiles,
    private readonly actors: ActorNames,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws Refusal not-found: not on record at that point */
  async of({ kind, id }: EvidenceSubject, at: Viewpoint): Promise<AuditContents> {
    const position = Math.min(at.upTo ?? Infinity, at.look?.position ?? (await this.events.head()));
    const point = { ...at, upTo: position };
    const { provider, streams } = kind === 'dossier' ? await this.#dossier(id, point) : await this.#provider(id, point);
    return {
      ...{ kind, provider, at, position, streams },
      createdAt: this.clock.now(),
      zone: this.settings.JALON_TIMEZONE,
      schemes: await this.schemes.at(position),
      actors: await this.actors.current(),
      evidence: await this.#evidenceIn(streams.flatMap(({ entries }) => entries)),
    };
  }

  async #dossier(id: string, at: Viewpoint): Promise<Pick<AuditContents, 'provider' | 'streams'>> {
    const view = await this.dossiers.get(id, at);
    return { provider: view.provider, streams: [await this.#stream(dossierStream(id), at, view)] };
  }

  async #provider(id: string, at: Viewpoint): Promise<Pick<AuditContents, 'provider' | 'streams'>> {
    const { provider, dossiers } = await this.providers.get(id, at);
    const streams = [await this.#stream(providerStream(id), at)];
    for (const view of await this.dossiers.some(dossiers, at))
      streams.push(await this.#stream(dossierStream(view.id), at, view));
    return { provider: { id, slug: provider.slug, name: provider.name }, streams };
  }

  async #stream(stream: string, { upTo }: Viewpoint, view?: DossierView): Promise<AuditedStream> {
    const entries = await timelineIn(this.events, stream, upTo);
    return { stream, entries, ...(view && { view }) };
  }

  async #evidenceIn(entries: readonly TimelineEntry[]): Promise<AuditedEvidence[]> {
    const found: AuditedEvidence[] = [];
    for (const { id, type, retracted, data } of entries) {
      if (type !== 'EvidenceAttached' || retracted) continue;
      const attached = data as EvidenceAttached['data'];
      const isThere = (await this.files.sizeOf(attached.sha256)) === attached.size;
      found.push({ id, data: attached, ...(isThere && { path: pathOf(attached) }) });
    }
    return found;
  }
}

const LONGEST_NAME = 80;

/** Begins with the hash, so that two files never share a path; in characters that every system has in names of files. */
function pathOf({ sha256, name, mediaType }: EvidenceAttached['data']): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '_')
    .slice(-LONGEST_NAME);
  return `evidence/${sha256.slice(0, 16)}-${fileNameOf(plain, mediaType)}`;
}
