import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Conflict, IdReused, type Recorded } from '#event-store/events.js';
import { capitalized } from '#language/format.js';
import { entryId } from '../frame/timeline-entries.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { goTo, show } from '../frame/show.js';
import { Moment } from '../frame/display.js';
import { PreviewPage } from './preview-page.js';
import { entryPhrase, writtenActor } from './event-summary.js';
import { callerOf, idempotentId, type NewEntry, Recorder } from './recorder.js';
import { placeOf, type Subject, SubjectHistories, type SubjectHistory } from './subject.js';

/** A form that was sent, and how to go on with it. */
export interface SubmittedForm {
  subject: Subject;
  title: string;
  /** Where it is sent. */
  action: string;
  /** Tidied; with `expected` and `once`, which it was made with. */
  form: URLSearchParams;
  entry: NewEntry | Problem[];
  /** Said in the address once it is recorded. */
  done: 'recorded' | 'corrected' | 'retracted';
  /** The form, to be filled in on. */
  again: (problems: readonly Problem[], note?: VNode) => VNode;
  /** Has what was not touched follow what others recorded. */
  follow?: (history: SubjectHistory) => void;
  /** What will be recorded, in t. */
  summary: (entry: NewEntry) => VNode;
}

/** From a form to its preview, from there to the record or back. Nothing that was typed is lost on the way. */
@Injectable()
export class FormFlow {
  constructor(
    private readonly recorder: Recorder,
    private readonly histories: SubjectHistories,
  ) {}

  async take(page: ThisPage, reply: FastifyReply, step: string | null, sent: SubmittedForm): Promise<void> {
    const { entry, form } = sent;
    if (step !== 'preview' && step !== 'save') ask(reply, page, sent, 200, []);
    else if (Array.isArray(entry)) ask(reply, page, sent, 422, entry);
    else if (step === 'preview') await this.#preview(page, reply, sent, entry);
    else {
      try {
        const { id, position } = await this.recorder.record(entry, page, formStateIn(form, sent.subject));
        goTo(reply, `${sent.subject.path}?seen=${position}&done=${sent.done}#${entryId(id)}`);
      } catch (error) {
        if (error instanceof Conflict) await this.#preview(page, reply, sent, entry, 409);
        else if (error instanceof IdReused) await this.#preview(page, reply, anew(sent), entry, 409, reused(page));
        else askAgain(reply, page, sent, error);
      }
    }
  }

  /** Of what has been recorded meanwhile the reader is told, and the preview reckons with it. */
  async #preview(
    page: ThisPage,
    reply: FastifyReply,
    sent: SubmittedForm,
    entry: NewEntry,
    status = 200,
    note?: VNode,
  ): Promise<void> {
    const { subject, form } = sent;
    const { expected, once } = formStateIn(form, subject);
    const history = await this.histories.of(subject);
    const own = idempotentId(callerOf(page), once);
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
      show(reply, page, { status, title, place: placeOf(subject), timeless: true, children });
    } catch (error) {
      askAgain(reply, page, sent, error, notes);
    }
  }
}

function anew(sent: SubmittedForm): SubmittedForm {
  sent.form.set('once', randomUUID());
  return sent;
}

const reused = ({ language }: ThisPage): VNode => <p class="note warn">{phrases(language).console.recording.reused}</p>;

/** What the rules refuse is said at the fields of the form. */
function askAgain(reply: FastifyReply, page: ThisPage, sent: SubmittedForm, error: unknown, note?: VNode): void {
  if (!(error instanceof Refusal)) throw error;
  const problems = error.problems.map((problem) => ({
    ...problem,
    field: problem.field.replace(/^data\.changes\./, ''),
  }));
  ask(reply, page, sent, 422, problems, note);
}

function ask(
  reply: FastifyReply,
  page: ThisPage,
  { subject, title, again }: SubmittedForm,
  status: number,
  problems: readonly Problem[],
  note?: VNode,
): void {
  show(reply, page, { status, title, place: placeOf(subject), timeless: true, children: again(problems, note) });
}

const MadeWith = z.object({
  /** The version of its stream that the form was filled in by. */
  expected: z.coerce.number().int().nonnegative(),
  /** Sent twice, a form records once. */
  once: z.uuid(),
});

/** What a form was made with; one that came without is taken as made now. */
export function formStateIn(form: URLSearchParams, { version }: Subject): z.output<typeof MadeWith> {
  const made = MadeWith.safeParse(Object.fromEntries(form));
  return made.data ?? { expected: version, once: randomUUID() };
}

/** What a form carries beside what is typed in it. */
export const formState = (form: URLSearchParams): [string, string][] =>
  ['expected', 'once'].map((name) => [name, form.get(name) ?? '']);

interface SavedProps {
  page: ThisPage;
  subject: Subject;
  /** What the form has recorded, if it has. */
  entry: { id: string } | undefined;
}

/** For whoever went back in the browser to a form that was saved. */
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
  page: ThisPage;
  since: readonly Recorded<LedgerEvent>[];
  history: SubjectHistory;
  scheme: Scheme | undefined;
}

/** What was recorded since a form was opened: what, by whom and when. */
function ConcurrentChangesNote({ page, since, history, scheme }: MeanwhileProps) {
  const t = phrases(page.language).console.recording;
  if (since.length === 0) return null;
  return (
    <div class="note warn" role="alert">
      <p>
        <strong>{t.meanwhile}</strong>
      </p>
      <ul>
        {since.slice(-SHOWN).map(({ id, event, actor, recordedAt }) => (
          <li key={id}>
            {`${capitalized(entryPhrase(event, history, scheme, page.language))}, ${t.by} ${writtenActor(actor)}, `}
            <Moment page={page} at={recordedAt} />
          </li>
        ))}
        {since.length > SHOWN ? <li>{phrases(page.language).console.preview.more(since.length - SHOWN)}</li> : null}
      </ul>
      <p>{t.meanwhileHint}</p>
    </div>
  );
}

/** Some fields of a form, tidied, and what it was made with, so that it can be sent twice and act once. */
export function formWithKey(sent: URLSearchParams, names: readonly string[]): URLSearchParams {
  const form = new URLSearchParams();
  for (const name of names) form.set(name, (sent.get(name) ?? '').replaceAll('\r\n', '\n').trim());
  form.set('once', z.uuid().safeParse(sent.get('once')).data ?? randomUUID());
  return form;
}
