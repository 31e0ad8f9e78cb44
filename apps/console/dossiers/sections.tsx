import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import type { ComponentChildren } from 'preact';
import type { DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import { daysBetween, type Day } from '#domain/date/day.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { type DossierView, soonestEnd, type GrantView } from '#domain/dossier/standing.js';
import type { Span } from '#domain/dossier/spans.js';
import type { Status } from '#domain/dossier/status.js';
import { earliest } from '#domain/date/partial-date.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { dossierTitle, milestoneName, startPhrase } from '#language/describe-standing.js';
import { capitalized, shortDate, typeset, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { STATUS_TONES, toneOfDays, toneOfDeadline } from '#language/tones.js';
import { deadlineActions } from '../deadlines/deadline-answers.js';
import {
  linkTo,
  DateText,
  Section,
  Facts,
  MaybeLink,
  More,
  LabelledSource,
  Badge,
  DueMark,
  grantMark,
  StatusMark,
} from '../frame/display.js';
import { Table, Acts } from '../frame/table.js';
import { type Page, addressOf, may } from '../frame/page.js';
import { type AmendedEntry, eventIn } from '../frame/timeline-entries.js';

export interface SectionProps {
  page: Page;
  view: DossierView;
  scheme: Scheme | undefined;
  eventOf: (id: string) => LedgerEvent | undefined;
  hrefOf: (id: string) => string | undefined;
}

export interface DossierData {
  view: DossierView;
  schemes: Schemes;
  /** By id, in recording order. */
  entries: ReadonlyMap<string, AmendedEntry>;
  /** Up to `asOf`, but for the days without a known status. */
  statuses: Span<{ status: Status; confirmed: boolean }>[];
  /** The ids of grants that were suspended, up to `asOf`. */
  suspensions: Span<string[]>[];
  /** The days on which something was recorded, also of what is shown not to be known yet. */
  recordedOn: Day[];
  /** Soonest first. */
  deadlines: DossierDeadline[];
  buildsOn: DossierView[];
  dependents: DossierView[];
  dependentsLeftOut: number;
}

const sourceOfEvent = (page: Page, event: LedgerEvent | undefined) =>
  event?.source ? <LabelledSource page={page} source={event.source} /> : null;

type Milestone = Scheme['milestones'][number];
type Target = DossierView['targets'][number];

const MOST_TARGETS = 16;

/** The ladder of the scheme: how far the dossier is, since when and by whose word, and what was aimed at. */
export function Stages(props: SectionProps) {
  const { page, view, scheme } = props;
  const { stages: words, targets } = phrases(page.language).console.dossiers;
  const milestones = scheme?.milestones ?? [];
  const aims = view.targets.slice(-MOST_TARGETS);
  const others = aims.filter(({ milestone }) => !milestones.some(({ code }) => code === milestone));
  const older = view.targets.length - aims.length;
  if (milestones.length + aims.length === 0) return null;
  return (
    <Section id="stages" title={words.title}>
      <ol class="ladder">
        {milestones.map((milestone, index) => {
          const isHere = view.stage?.milestone === milestone.code;
          const { state, told } = attained(props, milestone, index);
          return (
            <li class={isHere ? `${state} here` : state} {...(isHere && { 'aria-current': 'step' })}>
              <p>
                <strong>{milestone.code}</strong> {capitalized(typeset(milestone.name[page.language], page.language))}{' '}
                {isHere ? <Badge tone="warn">{words.here}</Badge> : null} <span class="small">{told}</span>
              </p>
              {isHere ? meaning(page, milestone) : null}
              {aims
                .filter((target) => target.milestone === milestone.code)
                .map((target) => (
                  <TargetLine target={target} {...props} />
                ))}
            </li>
          );
        })}
      </ol>
      {others.map((target) => (
        <TargetLine target={target} isNamed {...props} />
      ))}
      {older > 0 ? <p class="soft">{targets.more(older)}</p> : null}
    </Section>
  );
}

function meaning({ language }: Page, { means, isNot }: Milestone) {
  if (means === undefined) return null;
  const more = isNot ? ` ${phrases(language).console.dossiers.stages.isNot(isNot[language])}` : '';
  return <p class="soft small">{typeset(means[language] + more, language)}</p>;
}

/** How a stage is marked and what is said of it: reached, given by a grant, passed over by a later one, or none of these. */
function attained({ page, view, scheme, eventOf, hrefOf }: SectionProps, { code, gives }: Milestone, index: number) {
  const words = phrases(page.language).console.dossiers.stages;
  const reached = view.milestones.find((one) => one.milestone === code);
  if (reached) {
    const told = (
      <>
        <MaybeLink href={hrefOf(reached.event)}>{words.reached}</MaybeLink>{' '}
        <DateText page={page} date={reached.occurred} /> · {sourceOfEvent(page, eventOf(reached.event))}
      </>
    );
    return { state: reached.confirmed ? 'confirmed' : 'claimed', told } as const;
  }
  const grants = view.grants.filter(({ state }) => state !== 'refuted' && state !== 'not-yet-valid');
  if (gives === 'granted' && grants.length > 0)
    return grants.some(({ confirmed }) => confirmed)
      ? ({ state: 'confirmed', told: words.byGrant } as const)
      : ({ state: 'claimed', told: words.byClaim } as const);
  const furthest = view.milestones.at(-1)?.milestone;
  return (scheme?.milestones ?? []).findIndex((one) => one.code === furthest) > index
    ? ({ state: 'skipped', told: words.skipped } as const)
    : ({ state: 'missing', told: words.notYet } as const);
}

function TargetLine({ target, isNamed, ...props }: SectionProps & { target: Target; isNamed?: true }) {
  const { page, scheme, eventOf, hrefOf } = props;
  const words = phrases(page.language).console.dossiers.targets;
  const { milestone, due, announced, event, slipDays } = target;
  const aim = words.due(writtenDate(due, page.language));
  const name = isNamed ? `${milestoneName(milestone, scheme, page.language)} · ${aim}` : aim;
  return (
    <p class="small">
      <MaybeLink href={hrefOf(event)}>{name}</MaybeLink>,{' '}
      <span class={slipDays > 0 ? 'of bad' : undefined}>{outcomeOf(page, target)}</span> ·{' '}
      {sourceOfEvent(page, eventOf(event))}, <DateText page={page} date={announced} />
    </p>
  );
}

export function outcomeOf({ language }: Page, { reached, slipDays }: Target): string {
  const words = phrases(language).console.dossiers.targets;
  const attainment = reached === null ? words.notReached : words.reached(writtenDate(reached, language));
  if (slipDays > 0) return `${words.late(slipDays)}, ${attainment}`;
  return `${attainment}, ${reached === null ? words.ahead : words.onTime}`;
}

const MOST = 25;

export const deadlineName = (deadline: DossierDeadline, language: Language): string =>
  [capitalized(phrases(language).mail.reminders.kind[deadline.kind]), ...titleOf(deadline, language)].join(', ');

export function deadlineActs(page: Page, dossier: string, deadline: DossierDeadline) {
  if (!may(page, 'record')) return null;
  const { acts } = phrases(page.language).console.frame.deadline;
  const links = deadlineActions(deadline, dossier).map(
    ({ act, path, query }) => [addressOf(page, path, query), acts[act]] as const,
  );
  return <Acts page={page} of={deadlineName(deadline, page.language)} links={links} />;
}

export function Deadlines({ page, data, hrefOf }: Pick<SectionProps, 'page' | 'hrefOf'> & { data: DossierData }) {
  const { language } = page;
  const { dossiers, agenda, terms } = phrases(language).console;
  const words = dossiers.deadlines;
  const due = data.deadlines.filter(({ state }) => !isSettled(state));
  const settled = data.deadlines.length - due.length;
  return (
    <Section id="deadlines" title={terms.deadlines}>
      <Table
        label={words.caption}
        empty={<p class="soft">{words.none}</p>}
        columns={[{ name: terms.deadline }, { plain: terms.due }, { act: terms.actions }]}
        rows={due.slice(0, MOST).map((deadline) => {
          const { kind, lapses, event, daysLeft } = deadline;
          return {
            tone: toneOfDeadline(deadline),
            cells: [
              <>
                <MaybeLink href={hrefOf(event)}>{deadlineName(deadline, language)}</MaybeLink>
                {kind === 'officer-set' ? <span class="soft small"> ({words.own})</span> : null}
              </>,
              <>
                <DueMark page={page} deadline={deadline} />
                {lapses === null || daysLeft < 0 ? null : (
                  <span class="soft small">{` ${agenda.lapses} ${shortDate(lapses, language)}`}</span>
                )}
              </>,
              deadlineActs(page, data.view.id, deadline),
            ],
          };
        })}
      />
      <More page={page} count={due.length - MOST} />
      {settled > 0 ? <p class="soft small">{words.settled(settled)}.</p> : null}
    </Section>
  );
}

/** What the service rests on, the service, and what rests on it; red where one falls, and all that is below. */
export function Dependencies({ page, data }: { page: Page; data: DossierData }) {
  const words = phrases(page.language).console.dossiers.dependencies;
  const { view, buildsOn, dependents, dependentsLeftOut } = data;
  const own = (
    <ul>
      {node(
        page,
        data,
        view,
        <>
          <ul aria-label={words.dependents}>{dependents.map((dossier) => node(page, data, dossier))}</ul>
          <More page={page} count={dependentsLeftOut} />
        </>,
      )}
    </ul>
  );
  return (
    <Section id="dependencies" title={words.title}>
      {buildsOn.length + dependents.length === 0 ? <p class="soft">{words.none}</p> : null}
      {buildsOn.length > 0 ? (
        <div class="tree">
          <h3>{phrases(page.language).console.terms.dependsOn}</h3>
          <ul>{buildsOn.map((dossier) => node(page, data, dossier, dossier === buildsOn.at(-1) ? own : null))}</ul>
          <More page={page} count={view.dependsOn.length - buildsOn.length} />
        </div>
      ) : null}
      {buildsOn.length === 0 && dependents.length > 0 ? <div class="tree">{own}</div> : null}
    </Section>
  );
}

function node(page: Page, data: DossierData, dossier: DossierView, below?: ComponentChildren) {
  const { language } = page;
  const { ends } = phrases(language).console.dossiers.dependencies;
  const { id, status, confirmed, expiring, grants, scheme } = dossier;
  const end = soonestEnd(grants);
  const tone =
    STATUS_TONES[status] === 'bad' ? 'bad' : expiring && end !== null ? toneOfDays(daysBetween(page.at.asOf, end)) : '';
  const name = dossierTitle(dossier, data.schemes, language);
  return (
    <li class={tone}>
      {id === data.view.id ? <strong>{name}</strong> : linkTo(page, `/dossiers/${id}`, name)}{' '}
      <StatusMark {...{ status, confirmed, language }} scheme={data.schemes.get(scheme)} />
      {end === null ? null : <span class="small"> · {ends(writtenDate(end, language))}</span>}
      {below}
    </li>
  );
}

type GrantsProps = SectionProps & { entries: DossierData['entries'] };

const MOST_GRANTS = 8;

const MOST_LINES = 8;

export function Grants(props: GrantsProps) {
  const { page, view } = props;
  const words = phrases(page.language).console.dossiers.grants;
  const shown = view.grants.slice(-MOST_GRANTS).reverse();
  const more = view.grants.length - shown.length;
  return (
    <Section id="grants" title={words.title}>
      {shown.length === 0 ? <p class="soft">{words.none}</p> : null}
      {shown.map((grant) => (
        <GrantLines grant={grant} {...props} />
      ))}
      {more > 0 ? <p class="soft">{words.more(more)}</p> : null}
    </Section>
  );
}

/** A grant on one line, and what else is known of it. */
function GrantLines({ grant, ...props }: GrantsProps & { grant: GrantView }) {
  const { page, view, eventOf, hrefOf, entries } = props;
  const { language } = page;
  const words = phrases(language).console.dossiers.grants;
  const { terms } = phrases(language).console;
  const { validUntil, runsUntil, currentUntil, reservations } = grant;
  const lifted = liftedDays(grant, { entries, asOf: view.asOf });
  return (
    <details class="grant">
      <summary>
        <strong>
          {grant.decision === null ? words.nameless : `${phrases(language).mail.general.decision} ${grant.decision}`}
        </strong>{' '}
        {grantMark(grant, language)}{' '}
        <span class="soft small">
          {phrases(language).standing.confirmation(grant.confirmed, 'grant')} · {startPhrase(grant, language)} –{' '}
          {validUntil === null ? terms.noEnd : writtenDate(validUntil, language)}
        </span>
      </summary>
      <Facts
        facts={[
          [
            terms.inForceUntil,
            runsUntil === null || runsUntil === validUntil ? undefined : <DateText page={page} date={runsUntil} />,
          ],
          [words.currentUntil, currentUntil === null ? undefined : <DateText page={page} date={currentUntil} />],
          [terms.level, grant.level && schemeText(grant.level, language)],
          [words.referential, grant.referential],
          [words.conditions, linesOf(page, grant.conditions)],
          [
            words.reservations,
            linesOf(
              page,
              reservations.map(({ text, due }) =>
                due === undefined ? text : `${text} (${words.due(writtenDate(due, language))})`,
              ),
            ),
          ],
          [
            words.lifted,
            linesOf(
              page,
              lifted.map((day) => writtenDate(day, language)),
            ),
          ],
          [
            terms.source,
            grant.events.slice(0, 4).map((id) => (
              <div>
                {sourceOfEvent(page, eventOf(id))}{' '}
                <MaybeLink small href={hrefOf(id)}>
                  {words.record}
                </MaybeLink>
              </div>
            )),
          ],
        ]}
      />
    </details>
  );
}

/** The first few; the timeline has all. */
function linesOf(page: SectionProps['page'], texts: readonly string[]) {
  if (texts.length === 0) return undefined;
  const more = texts.length - MOST_LINES;
  return [...texts.slice(0, MOST_LINES), ...(more > 0 ? [phrases(page.language).console.terms.more(more)] : [])].map(
    (text) => <div>{text}</div>,
  );
}

/** Dates on which reservations were lifted, up to `asOf`. */
function liftedDays(
  { decision, validFrom }: GrantView,
  { entries, asOf }: { entries: DossierData['entries']; asOf: Day },
): string[] {
  return [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    if (entry.retracted || event.type !== 'ReservationLifted') return [];
    const { occurred, data } = event;
    const isOfIt = data.decision === undefined || data.decision === decision;
    const day = earliest(occurred);
    return isOfIt && day <= asOf && day >= earliest(validFrom) ? [occurred] : [];
  });
}
