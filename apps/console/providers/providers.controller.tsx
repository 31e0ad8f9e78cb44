import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { soonestEnd } from '#domain/dossier/standing.js';
import { type LedgerEvent, dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name, fold } from '#domain/text/text.js';
import type { Transfer } from '#dossiers/dossiers-and-providers.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { EventStore } from '#event-store/event-store.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import type { Look } from '#event-store/ledger-head.js';
import { timelineIn, timelinesIn, type TimelineEntry } from '#ledger/get-timeline.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import type { Page as PageOf } from '#projections/page.js';
import { ProviderLists, type ListedProvider } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { seen, page as pageFields } from '../../api/http/query-fields.js';
import { Viewpoints } from '../../api/http/reading.js';
import { ProviderPage } from '../../api/providers/providers.controller.js';
import { Follows } from '../follow/follow.controller.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import {
  linkTo,
  buttonTo,
  DateText,
  DoneNote,
  Facts,
  Section,
  More,
  LabelledSource,
  DueMark,
  endOf,
  StatusMark,
} from '../frame/display.js';
import { CursorPager, Table, Empty, Toolbar } from '../frame/table.js';
import { followDone, NotYet } from '../frame/page-head.js';
import { Named } from '../../api/auth/caller.js';
import { addressOf, may, type PointInTime, queryOf, Page } from '../frame/page.js';
import { entryId, eventIn, TimelineAsked, timelineView, amendedEntries, rootOf } from '../frame/timeline-entries.js';
import { Timeline } from '../frame/timeline.js';
import { Warnings } from '../frame/warnings.js';
import { describedProvider } from '../public/public-index.controller.js';
import { Names, Owners, Declarations } from './provider-sections.js';

interface ContentProps {
  page: Page;
  data: ProviderData;
  asked: TimelineAsked;
}

function ProviderContent({ page, data, asked }: ContentProps) {
  const { frame, evidence, providers: words, terms } = phrases(page.language).console;
  const { identifierKinds } = phrases(page.language).events;
  const { provider, entries } = data;
  const timeline = timelineView(page, entries, asked);
  const { hrefOf } = timeline;
  const partOf = (entry: TimelineEntry) => {
    const dossier = data.about.get(rootOf(entry, entries).id);
    if (dossier?.kind !== 'dossier') return undefined;
    const { id, service, scheme } = dossier;
    const name = [service, schemeName(scheme, data.schemes, page.language)].filter(Boolean).join(', ');
    return {
      ...{ entries: data.entriesOf.get(dossierStream(id)) ?? entries, scheme: data.schemes.get(scheme) },
      events: `/dossiers/${id}/events`,
      about: <a href={`${addressOf(page, `/dossiers/${id}`, { event: entry.id })}#${entryId(entry.id)}`}>{name}</a>,
    };
  };
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found && eventIn(found.entry);
  };
  const sections = { page, data, hrefOf, eventOf };
  const done = { registered: words.registered, attached: evidence.attached, ...followDone(page) };
  return (
    <>
      <DoneNote page={page} words={{ ...frame.done, ...done }} />
      <Facts
        facts={[
          [terms.alsoCalled, provider.aliases.slice(0, 12).join(', ')],
          [
            words.identifiers,
            provider.identifiers.map(({ kind, value }) => `${value} (${identifierKinds[kind]})`).join(', '),
          ],
          [words.lastHeard, provider.lastHeard && <DateText page={page} date={provider.lastHeard} />],
        ]}
      />
      <DossierTable page={page} data={data} />
      <Warnings warnings={provider.warnings} {...{ page, eventOf, hrefOf }} />
      <Declarations {...sections} />
      <Owners {...sections} />
      <Names {...sections} />
      <Relations page={page} data={data} />
      {provider.storyLeftOut > 0 ? <p class="soft">{words.leftOut(provider.storyLeftOut)}</p> : null}
      <Timeline
        {...{ page, timeline, entries, partOf }}
        events={`/providers/${encodeURIComponent(provider.slug)}/events`}
      />
    </>
  );
}

function actionsOf(page: Page, slug: string) {
  const { terms } = phrases(page.language).console;
  if (!may(page, 'record')) return undefined;
  return (
    <>
      {buttonTo(addressOf(page, '/dossiers/new', { provider: slug }), terms.openDossier)}
      {buttonTo(addressOf(page, `/providers/${encodeURIComponent(slug)}/record`), terms.record, 'primary')}
    </>
  );
}

/** Dossiers listed; the board has all. */
const MOST_DOSSIERS = 40;

