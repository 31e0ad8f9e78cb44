import { correctedSource } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import { isOfStatus } from '#domain/dossier/speaker.js';
import { confirms, isClaim, type Source } from '#domain/source/source.js';
import { colon, type Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { VNode } from 'preact';
import { Form, Hidden } from '../frame/controls.js';
import { Section, SourceLine, Timestamp } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import type { Names } from '../frame/timeline.js';
import { CorrectionSummary, EntrySummary } from './event-summary.js';
import { Replaced } from './forms/event-parts.js';
import {
  DeadlineChanges,
  deadlineName,
  DuplicatesNote,
  NewWarnings,
  possibleDuplicates,
  StatusChanges,
  WarningChangesList,
} from './preview-tables.js';
import type { NewEntry, RecordingPreview, Reminders } from './preview.js';
import { Panel, type Task } from './record-form.js';
import type { SubjectHistory } from './subject.js';

interface PreviewProps {
  page: PageContext;
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
  const { preview: t, approvals, eventForm } = phrases(page.language).console;
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
          <Replaced page={page} former={form.get('former')} />
        </Section>
        <Section id="effects" title={t.changes}>
          {preview.needsApproval ? (
            <p class="note">
              {approvals.needed} {file === null ? null : eventForm.fileLater}
            </p>
          ) : null}
          <DuplicatesNote {...about} entries={possibleDuplicates<LedgerEvent>(history.live, event)} />
          <WarningChangesList {...about} warnings={preview.warnings} />
          <WhoSpeaks page={page} history={history} event={preview.event} />
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
              <h3>{t.status}</h3>
              <StatusChanges page={page} standings={preview.standings} scheme={subject.scheme} />
              <h3>{t.deadlines}</h3>
              <DeadlineChanges page={page} moves={preview.deadlines} dossier={subject.id} />
            </>
          ) : null}
        </Section>
        <Section id="told" title={t.told}>
          <Audience page={page} {...preview} />
        </Section>
      </div>
      <Form page={page} action={action} keepsInput>
        <Hidden fields={[...form, ['step', 'preview']]} />
        <Panel
          page={page}
          send={[
            { label: preview.needsApproval ? approvals.propose : t.save[done], name: 'step', value: 'save' },
            { label: t.change, name: 'step', value: 'change', looks: 'second' },
          ]}
        />
      </Form>
    </>
  );
}

interface CheckProps {
  page: PageContext;
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
      <NewWarnings page={page} warnings={preview.warnings.come} />
      <DuplicatesNote
        {...{ page, history, path, scheme }}
        entries={possibleDuplicates<LedgerEvent>(history.live, event)}
      />
      {scheme ? <StatusChanges page={page} standings={preview.standings} scheme={scheme} /> : null}
      <WhoSpeaks page={page} history={history} event={preview.event} />
    </section>
  );
}

interface ProblemsProps {
  page: PageContext;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
}

export const ProblemsFragment = ({ page, problems, labels }: ProblemsProps) =>
  problems.length === 0 ? null : (
    <ul class="note warn">
      {problems.map((problem) => (
        <li>{`${labels[problem.field] ?? problem.field} ${say(problem, page.language)}`}</li>
      ))}
    </ul>
  );

const SHOWN = 12;

interface AudienceProps extends Pick<RecordingPreview, 'notified' | 'reminders'> {
  page: PageContext;
}

function Audience({ page, notified: { atOnce, daily, others }, reminders }: AudienceProps) {
  const { language } = page;
  const t = phrases(language).console.preview;
  const told = [
    atOnce.length > 0 ? `${t.toldNow}${colon(language)}${named(atOnce, language)}.` : '',
    daily.length > 0 ? `${t.toldDaily}${colon(language)}${named(daily, language)}.` : '',
    others > 0 ? t.othersTold(others) : '',
  ].filter((line) => line !== '');
  const lines = (told.length > 0 ? told : [t.toldNobody]).map((line) => <p>{line}</p>);
  if (!reminders) return <>{lines}</>;
  const over = [...reminders.superseded, ...reminders.cancelled];
  return (
    <>
      {lines}
      <h3>{t.reminders}</h3>
      {reminders.planned.length + over.length + reminders.others === 0 ? <p>{t.noReminder}</p> : null}
      <Reminding page={page} title={t.planned} reminders={messages(reminders.planned)} />
      <Reminding page={page} title={t.cancelled} reminders={messages(over)} />
      {reminders.others > 0 ? <p>{t.othersReminded(reminders.others)}</p> : null}
    </>
  );
}

function named(subscriptions: readonly { target: string }[], language: Language): string {
  const shown = subscriptions.slice(0, SHOWN).map(({ target }) => target);
  const rest = subscriptions.length - shown.length;
  return [...shown, ...(rest > 0 ? [phrases(language).console.preview.others(rest)] : [])].join(', ');
}

type Reminded = Reminders['planned'][number];

/** Merges reminders that weekends or holidays move to the same instant. */
function messages(reminders: readonly Reminded[]): Reminded[] {
  const found = new Map<string, Reminded>();
  for (const reminder of reminders) {
    const key = JSON.stringify([reminder.fireAt, reminder.dossier, reminder.deadline.key, reminder.escalation]);
    const all = [...(found.get(key)?.subscriptions ?? []), ...reminder.subscriptions];
    found.set(key, { ...reminder, subscriptions: [...new Map(all.map((one) => [one.id, one])).values()] });
  }
  return [...found.values()];
}

function Reminding({ page, title, reminders }: { page: PageContext; title: string; reminders: readonly Reminded[] }) {
  const t = phrases(page.language).console.preview;
  if (reminders.length === 0) return null;
  return (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {reminders.slice(0, SHOWN).map(({ fireAt, deadline, subscriptions, escalation }) => (
          <li>
            <Timestamp page={page} at={new Date(fireAt)} />
            {` · ${deadlineName(deadline, page.language)} · ${named(subscriptions, page.language)}`}
            {escalation ? <span class="soft small"> ({t.onlyUnanswered})</span> : null}
          </li>
        ))}
        {reminders.length > SHOWN ? <li class="soft">{t.more(reminders.length - SHOWN)}</li> : null}
      </ul>
    </>
  );
}

interface SpeaksProps {
  page: PageContext;
  /** As it would be recorded. */
  event: LedgerEvent;
  history: Pick<SubjectHistory, 'eventOf'>;
}

/** With whose standing the effects of an event come. An amendment has the standing of what it amends. */
function WhoSpeaks({ page, event, history }: SpeaksProps) {
  const { standing: t } = phrases(page.language).console.preview;
  const isAmendment = event.type === 'EventCorrected' || event.type === 'EventRetracted';
  const about = isAmendment ? history.eventOf(event.data.event) : event;
  const before = isAmendment ? about?.source : undefined;
  const after = event.type === 'EventCorrected' ? correctedSource(before, event.data.changes) : event.source;
  const said = (source: Source | undefined) => <Spoken {...{ page, source }} isOfStatus={about && isOfStatus(about)} />;
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

interface SpokenProps {
  page: PageContext;
  source: Source | undefined;
  /** Whether it is known if a company speaks for the provider. */
  isOfStatus: boolean | undefined;
}

function Spoken({ page: { language }, source, isOfStatus: isKnown = false }: SpokenProps) {
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
