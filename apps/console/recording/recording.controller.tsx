import { randomUUID } from 'node:crypto';
import { Param } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceOnRecord } from '#evidence/evidence-on-record.js';
import { Conflict, IdReused } from '#event-store/events.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { partialDateTyped } from '#language/typed-date.js';
import { EvidenceUploads } from '../../api/evidence/evidence.controller.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { RefusalNote } from '../frame/controls.js';
import { labelsOf } from '../frame/fields.js';
import { FormWithStream } from '../frame/forms.js';
import { Named } from '../../api/auth/caller.js';
import { Exchange, callerOf, Page } from '../frame/page.js';
import { amendmentIn, contentOf, REASON, rebaseUnchanged } from './amendment.js';
import {
  entryOf,
  chooseType,
  filledNote,
  notAmendable,
  NotesBefore,
  partsOf,
  RecordForm,
  type Task,
} from './record-form.js';
import { FormChoices, firstProblems, type Sources } from './forms/choices.js';
import { type FormShape, readEvent, shapeToCorrect, shapeToRecord, writtenForm } from './forms/form-data.js';
import { CheckFragment, PreviewPage, problemsFragment, possibleDuplicates } from './preview-page.js';
import { idempotentId, isSameStatus, type NewEntry, newEntryOf, Recorder } from './preview.js';
import { menuEntryOf, Subjects, targetOf } from './subject.js';

interface InPath {
  type?: string;
  event?: string;
  act?: string;
}

/** A form as it was sent. What was entered travels with it: the preview has it in hidden fields. */
interface Filled extends Task {
  form: URLSearchParams;
  sources: Sources;
  /** Stream version when the form was opened. */
  expected: number;
  /** A form submitted twice records once. */
  idempotencyKey: string;
}

const NO_FIELDS: FormShape = { fields: [], occurred: 'optional', source: 'optional' };

/** The step that records a correction with the most frequent reason. */
const TYPING_ERROR = 'record-typing-error';

