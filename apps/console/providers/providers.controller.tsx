import { Get, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { soonestEnd } from '#domain/dossier/standing.js';
import { type LedgerEvent, dossierStream, providerStream } from '#domain/event/ledger-event.js';
import type { HistoryEntry } from '#domain/provider/provider-history.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name, fold } from '#domain/text/text.js';
import type { Viewpoint } from '#dossiers/get-dossier.js';
import type { Transfer } from '#dossiers/get-provider.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { GetTimeline, type TimelineEntry } from '#ledger/get-timeline.js';
import { ProviderLists, type ListedProvider } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { page as pageFields, seen } from '../../api/http/query-fields.js';
import { Viewpoints } from '../../api/http/reading.js';
import { type ProviderAround, ProviderPage } from '../../api/providers/provider-page.js';
import { Follows } from '../follow/follow.controller.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { DateText, DoneNote, Facts, Section, More, LabelledSource } from '../frame/display.js';
import { StatusMark } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { followDone, NotYet } from '../frame/page-head.js';
import { Named, addressOf, may, type PageContext, pageNumber, type PointInTime, queryOf, Page } from '../frame/page.js';
import { eventIn, TimelineAsked, timelineView, amendedEntries, type AmendedEntry } from '../frame/timeline-entries.js';
import { Timeline } from '../frame/timeline.js';
import { Warnings } from '../frame/warnings.js';
import { describedProvider } from '../public/public-index.controller.js';
import { ProviderList } from './provider-list.js';
import { Names, Owners, Declarations, StorySection } from './provider-sections.js';

function ProviderContent({ page, data, asked }: { page: PageContext; data: ProviderData; asked: TimelineAsked }) {
  const words = phrases(page.language).console.providers;
  const { registered } = words;
  const { provider, entries } = data;
  const timeline = timelineView(page, entries, asked);
  const { hrefOf } = timeline;
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found && eventIn(found.entry);
  };
  return (
    <>
      <DoneNote
        page={page}
        words={{
          ...phrases(page.language).console.frame.done,
          registered,
          attached: phrases(page.language).console.evidence.attached,
          ...followDone(page),
        }}
      />
      <Facts
        facts={[
          [words.alsoCalled, provider.aliases.slice(0, 12).join(', ')],
          [
            words.lastHeard,
            provider.lastHeard === null ? undefined : <DateText page={page} date={provider.lastHeard} />,
          ],
        ]}
      />
      <Actions page={page} slug={provider.slug} />
      <DossierTable page={page} data={data} />
      <Warnings warnings={provider.warnings} {...{ page, eventOf, hrefOf }} />
      <Declarations {...{ page, provider, eventOf, hrefOf }} />
      <Owners page={page} provider={provider} hrefOf={hrefOf} />
      <Names page={page} provider={provider} hrefOf={hrefOf} />
      <Relations page={page} data={data} />
      <StorySection page={page} data={data} hrefOf={hrefOf} />
      <Timeline
        page={page}
        timeline={timeline}
        entries={entries}
        events={`/providers/${encodeURIComponent(provider.slug)}/events`}
      />
    </>
  );
}

function Actions({ page, slug }: { page: PageContext; slug: string }) {
  const words = phrases(page.language).console.providers;
  if (!may(page, 'record')) return null;
  return (
    <p class="actions no-print">
      <a class="button" href={addressOf(page, `/providers/${encodeURIComponent(slug)}/record`)}>
        {words.record}
      </a>
      <a class="button second" href={addressOf(page, '/dossiers/new', { provider: slug })}>
        {words.open}
      </a>
    </p>
  );
}

/** Dossiers listed; the board has all. */
const MOST_DOSSIERS = 40;