function DossierTable({ page, data: { dossiers, provider, schemes } }: Omit<ContentProps, 'asked'>) {
  const { language } = page;
  const { asOf } = page.at;
  const { providers: words, terms } = phrases(language).console;
  return (
    <Section id="dossiers" title={terms.dossiers}>
      <Table
        isMain
        isList
        label={words.dossierCaption}
        columns={[{ name: terms.service }, { first: terms.status }, terms.scheme, terms.inForceUntil]}
        rows={dossiers.slice(0, MOST_DOSSIERS).map(({ id, service, scheme, status, confirmed, grants }) => {
          const end = soonestEnd(grants);
          return [
            linkTo(page, `/dossiers/${id}`, service?.name ?? phrases(language).console.dossiers.nameless),
            <StatusMark {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />,
            schemeName(scheme, schemes, language),
            end === null ? null : <DueMark page={page} deadline={endOf(end, asOf)} />,
          ];
        })}
        empty={words.noDossiers}
      />
      {dossiers.length > MOST_DOSSIERS ? (
        <p>{linkTo(page, '/dossiers', words.onBoard(dossiers.length), { provider: provider.slug })}</p>
      ) : null}
    </Section>
  );
}

const MOST_LINKS = 20;

/** Dossiers of others that depend on its own, or that its own depend on, and those that changed hands. */
function Relations({ page, data }: Omit<ContentProps, 'asked'>) {
  const { language } = page;
  const words = phrases(language).console.providers;
  const { dossiers, around, provider, schemes } = data;
  const own = new Set(dossiers.map(({ id }) => id));
  const below = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
  const { away, received } = provider.transferred;
  const related = ({ id, provider: by, service, scheme, status, confirmed }: (typeof around)[number]) => (
    <>
      <a href={addressOf(page, `/dossiers/${id}`)}>
        {[by.name, service].filter(Boolean).join(', ')} ({schemeName(scheme, schemes, language)})
      </a>{' '}
      <StatusMark {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
    </>
  );
  const moved = (way: string) =>
    function move({ dossier, provider: other, occurred, source }: Transfer) {
      return (
        <>
          <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
            {dossier.service ?? phrases(language).console.dossiers.nameless} (
            {schemeName(dossier.scheme, schemes, language)})
          </a>{' '}
          {way} {linkTo(page, `/providers/${encodeURIComponent(other.slug)}`, other.name)},{' '}
          <DateText page={page} date={occurred} /> · <LabelledSource page={page} source={source} />
        </>
      );
    };
  const above = around.filter(({ dependsOn }) => dependsOn.some((id) => own.has(id)));
  const lists: [id: string, title: string, lines: ComponentChildren[]][] = [
    ['builds-on', words.around.buildsOn, around.filter(({ id }) => below.has(id)).map(related)],
    ['dependents', words.around.dependents, above.map(related)],
    ['away', words.said.away, away.toReversed().map(moved(words.to))],
    ['received', words.said.received, received.toReversed().map(moved(words.from))],
  ];
  return lists.map(([id, title, lines]) =>
    lines.length === 0 ? null : (
      <Section id={id} title={title}>
        <ul>
          {lines.slice(0, MOST_LINKS).map((line) => (
            <li>{line}</li>
          ))}
        </ul>
        <More page={page} count={lines.length - MOST_LINKS} />
      </Section>
    ),
  );
}

const MOST_EACH = 5;

function listOf(page: Page, found: PageOf<ListedProvider>, name: string | undefined, schemes: Schemes) {
  const { language } = page;
  const words = phrases(language).console.providers.list;
  const { terms } = phrases(language).console;
  return (
    <>
      <Toolbar
        page={page}
        action="/providers"
        role="search"
        go={terms.search}
        fields={[{ kind: 'search', name: 'name', label: words.search, hint: words.hint, value: name }]}
        end={name === undefined ? null : linkTo(page, '/providers', terms.everyProvider)}
      />
      <Table
        isMain
        label={words.caption}
        columns={[terms.provider, terms.dossiers]}
        rows={found.items.map(({ slug, name: called, aliases, dossiers }) => [
          <>
            {linkTo(page, `/providers/${encodeURIComponent(slug)}`, called)}
            {aliases.length === 0 ? null : (
              <span class="told soft small">
                {' '}
                {words.alsoCalled} {aliases.slice(0, MOST_EACH).join(', ')}
              </span>
            )}
          </>,
          <>
            {dossiers.length === 0 ? <span class="soft">{words.noDossiers}</span> : null}
            {dossiers.slice(0, MOST_EACH).map(({ id, service, scheme, status, confirmed }) => (
              <div>
                <a href={addressOf(page, `/dossiers/${id}`)}>
                  {service === null ? '' : `${service.name}, `}
                  {schemeName(scheme, schemes, language)}
                </a>{' '}
                <StatusMark {...{ status, confirmed, language }} scheme={schemes.get(scheme)} />
              </div>
            ))}
            {dossiers.length > MOST_EACH
              ? linkTo(page, '/dossiers', terms.more(dossiers.length - MOST_EACH), { provider: slug })
              : null}
          </>,
        ])}
        empty={
          name === undefined ? (
            <Empty text={words.none} more={may(page, 'record') ? words.noneRecord : undefined} />
          ) : (
            <Empty text={words.noMatch(name)} />
          )
        }
      />
      <CursorPager page={page} cursor="cursor" next={found.next} />
    </>
  );
}

export type ProviderData = Awaited<ReturnType<ProviderPages['loaded']>>;

const { cursor } = pageFields('string', 'string');
const ListAsked = z.object({ name: Name.optional(), cursor, ...seen });

@Pages()
export class ProviderPages {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly providerLists: ProviderLists,
    private readonly ids: ProviderIds,
    private readonly providers: ProviderPage,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly kept: KeptQueries,
    private readonly follows: Follows,
  ) {}

  @ConsoleGet('providers', 'public-read')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const asked = await queryOf(page, ListAsked);
    const { asOf, knownAt } = page.at;
    const found = await this.providerLists.page({ ...asked, asOf, knownAt, limit: 25 });
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.schemes.at(upTo);
    const children = listOf(page, found, asked.name, schemes);
    const { terms } = phrases(page.language).console;
    const actions = may(page, 'record')
      ? buttonTo(addressOf(page, '/providers/new'), terms.registerProvider, 'primary')
      : undefined;
    return { title: terms.providers, menuEntry: 'providers', actions, children };
  }

  /** Redirects from a current or former name, if it is unambiguous, to the page of the provider. */
  @ConsoleGet('providers/:slug', 'public-read')
  async one(@Page() page: Page, @Named('slug') name: string): Promise<PageAnswer> {
    const asked = await queryOf(page, TimelineAsked);
    const { id, slug, foundBy } = await this.ids.find(name, 'id', page.look);
    if (foundBy !== 'slug') {
      const query = page.query.size > 0 ? `?${page.query.toString()}` : '';
      return { redirect: `/providers/${encodeURIComponent(slug)}${query}` };
    }
    try {
      const { asOf, knownAt } = page.at;
      const data = await this.kept.of(page.look, { of: 'provider', id, asOf, knownAt }, (look) =>
        this.loaded(id, page.at, look),
      );
      const children = <ProviderContent page={page} data={data} asked={asked} />;
      const follow = await this.follows.of(page, { kind: 'provider', id });
      const held = data.dossiers.map(({ scheme }) => scheme);
      const about = describedProvider(page, data.provider, held, data.schemes);
      const actions = actionsOf(page, slug);
      return { title: data.provider.name, menuEntry: 'providers', actions, follow, about, children };
    } catch (error) {
      const isNotYet = error instanceof Refusal && error.code === 'not-found' && page.at.knownAt !== undefined;
      const [first] = isNotYet ? await timelineIn(this.events, providerStream(id)) : [];
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      const children = <NotYet page={page} since={first.recordedAt} />;
      return { title, status: 404, menuEntry: 'providers', children };
    }
  }

  /**
   * What is read of a provider, with its own events and those of its dossiers by id, in recording order.
   *
   * @throws Refusal not-found: it was not on record at that moment
   */
  async loaded(id: string, { asOf, knownAt }: PointInTime, look?: Look) {
    look?.followedTo(boardCheckpoint.name);
    // Any provider may have a name that looks alike, and any dossier may build on one of its own.
    for (const kind of ['provider-', 'dossier-']) look?.read.add(kind);
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() }, look);
    const read = await this.providers.around(id, at);
    const own = providerStream(id);
    const about = new Map(read.provider.story.map((told) => [told.event, told.about]));
    const told = [...about.values()].map((one) => (one.kind === 'dossier' ? dossierStream(one.id) : own));
    const timelines = await timelinesIn(this.events, [...new Set([own, ...told])], at.upTo);
    const entriesOf = new Map([...timelines].map(([stream, entries]) => [stream, amendedEntries(entries)]));
    // Of a dossier, what the story tells: it may have had other holders.
    const entries = [...entriesOf].flatMap(([stream, all]) =>
      [...all].filter(([, { entry }]) => stream === own || about.has(rootOf(entry, all).id)),
    );
    entries.sort(([, a], [, b]) => a.entry.position - b.entry.position);
    return { ...read, schemes: await this.schemes.at(at.upTo, look), about, entriesOf, entries: new Map(entries) };
  }

  /** Names for a provider filter, offered while one types. */
  @ConsoleGet('suggestions/providers', 'public-read')
  async suggestions(@Page() page: Page): Promise<PageAnswer> {
    const { text } = await queryOf(page, Typed);
    if (fold(text) === '') return { fragment: <></> };
    const { items } = await this.providerLists.page({ ...page.at, name: text, limit: SHOWN });
    return { fragment: <>{items.map((item) => optionOf(item, items, text))}</> };
  }
}

const SHOWN = 12;

const Typed = z.object({ text: z.string().max(200).default('') });

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
