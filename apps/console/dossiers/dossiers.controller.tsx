import { Get, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Proposals } from '#approvals/proposals.js';
import { DeadlinesOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import type { Day } from '#domain/date/day.js';
import { type DossierEventAs, is } from '#domain/event/dossier-events.js';
import { earliest } from '#domain/date/partial-date.js';
import { type DossierView, soonestEnd } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import { type LedgerEvent, dossierStream } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms } from '#domain/source/source.js';
import { GetDossier, GetDossiers } from '#dossiers/get-dossier.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import type { Look } from '#event-store/ledger-head.js';
import { summaryOf } from '#language/describe-event.js';
import {
  grantedFromPhrase,
  schemeName,
  statusWord,
  wholeMilestone,
  dossierTitle,
} from '#language/describe-standing.js';
import { writtenDate, capitalized, typeset } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { GetTimeline, type TimelineEntry } from '#ledger/get-timeline.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { ServiceLists } from '#projections/services-with.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { badgeWords } from '../../api/dossiers/badge.controller.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Follows } from '../follow/follow.controller.js';
import { DateText, DoneNote, Facts, MaybeLink, Section, SchemeText } from '../frame/display.js';
import { endTone, StatusMark, timeLeft } from '../frame/marks.js';
import { Menu } from '../frame/toolbar.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { QuoteBegins, Timeline } from '../frame/timeline.js';
import { followDone, NotYet } from '../frame/page-head.js';
import { Named, addressOf, type PageContext, may, currentUrlWith, queryOf, Page } from '../frame/page.js';
import { type AmendedEntry, eventIn, TimelineAsked, timelineView, amendedEntries } from '../frame/timeline-entries.js';
import { Warnings } from '../frame/warnings.js';
import { describedDossier } from '../public/public-index.controller.js';
import {
  Deadlines,
  Dependencies,
  Grants,
  formerServices,
  type DossierData,
  type SectionProps,
  SourceOfEvent,
} from './sections.js';
import { Stages, Targets } from './progress.js';

@Injectable()
export class DossierLoader {
  constructor(
    private readonly serviceLists: ServiceLists,
    private readonly queries: QueryBus,
    private readonly proposals: Proposals,
    private readonly deadlines: DeadlinesOfDossier,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly kept: KeptQueries,
  ) {}

  /** @throws Refusal not-found: not recorded at that point in time */
  async of(id: string, { at: { asOf, knownAt }, look }: PageContext): Promise<DossierData> {
    const at = { asOf, knownAt: knownAt?.toISOString() };
    return this.kept.of(look, { of: 'dossier', id, at }, (own) => this.#read(id, at, own));
  }

  async #read(id: string, point: { asOf: Day; knownAt: string | undefined }, look?: Look): Promise<DossierData> {
    look?.followedTo(boardCheckpoint.name);
    look?.revisionOf('proposals');
    const at = await this.viewpoints.of(point, look);
    const view = await this.queries.execute(new GetDossier(id, at));
    const dependents = await this.serviceLists.dependents([id], at);
    const related = (ids: readonly string[]) => this.queries.execute(new GetDossiers(ids.slice(0, MOST_RELATED), at));
    return {
      view,
      schemes: await this.schemes.at(at.upTo, look),
      entries: amendedEntries(
        await this.proposals.withApprovers(await this.queries.execute(new GetTimeline(dossierStream(id), at.upTo))),
      ),
      deadlines: await this.deadlines.on(id, at.asOf, at.upTo),
      buildsOn: await related(view.dependsOn),
      dependents: await related(dependents.map((dependent) => dependent.id)),
      dependentsLeftOut: Math.max(0, dependents.length - MOST_RELATED),
    };
  }

  /** The first recorded event; `undefined` for an unknown dossier. */
  async first(id: string): Promise<TimelineEntry | undefined> {
    return (await this.queries.execute(new GetTimeline(dossierStream(id))))[0];
  }
}

@Pages()
export class DossierPages {
  constructor(
    private readonly dossiers: DossierLoader,
    private readonly follows: Follows,
  ) {}

  @Get('dossiers/:id')
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Named('id') name: string): Promise<PageAnswer> {
    const asked = await queryOf(page, TimelineAsked);
    const id = name.toLowerCase();
    try {
      const data = await this.dossiers.of(id, page);
      const title = dossierTitle(data.view, data.schemes, page.language);
      const children = <DossierContent page={page} data={data} asked={asked} />;
      const follow = await this.follows.of(page, { kind: 'dossier', id });
      const about = describedDossier(page, data.view, data.schemes);
      const actions = <DossierActions page={page} id={data.view.id} />;
      return { title, menuEntry: 'dossiers', follow, about, actions, children };
    } catch (error) {
      const first = isNotYet(error, page) ? await this.dossiers.first(id) : undefined;
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      return {
        title,
        status: 404,
        menuEntry: 'dossiers',
        children: <NotYet page={page} since={first.recordedAt} />,
      };
    }
  }
}