/** Recording, correcting and retracting events: the steps form, preview and save are the same. */
@Pages(['dossiers/:name', 'providers/:name'])
export class RecordingPages {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly subjects: Subjects,
    private readonly choices: FormChoices,
    private readonly recorder: Recorder,
    private readonly uploads: EvidenceUploads,
    private readonly files: EvidenceFiles,
    private readonly evidence: EvidenceOnRecord,
  ) {}

  @ConsoleGet('record', 'record')
  async choose(@Page() page: Page, @Named('name') name: string): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const { record: title } = phrases(page.language).console.terms;
    const children = chooseType(page, subject);
    return { title, menuEntry: menuEntryOf(subject), timeless: true, children };
  }

  /** The form of an event type, in which fields named in the query string are filled in, or with the event to correct. */
  @ConsoleGet(['record/:type', 'events/:event/:act'], 'record', 'input-and-file')
  async open(@Page() page: Page, @Named('name') name: string, @Param() path: InPath): Promise<PageAnswer> {
    const task = await this.#task(page, name, path);
    const { subject, shape, entry, blocked, done } = task;
    if (blocked !== undefined) {
      page.keepsInput = false;
      return answer(task, notAmendable(page, subject, blocked, entry?.id ?? ''));
    }
    const form = new URLSearchParams();
    for (const [field, value] of page.query)
      if (field === 'occurred') form.set(field, dateIn(value, page.language));
      else if (shape.fields.some((one) => one.name === field)) form.set(`data.${field}`, value);
    const was = entry && done === 'corrected' ? writtenForm(contentOf(entry.event), shape, page.language) : form;
    was.set('writtenIn', page.language);
    return this.#ask(page, await this.#filled(page, task, was), 200, []);
  }

  @ConsolePost(['record/:type', 'events/:event/:act'], 'record', 'input-and-file')
  async submit(
    @Named('name') name: string,
    @Param() path: InPath,
    @Exchange() { page, form: sent, reply }: Exchange,
  ): Promise<PageAnswer> {
    const unkept = await this.#keepFile(sent, reply);
    const filled = await this.#filled(page, await this.#task(page, name, path), sent);
    const { form } = filled;
    // The step of the button, or of the page if the language was switched.
    const step = sent.getAll('step').at(-1) ?? null;
    if (step === TYPING_ERROR) form.set(REASON, typingErrorReason(form, page));
    if (unkept.length > 0) return this.#ask(page, filled, 422, unkept);
    if (step !== 'preview' && step !== 'save' && step !== 'record' && step !== TYPING_ERROR)
      return this.#ask(page, filled, 200, []);
    return this.#take(page, filled, step);
  }

  /** The effect while the form is being filled in; required fields that are still empty are not reported. */
  @ConsolePost(['record/:type/check', 'events/:event/correct/check'], 'record')
  async check(
    @Exchange() { page, form: sent }: Exchange,
    @Named('name') name: string,
    @Param() path: InPath,
  ): Promise<PageAnswer> {
    const filled = await this.#filled(page, await this.#task(page, name, { act: 'correct', ...path }), sent);
    const { form, history } = filled;
    if (filled.entry) form.set(REASON, typingErrorReason(form, page));
    const found = await this.#checked(page, filled);
    const { event, source } = partsOf(filled, { page, form, sources: filled.sources });
    const shown = Array.isArray(found) ? (
      problemsFragment(page, found, labelsOf([...event, ...source]))
    ) : (
      <CheckFragment {...{ page, history, ...found }} />
    );
    return {
      fragment: (
        <>
          {filledNote(page, form)}
          {shown}
        </>
      ),
    };
  }

  async #checked(page: Page, filled: Filled) {
    const entry = await this.#entry(page, filled);
    if (Array.isArray(entry)) return entry.filter(({ code }) => code !== 'required' && code !== 'no-change');
    try {
      return { entry, preview: await this.recorder.preview(entry, page) };
    } catch (error) {
      if (error instanceof Refusal) return [...error.problems];
      throw error;
    }
  }

  /** @throws Rejection not-found: no such type, or no such entry is on record there */
  async #task(page: Page, name: string, { type, event = '', act = '' }: InPath): Promise<Task> {
    const subject = await this.subjects.of(page, name);
    const history = await this.subjects.historyOf(subject);
    const { console, events } = phrases(page.language);
    if (type !== undefined) {
      const shape = shapeToRecord(subject.kind, type);
      const { name: title, hint } = events.types[shape.type];
      const action = `${subject.path}/record/${type}`;
      return { subject, history, shape, hint, action, title: capitalized(title), done: 'recorded' };
    }
    if (act !== 'correct' && act !== 'retract') throw new Rejection('not-found', reason('page-not-found'));
    const { entry: target, blocked } = targetOf(history, event, act);
    const entry = entryOf(target, history);
    const fields = act === 'correct' ? shapeToCorrect(subject.kind, entry.event.type) : undefined;
    return {
      ...{
        subject,
        history,
        entry,
        blocked,
        shape: fields ?? NO_FIELDS,
        action: `${subject.path}/events/${event}/${act}`,
      },
      title: console.amending[act],
      hint: act === 'correct' ? console.amending.correctIntro : console.amending.retractIntro,
      done: act === 'correct' ? 'corrected' : 'retracted',
    };
  }

  async #filled(page: Page, task: Task, sent: URLSearchParams): Promise<Filled> {
    const sources = await this.choices.sourcesOf(page, task.subject, task.history);
    const form = await this.choices.tidy(sent, task.shape, page, sources);
    const state = HiddenState.safeParse(Object.fromEntries(form)).data ?? {
      expected: task.subject.version,
      idempotencyKey: randomUUID(),
    };
    for (const [name, value] of Object.entries(state)) form.set(name, String(value));
    return { ...task, ...state, form, sources };
  }

  async #entry(page: Page, filled: Filled): Promise<NewEntry | Problem[]> {
    const { subject, history, form, shape, entry, done, expected } = filled;
    const { references, problems: unknown } = await this.choices.references(form, shape, page);
    const { problems: unread, ...said } = readEvent(form, shape, { language: page.language, references });
    const problems = [...unknown, ...unread];
    if (entry && done !== 'recorded') {
      const was = history.eventAt(entry.id, expected) ?? entry.event;
      const kind = done === 'corrected' ? 'correct' : 'retract';
      const amending = { kind, was, form, shape, id: entry.id, on: subject.kind } as const;
      const amendment = await amendmentIn(amending, { ...said, problems });
      return Array.isArray(amendment) ? firstProblems(amendment, shape) : newEntryOf(subject, amendment);
    }
    const found = await newEntryOf(subject, { type: shape.type, ...said });
    if (!Array.isArray(found) && problems.length === 0) return found;
    return firstProblems([...problems, ...(Array.isArray(found) ? found : [])], shape);
  }

  async #take(page: Page, filled: Filled, step: 'preview' | 'save' | 'record' | typeof TYPING_ERROR) {
    const { form } = filled;
    const entry = await this.#entry(page, filled);
    if (Array.isArray(entry)) return this.#ask(page, filled, 422, entry);
    const [sha256 = '', ...name] = (form.get('evidence') ?? '').split(' ');
    const file = sha256 === '' ? undefined : await this.files.find(sha256);
    if (sha256 !== '' && !file) {
      form.delete('evidence');
      return this.#ask(page, filled, 422, [{ field: 'file', ...reason('evidence-not-found', { sha256 }) }]);
    }
    try {
      if (step === 'preview' || (step !== 'save' && (await this.#needsPreview(page, filled, entry))))
        return await this.#preview(page, filled, entry);
      const { recorded, proposal } = await this.recorder.record(entry, page, filled);
      if (proposal) return { redirect: `/approvals/${proposal.id}?done=proposed` };
      const proved = filled.entry?.id ?? recorded.id;
      const attached = file && (await this.#attach(page, filled, { ...file, event: proved, name: name.join(' ') }));
      const seen = this.db.epochs.written((attached ?? recorded).position);
      return { redirect: `${filled.subject.path}?seen=${seen}&done=${filled.done}&event=${recorded.id}` };
    } catch (error) {
      if (error instanceof Conflict) return this.#preview(page, filled, entry, 409);
      if (error instanceof Refusal && error.code === 'account-needed')
        return this.#ask(page, filled, 403, [], <RefusalNote page={page} refused={error} />);
      if (!(error instanceof IdReused)) return this.#refused(page, filled, error);
      form.set('idempotencyKey', randomUUID());
      const { reused } = phrases(page.language).console.recording;
      return this.#preview(page, filled, entry, 409, <p class="note warn">{reused}</p>);
    }
  }

  /** In the same step as the event; a form submitted twice attaches once. */
  #attach(page: Page, { subject, idempotencyKey }: Filled, data: Parameters<EvidenceOnRecord['attach']>[1]) {
    const caller = callerOf(page);
    const id = idempotentId(caller, `evidence ${idempotencyKey}`);
    return this.evidence.attach(subject, data, { actor: actorOf(caller), correlationId: page.requestId, id });
  }

  /**
   * Stores the file of a form, which then names it.
   *
   * @returns its problems
   */
  async #keepFile(sent: URLSearchParams, reply: FastifyReply): Promise<Problem[]> {
    if (!(sent instanceof FormWithStream) || !sent.file) return [];
    try {
      const { sha256, name } = await this.uploads.keep(sent.file, reply);
      await sent.rest();
      sent.set('evidence', `${sha256} ${name}`);
      return [];
    } catch (error) {
      const isRefused = error instanceof Refusal && error.code.startsWith('evidence-');
      if (!isRefused && !(error instanceof Rejection && error.code === 'invalid-request')) throw error;
      return error.problems.map((problem) => ({ ...problem, field: 'file' }));
    }
  }

  /**
   * Whether an officer should see the effects first: the status changes, there are new warnings or similar events, the source
   * was filled in from its address, or somebody recorded something meanwhile.
   */
  async #needsPreview(page: Page, filled: Filled, entry: NewEntry): Promise<boolean> {
    const { history, form } = filled;
    const own = ownId(page, filled);
    if (form.has('filled') || meanwhile(page, filled).length > 0) return true;
    if (possibleDuplicates<LedgerEvent>(history.live, entry.event).some(({ id }) => id !== own)) return true;
    const { warnings, standings } = await this.recorder.preview(entry, page);
    return warnings.come.length > 0 || standings.some(({ before, after }) => !isSameStatus(before, after));
  }

  /** Shows events recorded meanwhile and takes them into account. */
  async #preview(page: Page, filled: Filled, entry: NewEntry, status = 200, note?: VNode): Promise<PageAnswer> {
    const { subject, form, shape, expected } = filled;
    const history = await this.subjects.historyOf(subject);
    const now = { ...filled, history };
    if (filled.entry && filled.done === 'corrected') {
      const { id, event } = filled.entry;
      const was = history.eventAt(id, expected) ?? event;
      const written = (one: LedgerEvent) => writtenForm(contentOf(one), shape, page.language);
      rebaseUnchanged(form, written(was), written(history.eventOf(id) ?? was));
    }
    form.set('expected', String(history.all.length));
    const saved = history.all.find(({ id }) => id === ownId(page, filled));
    const notes = <NotesBefore {...{ page, subject, history, note, saved }} since={meanwhile(page, now)} />;
    try {
      const preview = await this.recorder.preview(entry, page);
      const names = await this.subjects.namesIn(page, [
        entry.event.data,
        ...(filled.entry ? [filled.entry.event.data] : []),
      ]);
      const { title } = phrases(page.language).console.preview;
      return answer(
        { ...filled, title },
        <PreviewPage {...{ page, task: now, form, entry, preview, names, notes }} />,
        status,
      );
    } catch (error) {
      return this.#refused(page, now, error, notes);
    }
  }

  /** Shows the form again with the problems of a refusal at its fields. */
  #refused(page: Page, filled: Filled, error: unknown, note?: VNode): Promise<PageAnswer> {
    if (!(error instanceof Refusal)) throw error;
    const problems = error.problems.map((problem) => ({
      ...problem,
      field: problem.field.replace(/^data\.changes\./, ''),
    }));
    return this.#ask(page, filled, 422, problems, note);
  }

  async #ask(
    page: Page,
    filled: Filled,
    status: number,
    problems: readonly Problem[],
    note?: VNode,
  ): Promise<PageAnswer> {
    const { subject, shape, form, sources, entry } = filled;
    const choices = await this.choices.of(page, subject, shape);
    const names = entry && (await this.subjects.namesIn(page, [entry.event.data]));
    const megabytes = this.files.maxBytes / 1_000_000;
    const parts = partsOf(filled, { page, form, sources, choices, megabytes });
    return answer(filled, <RecordForm {...{ page, task: filled, form, parts, names, problems, note }} />, status);
  }
}

const HiddenState = z.object({ expected: z.coerce.number().int().nonnegative(), idempotencyKey: z.uuid() });

const answer = ({ title, subject }: Pick<Task, 'title' | 'subject'>, children: VNode, status = 200): PageAnswer => ({
  ...{ status, title, children, menuEntry: menuEntryOf(subject), timeless: true },
});

/** Of the event that the form records. */
const ownId = (page: Page, { idempotencyKey }: Filled): string => idempotentId(callerOf(page), idempotencyKey);

/** What others recorded since the form was opened. */
const meanwhile = (page: Page, filled: Filled) =>
  filled.history.all.filter(({ version, id }) => version > filled.expected && id !== ownId(page, filled));

/** As the language writes it, where it is a date. */
function dateIn(text: string, language: Language): string {
  const typed = partialDateTyped(text, language);
  return 'date' in typed ? writtenDate(typed.date, language) : text;
}

/** The most frequent reason, before what was typed. */
function typingErrorReason(form: URLSearchParams, { language }: Page): string {
  const { typingError } = phrases(language).console.amending;
  const typed = (form.get(REASON) ?? '').trim();
  if (typed === '' || typed.startsWith(typingError)) return typed || typingError;
  return `${typingError}${colon(language)}${typed}`;
}
