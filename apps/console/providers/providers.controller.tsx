import { Get, Injectable, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ProviderLists } from '#projections/list-providers.js';
import type { Viewpoint } from '#dossiers/get-dossier.js';
import { z } from 'zod';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { HistoryEntry } from '#domain/provider/provider-history.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { phrases } from '#language/phrases.js';
import { GetTimeline, type TimelineEntry } from '#ledger/get-timeline.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { BoardReading, Viewpoints } from '../../api/http/reading.js';
import { NameInPath, page as pageFields, seen } from '../../api/http/query-fields.js';
import { type ProviderAround, ProviderPage } from '../../api/providers/provider-page.js';
import { pageNumber, type PointInTime, queryOf, Page, type PageContext } from '../frame/page.js';
import { NotYet } from '../frame/time-bar.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { amendedEntries, type AmendedEntry, eventIn, TimelineAsked } from '../frame/timeline-entries.js';
import { Follows } from '../follow/follows.js';
import { describedProvider } from '../public/described.js';
import { ProviderList } from './provider-list.js';
import { ProviderContent } from './provider-view.js';

const STORY_SIZE = 25;

/** The data of a provider page at one point in time. */
export interface ProviderData extends ProviderAround {
  schemes: Schemes;
  /** Events of the provider itself, by id, in recording order. */
  entries: ReadonlyMap<string, AmendedEntry>;
  story: StoryPage;
}

export interface StoryPage {
  /** Newest first, each event with its corrections applied. */
  shown: { told: HistoryEntry; event: LedgerEvent | undefined }[];
  number: number;
  count: number;
}

@Injectable()
export class ProviderLoader {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderPage,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /**
   * @param story which page of it, counted from 1; the last for one beyond
   * @throws Refusal not-found: it was not on record at that moment
   */
  async of(id: string, { asOf, knownAt }: PointInTime, story: number): Promise<ProviderData> {
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const read = await this.providers.around(id, at);
    return {
      ...read,
      schemes: await this.schemes.at(at.upTo),
      entries: amendedEntries(await this.queries.execute(new GetTimeline(providerStream(id), at.upTo))),
      story: await this.#story(read.provider.story, story, at),
    };
  }

  async first(id: string): Promise<TimelineEntry | undefined> {
    return (await this.queries.execute(new GetTimeline(providerStream(id))))[0];
  }

  async #story(all: readonly HistoryEntry[], asked: number, { upTo }: Viewpoint): Promise<StoryPage> {
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

const streamOf = ({ kind, id }: HistoryEntry['about']): string =>
  kind === 'dossier' ? dossierStream(id) : providerStream(id);

const { cursor } = pageFields('string', 'string');
const ListAsked = z.object({ name: Name.optional(), cursor, ...seen });
const ProviderAsked = TimelineAsked.extend({ story: pageNumber });

@Pages()
export class ProviderPages {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly queries: QueryBus,
    private readonly ids: ProviderIds,
    private readonly providers: ProviderLoader,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
    private readonly follows: Follows,
  ) {}

  @Get('providers')
  @ConsoleRoute('public-read')
  async list(@Page() page: PageContext): Promise<Answer> {
    const { seen: position, ...asked } = await queryOf(page, ListAsked);
    if (position !== undefined) await this.board.position(position);
    const { asOf, knownAt } = page.at;
    const found = await this.providerLists.page({ ...asked, asOf, knownAt, limit: 25 });
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.schemes.at(upTo);
    const children = <ProviderList {...{ page, found, schemes }} name={asked.name} />;
    return { title: phrases(page.language).console.providers.list.title, menuEntry: 'providers', children };
  }

  /** Redirects from a current or former name, if it is unambiguous, to the page of the provider. */
  @Get('providers/:slug')
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Param('slug', { schema: NameInPath }) name: string): Promise<Answer> {
    const asked = await queryOf(page, ProviderAsked);
    if (asked.seen !== undefined) await this.board.position(asked.seen);
    const { id, slug, foundBy } = await this.ids.find(name);
    if (foundBy !== 'slug') {
      const query = page.query.size > 0 ? `?${page.query.toString()}` : '';
      return { redirect: `/providers/${encodeURIComponent(slug)}${query}` };
    }
    try {
      const data = await this.providers.of(id, page.at, asked.story);
      const children = <ProviderContent page={page} data={data} asked={asked} />;
      const follow = await this.follows.of(page, { kind: 'provider', id });
      const held = data.dossiers.map(({ scheme }) => scheme);
      const about = describedProvider(page, data.provider, held, data.schemes);
      return { title: data.provider.name, menuEntry: 'providers', follow, about, children };
    } catch (error) {
      const isNotYet = error instanceof Refusal && error.code === 'not-found' && page.at.knownAt !== undefined;
      const first = isNotYet ? await this.providers.first(id) : undefined;
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      const children = <NotYet page={page} since={first.recordedAt} />;
      return { title, status: 404, menuEntry: 'providers', children };
    }
  }
}
