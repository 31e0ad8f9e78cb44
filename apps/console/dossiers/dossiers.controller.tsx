import { Proposals } from '#approvals/proposals.js';
import { DeadlinesOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import { type Day, dayIn } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { type DossierFacts, dossierModel, factsOf } from '#domain/dossier/facts.js';
import { grantStateOn } from '#domain/dossier/grant.js';
import { changePoints, spansOf, statusChangePoints } from '#domain/dossier/spans.js';
import { type DossierView, soonestEnd, startClaimedUntil } from '#domain/dossier/standing.js';
import { stateOn } from '#domain/dossier/status.js';
import { is } from '#domain/event/dossier-events.js';
import { type LedgerEvent, dossierStream } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Reading } from '#domain/register/reading.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms } from '#domain/source/source.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import { EventStore } from '#event-store/event-store.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import type { Look } from '#event-store/ledger-head.js';
import { summaryOf } from '#language/describe-event.js';
import {
  grantedFromPhrase,
  schemeName,
  startClaim,
  statusWord,
  wholeMilestone,
  dossierTitle,
} from '#language/describe-standing.js';
import { writtenDate, capitalized, typeset } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { timelineIn, type TimelineEntry } from '#ledger/get-timeline.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { ServiceLists } from '#projections/services-with.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { badgeWords } from '../../api/dossiers/badge.controller.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Follows } from '../follow/follow.controller.js';
import {
  linkTo,
  buttonTo,
  DateText,
  DoneNote,
  Facts,
  LabelledSource,
  MaybeLink,
  Section,
  SchemeText,
  DueMark,
  endTone,
  StatusMark,
  timeLeft,
  ValidityBar,
} from '../frame/display.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { Timeline } from '../frame/timeline.js';
import { followDone, NotYet } from '../frame/page-head.js';
import { Named } from '../../api/auth/caller.js';
import { addressOf, may, currentUrlWith, queryOf, Page } from '../frame/page.js';
import { dayOf, eventIn, TimelineAsked, timelineView, amendedEntries } from '../frame/timeline-entries.js';
import { Menu } from '../frame/table.js';
import { Warnings } from '../frame/warnings.js';
import { describedDossier } from '../public/public-index.controller.js';
import { Life } from './life.js';
import {
  deadlineActs,
  Deadlines,
  deadlineName,
  Dependencies,
  Grants,
  type DossierData,
  type SectionProps,
  Stages,
} from './sections.js';

@Pages()
export class DossierPages {
  constructor(
    private readonly serviceLists: ServiceLists,
    private readonly dossiers: Dossiers,
    private readonly proposals: Proposals,
    private readonly deadlines: DeadlinesOfDossier,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly events: EventStore<LedgerEvent>,
    private readonly kept: KeptQueries,
    private readonly follows: Follows,
  ) {}

  @ConsoleGet('dossiers/:id', 'public-read')
  async one(@Page() page: Page, @Named('id') name: string): Promise<PageAnswer> {
    const asked = await queryOf(page, TimelineAsked);
    const id = name.toLowerCase();
    try {
      const at = { asOf: page.at.asOf, knownAt: page.at.knownAt?.toISOString() };
      const data = await this.kept.of(page.look, { of: 'dossier', id, at }, (look) =>
        this.#read(id, at, page.zone, look),
      );
      return {
        title: dossierTitle(data.view, data.schemes, page.language),
        menuEntry: 'dossiers',
        actions: actions(page, data.view),
        follow: await this.follows.of(page, { kind: 'dossier', id }),
        about: describedDossier(page, data.view, data.schemes),
        children: dossierContent(page, data, asked),
      };
    } catch (error) {
      const isNotYet = error instanceof Refusal && error.code === 'not-found' && page.at.knownAt !== undefined;
      const [first] = isNotYet ? await this.#timeline(id) : [];
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      const children = <NotYet page={page} since={first.recordedAt} />;
      return { title, status: 404, menuEntry: 'dossiers', children };
    }
  }

