import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { VNode } from 'preact';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Conflict, IdReused, type Recorded } from '#event-store/events.js';
import { capitalized } from '#language/format.js';
import { entryId } from '../frame/timeline-entries.js';
import { Failed, RefusalNote } from '../frame/controls.js';
import { addressOf, callerOf, nameOfActor, type PageContext } from '../frame/page.js';
import { possibleDuplicates } from './preview-tables.js';
import { isSameStatus, idempotentId, type NewEntry, Recorder } from './preview.js';
import type { PageAnswer } from '../frame/console-route.js';
import { Timestamp } from '../frame/display.js';
import { PreviewPage } from './preview-page.js';
import { entryPhrase } from './event-summary.js';
import { menuEntryOf, type Subject, SubjectHistories, type SubjectHistory } from './subject.js';

export interface SubmittedForm {
  subject: Subject;
  title: string;
  action: string;
  /** Normalized; includes `expected` (stream version) and `idempotencyKey`. */
  form: URLSearchParams;
  entry: NewEntry | Problem[];
  /** The `done` parameter of the redirect. */
  done: 'recorded' | 'corrected' | 'retracted';
  again: (problems: readonly Problem[], note?: VNode) => VNode;
  /** Updates unchanged fields to what others recorded meanwhile. */
  follow?: (history: SubjectHistory) => void;
  summary: (entry: NewEntry) => VNode;
}

/** The steps form, preview and save. What was entered travels with the form: the preview has it in hidden fields. */
@Injectable()
export class FormFlow {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly recorder: Recorder,
    private readonly histories: SubjectHistories,
  ) {}

  async take(page: PageContext, step: string | null, sent: SubmittedForm): Promise<PageAnswer> {
    const { entry, form } = sent;
    const state = formStateIn(form, sent.subject);
    for (const [name, value] of Object.entries(state)) form.set(name, String(value));
    if (step !== 'preview' && step !== 'save' && step !== 'record') return ask(page, sent, 200, []);
    else if (Array.isArray(entry)) return ask(page, sent, 422, entry);
    else if (step === 'preview') return this.#preview(page, sent, entry);
    else {
      try {
        if (step === 'record' && (await this.#needsPreview(page, sent, entry)))
          return await this.#preview(page, sent, entry);
        const saved = await this.recorder.record(entry, page, state);
        if (saved.proposal) return { redirect: `/approvals/${saved.proposal.id}?done=proposed` };
        const { id, position } = saved.recorded;
        return {
          redirect: `${sent.subject.path}?seen=${this.db.epochs.written(position)}&done=${sent.done}#${entryId(id)}`,
        };
      } catch (error) {
        if (error instanceof Conflict) return this.#preview(page, sent, entry, 409);
        else if (error instanceof IdReused) {
          sent.form.set('idempotencyKey', randomUUID());
          return this.#preview(page, sent, entry, 409, reused(page));
        } else if (error instanceof Refusal && error.code === 'account-needed')
          return ask(page, sent, 403, [], <RefusalNote page={page} refused={error} />);
        else return showProblems(page, sent, error);
      }
    }
  }

  /**
   * Whether an officer should see the effects first: the status changes, there are new warnings or similar events, or
   * somebody recorded something meanwhile.
   */
  async #needsPreview(page: PageContext, { form, subject }: SubmittedForm, entry: NewEntry): Promise<boolean> {
    const { expected, idempotencyKey } = formStateIn(form, subject);
    const history = await this.histories.of(subject);
    const own = idempotentId(callerOf(page), idempotencyKey);
    if (history.all.some(({ version, id }) => version > expected && id !== own)) return true;
    if (possibleDuplicates<LedgerEvent>(history.live, entry.event).some(({ id }) => id !== own)) return true;
    const { warnings, standings } = await this.recorder.preview(entry, page);
    return warnings.come.length > 0 || standings.some(({ before, after }) => !isSameStatus(before, after));
  }

  /** Shows events recorded meanwhile and takes them into account. */
  async #preview(
    page: PageContext,
    sent: SubmittedForm,
    entry: NewEntry,
    status = 200,
    note?: VNode,
  ): Promise<PageAnswer> {
    const { subject, form } = sent;
    const { expected, idempotencyKey } = formStateIn(form, subject);
    const history = await this.histories.of(subject);
    const own = idempotentId(callerOf(page), idempotencyKey);
    const since = history.all.filter(({ version, id }) => version > expected && id !== own);
    sent.follow?.(history);
    form.set('expected', String(history.all.length));
    const notes = (
      <>
        {note ?? <SavedNote {...{ page, subject }} entry={history.all.find(({ id }) => id === own)} />}
        <ConcurrentChangesNote {...{ page, since, history }} scheme={subject.scheme} />
      </>
    );
    try {
      const preview = await this.recorder.preview(entry, page);
      const { title } = phrases(page.language).console.preview;
      const children = <PreviewPage {...{ page, sent, entry, preview, history, notes }} />;
      return { status, title, menuEntry: menuEntryOf(subject), timeless: true, children };
    } catch (error) {
      return showProblems(page, sent, error, notes);
    }
  }
}

