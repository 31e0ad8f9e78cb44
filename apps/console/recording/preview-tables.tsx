import { areApart } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { merge, type Live } from '#domain/event/corrections.js';
import { type LedgerEvent, isIdentifiedByTitle } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import type { Warning } from '#domain/warning/warning.js';
import { stagePhrase, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { DateText, Timestamp, SourceLine } from '../frame/display.js';
import { StatusMark } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import type { PageContext } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import { WarningCard } from '../frame/warnings.js';
import { entryPhrase } from './event-summary.js';
import {
  type Compared,
  type DeadlineMove,
  isSameStanding,
  type RecordingPreview,
  type WarningChanges,
} from './preview.js';
import type { SubjectHistory } from './subject.js';

export function StatusChanges({
  page,
  standings,
  scheme,
}: {
  page: PageContext;
  standings: RecordingPreview['standings'];
  scheme: Scheme;
}) {
  const t = phrases(page.language).console.preview;
  return (
    <>
      {standings.map(({ day, before, after }) => (
        <div>
          {standings.length > 1 ? (
            <p>
              <strong>{day === page.today ? t.today : t.from(writtenDate(day, page.language))}</strong>
            </p>
          ) : null}
          {isSameStanding(before, after) ? (
            <p>{t.unchanged(phraseOf(after, scheme, page))}</p>
          ) : (
            <dl class="facts">
              <dt>{t.before}</dt>
              <dd>
                <StandingText page={page} standing={before} other={after} scheme={scheme} />
              </dd>
              <dt>{t.after}</dt>
              <dd>
                <StandingText page={page} standing={after} other={before} scheme={scheme} />
              </dd>
            </dl>
          )}
        </div>
      ))}
    </>
  );
}

function phraseOf(standing: Compared, scheme: Scheme, { language }: PageContext): string {
  const phrase = standingPhrase(standing, scheme, language);
  const { stage } = standing;
  return stage
    ? `${phrase}, ${phrases(language).console.preview.stage} ${stagePhrase(stage, scheme, language)}`
    : phrase;
}

interface StandingTextProps {
  page: PageContext;
  standing: Compared;
  /** Status and stage are shown in any case, the rest where it differs from this. */
  other: Compared;
  scheme: Scheme;
}

function StandingText({ page, standing, other, scheme }: StandingTextProps) {
  const { status, confirmed, stage, further } = standing;
  const { language } = page;
  return (
    <>
      <StatusMark {...{ status, confirmed, scheme, language }} />
      {stage ? (
        <span>
          {' · '}
          {phrases(language).console.preview.stage} {stagePhrase(stage, scheme, language)}
        </span>
      ) : null}
      {further
        .filter((line) => !other.further.includes(line))
        .map((line) => (
          <div>{line}</div>
        ))}
    </>
  );
}

const DEADLINES_SHOWN = 40;

export function DeadlineChanges({
  page,
  moves,
  dossier,
}: {
  page: PageContext;
  moves: readonly DeadlineMove[];
  dossier: string;
}) {
  const t = phrases(page.language).console.preview;
  if (moves.length === 0) return <p>{t.noDeadline}</p>;
  return (
    <>
      <Table
        label={t.deadlinesCaption}
        columns={[t.deadline, t.becomes, t.dates]}
        rows={moves.slice(0, DEADLINES_SHOWN).map((move) => [
          <>
            {deadlineName(move.after ?? move.before, page.language)}
            {move.dossier === dossier ? null : <span class="soft small"> {t.ofAnother}</span>}
          </>,
          t.moves[move.kind],
          <Dates page={page} move={move} />,
        ])}
      />
      {moves.length > DEADLINES_SHOWN ? <p class="soft">{t.more(moves.length - DEADLINES_SHOWN)}</p> : null}
    </>
  );
}

export function deadlineName(deadline: Pick<Deadline, 'kind' | 'title'> | undefined, language: Language): string {
  if (!deadline) return '';
  const title = titleOf(deadline, language).join(', ');
  const kind = capitalized(phrases(language).mail.reminders.kind[deadline.kind]);
  return title === '' ? kind : `${kind} (${title.slice(0, 200)})`;
}

/** The date of what is cancelled is the one that it had. */
function Dates({ page, move: { kind, before, after } }: { page: PageContext; move: DeadlineMove }) {
  if (before && after && before.due !== after.due && kind !== 'cancelled')
    return (
      <>
        <del>
          <DateText page={page} date={before.due} />
        </del>
        {' → '}
        <DateText page={page} date={after.due} />
      </>
    );
  const due = (kind === 'cancelled' ? (before ?? after) : (after ?? before))?.due;
  return due === undefined ? null : <DateText page={page} date={due} />;
}

const WARNINGS_SHOWN = 10;

interface WarningsProps {
  page: PageContext;
  warnings: WarningChanges;
  history: SubjectHistory;
  event: LedgerEvent;
  path: string;
  scheme: Scheme | undefined;
}

export function WarningChangesList({
  page,
  warnings: { come, go },
  ...about
}: WarningsProps & { level?: 'h2' | 'h3' }) {
  const t = phrases(page.language).console.preview;
  if (come.length + go.length === 0) return <p>{t.noWarning}</p>;
  return (
    <>
      <Cards title={t.come} warnings={come} eventOf={eventsAfter(about)} page={page} {...about} />
      <Cards title={t.go} warnings={go} eventOf={about.history.eventOf} page={page} {...about} />
    </>
  );
}

/** An unknown id is that of the new event; the corrected event is shown as corrected. */
function eventsAfter({ history, event }: Pick<WarningsProps, 'history' | 'event'>): SubjectHistory['eventOf'] {
  const corrected = event.type === 'EventCorrected' ? history.eventOf(event.data.event) : undefined;
  return (id) => {
    if (event.type !== 'EventCorrected' || !corrected || id !== event.data.event) return history.eventOf(id) ?? event;
    return { ...corrected, ...merge(corrected, event.data.changes) };
  };
}

interface CardsProps extends Omit<WarningsProps, 'warnings' | 'event'> {
  title: string;
  warnings: readonly Warning[];
  eventOf: SubjectHistory['eventOf'];
  /** Of the headings; absent: under one of the second. */
  level?: 'h2' | 'h3';
}

function Cards({ title, warnings, page, history, eventOf, path, scheme, level: Heading = 'h3' }: CardsProps) {
  if (warnings.length === 0) return null;
  const hrefOf = (id: string): string | undefined => (history.eventOf(id) ? `${path}#${entryId(id)}` : undefined);
  return (
    <>
      <Heading>{title}</Heading>
      <ul class="recording-plain">
        {warnings.slice(0, WARNINGS_SHOWN).map((warning) => (
          <WarningCard {...{ page, warning, eventOf, hrefOf, scheme }} />
        ))}
      </ul>
      {warnings.length > WARNINGS_SHOWN ? (
        <p class="soft">{phrases(page.language).console.preview.more(warnings.length - WARNINGS_SHOWN)}</p>
      ) : null}
    </>
  );
}

interface AnyEvent {
  type: string;
  occurred?: string | undefined;
  data: object;
}

/** Fields that differ between two reports of the same event. */
const REPORTING: ReadonlySet<string> = new Set(['note', 'title', 'reason', 'conditions', 'reservations']);

/**
 * Recorded events that may be the same: same type, compatible dates, no contradicting field. Recording an event again is
 * correct if another source reports it.
 */
export const possibleDuplicates = <E extends AnyEvent>(live: readonly Live<E>[], event: AnyEvent): Live<E>[] =>
  live.filter(({ event: other }) => other.type === event.type && mayBeSameDay(other, event) && agree(other, event));

const mayBeSameDay = (a: AnyEvent, b: AnyEvent): boolean =>
  a.occurred === undefined || b.occurred === undefined ? a.occurred === b.occurred : !areApart(a.occurred, b.occurred);

function agree(a: AnyEvent, b: AnyEvent): boolean {
  const [one, other] = [a.data as Record<string, unknown>, b.data as Record<string, unknown>];
  const told = Object.keys(one).filter(
    (name) => name in other && (!REPORTING.has(name) || (name === 'title' && isIdentifiedByTitle(a.type))),
  );
  return told.every((name) => compared(one[name]) === compared(other[name]));
}

const compared = (value: unknown): string => (typeof value === 'string' ? fold(value) || value : JSON.stringify(value));

const SHOWN = 5;

interface AlreadyProps {
  page: PageContext;
  entries: readonly Live<LedgerEvent>[];
  history: SubjectHistory;
  path: string;
  scheme: Scheme | undefined;
}

export function DuplicatesNote({ page, entries, history, path, scheme }: AlreadyProps) {
  const t = phrases(page.language).console.preview;
  if (entries.length === 0) return null;
  return (
    <div class="note warn">
      <p>
        <strong>{t.already(entries.length)}</strong>
      </p>
      <ul>
        {entries.slice(0, SHOWN).map(({ id, event, recordedAt }) => (
          <li>
            <a href={`${path}#${entryId(id)}`}>{capitalized(entryPhrase(event, history, scheme, page.language))}</a>
            {`, ${t.since} `}
            <Timestamp page={page} at={recordedAt} />
            {event.source ? (
              <>
                {' · '}
                <SourceLine source={event.source} language={page.language} />
              </>
            ) : null}
          </li>
        ))}
        {entries.length > SHOWN ? <li>{t.more(entries.length - SHOWN)}</li> : null}
      </ul>
      <p>{t.alreadyHint}</p>
    </div>
  );
}
