import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { Told } from '#domain/provider/story.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { GetTimeline, type TimelineEntry } from '#ledger/get-timeline.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Viewpoint, Viewpoints } from '../../http/viewpoints.js';
import { type ProviderAround, ProviderPage } from '../../providers/provider-page.js';
import { type AmendedEntry, amendedEntries, eventIn } from '../frame/amended-entry.js';
import type { PointInTime } from '../frame/page.js';

/** Entries on one page of a story. */
const STORY_SIZE = 25;

/** A provider with everything around it, at one point in time. */
export interface ReadProvider extends ProviderAround {
  schemes: Schemes;
  /** Of the provider itself, by id, in the order of recording. */
  entries: ReadonlyMap<string, AmendedEntry>;
  story: StoryPage;
}

export interface StoryPage {
  /** Newest first, each with the event as it reads now. */
  shown: { told: Told; event: LedgerEvent | undefined }[];
  number: number;
  count: number;
}

@Injectable()
export class ProviderReading {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderPage,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /**
   * @param story which page of it, counted from 1; the last for one beyond
   * @throws Refusal unknown-provider: it was not on record at that moment
   */
  async of(id: string, { asOf, knownAt }: PointInTime, story: number): Promise<ReadProvider> {
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const read = await this.providers.around(id, at);
    return {
      ...read,
      schemes: await this.schemes.at(at.upTo),
      entries: amendedEntries(await this.queries.execute(new GetTimeline(providerStream(id), at.upTo))),
      story: await this.#story(read.provider.story, story, at),
    };
  }

  /** The first that was ever recorded of it. */
  async first(id: string): Promise<TimelineEntry | undefined> {
    return (await this.queries.execute(new GetTimeline(providerStream(id))))[0];
  }

  async #story(all: readonly Told[], asked: number, { upTo }: Viewpoint): Promise<StoryPage> {
    const count = Math.max(1, Math.ceil(all.length / STORY_SIZE));
    const number = Math.min(asked, count);
    const shown = all.toReversed().slice((number - 1) * STORY_SIZE, number * STORY_SIZE);
    const streams = new Set(shown.map(({ about }) => streamOf(about)));
    const entries = await Promise.all(
      [...streams].map((stream) => this.queries.execute(new GetTimeline(stream, upTo))),
    );
    const events = new Map(entries.flat().map((entry) => [entry.id, eventIn(entry)]));
    return { shown: shown.map((told) => ({ told, event: events.get(told.event) })), number, count };
  }
}

const streamOf = ({ kind, id }: Told['about']): string => (kind === 'dossier' ? dossierStream(id) : providerStream(id));