function DossierTable({ page, data: { dossiers, provider, schemes } }: { page: PageContext; data: ProviderData }) {
  const { language } = page;
  const words = phrases(language).console.providers;
  return (
    <Section id="dossiers" title={words.dossiers}>
      {dossiers.length === 0 ? (
        <p>{words.noDossiers}</p>
      ) : (
        <Table
          isMain
          label={words.dossierCaption}
          columns={[words.service, words.scheme, words.status, words.until]}
          rows={dossiers.slice(0, MOST_DOSSIERS).map(({ id, service, scheme, status, confirmed, grants }) => {
            const end = soonestEnd(grants);
            return [
              <a href={addressOf(page, `/dossiers/${id}`)}>{service?.name ?? words.nameless}</a>,
              schemeName(scheme, schemes, language),
              <StatusMark {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />,
              end === null ? null : <DateText page={page} date={end} />,
            ];
          })}
        />
      )}
      {dossiers.length > MOST_DOSSIERS ? (
        <p>
          <a href={addressOf(page, '/dossiers', { provider: provider.slug })}>{words.onBoard(dossiers.length)}</a>
        </p>
      ) : null}
    </Section>
  );
}

const MOST_LINKS = 20;

interface RelationsProps {
  page: PageContext;
  data: ProviderData;
}

function Relations({ page, data }: RelationsProps) {
  const words = phrases(page.language).console.providers;
  const { dossiers, around, provider } = data;
  const own = new Set(dossiers.map(({ id }) => id));
  const below = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
  const { away, received } = provider.transferred;
  return (
    <>
      <RelatedDossiers {...{ page, data }} name="builds-on" title={words.around.buildsOn} ids={below} />
      <RelatedDossiers
        {...{ page, data }}
        name="dependents"
        title={words.around.dependents}
        ids={new Set(around.filter(({ dependsOn }) => dependsOn.some((id) => own.has(id))).map(({ id }) => id))}
      />
      <Transfers {...{ page, data }} name="away" title={words.said.away} moves={away} way={words.to} />
      <Transfers {...{ page, data }} name="received" title={words.said.received} moves={received} way={words.from} />
    </>
  );
}

function RelatedDossiers({
  page,
  data: { around, schemes },
  name,
  title,
  ids,
}: RelationsProps & { name: string; title: string; ids: ReadonlySet<string> }) {
  const { language } = page;
  const found = around.filter(({ id }) => ids.has(id));
  if (found.length === 0) return null;
  return (
    <Section id={name} title={title}>
      <ul class="spaced">
        {found.slice(0, MOST_LINKS).map(({ id, provider, service, scheme, status, confirmed }) => (
          <li>
            <a href={addressOf(page, `/dossiers/${id}`)}>
              {[provider.name, service].filter(Boolean).join(', ')} ({schemeName(scheme, schemes, language)})
            </a>{' '}
            <StatusMark {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
          </li>
        ))}
      </ul>
      <More page={page} count={found.length - MOST_LINKS} />
    </Section>
  );
}

function Transfers({
  page,
  data: { schemes },
  name,
  title,
  moves,
  way,
}: RelationsProps & { name: string; title: string; moves: readonly Transfer[]; way: string }) {
  if (moves.length === 0) return null;
  const { nameless } = phrases(page.language).console.providers;
  return (
    <Section id={name} title={title}>
      <ul class="spaced">
        {moves.slice(-MOST_LINKS).map(({ dossier, provider, occurred, source }) => (
          <li>
            <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
              {dossier.service ?? nameless} ({schemeName(dossier.scheme, schemes, page.language)})
            </a>{' '}
            {way} <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,{' '}
            <DateText page={page} date={occurred} /> · <LabelledSource page={page} source={source} />
          </li>
        ))}
      </ul>
      <More page={page} count={moves.length - MOST_LINKS} />
    </Section>
  );
}

const STORY_SIZE = 25;

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
    private readonly ids: ProviderIds,
    private readonly providers: ProviderLoader,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly follows: Follows,
  ) {}

  @Get('providers')
  @ConsoleRoute('public-read')
  async list(@Page() page: PageContext): Promise<PageAnswer> {
    const asked = await queryOf(page, ListAsked);
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
  async one(@Page() page: PageContext, @Named('slug') name: string): Promise<PageAnswer> {
    const asked = await queryOf(page, ProviderAsked);
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

const SHOWN = 12;

const Typed = z.object({ text: z.string().max(200).default('') });

/** Names for a provider filter, offered while one types. */
@Pages('suggestions')
export class ProviderSuggestions {
  constructor(private readonly providerLists: ProviderLists) {}

  @Get('providers')
  @ConsoleRoute('public-read')
  async providers(@Page() page: PageContext): Promise<PageAnswer> {
    const { text } = await queryOf(page, Typed);
    if (fold(text) === '') return { fragment: <></> };
    const { items } = await this.providerLists.page({ ...page.at, name: text, limit: SHOWN });
    return { fragment: <>{items.map((item) => optionOf(item, items, text))}</> };
  }
}

/** The slug stands for a name that several have. Browsers offer only what contains the text, so a former name is added. */
function optionOf({ slug, name, aliases }: ListedProvider, all: readonly ListedProvider[], text: string) {
  const isShared = all.some((other) => other.slug !== slug && fold(other.name) === fold(name));
  const has = (one: string): boolean => fold(one).includes(fold(text));
  const alias = has(name) ? undefined : aliases.find(has);
  const label = alias === undefined ? name : `${name} (${alias})`;
  return (
    <option value={isShared ? slug : name} {...(isShared || alias !== undefined ? { label } : {})}>
      {label}
    </option>
  );
}
