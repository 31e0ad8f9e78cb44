import { REASON, type AmendmentKind, AmendmentReading, contentOf, rebaseUnchanged } from './amendment.js';
import { randomUUID } from 'node:crypto';
import { Get, Param, Post } from '@nestjs/common';
import type { VNode, ComponentChildren } from 'preact';
import type { Live } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import type { Recorded } from '#event-store/events.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Field, Form, Hidden, idOf, Problems } from '../frame/controls.js';
import { Named, Sent, Page, type PageContext, addressOf } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import type { Names } from '../frame/timeline.js';
import { CorrectionSummary, type Entry, entryOf, EntrySummary } from './event-summary.js';
import { FormFlow, formStateIn, stepIn, formState } from './form-flow.js';
import { type Choices, FormChoices, FormReading, firstProblems } from './forms/choices.js';
import { EventInputs } from './forms/event-inputs.js';
import { formLabels, type FormShape, writtenForm, shapeToCorrect } from './forms/form-data.js';
import { CheckFragment, ProblemsFragment } from './preview-page.js';
import { type NewEntry, newEntryOf, Recorder } from './preview.js';
import {
  menuEntryOf,
  ReferencedNames,
  type Subject,
  SubjectHistories,
  type SubjectHistory,
  Subjects,
} from './subject.js';

const NO_FIELDS: FormShape = { fields: [], occurred: 'optional', source: 'optional' };

@Pages(['dossiers/:name/events/:event', 'providers/:name/events/:event'])
export class AmendingPages {
  constructor(
    private readonly subjects: Subjects,
    private readonly histories: SubjectHistories,
    private readonly choices: FormChoices,
    private readonly reading: FormReading,
    private readonly amendments: AmendmentReading,
    private readonly flow: FormFlow,
    private readonly names: ReferencedNames,
    private readonly recorder: Recorder,
  ) {}

  @Get(':act')
  @ConsoleRoute('record', 'input')
  async open(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Param('event') id: string,
    @Param('act') act: string,
  ): Promise<PageAnswer> {
    const kind = kindNamed(act);
    const subject = await this.subjects.of(page, name);
    const history = await this.histories.of(subject);
    const target = targetOf(history, id, kind);
    const { [kind]: title } = phrases(page.language).console.amending;
    const shown = { title, menuEntry: menuEntryOf(subject), timeless: true };
    if (target.blocked !== undefined) {
      page.keepsInput = false;
      return { ...shown, children: <NotAmendable {...{ page, subject, target }} /> };
    }
    const entry = entryOf(target.entry, history);
    const shape = shapeFor(subject, entry.event, kind);
    const form = kind === 'correct' ? writtenForm(contentOf(entry.event), shape, page.language) : new URLSearchParams();
    form.set('expected', String(history.all.length));
    form.set('idempotencyKey', randomUUID());
    form.set('writtenIn', page.language);
    const choices = await this.choices.form(page, subject, shape);
    const names = await this.names.of(page, [entry.event.data]);
    const children = formOf(page, subject, { entry, kind, form, shape, choices, names })([]);
    return { ...shown, children };
  }

  @Post(':act')
  @ConsoleRoute('record', 'input')
  async submit(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Param('event') id: string,
    @Param('act') act: string,
    @Sent() sent: URLSearchParams,
  ): Promise<PageAnswer> {
    const kind = kindNamed(act);
    const isTypingError = kind === 'correct' && sent.get('step') === RECORD_TYPING_ERROR;
    if (isTypingError) sent.set(REASON, typingErrorReason(sent, page));
    return this.#take(page, { name, id, kind }, sent, isTypingError ? 'record' : stepIn(sent));
  }

