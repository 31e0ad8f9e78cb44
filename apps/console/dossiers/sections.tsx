import type { DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import { daysBetween } from '#domain/date/day.js';
import { is } from '#domain/event/dossier-events.js';
import { earliest } from '#domain/date/partial-date.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { type DossierView, soonestEnd, type GrantView } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { dossierTitle } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { titleOf, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { deadlineActions } from '../deadlines/deadline-answers.js';
import { DateText, Section, Facts, MaybeLink, More, LabelledSource } from '../frame/display.js';
import { Badge, endTone, StatusMark, GrantMark, ValidityBar } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { type PageContext, addressOf, may } from '../frame/page.js';
import { type AmendedEntry, eventIn } from '../frame/timeline-entries.js';

export interface SectionProps {
  page: PageContext;
  view: DossierView;
  scheme: Scheme | undefined;
  eventOf: (id: string) => LedgerEvent | undefined;
  hrefOf: (id: string) => string | undefined;
}

export const SourceOfEvent = ({ page, event }: { page: PageContext; event: LedgerEvent | undefined }) =>
  event?.source ? <LabelledSource page={page} source={event.source} /> : null;

export interface DossierData {
  view: DossierView;
  schemes: Schemes;
  /** By id, in recording order. */
  entries: ReadonlyMap<string, AmendedEntry>;
  deadlines: DossierDeadline[];
  buildsOn: DossierView[];
  dependents: DossierView[];
  /** Number of dependents left out of `dependents`. */
  dependentsLeftOut: number;
}

/** Former names of the service, up to `asOf`. */
export function formerServices({ view, entries }: DossierData): string[] {
  const names = [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    if (entry.retracted || !is(event, 'scope')) return [];
    if (event.occurred !== undefined && earliest(event.occurred) > view.asOf) return [];
    return event.data.service ?? [];
  });
  return [...new Set(names)].filter((name) => name !== view.service?.name);
}

const MOST = 25;

interface Props {
  page: PageContext;
  data: DossierData;
  hrefOf: (id: string) => string | undefined;
}

export function Deadlines({ page, data, hrefOf }: Props) {
  const words = phrases(page.language).console.dossiers.deadlines;
  const { view, deadlines } = data;
  const due = deadlines.filter(({ state }) => !isSettled(state));
  const settled = deadlines.length - due.length;
  const shown = due.slice(0, MOST);
  const provider = view.provider.slug;
  return (
    <Section id="deadlines" title={words.title}>
      {due.length === 0 ? <p>{words.none}</p> : <DueTable {...{ page, data, hrefOf, shown }} />}
      <More page={page} count={due.length - MOST} />
      {settled > 0 ? <p class="soft">{words.settled(settled)}.</p> : null}
      <p class="no-print">
        <a href={addressOf(page, '/deadlines', { provider })}>{may(page, 'record') ? words.answer : words.all}</a>
        {may(page, 'record') ? (
          <>
            {' · '}
            <a href={addressOf(page, `/dossiers/${view.id}/record/DeadlineSet`)}>{words.set}</a>
          </>
        ) : null}
      </p>
    </Section>
  );
}

function DueTable({ page, data, hrefOf, shown }: Props & { shown: readonly DossierDeadline[] }) {
  const words = phrases(page.language).console.dossiers.deadlines;
  const mayAct = may(page, 'record');
  const headings = [words.what, words.due, words.left, words.state, ...(mayAct ? [{ act: words.act }] : [])];
  return (
    <Table
      caption={words.caption}
      columns={headings}
      rows={shown.map((deadline) => dueLineOf({ page, data, hrefOf, deadline }))}
    />
  );
}

function dueLineOf({ page, data, hrefOf, deadline }: Props & { deadline: DossierDeadline }) {
  const { language } = page;
  const words = phrases(language).console.dossiers.deadlines;
  const { kind, due, lapses, state, event } = deadline;
  const href = hrefOf(event);
  const name = [capitalized(phrases(language).mail.reminders.kind[kind]), ...titleOf(deadline, language)].join(', ');
  return [
    <>
      {href === undefined ? name : <a href={href}>{name}</a>}
      {kind === 'officer-set' ? <span class="soft small"> ({words.own})</span> : null}
    </>,
    <>
      <DateText page={page} date={due} />
      {lapses === null ? null : <span class="soft small">{` (${words.lapses} ${writtenDate(lapses, language)})`}</span>}
    </>,
    whenDue(deadline, language),
    <Badge tone={state === 'missed' ? 'bad' : 'plain'}>{phrases(language).console.frame.deadline.states[state]}</Badge>,
    ...(may(page, 'record') ? [<Acts page={page} dossier={data.view.id} deadline={deadline} name={name} />] : []),
  ];
}

function Acts({
  page,
  dossier,
  deadline,
  name,
}: {
  page: PageContext;
  dossier: string;
  deadline: DossierDeadline;
  name: string;
}) {
  const actions = deadlineActions(deadline, dossier);
  if (actions.length === 0) return null; // a narrow page then hides the label, too
  return (
    <span class="actions">
      {actions.map(({ act, path, query }) => (
        <a href={addressOf(page, path, query)}>
          {phrases(page.language).console.frame.deadline.acts[act]}
          <span class="unseen">{` (${name})`}</span>
        </a>
      ))}
    </span>
  );
}