function DossierActions({ page, id }: { page: PageContext; id: string }) {
  if (!may(page, 'record')) return null;
  const words = phrases(page.language).console.dossiers;
  return (
    <>
      <a class="button" href={addressOf(page, `/dossiers/${id}/record`)}>
        {words.record}
      </a>
      <Menu page={page} items={[[addressOf(page, `/dossiers/${id}/record/DeadlineSet`), words.deadlines.set]]} />
    </>
  );
}

/** The page of a dossier: status and its reasons, warnings, stages, grants, deadlines, timeline. */
function DossierContent({ page, data, asked }: { page: PageContext; data: DossierData; asked: TimelineAsked }) {
  const { opened } = phrases(page.language).console.dossiers;
  const { view, entries } = data;
  const scheme = data.schemes.get(view.scheme);
  const timeline = timelineView(page, entries, asked);
  const confirmed = confirmedBy(page, scheme ?? {}, entries);
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found ? eventIn(found.entry) : confirmed(id)?.event;
  };
  const hrefOf = (id: string) => timeline.hrefOf(id) ?? confirmed(id)?.href;
  const shared = { page, scheme, hrefOf, eventOf };
  return (
    <>
      <DoneNote
        page={page}
        words={{
          ...phrases(page.language).console.frame.done,
          opened,
          ...followDone(page),
          attached: phrases(page.language).console.evidence.attached,
        }}
      />
      <DossierHead page={page} data={data} />
      <StatusReasons {...shared} view={view} />
      <Warnings warnings={view.warnings} {...shared} />
      <Stages {...shared} view={view} />
      <Grants {...shared} view={view} entries={entries} />
      <Targets {...shared} view={view} />
      <Deadlines page={page} data={data} hrefOf={hrefOf} />
      <Dependencies page={page} data={data} />
      <Timeline
        page={page}
        timeline={timeline}
        entries={entries}
        scheme={scheme}
        events={`/dossiers/${view.id}/events`}
      />
      <Share page={page} data={data} />
    </>
  );
}

function DossierHead({ page, data }: { page: PageContext; data: DossierData }) {
  const { language } = page;
  const words = phrases(language).console.dossiers;
  const { view, schemes } = data;
  const { provider, service, status, confirmed, stale, expiring, lastHeard, announced, grantedFrom } = view;
  const scheme = schemes.get(view.scheme);
  const end = soonestEnd(view.grants);
  return (
    <>
      <p class="found">
        <StatusMark {...{ status, confirmed, scheme, language }} isLarge isTold />
      </p>
      <NothingYet page={page} data={data} />
      {grantedFrom === null ? null : <p class="note">{grantedFromPhrase(grantedFrom, scheme, language)}.</p>}
      {stale ? <p class="note warn">{words.stale}</p> : null}
      {expiring && end !== null ? (
        <p class={endTone(end, view.asOf) === 'bad' ? 'note error' : 'note warn'}>
          {words.expiring(writtenDate(end, language), timeLeft(end, view.asOf, language))}
        </p>
      ) : null}
      <Facts
        facts={[
          [
            words.provider,
            <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,
          ],
          [words.services, service?.name ?? words.nameless],
          [words.kinds, service?.kinds.join(', ')],
          [words.called, formerServices(data).join(', ')],
          [
            words.scheme,
            <a href={addressOf(page, `/schemes/${encodeURIComponent(view.scheme)}`)}>
              {schemeName(view.scheme, schemes, language)}
            </a>,
          ],
          [words.labels, view.labels.length === 0 ? undefined : <Labels page={page} data={data} />],
          [phrases(language).console.registers.listed.label, listingsOf({ page, view, scheme, entries: data.entries })],
          [words.announced, announced ? <DateText page={page} date={announced.occurred} /> : undefined],
          [words.lastHeard, lastHeard === null ? undefined : <DateText page={page} date={lastHeard} />],
        ]}
      />
    </>
  );
}

function Labels({ page, data: { view, schemes } }: { page: PageContext; data: DossierData }) {
  const rules = schemes.get(view.scheme)?.labels ?? [];
  const holding = rules.filter(
    ({ slug, from, until }) =>
      view.labels.includes(slug) && from <= view.asOf && (until === undefined || view.asOf <= until),
  );
  return holding.map(({ name, basis }) => (
    <div>
      {capitalized(typeset(name[page.language], page.language))}{' '}
      <span class="soft small">
        <SchemeText page={page} text={basis} />
      </span>
    </div>
  ));
}