  /** @throws Refusal not-found: not recorded at that point in time */
  async #read(
    id: string,
    point: { asOf: Day; knownAt: string | undefined },
    zone: string,
    look?: Look,
  ): Promise<DossierData> {
    look?.followedTo(boardCheckpoint.name);
    look?.revisionOf('proposals');
    look?.read.add(dossierStream(id));
    const at = await this.viewpoints.of(point, look);
    const view = await this.dossiers.get(id, at);
    const dependents = await this.serviceLists.dependents([id], at);
    const related = (ids: readonly string[]) => this.dossiers.some(ids.slice(0, MOST_RELATED), at);
    const schemes = await this.schemes.at(at.upTo, look);
    const { state } = await this.events.load(dossierStream(id), dossierModel, { upTo: at.upTo, look });
    const recorded = await this.#timeline(id, at.upTo);
    const everything = point.knownAt ? await this.#timeline(id) : recorded;
    return {
      view,
      schemes,
      ...pastOf(factsOf(state), schemes.get(view.scheme), at.asOf),
      entries: amendedEntries(await this.proposals.withApprovers(recorded)),
      recordedOn: [...new Set(everything.map(({ recordedAt }) => dayIn(zone, recordedAt)))].sort(),
      deadlines: await this.deadlines.on(id, at.asOf, at.upTo),
      buildsOn: await related(view.dependsOn),
      dependents: await related(dependents.map((dependent) => dependent.id)),
      dependentsLeftOut: Math.max(0, dependents.length - MOST_RELATED),
    };
  }

  #timeline(id: string, upTo?: number): Promise<TimelineEntry[]> {
    return timelineIn(this.events, dossierStream(id), upTo);
  }
}

const MOST_RELATED = 30;

/** How the dossier stood until a day, by what is known. Warnings, which take far longer, are not worked out. */
function pastOf(facts: DossierFacts | undefined, scheme: Scheme | undefined, asOf: Day) {
  if (!facts || !scheme) return { statuses: [], suspensions: [] };
  const past = spansOf(
    changePoints(facts, scheme, '', statusChangePoints).filter((day) => day <= asOf),
    (day) => {
      const { established, former, grants } = stateOn(facts, scheme, day);
      const suspended = [...former, ...grants].filter((grant) => grantStateOn(grant, day) === 'suspended');
      return { status: established.status, confirmed: established.confirmed, suspended: suspended.map(({ id }) => id) };
    },
  );
  const valueOn = (day: Day) => past.find(({ to }) => to >= day)?.value;
  const turns = past.map(({ from }) => from);
  const statuses = spansOf(turns, (day) => {
    const { status = 'unknown', confirmed = false } = valueOn(day) ?? {};
    return { status, confirmed };
  });
  return {
    statuses: statuses.filter(({ value }) => value.status !== 'unknown'),
    suspensions: spansOf(turns, (day) => valueOn(day)?.suspended ?? []),
  };
}

function actions(page: Page, view: DossierView) {
  const { dossiers: words, evidence, terms } = phrases(page.language).console;
  const path = `/dossiers/${view.id}`;
  const mayRecord = may(page, 'record');
  const reminders = addressOf(page, '/deadlines', { provider: view.provider.slug });
  return (
    <>
      {mayRecord ? buttonTo(addressOf(page, `${path}/record`), terms.record, 'primary') : null}
      <Menu
        page={page}
        of={terms.dossier}
        items={[
          mayRecord ? [addressOf(page, `${path}/record/DeadlineSet`), terms.setDeadline] : null,
          [reminders, mayRecord ? words.deadlines.answer : words.deadlines.all],
          may(page, 'read') ? [addressOf(page, `${path}/audit-file`), evidence.auditFile] : null,
          page.isOpen ? ['#share', phrases(page.language).sharing.title] : null,
        ]}
      />
    </>
  );
}