export function Dependencies({ page, data }: { page: PageContext; data: DossierData }) {
  const words = phrases(page.language).console.dossiers.dependencies;
  const { buildsOn, dependents, dependentsLeftOut } = data;
  return (
    <Section id="dependencies" title={words.title}>
      <h3>{words.buildsOn}</h3>
      {buildsOn.length === 0 ? <p>{words.onNothing}</p> : <Related page={page} data={data} dossiers={buildsOn} />}
      <More page={page} count={data.view.dependsOn.length - buildsOn.length} />
      <h3>{words.dependents}</h3>
      {dependents.length === 0 ? (
        <p>{words.noDependents}</p>
      ) : (
        <Related page={page} data={data} dossiers={dependents} />
      )}
      <More page={page} count={dependentsLeftOut} />
    </Section>
  );
}

function Related({ page, data, dossiers }: { page: PageContext; data: DossierData; dossiers: readonly DossierView[] }) {
  const { language } = page;
  const words = phrases(language).console.dossiers.dependencies;
  return (
    <ul>
      {dossiers.map((other) => {
        const end = soonestEnd(other.grants);
        const scheme = data.schemes.get(other.scheme);
        return (
          <li>
            <a href={addressOf(page, `/dossiers/${other.id}`)}>{dossierTitle(other, data.schemes, language)}</a>{' '}
            <StatusMark status={other.status} confirmed={other.confirmed} scheme={scheme} language={language} />
            {end === null ? null : <span class="small"> · {words.ends(writtenDate(end, language))} </span>}
            {other.expiring && end !== null ? <Badge tone={endTone(end, page.at.asOf)}>{words.endsSoon}</Badge> : null}
          </li>
        );
      })}
    </ul>
  );
}

type GrantsProps = SectionProps & { entries: ReadonlyMap<string, AmendedEntry> };

const MOST_GRANTS = 8;

const MOST_LINES = 8;

export function Grants(props: GrantsProps) {
  const { page, view } = props;
  const words = phrases(page.language).console.dossiers.grants;
  const shown = view.grants.slice(-MOST_GRANTS).reverse();
  const more = view.grants.length - shown.length;
  return (
    <Section id="grants" title={words.title}>
      {shown.length === 0 ? <p>{words.none}</p> : null}
      <div class="cards">
        {shown.map((grant) => (
          <GrantCard grant={grant} {...props} />
        ))}
      </div>
      {more > 0 ? <p class="soft">{words.more(more)}</p> : null}
    </Section>
  );
}

function GrantCard({ grant, ...props }: GrantsProps & { grant: GrantView }) {
  const { page, view, eventOf, hrefOf, entries } = props;
  const { language } = page;
  const words = phrases(language).console.dossiers.grants;
  const last = grant.currentUntil ?? grant.runsUntil;
  const isRunning = grant.state === 'in-force' || grant.state === 'suspended';
  return (
    <article class="card">
      <h3>
        {grant.decision === null ? words.nameless : `${phrases(language).mail.general.decision} ${grant.decision}`}{' '}
        <GrantMark {...grant} language={language} />{' '}
        <span class="soft small">{phrases(language).standing.confirmation(grant.confirmed, 'grant')}</span>
      </h3>
      {isRunning && last !== null ? (
        <ValidityBar page={page} from={earliest(grant.validFrom)} until={last} confirmed={grant.confirmed} />
      ) : null}
      <Facts
        facts={[
          [words.from, <DateText page={page} date={grant.validFrom} />],
          [words.until, grant.validUntil === null ? words.noUntil : <DateText page={page} date={grant.validUntil} />],
          [
            words.runsUntil,
            grant.runsUntil === null || grant.runsUntil === grant.validUntil ? undefined : (
              <DateText page={page} date={grant.runsUntil} />
            ),
          ],
          [
            words.currentUntil,
            grant.currentUntil === null ? undefined : <DateText page={page} date={grant.currentUntil} />,
          ],
          [words.left, isRunning && last !== null ? words.leftDays(daysBetween(view.asOf, last)) : undefined],
          [words.level, grant.level && schemeText(grant.level, language)],
          [words.referential, grant.referential],
          [words.conditions, linesOf(page, grant.conditions)],
          [
            words.reservations,
            linesOf(
              page,
              grant.reservations.map(({ text, due }) =>
                due === undefined ? text : `${text} (${words.due(writtenDate(due, language))})`,
              ),
            ),
          ],
          [
            words.lifted,
            linesOf(
              page,
              liftedDays(grant, { entries, asOf: view.asOf }).map((day) => writtenDate(day, language)),
            ),
          ],
          [
            words.records,
            grant.events.slice(0, 4).map((id) => (
              <div>
                <SourceOfEvent page={page} event={eventOf(id)} />{' '}
                <MaybeLink small href={hrefOf(id)}>
                  {words.record}
                </MaybeLink>
              </div>
            )),
          ],
        ]}
      />
    </article>
  );
}

/** The first few; the timeline has all. */
function linesOf(page: SectionProps['page'], texts: readonly string[]) {
  if (texts.length === 0) return undefined;
  const more = texts.length - MOST_LINES;
  return [
    ...texts.slice(0, MOST_LINES),
    ...(more > 0 ? [phrases(page.language).console.frame.sources.more(more)] : []),
  ].map((text) => <div>{text}</div>);
}

/** Dates on which reservations were lifted, up to `asOf`. */
function liftedDays(
  { decision, validFrom }: GrantView,
  { entries, asOf }: { entries: GrantsProps['entries']; asOf: string },
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