/** For a date before the first event: a link to the first. */
function NothingYet({ page, data: { view, entries } }: { page: PageContext; data: DossierData }) {
  const words = phrases(page.language).console.dossiers;
  const days = [...entries.values()].flatMap(({ entry }) => {
    const { occurred } = entry.current ?? entry;
    return occurred === null || entry.retracted ? [] : [earliest(occurred)];
  });
  const first = days.sort()[0];
  if (view.status !== 'unknown' || first === undefined || first <= page.at.asOf) return null;
  return (
    <p class="note">
      {words.nothingYet(writtenDate(first, page.language))}{' '}
      <a href={currentUrlWith(page, { asOf: first })}>{words.goThere}</a>
    </p>
  );
}

/** Events shown of those that establish the status, official ones first. */
const MOST = 6;

const UNSAID = { kind: 'other', publisher: '' } as const;

/** The events and sources that establish the status and stage. */
function StatusReasons({ page, view, scheme, eventOf, hrefOf }: SectionProps) {
  const words = phrases(page.language).console.dossiers;
  const { status, stage, because } = view;
  if (status === 'unknown')
    return (
      <Section id="why" title={words.why(statusWord(status, scheme, page.language))}>
        <p>{words.nobody}</p>
      </Section>
    );
  const isConfirming = (id: string): boolean => confirms(eventOf(id)?.source ?? UNSAID);
  const latestFirst = because.toReversed();
  const shown = [...latestFirst.filter(isConfirming), ...latestFirst.filter((id) => !isConfirming(id))].slice(0, MOST);
  const stageName = stage && wholeMilestone(stage.milestone, scheme, page.language);
  return (
    <Section id="why" title={words.why(statusWord(status, scheme, page.language))} class="note">
      <p>
        <strong>{wordOfStatus({ page, view, eventOf })}</strong>
      </p>
      {stage && stageName ? (
        <p>{stage.confirmed ? words.stageConfirmed(stageName) : words.stageClaimed(stageName)}</p>
      ) : null}
      <p>{words.becauseOf}</p>
      <ol>
        {shown.map((id) => (
          <li>
            <Reason {...{ page, view, scheme, eventOf, hrefOf, id }} />
          </li>
        ))}
      </ol>
      {because.length > shown.length ? <p class="soft">{words.earlier(because.length - shown.length)}</p> : null}
    </Section>
  );
}

function Reason({ page, scheme, eventOf, hrefOf, id }: SectionProps & { id: string }) {
  const event = eventOf(id);
  if (!event) return null;
  return (
    <>
      <MaybeLink href={hrefOf(id)}>{capitalized(summaryOf(event, page.language, scheme))}</MaybeLink>
      <Occurred page={page} event={event} />
      <br />
      <SourceOfEvent page={page} event={event} />
      {'title' in event.data && event.data.title !== undefined ? <div class="small">{event.data.title}</div> : null}
      {event.source?.quote === undefined ? null : <QuoteBegins page={page} text={event.source.quote} />}
    </>
  );
}

function Occurred({ page, event }: { page: PageContext; event: object }) {
  if (!('occurred' in event) || typeof event.occurred !== 'string') return null;
  return (
    <>
      {', '}
      <DateText page={page} date={event.occurred} />
    </>
  );
}

/** Derived from the passing of a date; no source states it. */
const isWorkedOut = (status: Status): boolean => status === 'expired' || status === 'lapsed';

/** Names the confirming publishers of a confirmed status, otherwise the claiming ones. */
function wordOfStatus({ page, view, eventOf }: Pick<SectionProps, 'page' | 'view' | 'eventOf'>): string {
  const words = phrases(page.language).console.dossiers;
  const sources = view.because.flatMap((id) => eventOf(id)?.source ?? []);
  const publishers = (among: typeof sources) =>
    [...new Set(among.map(({ publisher }) => publisher))].slice(0, 3).join(', ');
  const acts = sources.filter(confirms);
  const claims = sources.filter((source) => !confirms(source));
  if (!view.confirmed)
    return claims.length > 0 ? words.claimedBy(publishers(claims)) : words.noLongerConfirmed(publishers(acts));
  const spoken = acts.filter(({ publisher }) => !flaggedPublishers(view).has(publisher));
  if (acts.length > 0 && spoken.length === 0) return words.confirmedByOther(publishers(acts));
  const who = publishers(spoken);
  return isWorkedOut(view.status) ? words.followsFrom(who) : words.confirmedBy(who);
}

/** Publishers of official sources that do not speak for the authority. */
const flaggedPublishers = ({ warnings }: Pick<SectionProps['view'], 'warnings'>): ReadonlySet<string> =>
  new Set(
    warnings.flatMap((warning) => (warning.code === 'publisher-not-authority' ? [warning.params.publisher] : [])),
  );

