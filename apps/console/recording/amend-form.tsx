import { phrases } from '#language/phrases.js';
import type { ComponentChildren, VNode } from 'preact';
import type { Live } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Recorded } from '#event-store/events.js';
import { Rejection } from '../../api/problem/rejection.js';
import type { Names } from '../frame/entry-content.js';
import { entryId } from '../frame/timeline-entries.js';
import { Field, Form, Hidden, idOf, Problems } from '../frame/controls.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { type Entry, EntrySummary } from './event-summary.js';
import { formState } from './form-flow.js';
import type { Subject, SubjectHistory } from './subject.js';

export const REASON = 'amendment.reason';

/** The step that records a correction with the most frequent reason. */
export const RECORD_TYPING_ERROR = 'record-typing-error';

/** Field of problems that concern the event itself. */
const ENTRY = 'data.event';

interface AmendFormProps {
  page: PageContext;
  subject: Subject;
  kind: 'correct' | 'retract';
  entry: Entry;
  action: string;
  form: URLSearchParams;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
  names: Names;
  note?: VNode | undefined;
  children: ComponentChildren;
}

export function AmendForm({
  page,
  subject,
  kind,
  entry,
  action,
  form,
  problems,
  labels,
  names,
  note,
  children,
}: AmendFormProps) {
  const t = phrases(page.language).console.amending;
  const back = `${addressOf(page, subject.path)}#${entryId(entry.id)}`;
  return (
    <>
      {note}
      <p>
        {t.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <p>{kind === 'correct' ? t.correctIntro : t.retractIntro}</p>
      <Problems page={page} problems={problems} labels={{ ...labels, [ENTRY]: t.entry, [REASON]: t.reason }} />
      <h2>{t.asItReads}</h2>
      <div class="card" id={idOf(ENTRY)}>
        <EntrySummary {...{ page, names }} event={entry.event} aim={entry.aim} scheme={subject.scheme} />
      </div>
      <AmendFields page={page} kind={kind} action={action} form={form} problems={problems} back={back}>
        {children}
      </AmendFields>
    </>
  );
}

/** The form itself. A script shows the effect of a correction below it as the user types. */
function AmendFields({
  page,
  kind,
  action,
  form,
  problems,
  back,
  children,
}: Pick<AmendFormProps, 'page' | 'kind' | 'action' | 'form' | 'problems' | 'children'> & { back: string }) {
  const { amending: t, preview, recording } = phrases(page.language).console;
  const isCorrection = kind === 'correct';
  return (
    <div data-check={isCorrection ? `${action}/check` : undefined}>
      <Form page={page} action={action} class="stacked" keepsInput>
        <Hidden fields={formState(form)} />
        {children}
        <Field
          {...{ page, problems }}
          name={REASON}
          label={t.reason}
          hint={isCorrection ? t.correctReasonHint : t.retractReasonHint}
          required
        >
          {(props) => (
            <>
              <textarea {...props} rows={3} value={form.get(REASON) ?? ''} />
              <div class="suggestions">
                {(isCorrection ? [t.typingError, ...t.correctReasons] : t.retractReasons).map((text) => (
                  <button type="button" class="second" data-fills={props.id} hidden>
                    {text}
                  </button>
                ))}
              </div>
            </>
          )}
        </Field>
        <p class="row">
          <button class={isCorrection ? 'second' : undefined} name="step" value="preview">
            {t.preview}
          </button>
          {isCorrection ? (
            <>
              <button name="step" value="record">
                {preview.save.corrected}
              </button>
              <button name="step" value={RECORD_TYPING_ERROR} title={t.typingErrorHint}>
                {t.recordTypingError}
              </button>
            </>
          ) : null}
          <a href={back}>{t.back}</a>
        </p>
        {isCorrection ? (
          <>
            <p class="hint">{recording.recordHint}</p>
            <div data-checked aria-live="polite" />
          </>
        ) : null}
      </Form>
    </div>
  );
}

export type AmendmentKind = 'correct' | 'retract';

/** The event to amend in its current state, or why it cannot be amended. */
type Target =
  | { entry: Live<LedgerEvent> | Recorded<LedgerEvent>; blocked?: undefined }
  | { entry: Recorded<LedgerEvent>; blocked: 'gone' | 'isAmendment' | 'isOpening' };

/** @throws Rejection not-found: no such entry is on record there */
export function targetOf({ all, live }: SubjectHistory, id: string, kind: AmendmentKind): Target {
  const entry = all.find((one) => one.id === id);
  if (!entry) throw new Rejection('not-found', reason('event-not-in-timeline', { id }));
  const isAmendment = entry.event.type === 'EventCorrected' || entry.event.type === 'EventRetracted';
  if (isAmendment) return kind === 'correct' ? { entry, blocked: 'isAmendment' } : { entry };
  const now = live.find((one) => one.id === id);
  if (!now) return { entry, blocked: 'gone' };
  return kind === 'retract' && entry.version === 1 ? { entry, blocked: 'isOpening' } : { entry: now };
}

export function NotAmendable({ page, subject, target }: { page: PageContext; subject: Subject; target: Target }) {
  const t = phrases(page.language).console.amending;
  const { entry, blocked } = target;
  const events = `${subject.path}/events/${entry.id}`;
  return (
    <>
      <p class="note">{blocked === undefined ? null : t[blocked]}</p>
      <p>
        <a href={`${addressOf(page, subject.path)}#${entryId(entry.id)}`}>{subject.name}</a>
        {blocked === 'isAmendment' ? (
          <>
            {' · '}
            <a href={addressOf(page, `${events}/retract`)}>{t.retractInstead}</a>
          </>
        ) : null}
        {blocked === 'isOpening' ? (
          <>
            {' · '}
            <a href={addressOf(page, `${events}/correct`)}>{t.correct}</a>
          </>
        ) : null}
      </p>
    </>
  );
}