const reused = ({ language }: PageContext): VNode => (
  <p class="note warn">{phrases(language).console.recording.reused}</p>
);

/** Shows the form again with the problems of a refusal at its fields. */
function showProblems(page: PageContext, sent: SubmittedForm, error: unknown, note?: VNode): PageAnswer {
  if (!(error instanceof Refusal)) throw error;
  const problems = error.problems.map((problem) => ({
    ...problem,
    field: problem.field.replace(/^data\.changes\./, ''),
  }));
  return ask(page, sent, 422, problems, note);
}

function ask(
  page: PageContext,
  { subject, title, again }: SubmittedForm,
  status: number,
  problems: readonly Problem[],
  note?: VNode,
): PageAnswer {
  return { status, title, menuEntry: menuEntryOf(subject), timeless: true, children: again(problems, note) };
}

const HiddenState = z.object({
  /** Stream version when the form was opened. */
  expected: z.coerce.number().int().nonnegative(),
  /** A form submitted twice records once. */
  idempotencyKey: z.uuid(),
});

/** The step that a form asks for: that of the button, or of the page if the language was switched. */
export const stepIn = (sent: URLSearchParams): string | null => sent.getAll('step').at(-1) ?? null;

/** The hidden state of a form; defaults to the current version and a new key. */
export function formStateIn(form: URLSearchParams, { version }: Subject): z.output<typeof HiddenState> {
  const made = HiddenState.safeParse(Object.fromEntries(form));
  return made.data ?? { expected: version, idempotencyKey: randomUUID() };
}

export const formState = (form: URLSearchParams): [string, string][] =>
  ['expected', 'idempotencyKey', 'writtenIn'].map((name) => [name, form.get(name) ?? '']);

interface SavedProps {
  page: PageContext;
  subject: Subject;
  entry: { id: string } | undefined;
}

/** Shown when the browser went back to a form that is already saved. */
function SavedNote({ page, subject, entry }: SavedProps) {
  const t = phrases(page.language).console.recording;
  if (!entry) return null;
  return (
    <p class="note warn">
      <strong>{t.saved}</strong> <a href={`${addressOf(page, subject.path)}#${entryId(entry.id)}`}>{t.savedLink}</a>.{' '}
      {t.savedHint}
    </p>
  );
}

const SHOWN = 10;

interface MeanwhileProps {
  page: PageContext;
  since: readonly Recorded<LedgerEvent>[];
  history: SubjectHistory;
  scheme: Scheme | undefined;
}

function ConcurrentChangesNote({ page, since, history, scheme }: MeanwhileProps) {
  const t = phrases(page.language).console.recording;
  if (since.length === 0) return null;
  return (
    <Failed tone="warn">
      <p>
        <strong>{t.meanwhile}</strong>
      </p>
      <ul>
        {since.slice(-SHOWN).map(({ event, actor, recordedAt }) => (
          <li>
            {`${capitalized(entryPhrase(event, history, scheme, page.language))}, ${t.by} ${nameOfActor(page, actor)}, `}
            <Timestamp page={page} at={recordedAt} />
          </li>
        ))}
        {since.length > SHOWN ? <li>{phrases(page.language).console.preview.more(since.length - SHOWN)}</li> : null}
      </ul>
      <p>{t.meanwhileHint}</p>
    </Failed>
  );
}

/** The named fields of a form, trimmed, with its idempotency key. */
export function formWithKey(sent: URLSearchParams, names: readonly string[]): URLSearchParams {
  const form = new URLSearchParams();
  for (const name of names) form.set(name, (sent.get(name) ?? '').replaceAll('\r\n', '\n').trim());
  form.set('idempotencyKey', z.uuid().safeParse(sent.get('idempotencyKey')).data ?? randomUUID());
  return form;
}