/** The page of a dossier: how it stands and why, its life as a picture, what to do about it, and everything on record. */
function dossierContent(page: Page, data: DossierData, asked: TimelineAsked) {
  const { frame, dossiers, evidence } = phrases(page.language).console;
  const { view, entries } = data;
  const scheme = data.schemes.get(view.scheme);
  const timeline = timelineView(page, entries, asked);
  const confirmed = confirmedBy(page, scheme?.readings ?? [], entries);
  const eventOf = (id: string): LedgerEvent | undefined => {
    const found = entries.get(id);
    return found ? eventIn(found.entry) : confirmed(id)?.event;
  };
  const hrefOf = (id: string) => timeline.hrefOf(id) ?? confirmed(id)?.href;
  const shared = { page, view, scheme, hrefOf, eventOf };
  return (
    <>
      <DoneNote
        page={page}
        words={{ ...frame.done, opened: dossiers.opened, ...followDone(page), attached: evidence.attached }}
      />
      <div class="card standing">
        <div>
          <StatusMark {...view} scheme={scheme} language={page.language} isLarge isTold />
          <Reasons {...shared} />
          {nextStep(page, data)}
        </div>
        <div>
          <Validity page={page} view={view} scheme={scheme} />
          {identity(page, data)}
        </div>
      </div>
      <Warnings warnings={view.warnings} {...shared} />
      <Life {...shared} data={data} />
      <div class="halves">
        <div>
          <Stages {...shared} />
          <Dependencies page={page} data={data} />
        </div>
        <div>
          <Grants {...shared} entries={entries} />
          <Deadlines page={page} data={data} hrefOf={hrefOf} />
        </div>
      </div>
      <Timeline {...{ page, timeline, entries, scheme }} events={`/dossiers/${view.id}/events`} />
      {page.isOpen ? share(page, data) : null}
    </>
  );
}

/** The grant in force, as long as it runs, and what is to be known of it. */
function Validity({ page, view, scheme }: Pick<SectionProps, 'page' | 'view' | 'scheme'>) {
  const { language } = page;
  const words = phrases(language).console.dossiers;
  const { grants, grantedFrom, stale, expiring, asOf } = view;
  const running = grants
    .filter(({ state }) => state === 'in-force' || state === 'suspended')
    .map((grant) => ({ ...grant, until: grant.runsUntil ?? grant.currentUntil ?? '' }))
    .toSorted((one, other) => (one.until < other.until ? -1 : 1))
    .at(-1);
  const end = soonestEnd(grants);
  return (
    <>
      {running?.runsFrom && running.until !== '' ? (
        <ValidityBar
          {...{ page, from: running.runsFrom, until: running.until, confirmed: running.confirmed }}
          startClaim={startClaim(running, language)}
          confirmedFrom={startClaimedUntil(running) ?? running.runsFrom}
        />
      ) : null}
      {grantedFrom === null ? null : <p class="note">{grantedFromPhrase(grantedFrom, scheme, language)}.</p>}
      {stale ? <p class="note warn">{words.stale}</p> : null}
      {expiring && end !== null ? (
        <p class={`note ${endTone(end, asOf)}`}>
          {words.expiring(writtenDate(end, language), timeLeft(end, asOf, language))}
        </p>
      ) : null}
    </>
  );
}

function identity(page: Page, data: DossierData) {
  const { language } = page;
  const { dossiers: words, terms } = phrases(language).console;
  const { view, schemes, entries } = data;
  const { provider, service, lastHeard, announced } = view;
  const listed = listedIn(page, data);
  const names = [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    return entry.retracted || !is(event, 'scope') || dayOf(entry) > view.asOf ? [] : (event.data.service ?? []);
  });
  return (
    <Facts
      facts={[
        [terms.provider, linkTo(page, `/providers/${encodeURIComponent(provider.slug)}`, provider.name)],
        [terms.service, [service?.name ?? words.nameless, ...(service?.kinds ?? [])].join(', ')],
        [terms.alsoCalled, [...new Set(names)].filter((name) => name !== service?.name).join(', ')],
        [
          terms.scheme,
          linkTo(page, `/schemes/${encodeURIComponent(view.scheme)}`, schemeName(view.scheme, schemes, language)),
        ],
        [terms.labels, view.labels.length === 0 ? undefined : labels(page, data)],
        [phrases(language).console.terms.register, listed.length === 0 ? undefined : listed],
        [words.announced, announced ? <DateText page={page} date={announced.occurred} /> : undefined],
        [terms.lastActivity, lastHeard === null ? undefined : <DateText page={page} date={lastHeard} />],
      ]}
    />
  );
}

