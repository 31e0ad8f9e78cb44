import type { VNode } from 'preact';
import { correctedSource } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import { isClaim, type Source, confirms } from '#domain/source/source.js';
import { colon, type Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { Form, Hidden } from '../frame/controls.js';
import { Timestamp, SourceLine } from '../frame/display.js';
import { type PageContext, addressOf } from '../frame/page.js';
import {
  DuplicatesNote,
  possibleDuplicates,
  DeadlineChanges,
  deadlineName,
  StatusChanges,
  WarningChangesList,
} from './preview-tables.js';
import type { SubmittedForm } from './form-flow.js';
import { FormerSource } from './forms/event-inputs.js';
import type { RecordingPreview, Reminders, NewEntry } from './preview.js';
import type { SubjectHistory } from './subject.js';

interface PreviewProps {
  page: PageContext;
  sent: Pick<SubmittedForm, 'subject' | 'action' | 'form' | 'done' | 'summary'>;
  entry: NewEntry;
  preview: RecordingPreview;
  history: SubjectHistory;
  notes: VNode;
}

export function PreviewPage({ page, sent, entry, preview, history, notes }: PreviewProps) {
  const { subject, action, form, summary } = sent;
  const { preview: t, approvals } = phrases(page.language).console;
  const path = addressOf(page, subject.path);
  return (
    <>
      {notes}
      <p>
        <a href={path}>{subject.name}</a>
      </p>
      <h2>{t.will[sent.done]}</h2>
      <div class="card">{summary(entry)}</div>
      <DuplicatesNote {...{ page, history, path }} entries={duplicatesOf(entry, history)} scheme={subject.scheme} />
      <FormerSource page={page} form={form} />
      <h2>{t.changes}</h2>
      <SourceStanding {...{ page, history }} event={entry.event} />
      {preview.names ? <Names {...preview.names} page={page} /> : null}
      {subject.kind === 'dossier' ? (
        <>
          <h3>{t.status}</h3>
          <StatusChanges page={page} standings={preview.standings} scheme={subject.scheme} />
          <h3>{t.deadlines}</h3>
          <DeadlineChanges page={page} moves={preview.deadlines} dossier={subject.id} />
        </>
      ) : null}
      <h2>{t.warnings}</h2>
      <WarningChangesList
        page={page}
        warnings={preview.warnings}
        history={history}
        event={entry.event}
        path={path}
        scheme={subject.scheme}
      />
      <h2>{t.told}</h2>
      <Audience page={page} notified={preview.notified} {...(preview.reminders && { reminders: preview.reminders })} />
      {preview.needsApproval ? <p class="note">{approvals.needed}</p> : null}
      <Form page={page} action={action} class="row recording-save" keepsInput>
        <Hidden fields={[...form, ['step', 'preview']]} />
        <button name="step" value="save">
          {preview.needsApproval ? approvals.propose : t.save[sent.done]}
        </button>
        <button class="second" name="step" value="change">
          {t.change}
        </button>
      </Form>
    </>
  );
}

/** Amendments have no duplicates. */
const duplicatesOf = ({ event }: NewEntry, { live }: SubjectHistory) => possibleDuplicates<LedgerEvent>(live, event);

function Names({ page, before, after }: { page: PageContext; before: string; after: string }) {
  const t = phrases(page.language).console.preview;
  return (
    <>
      {before === after ? null : <p>{t.renamed(before, after)}</p>}
      <p>{t.noStatusOfProvider}</p>
    </>
  );
}

interface CheckProps {
  page: PageContext;
  entry: NewEntry;
  history: SubjectHistory;
  preview: RecordingPreview;
}

export function CheckFragment({ page, entry, history, preview }: CheckProps) {
  const { subject } = entry;
  const t = phrases(page.language).console.recording;
  const { scheme, path } = subject;
  return (
    <>
      <DuplicatesNote {...{ page, history, path, scheme }} entries={duplicatesOf(entry, history)} />
      {scheme ? (
        <div class="note">
          <p>
            <strong>{t.effect}</strong>
          </p>
          <StatusChanges page={page} standings={preview.standings} scheme={scheme} />
        </div>
      ) : null}
      {preview.warnings.come.length > 0 ? (
        <WarningChangesList
          level="h2"
          page={page}
          warnings={{ come: preview.warnings.come, go: [] }}
          history={history}
          event={entry.event}
          path={path}
          scheme={scheme}
        />
      ) : null}
    </>
  );
}

/** Problems so far, without required fields that are still empty. */
export function ProblemsFragment({
  page,
  problems,
  labels,
}: {
  page: PageContext;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
}) {
  const wrong = problems.filter(({ code }) => code !== 'required');
  if (wrong.length === 0) return null;
  return (
    <div class="note warn">
      <ul>
        {wrong.map((problem) => (
          <li>{`${labels[problem.field] ?? problem.field} ${say(problem, page.language)}`}</li>
        ))}
      </ul>
    </div>
  );
}

const SHOWN = 20;

interface Target {
  target: string;
}

type Reminded = Reminders['planned'][number];

function Audience({
  page,
  notified,
  reminders,
}: { page: PageContext } & Pick<RecordingPreview, 'notified' | 'reminders'>) {
  const t = phrases(page.language).console.preview;
  const { atOnce, daily, others } = notified;
  const over = reminders ? [...reminders.superseded, ...reminders.cancelled] : [];
  return (
    <>
      {atOnce.length + daily.length + others === 0 ? <p>{t.toldNobody}</p> : null}
      <ToldWhen page={page} when={t.toldNow} subscriptions={atOnce} />
      <ToldWhen page={page} when={t.toldDaily} subscriptions={daily} />
      {others > 0 ? <p>{t.othersTold(others)}</p> : null}
      {reminders ? (
        <>
          <h3>{t.reminders}</h3>
          {reminders.planned.length + over.length + reminders.others === 0 ? <p>{t.noReminder}</p> : null}
          <Reminding page={page} title={t.planned} reminders={reminders.planned} />
          <Reminding page={page} title={t.cancelled} reminders={over} />
          {reminders.others > 0 ? <p>{t.othersReminded(reminders.others)}</p> : null}
        </>
      ) : null}
    </>
  );
}

function ToldWhen({
  page,
  when,
  subscriptions,
}: {
  page: PageContext;
  when: string;
  subscriptions: readonly Target[];
}) {
  if (subscriptions.length === 0) return null;
  return <p>{`${when}${colon(page.language)}${named(subscriptions, page.language)}.`}</p>;
}

function named(subscriptions: readonly Target[], language: Language): string {
  const shown = subscriptions.slice(0, SHOWN).map(({ target }) => target);
  const rest = subscriptions.length - shown.length;
  return [...shown, ...(rest > 0 ? [phrases(language).console.preview.others(rest)] : [])].join(', ');
}

/** Merges reminders that weekends or holidays move to the same instant. */
function messages(reminders: readonly Reminded[]): Reminded[] {
  const found = new Map<string, Reminded>();
  for (const reminder of reminders) {
    const key = JSON.stringify([reminder.fireAt, reminder.dossier, reminder.deadline.key, reminder.escalation]);
    const others = found.get(key)?.subscriptions ?? [];
    const more = reminder.subscriptions.filter(({ id }) => !others.some((other) => other.id === id));
    found.set(key, { ...reminder, subscriptions: [...others, ...more] });
  }
  return [...found.values()];
}

function Reminding({ page, title, reminders }: { page: PageContext; title: string; reminders: readonly Reminded[] }) {
  const t = phrases(page.language).console.preview;
  const shown = messages(reminders);
  if (shown.length === 0) return null;
  return (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {shown.slice(0, SHOWN).map((reminder) => (
          <li>
            <Timestamp page={page} at={new Date(reminder.fireAt)} />
            {` · ${deadlineName(reminder.deadline, page.language)} · ${named(reminder.subscriptions, page.language)}`}
            {reminder.escalation ? <span class="soft small"> ({t.onlyUnanswered})</span> : null}
          </li>
        ))}
        {shown.length > SHOWN ? <li class="soft">{t.more(shown.length - SHOWN)}</li> : null}
      </ul>
    </>
  );
}

interface StandingProps {
  page: PageContext;
  event: LedgerEvent;
  history: Pick<SubjectHistory, 'eventOf'>;
}

/** With whose standing the effects of an event come: an act of the authority, a claim, a report, or nobody's. */
function SourceStanding({ page, event, history }: StandingProps) {
  const { standing: t } = phrases(page.language).console.preview;
  const [before, after] = sourcesOf(event, history);
  if (!before && !after) return <p>{t.none}</p>;
  if (event.type === 'EventRetracted')
    return (
      <p>
        {t.withdrawn}
        {colon(page.language)}
        <Standing page={page} source={before} />
      </p>
    );
  const isOther = before !== undefined && before.kind !== after?.kind;
  return (
    <p class={isOther ? 'note warn' : undefined}>
      {t.comesAs}
      {colon(page.language)}
      {isOther ? (
        <>
          <del>
            <Standing page={page} source={before} />
          </del>
          {' → '}
        </>
      ) : null}
      <Standing page={page} source={after} />
    </p>
  );
}

/** Of the event before and after; an amendment has the standing of what it amends. */
function sourcesOf(
  event: LedgerEvent,
  { eventOf }: Pick<SubjectHistory, 'eventOf'>,
): [Source | undefined, Source | undefined] {
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return [undefined, event.source];
  const before = eventOf(event.data.event)?.source;
  return [before, event.type === 'EventCorrected' ? correctedSource(before, event.data.changes) : undefined];
}

function Standing({ page, source }: { page: PageContext; source: Source | undefined }) {
  const { language } = page;
  const { standing: t } = phrases(language).console.preview;
  if (!source) return <>{t.none}</>;
  const weight = confirms(source) ? t.confirms : isClaim(source) ? t.claims : t.weighsNothing;
  return (
    <>
      <strong>
        <SourceLine source={source} language={language} />
      </strong>
      {`, ${weight}.`}
    </>
  );
}
