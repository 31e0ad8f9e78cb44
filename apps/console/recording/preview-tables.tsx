import { areApart } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { Live } from '#domain/event/corrections.js';
import { type LedgerEvent, isIdentifiedByTitle } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import type { Warning } from '#domain/warning/warning.js';
import { stagePhrase, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases, warningText } from '#language/phrases.js';
import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { DateText, Facts, Timestamp, SourceLine } from '../frame/display.js';
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

interface StatusProps {
  page: PageContext;
  standings: RecordingPreview['standings'];
  scheme: Scheme;
}

export function StatusChanges({ page, standings, scheme }: StatusProps) {
  const t = phrases(page.language).console.preview;
  const onDay = (day: string): string => (day === page.today ? t.today : t.from(writtenDate(day, page.language)));
  return (
    <>
      {standings.map(({ day, before, after }) => (
        <div class="change">
          {standings.length > 1 ? <strong>{onDay(day)}</strong> : null}
          {isSameStanding(before, after) ? (
            <p>{t.unchanged(phraseOf(after, scheme, page))}</p>
          ) : (
            <Facts
              facts={[
                [t.before, standingText(page, before, after, scheme)],
                [t.after, standingText(page, after, before, scheme)],
              ]}
            />
          )}
        </div>
      ))}
    </>
  );
}

const stageOf = ({ stage }: Compared, scheme: Scheme, language: Language): string | undefined =>
  stage ? `${phrases(language).console.preview.stage} ${stagePhrase(stage, scheme, language)}` : undefined;

const phraseOf = (standing: Compared, scheme: Scheme, { language }: PageContext): string =>
  [standingPhrase(standing, scheme, language), stageOf(standing, scheme, language)].filter(Boolean).join(', ');

/** Status and stage in any case, the rest where it differs from the other standing. */
function standingText({ language }: PageContext, standing: Compared, other: Compared, scheme: Scheme) {
  const { status, confirmed, further } = standing;
  const stage = stageOf(standing, scheme, language);
  return (
    <>
      <StatusMark {...{ status, confirmed, scheme, language }} isTold />
      {stage === undefined ? null : <span>{` · ${stage}`}</span>}
      {further
        .filter((line) => !other.further.includes(line))
        .map((line) => (
          <div>{line}</div>
        ))}
    </>
  );
}

const DEADLINES_SHOWN = 40;

interface MovesProps {
  page: PageContext;
  moves: readonly DeadlineMove[];
  dossier: string;
}

export function DeadlineChanges({ page, moves, dossier }: MovesProps) {
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
  path: string;
  scheme: Scheme | undefined;
}

export function WarningChangesList({ page, warnings: { come, go }, history, path, scheme }: WarningsProps) {
  const t = phrases(page.language).console.preview;
  const hrefOf = (id: string): string | undefined => (history.eventOf(id) ? `${path}#${entryId(id)}` : undefined);
  if (come.length + go.length === 0) return <p>{t.noWarning}</p>;
  const lists = [
    [t.come, gravestFirst(come)],
    [t.go, go],
  ] as const;
  return (
    <>
      {lists.map(([title, warnings]) =>
        warnings.length === 0 ? null : (
          <>
            <h3>{title}</h3>
            <ul class="cards">
              {warnings.slice(0, WARNINGS_SHOWN).map((warning) => (
                <WarningCard {...{ page, warning, hrefOf, scheme }} />
              ))}
            </ul>
            {warnings.length > WARNINGS_SHOWN ? <p class="soft">{t.more(warnings.length - WARNINGS_SHOWN)}</p> : null}
          </>
        ),
      )}
    </>
  );
}

const gravestFirst = (warnings: readonly Warning[]): Warning[] => {
  const isGrave = ({ kind }: Warning): boolean => kind === 'conflict';
  return [...warnings.filter(isGrave), ...warnings.filter((one) => !isGrave(one))];
};

/** One line each. */
export const NewWarnings = ({ page, warnings }: { page: PageContext; warnings: readonly Warning[] }) =>
  warnings.length === 0 ? null : (
    <ul class="note warn">
      {gravestFirst(warnings).map((warning) => (
        <li>
          <strong>{phrases(page.language).warnings[warning.code].title}</strong>
          {`${colon(page.language)}${warningText(warning, page.language)}.`}
        </li>
      ))}
    </ul>
  );

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

interface AlreadyProps extends Omit<WarningsProps, 'warnings'> {
  entries: readonly Live<LedgerEvent>[];
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