function labels(page: Page, { view, schemes }: DossierData) {
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

/** The deadline that comes first, with what settles it; before the first event, the way to that. */
function nextStep(page: Page, data: DossierData) {
  const { language } = page;
  const words = phrases(language).console.dossiers;
  const { view, entries, deadlines } = data;
  const days = [...entries.values()].flatMap(({ entry }) => (entry.retracted ? [] : dayOf(entry) || []));
  const [first] = days.sort();
  if (view.status === 'unknown' && first !== undefined && first > page.at.asOf)
    return (
      <p class="note">
        {words.nothingYet(writtenDate(first, language))}{' '}
        <a href={currentUrlWith(page, { asOf: first })}>{words.goThere}</a>
      </p>
    );
  const next = deadlines.find(({ state }) => !isSettled(state));
  if (!next) return null;
  return (
    <div class="next">
      <span class="soft">{words.next}</span> <strong>{deadlineName(next, language)}</strong>{' '}
      <DueMark page={page} deadline={next} /> {deadlineActs(page, view.id, next)}
    </div>
  );
}

/** Events shown of those that establish the status, official ones first; and of how many each line tells at once. */
const MOST = 6;
const AT_ONCE = 2;

const UNSAID = { kind: 'other', publisher: '' } as const;

/** Who says so, the stage, and the events that establish both. */
function Reasons({ page, view, scheme, eventOf, hrefOf }: SectionProps) {
  const words = phrases(page.language).console.dossiers;
  const { status, stage, because } = view;
  const title = words.why(statusWord(status, scheme, page.language));
  if (status === 'unknown')
    return (
      <Section id="why" title={title}>
        <p>{words.nobody}</p>
      </Section>
    );
  const isConfirming = (id: string): boolean => confirms(eventOf(id)?.source ?? UNSAID);
  const latestFirst = because.toReversed();
  const shown = [...latestFirst.filter(isConfirming), ...latestFirst.filter((id) => !isConfirming(id))].slice(0, MOST);
  const stageName = stage && wholeMilestone(stage.milestone, scheme, page.language);
  const lines = shown.map((id) => <ReasonLine {...{ page, scheme, eventOf, hrefOf, id }} />);
  return (
    <Section id="why" title={title}>
      <p>
        <strong>{wordOfStatus({ page, view, eventOf })}</strong>{' '}
        {stage && stageName
          ? stage.confirmed
            ? words.stageConfirmed(stageName)
            : words.stageClaimed(stageName)
          : null}
      </p>
      <ul aria-label={words.becauseOf}>{lines.slice(0, AT_ONCE)}</ul>
      {because.length > AT_ONCE ? (
        <details>
          <summary>{words.earlier(because.length - AT_ONCE)}</summary>
          <ul>{lines.slice(AT_ONCE)}</ul>
        </details>
      ) : null}
    </Section>
  );
}

function ReasonLine({ page, scheme, eventOf, hrefOf, id }: Omit<SectionProps, 'view'> & { id: string }) {
  const event = eventOf(id);
  if (!event) return null;
  return (
    <li>
      <MaybeLink href={hrefOf(id)}>{capitalized(summaryOf(event, page.language, scheme))}</MaybeLink>
      {'occurred' in event && event.occurred ? (
        <>
          , <DateText page={page} date={event.occurred} />
        </>
      ) : null}{' '}
      {event.source ? <LabelledSource page={page} source={event.source} /> : null}
    </li>
  );
}

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
  const flagged = view.warnings.flatMap((one) =>
    one.code === 'publisher-not-authority' ? [one.params.publisher] : [],
  );
  const spoken = acts.filter(({ publisher }) => !flagged.includes(publisher));
  if (acts.length > 0 && spoken.length === 0) return words.confirmedByOther(publishers(acts));
  // derived from the passing of a date; no source states it
  const isWorkedOut = view.status === 'expired' || view.status === 'lapsed';
  return (isWorkedOut ? words.followsFrom : words.confirmedBy)(publishers(spoken));
}

