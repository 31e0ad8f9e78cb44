import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Conflict, IdReused } from '#event-store/errors.js';
import { entryId } from '../frame/timeline-entries.js';
import type { ThisPage } from '../frame/page.js';
import { goTo, show } from '../frame/show.js';
import type { Act } from './act.js';
import { MeanwhileNote } from './meanwhile-note.js';
import { madeWithIn } from './made-with.js';
import { SubjectRecords } from './on-record.js';
import { PreviewPage } from './preview/preview-page.js';
import { PREVIEW_WORDS } from './preview/preview-words.js';
import { PROCEEDING_WORDS } from './proceeding-words.js';
import { callerOf, onceOf, Recorder } from './recorder.js';
import { SavedNote } from './saved-note.js';
import type { Sent } from './sent.js';
import { placeOf } from './subject.js';

/** From a form to its preview, from there to the record or back. Nothing that was typed is lost on the way. */
@Injectable()
export class Proceeding {
  constructor(
    private readonly recorder: Recorder,
    private readonly records: SubjectRecords,
  ) {}

  async take(page: ThisPage, reply: FastifyReply, step: string | null, sent: Sent): Promise<void> {
    const { act, form } = sent;
    if (step !== 'preview' && step !== 'save') ask(reply, page, sent, 200, []);
    else if (Array.isArray(act)) ask(reply, page, sent, 422, act);
    else if (step === 'preview') await this.#preview(page, reply, sent, act);
    else {
      try {
        const { id, position } = await this.recorder.record(act, page, madeWithIn(form, sent.subject));
        goTo(reply, `${sent.subject.path}?seen=${position}&done=${sent.done}#${entryId(id)}`);
      } catch (error) {
        if (error instanceof Conflict) await this.#preview(page, reply, sent, act, 409);
        else if (error instanceof IdReused) await this.#preview(page, reply, anew(sent), act, 409, reused(page));
        else askAgain(reply, page, sent, error);
      }
    }
  }

  /** Of what has been recorded meanwhile the reader is told, and the preview reckons with it. */
  async #preview(page: ThisPage, reply: FastifyReply, sent: Sent, act: Act, status = 200, note?: VNode): Promise<void> {
    const { subject, form } = sent;
    const { expected, once } = madeWithIn(form, subject);
    const record = await this.records.of(subject);
    const own = onceOf(callerOf(page), once);
    const since = record.all.filter(({ version, id }) => version > expected && id !== own);
    sent.follow?.(record);
    form.set('expected', String(record.all.length));
    const notes = (
      <>
        {note ?? <SavedNote {...{ page, subject }} entry={record.all.find(({ id }) => id === own)} />}
        <MeanwhileNote {...{ page, since, record }} scheme={subject.scheme} />
      </>
    );
    try {
      const foreseen = await this.recorder.foresee(act, page);
      const { title } = PREVIEW_WORDS[page.language];
      const children = <PreviewPage {...{ page, sent, act, foreseen, record, notes }} />;
      show(reply, page, { status, title, place: placeOf(subject), timeless: true, children });
    } catch (error) {
      askAgain(reply, page, sent, error, notes);
    }
  }
}

function anew(sent: Sent): Sent {
  sent.form.set('once', randomUUID());
  return sent;
}

const reused = ({ language }: ThisPage): VNode => <p class="note warn">{PROCEEDING_WORDS[language].reused}</p>;

/** What the rules refuse is said at the fields of the form. */
function askAgain(reply: FastifyReply, page: ThisPage, sent: Sent, error: unknown, note?: VNode): void {
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
  { subject, title, again }: Sent,
  status: number,
  problems: readonly Problem[],
  note?: VNode,
): void {
  show(reply, page, { status, title, place: placeOf(subject), timeless: true, children: again(problems, note) });
}