  /** The effect of a correction while the form is being filled in, without what is still missing. */
  @Post('correct/check')
  @ConsoleRoute('record')
  async check(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Param('event') id: string,
    @Sent() sent: URLSearchParams,
  ): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const history = await this.histories.of(subject);
    const { entry } = targetOf(history, id, 'correct');
    const shape = shapeFor(subject, entry.event, 'correct');
    const form = await this.reading.tidy(sent, shape, page);
    form.set(REASON, typingErrorReason(form, page));
    const was = history.eventAt(id, formStateIn(form, subject).expected) ?? entry.event;
    const amendment = await this.amendments.form(page, subject, { kind: 'correct', id, was, form, shape });
    const found = Array.isArray(amendment) ? amendment : await newEntryOf(subject, amendment);
    const problems = Array.isArray(found) ? firstProblems(found, shape).filter(({ code }) => code !== 'no-change') : [];
    const labels = formLabels(form, shape, page.language);
    return {
      fragment: Array.isArray(found) ? (
        <ProblemsFragment {...{ page, problems, labels }} />
      ) : (
        await this.#effect(page, found, history)
      ),
    };
  }

  async #effect(page: PageContext, entry: NewEntry, history: SubjectHistory): Promise<VNode> {
    try {
      return <CheckFragment {...{ page, entry, history }} preview={await this.recorder.preview(entry, page)} />;
    } catch (error) {
      if (error instanceof Refusal) return <ProblemsFragment page={page} problems={error.problems} labels={{}} />;
      throw error;
    }
  }

  async #take(
    page: PageContext,
    { name, id, kind }: { name: string; id: string; kind: AmendmentKind },
    sent: URLSearchParams,
    step: string | null,
  ): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const history = await this.histories.of(subject);
    const entry = entryOf(targetOf(history, id, kind).entry, history);
    const shape = shapeFor(subject, entry.event, kind);
    const form = await this.reading.tidy(sent, shape, page);
    const choices = await this.choices.form(page, subject, shape);
    const was = history.eventAt(id, formStateIn(form, subject).expected) ?? entry.event;
    const amendment = await this.amendments.form(page, subject, { kind, id, was, form, shape });
    const names = await this.names.of(page, [entry.event.data, ...('data' in amendment ? [amendment.data] : [])]);
    const filled = (event: LedgerEvent) => writtenForm(contentOf(event), shape, page.language);
    return this.flow.take(page, step, {
      ...{ subject, form, title: phrases(page.language).console.amending[kind] },
      action: actionOf(subject, id, kind),
      done: kind === 'correct' ? 'corrected' : 'retracted',
      entry: Array.isArray(amendment) ? firstProblems(amendment, shape) : await newEntryOf(subject, amendment),
      again: formOf(page, subject, { entry, kind, form, shape, choices, names }),
      follow: ({ eventOf }) => {
        rebaseUnchanged(form, filled(was), filled(eventOf(id) ?? was));
      },
      summary: ({ event }) => <CorrectionSummary {...{ page, event, entry, names }} scheme={subject.scheme} />,
    });
  }
}

interface Filled {
  entry: Entry;
  kind: AmendmentKind;
  form: URLSearchParams;
  shape: FormShape;
  choices: Choices;
  names: Names;
}

const formOf =
  (page: PageContext, subject: Subject, { entry, kind, form, shape, choices, names }: Filled) =>
  (problems: readonly Problem[], note?: VNode): VNode => {
    const labels = formLabels(form, shape, page.language);
    const action = actionOf(subject, entry.id, kind);
    return (
      <AmendForm {...{ page, subject, kind, entry, action, form, labels, names, problems, note }}>
        {kind === 'correct' ? (
          <EventInputs shape={shape} context={{ page, form, problems, choices, path: subject.path }} />
        ) : null}
      </AmendForm>
    );
  };

const actionOf = ({ path }: Subject, id: string, kind: AmendmentKind): string => `${path}/events/${id}/${kind}`;

const shapeFor = (subject: Subject, event: LedgerEvent, kind: AmendmentKind): FormShape =>
  (kind === 'correct' ? shapeToCorrect(subject, event.type) : undefined) ?? NO_FIELDS;

/** The most frequent reason, before what was typed. */
function typingErrorReason(form: URLSearchParams, { language }: PageContext): string {
  const { typingError } = phrases(language).console.amending;
  const typed = (form.get(REASON) ?? '').trim();
  if (typed === '' || typed.startsWith(typingError)) return typed || typingError;
  return `${typingError}${colon(language)}${typed}`;
}

function kindNamed(name: string): AmendmentKind {
  if (name === 'correct' || name === 'retract') return name;
  throw new Rejection('not-found', reason('page-not-found'));
}

/** The step that records a correction with the most frequent reason. */
const RECORD_TYPING_ERROR = 'record-typing-error';

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

function AmendForm({
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

function NotAmendable({ page, subject, target }: { page: PageContext; subject: Subject; target: Target }) {
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