/** What to copy into another website, for the point in time shown; only where others can read it. */
function share(page: Page, { view, schemes }: DossierData) {
  const { at, today, language, base } = page;
  const words = phrases(language).sharing;
  const { title, whole } = badgeWords(view, schemes, language);
  const alt = words.alt(title); // the status may change after it was copied
  const link = base + addressOf(page, `/dossiers/${view.id}`);
  const query = new URLSearchParams({ language });
  if (at.asOf !== today) query.set('asOf', at.asOf);
  if (at.knownAt) query.set('knownAt', at.knownAt.toISOString());
  const badge = `/v1/dossiers/${view.id}/badge.svg?${query.toString()}`;
  const html = `<a href="${escaped(link)}"><img src="${escaped(base + badge)}" alt="${escaped(alt)}" height="20"></a>`;
  const codes = [
    [words.html, html],
    [words.markdown, `[![${plain(alt)}](${base + badge})](${link})`],
  ] as const;
  return (
    <Section id="share" title={words.title} class="no-print">
      <p>
        <img class="status-image" src={badge} alt={whole} height="20" /> {at.isNow ? words.intro : words.introPast}
      </p>
      <details>
        <summary>{words.snippets}</summary>
        <Facts facts={codes.map(([label, text]) => [label, <code class="long">{text}</code>])} />
      </details>
    </Section>
  );
}

/** Text that means nothing else in Markdown. */
const plain = (text: string): string => text.replace(/[\\`*_[\]()<>!|]/g, '\\$&');

/** What registers that are read said of the dossier. */
const listingsIn = (entries: DossierData['entries']) =>
  [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    if (entry.retracted || !is(event, 'observation') || event.data.registerSlug === undefined) return [];
    return [{ event, register: event.data.registerSlug, position: entry.position, day: earliest(event.occurred) }];
  });

/** What a reading of a register confirms, by its id: the last listing, as of the day of the reading, and its page. */
function confirmedBy(page: Page, readings: readonly Reading[], entries: DossierData['entries']) {
  const listings = listingsIn(entries);
  return (id: string): { event: LedgerEvent; href: string } | undefined => {
    const reading = readings.find((one) => one.id === id);
    const last =
      reading && listings.findLast((one) => one.register === reading.register && one.position < reading.position);
    if (!last) return undefined;
    const event = { ...last.event, occurred: reading.day, source: reading.source };
    return { event, href: addressOf(page, `/registers/${reading.register}`) };
  };
}

/** Where the service is listed, and by which last reading that is confirmed, up to the date shown. */
function listedIn(page: Page, { view, schemes, entries }: DossierData) {
  const { listed } = phrases(page.language).console.registers;
  const readings = (schemes.get(view.scheme)?.readings ?? []).filter(
    ({ day, frozen }) => day <= view.asOf && frozen === undefined,
  );
  const last = new Map(listingsIn(entries).flatMap((one) => (one.day <= view.asOf ? [[one.register, one]] : [])));
  return [...last.values()].map(({ register, position, day, event: { source, data } }) => {
    const reading = readings.findLast((one) => one.register === register && one.position > position);
    const told = listed[data.listing === 'absent' ? 'gone' : 'listed'];
    return (
      <div>
        {linkTo(
          page,
          `/registers/${register}`,
          told(source.title ?? source.publisher, writtenDate(reading?.day ?? day, page.language)),
        )}
      </div>
    );
  });
}
