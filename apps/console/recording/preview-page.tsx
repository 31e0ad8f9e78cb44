import { correctedSource, type Live } from '#domain/event/corrections.js';
import { type LedgerEvent, isIdentifiedByTitle } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import { isOfStatus } from '#domain/dossier/speaker.js';
import { confirms, isClaim, type Source } from '#domain/source/source.js';
import { colon, type Language } from '#language/language.js';
import { afterLabel } from '#language/field-error.js';
import { phrases, warningText } from '#language/phrases.js';
import type { VNode } from 'preact';
import { Form, Hidden } from '../frame/controls.js';
import { Section, SourceLine, DateText, Facts, Timestamp, StatusMark } from '../frame/display.js';
import { addressOf, type Page } from '../frame/page.js';
import type { Names } from '../frame/timeline.js';
import { CorrectionSummary, EntrySummary, entryPhrase, Panel, type Task } from './record-form.js';
import { replaced } from './forms/event-parts.js';
import {
  type NewEntry,
  type RecordingPreview,
  type Compared,
  type DeadlineMove,
  isSameStanding,
  type WarningChanges,
} from './preview.js';
import type { SubjectHistory } from './subject.js';
import { areApart } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import type { Warning } from '#domain/warning/warning.js';
import { stagePhrase, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { Table } from '../frame/table.js';
import { entryId } from '../frame/timeline-entries.js';
import { WarningCard } from '../frame/warnings.js';

interface PreviewProps {
  page: Page;
  task: Task;
  form: URLSearchParams;
  entry: NewEntry;
  preview: RecordingPreview;
  names: Names;
  notes: VNode;
}

/** The event at the left, its effects at the right, the gravest first; who is told stands below the event. */
export function PreviewPage({ page, task, form, entry, preview, names, notes }: PreviewProps) {
  const { subject, action, history, done, entry: amended } = task;
  const { preview: t, approvals, eventForm, terms } = phrases(page.language).console;
  const { scheme } = subject;
  const { event } = entry;
  const path = addressOf(page, subject.path);
  const about = { page, history, path, scheme };
  const typed = form.get('occurred') ?? undefined;
  const file = form.get('evidence');
  return (
    <>
      {notes}
      <div class="columns">
        <Section id="event" title={t.will[done]}>
          <p>
            <a href={path}>{subject.name}</a>
          </p>
          <div class="card">
            {amended ? (
              <CorrectionSummary {...{ page, event, scheme, names }} entry={amended} />
            ) : (
              <EntrySummary {...{ page, event, scheme, names, typed }} aim={undefined} />
            )}
            {file === null ? null : (
              <p>
                {eventForm.file}
                {colon(page.language)}
                {file.slice(file.indexOf(' ') + 1)}
              </p>
            )}
          </div>
          {replaced(page, form.get('former'))}
        </Section>
        <Section id="effects" title={t.changes}>
          {preview.needsApproval ? (
            <p class="note">
              {approvals.needed} {file === null ? null : eventForm.fileLater}
            </p>
          ) : null}
          <DuplicatesNote {...about} entries={possibleDuplicates<LedgerEvent>(history.live, event)} />
          <WarningChangesList {...about} warnings={preview.warnings} />
          {whoSpeaks(page, preview.event, history)}
          {preview.names ? (
            <p>
              {preview.names.before === preview.names.after
                ? ''
                : `${t.renamed(preview.names.before, preview.names.after)} `}
              {t.noStatusOfProvider}
            </p>
          ) : null}
          {subject.kind === 'dossier' ? (
            <>
              <h3>{terms.status}</h3>
              <StatusChanges page={page} standings={preview.standings} scheme={subject.scheme} />
              <h3>{terms.deadlines}</h3>
              {deadlineChanges(page, preview.deadlines, subject.id)}
            </>
          ) : null}
        </Section>
        <Section id="told" title={t.told}>
          {audience(page, preview)}
        </Section>
      </div>
      <Form page={page} action={action} keepsInput>
        <Hidden fields={[...form, ['step', 'preview']]} />
        <Panel
          page={page}
          send={[
            { label: preview.needsApproval ? approvals.propose : t.save[done], name: 'step', value: 'save' },
            { label: terms.edit, name: 'step', value: 'change', looks: 'second' },
          ]}
        />
      </Form>
    </>
  );
}

interface CheckProps {
  page: Page;
  entry: NewEntry;
  history: SubjectHistory;
  preview: RecordingPreview;
}

/** What the form comes to so far, the gravest first. */
export function CheckFragment({ page, entry: { subject, event }, history, preview }: CheckProps) {
  const { scheme } = subject;
  const path = addressOf(page, subject.path);
  return (
    <section aria-label={phrases(page.language).console.recording.effect}>
      {newWarnings(page, preview.warnings.come)}
      <DuplicatesNote
        {...{ page, history, path, scheme }}
        entries={possibleDuplicates<LedgerEvent>(history.live, event)}
      />
      {scheme ? <StatusChanges page={page} standings={preview.standings} scheme={scheme} /> : null}
      {whoSpeaks(page, preview.event, history)}
    </section>
  );
}

export const problemsFragment = (page: Page, problems: readonly Problem[], labels: Readonly<Record<string, string>>) =>
  problems.length === 0 ? null : (
    <ul class="note warn">
      {problems.map((problem) => (
        <li>{`${labels[problem.field] ?? problem.field}${afterLabel(problem, page.language)}`}</li>
      ))}
    </ul>
  );

const SHOWN = 12;

function audience(page: Page, preview: RecordingPreview) {
  const { language } = page;
  const t = phrases(language).console.preview;
  const { atOnce, daily, others } = preview.notified;
  const told = [
    atOnce.length > 0 ? `${t.toldNow}${colon(language)}${named(atOnce, language)}.` : '',
    daily.length > 0 ? `${t.toldDaily}${colon(language)}${named(daily, language)}.` : '',
    others > 0 ? t.othersTold(others) : '',
  ].filter((line) => line !== '');
  return (
    <>
      {(told.length > 0 ? told : [t.toldNobody]).map((line) => (
        <p>{line}</p>
      ))}
    </>
  );
}

function named(subscriptions: readonly { target: string }[], language: Language): string {
  const shown = subscriptions.slice(0, SHOWN).map(({ target }) => target);
  const rest = subscriptions.length - shown.length;
  return [...shown, ...(rest > 0 ? [phrases(language).console.preview.others(rest)] : [])].join(', ');
}

/**
 * With whose standing the effects of an event come. An amendment has the standing of what it amends.
 *
 * @param event As it would be recorded
 */
function whoSpeaks(page: Page, event: LedgerEvent, history: Pick<SubjectHistory, 'eventOf'>) {
  const { standing: t } = phrases(page.language).console.preview;
  const isAmendment = event.type === 'EventCorrected' || event.type === 'EventRetracted';
  const about = isAmendment ? history.eventOf(event.data.event) : event;
  const before = isAmendment ? about?.source : undefined;
  const after = event.type === 'EventCorrected' ? correctedSource(before, event.data.changes) : event.source;
  const said = (source: Source | undefined) => spoken(page, source, about && isOfStatus(about));
  if (event.type === 'EventRetracted')
    return (
      <p>
        {before ? `${t.withdrawn}${colon(page.language)}` : null}
        {said(before)}
      </p>
    );
  if (!before || before.kind === after?.kind) return <p>{said(after)}</p>;
  return (
    <p class="note warn">
      <del>{said(before)}</del>
      {' → '}
      {said(after)}
    </p>
  );
}

/** @param isKnown Whether it is known if a company speaks for the provider */
function spoken({ language }: Page, source: Source | undefined, isKnown: boolean | undefined = false) {
  const { standing: t } = phrases(language).console.preview;
  if (!source) return <>{t.none}</>;
  const isCompany = source.kind === 'company' && source.speaker === undefined;
  const who = confirms(source) ? t.authority : isCompany ? (isKnown ? t.holder : t.company) : t.other;
  const weight = confirms(source) ? t.confirms : isClaim(source) ? t.claims : t.weighsNothing;
  return (
    <>
      <strong>{who}</strong>
      {colon(language)}
      <SourceLine source={source} language={language} />
      {`. ${weight}`}
    </>
  );
}

interface StatusProps {
  page: Page;
  standings: RecordingPreview['standings'];
  scheme: Scheme;
}

export function StatusChanges({ page, standings, scheme }: StatusProps) {
  const { preview: t, terms } = phrases(page.language).console;
  const onDay = (day: string): string => (day === page.today ? terms.today : t.from(writtenDate(day, page.language)));
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
                [terms.before, standingText(page, before, after, scheme)],
                [terms.after, standingText(page, after, before, scheme)],
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

const phraseOf = (standing: Compared, scheme: Scheme, { language }: Page): string =>
  [standingPhrase(standing, scheme, language), stageOf(standing, scheme, language)].filter(Boolean).join(', ');

/** Status and stage in any case, the rest where it differs from the other standing. */
function standingText({ language }: Page, standing: Compared, other: Compared, scheme: Scheme) {
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

export function deadlineChanges(page: Page, moves: readonly DeadlineMove[], dossier: string) {
  const { preview: t, terms } = phrases(page.language).console;
  if (moves.length === 0) return <p>{t.noDeadline}</p>;
  return (
    <>
      <Table
        label={t.deadlinesCaption}
        columns={[terms.deadline, terms.change, terms.date]}
        rows={moves.slice(0, DEADLINES_SHOWN).map((move) => [
          <>
            {deadlineName(move.after ?? move.before, page.language)}
            {move.dossier === dossier ? null : <span class="soft small"> {t.ofAnother}</span>}
          </>,
          t.moves[move.kind],
          dates(page, move),
        ])}
      />
      {moves.length > DEADLINES_SHOWN ? <p class="soft">{t.more(moves.length - DEADLINES_SHOWN)}</p> : null}
    </>
  );
}

function deadlineName(deadline: Pick<Deadline, 'kind' | 'title'> | undefined, language: Language): string {
  if (!deadline) return '';
  const title = titleOf(deadline, language).join(', ');
  const kind = capitalized(phrases(language).mail.reminders.kind[deadline.kind]);
  return title === '' ? kind : `${kind} (${title.slice(0, 200)})`;
}

/** The date of what is cancelled is the one that it had. */
function dates(page: Page, { kind, before, after }: DeadlineMove) {
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
  page: Page;
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
const newWarnings = (page: Page, warnings: readonly Warning[]) =>
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

const MOST_ALREADY = 5;

interface AlreadyProps extends Omit<WarningsProps, 'warnings'> {
  entries: readonly Live<LedgerEvent>[];
}

function DuplicatesNote({ page, entries, history, path, scheme }: AlreadyProps) {
  const t = phrases(page.language).console.preview;
  if (entries.length === 0) return null;
  return (
    <div class="note warn">
      <p>
        <strong>{t.already(entries.length)}</strong>
      </p>
      <ul>
        {entries.slice(0, MOST_ALREADY).map(({ id, event, recordedAt }) => (
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
        {entries.length > MOST_ALREADY ? <li>{t.more(entries.length - MOST_ALREADY)}</li> : null}
      </ul>
      <p>{t.alreadyHint}</p>
    </div>
  );
}