/** What to copy into another website, for the point in time shown; only where others can read it. */
function Share({ page, data: { view, schemes } }: { page: PageContext; data: DossierData }) {
  if (!page.isOpen) return null;
  const words = phrases(page.language).sharing;
  const { title, whole } = badgeWords(view, schemes, page.language);
  const alt = words.alt(title); // the status may change after it was copied
  const link = page.base + addressOf(page, `/dossiers/${view.id}`);
  const badge = badgePath(page, view.id);
  const image = page.base + badge;
  const snippets = [
    [words.html, `<a href="${escaped(link)}"><img src="${escaped(image)}" alt="${escaped(alt)}" height="20"></a>`],
    [words.markdown, `[![${plain(alt)}](${image})](${link})`],
  ] as const;
  return (
    <Section id="share" title={words.title} class="no-print">
      <p>{page.at.isNow ? words.intro : words.introPast}</p>
      <p>
        <img class="status-image" src={badge} alt={whole} height="20" />
      </p>
      <details>
        <summary>{words.snippets}</summary>
        <Facts facts={snippets.map(([label, text]) => [label, <code class="long">{text}</code>])} />
      </details>
    </Section>
  );
}

function badgePath({ at, today, language }: PageContext, id: string): string {
  const query = new URLSearchParams({ language });
  if (at.asOf !== today) query.set('asOf', at.asOf);
  if (at.knownAt) query.set('knownAt', at.knownAt.toISOString());
  return `/v1/dossiers/${id}/badge.svg?${query.toString()}`;
}

/** Text that means nothing else in Markdown. */
const plain = (text: string): string => text.replace(/[\\`*_[\]()<>!|]/g, '\\$&');

interface Found {
  event: LedgerEvent;
  href: string;
}

/** What a reading of a register confirms of a dossier, by its id: the listing, as of the day of the reading, and its page. */
function confirmedBy(
  page: PageContext,
  { readings = [] }: Pick<Scheme, 'readings'>,
  entries: ReadonlyMap<string, AmendedEntry>,
): (id: string) => Found | undefined {
  return (id) => {
    const reading = readings.find((one) => one.id === id);
    const listing = reading && lastListing(entries, reading);
    if (!listing) return undefined;
    const event = { ...listing, occurred: reading.day, source: reading.source };
    return { event, href: addressOf(page, `/registers/${reading.register}`) };
  };
}

function lastListing(
  entries: ReadonlyMap<string, AmendedEntry>,
  { register, position }: { register: string; position: number },
): DossierEventAs<'observation'> | undefined {
  const listings = [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    const isEarlier = !entry.retracted && entry.position < position;
    return isEarlier && is(event, 'observation') && event.data.registerSlug === register ? [event] : [];
  });
  return listings.at(-1);
}

const MOST_RELATED = 30;

const isNotYet = (error: unknown, { at }: PageContext): boolean =>
  error instanceof Refusal && error.code === 'not-found' && at.knownAt !== undefined;

interface ListingsProps {
  page: PageContext;
  view: DossierView;
  scheme: Scheme | undefined;
  entries: ReadonlyMap<string, AmendedEntry>;
}

interface DossierListing {
  /** Slug of the register. */
  register: string;
  name: string;
  isGone: boolean;
  /** Day of the last reading that confirms it. */
  lastRead: Day;
}

/** Where the service is listed and how recent that is, at the point in time shown; nothing if no register lists it. */
function listingsOf({ page, view, scheme, entries }: ListingsProps) {
  const { listed } = phrases(page.language).console.registers;
  const found = lastListings(view, scheme, entries);
  if (found.length === 0) return undefined;
  return found.map(({ register, name, isGone, lastRead }) => (
    <div>
      <a href={addressOf(page, `/registers/${register}`)}>
        {listed[isGone ? 'gone' : 'listed'](name, writtenDate(lastRead, page.language))}
      </a>
    </div>
  ));
}

/** The last listing by each register. A reading after it that changed nothing of the dossier confirms it for its day. */
function lastListings(
  { asOf }: DossierView,
  scheme: Scheme | undefined,
  entries: ListingsProps['entries'],
): DossierListing[] {
  const last = new Map<string, DossierListing>();
  for (const { entry } of entries.values()) {
    const event = eventIn(entry);
    if (entry.retracted || !is(event, 'observation') || event.data.registerSlug === undefined) continue;
    const observed = earliest(event.occurred);
    if (observed > asOf) continue;
    const { registerSlug: register, listing } = event.data;
    const readings = (scheme?.readings ?? []).filter(
      (reading) => reading.register === register && reading.position > entry.position && reading.day <= asOf,
    );
    const lastRead = readings.at(-1)?.day ?? observed;
    const { title: name = event.source.publisher } = event.source;
    last.set(register, { register, name, isGone: listing === 'absent', lastRead });
  }
  return [...last.values()];
}
