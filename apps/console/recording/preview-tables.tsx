import { phrases } from '#language/phrases.js';
import { merge } from '#domain/event/corrections.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Warning } from '#domain/warning/warning.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { stagePhrase, standingPhrase } from '#language/describe-standing.js';
import { StatusBadge } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { entryId } from '../frame/timeline-entries.js';
import type { PageContext } from '../frame/page.js';
import { WarningCard } from '../frame/warnings.js';
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
      <StatusBadge {...{ status, confirmed, scheme, language }} />
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
