import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Injectable, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { Refusal } from '#domain/refusal.js';
import { NameInPath } from '../../http/query-fields.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { This, type ThisPage } from '../frame/page.js';
import { show, showPiece } from '../frame/show.js';
import { FormFlow } from './form-flow.js';
import { FormReading, problemsOnce } from './forms/form-reading.js';
import { type Choices, ChoicesOf } from './forms/choices.js';
import { formLabels } from './forms/field-labels.js';
import { PublisherProposal, withProposed } from './forms/source-inputs.js';
import { CheckPiece, ProblemsPiece } from './preview-page.js';
import { EventSummary } from './event-summary.js';
import { ChooseType, RecordForm } from './record-form.js';
import { type NewEntry, newEntryOf, Recorder } from './recorder.js';
import { RECORDING_WORDS } from './recording-words.js';
import { type TypeForm, typeForm } from './shape-of.js';
import { placeOf, ReferencedNames, type Subject, SubjectHistories, Subjects } from './subject.js';

/** Recording on a dossier or a provider: choosing what happened, saying it, seeing what it changes. */
@Injectable()
export class RecordingRoom {
  constructor(
    private readonly choices: ChoicesOf,
    private readonly reading: FormReading,
    private readonly proceeding: FormFlow,
    private readonly recorder: Recorder,
    private readonly records: SubjectHistories,
    private readonly names: ReferencedNames,
  ) {}

  choose(page: ThisPage, reply: FastifyReply, subject: Subject): void {
    const { choose: title } = RECORDING_WORDS[page.language];
    const children = <ChooseType page={page} subject={subject} />;
    show(reply, page, { title, place: placeOf(subject), timeless: true, children });
  }

  /** The form; what the address names of its fields is filled in. */
  async open(page: ThisPage, reply: FastifyReply, subject: Subject, type: string): Promise<void> {
    const one = typeForm(subject, type, page.language);
    const form = new URLSearchParams({ expected: String(subject.version), once: randomUUID() });
    for (const { name } of one.shape.fields) {
      const given = page.query.get(name);
      if (given !== null) form.set(`data.${name}`, given);
    }
    const choices = await this.choices.form(page, subject, one.shape);
    const children = <RecordForm {...{ page, subject, form, choices }} typeForm={one} problems={[]} />;
    show(reply, page, { title: one.words.title, place: placeOf(subject), timeless: true, children });
  }

  async take(
    page: ThisPage,
    reply: FastifyReply,
    subject: Subject,
    type: string,
    sent: URLSearchParams,
  ): Promise<void> {
    const one = typeForm(subject, type, page.language);
    const tidy = await this.reading.tidy(sent, one.shape);
    const step = sent.get('step');
    const choices = await this.choices.form(page, subject, one.shape);
    const form = step === 'propose' ? withProposed(tidy, choices.sources) : tidy;
    const act = await this.#act(page, subject, one, form);
    const names = Array.isArray(act) ? new Map<string, string>() : await this.names.of(page, [act.event.data]);
    const typed = form.get('occurred') ?? undefined;
    await this.proceeding.take(page, reply, step, {
      ...{ subject, form, title: one.words.title, done: 'recorded' },
      action: `${subject.path}/record/${type}`,
      act,
      again: (problems, note) => this.#form(page, subject, one, { form, problems, choices, note }),
      summary: ({ event }) => <EventSummary {...{ page, event, typed, names }} scheme={subject.scheme} />,
    });
  }

  /** What it would come to, as one types; nothing while too little is typed. */
  async check(
    page: ThisPage,
    reply: FastifyReply,
    subject: Subject,
    type: string,
    sent: URLSearchParams,
  ): Promise<void> {
    const one = typeForm(subject, type, page.language);
    const form = await this.reading.tidy(sent, one.shape);
    const sources = await this.choices.recent(page);
    const act = await this.#act(page, subject, one, form);
    const found = Array.isArray(act)
      ? act
      : await this.#foreseen(page, act).catch((error: unknown) => {
          if (error instanceof Refusal) return [...error.problems];
          throw error;
        });
    const labels = formLabels(form, one.shape, page.language);
    showPiece(
      reply,
      <>
        <PublisherProposal page={page} form={form} sources={sources} />
        {Array.isArray(found) ? <ProblemsPiece page={page} problems={found} labels={labels} /> : found}
      </>,
    );
  }

  async #foreseen(page: ThisPage, act: NewEntry): Promise<VNode> {
    const foreseen = await this.recorder.preview(act, page);
    return <CheckPiece {...{ page, act, foreseen }} record={await this.records.of(act.subject)} />;
  }

  async #act(page: ThisPage, subject: Subject, { type, shape }: TypeForm, form: URLSearchParams) {
    const { problems, ...said } = await this.reading.read(form, shape, page);
    const act = await newEntryOf(subject, { type, ...said });
    if (!Array.isArray(act) && problems.length === 0) return act;
    return problemsOnce([...problems, ...(Array.isArray(act) ? act : [])], shape);
  }

  #form(
    page: ThisPage,
    subject: Subject,
    one: TypeForm,
    {
      note,
      ...rest
    }: {
      form: URLSearchParams;
      problems: Parameters<typeof problemsOnce>[0];
      choices: Choices;
      note: VNode | undefined;
    },
  ): VNode {
    return <RecordForm {...{ page, subject, note }} {...rest} typeForm={one} />;
  }
}

/** What happened to a dossier or a provider. */
@ApiExcludeController()
@Controller(['dossiers/:name/record', 'providers/:name/record'])
export class RecordingPages {
  constructor(
    private readonly subjects: Subjects,
    private readonly room: RecordingRoom,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async choose(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.room.choose(page, reply, await this.subjects.of(page, name));
  }

  @Get(':type')
  @ConsoleRoute('record')
  async open(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('type') type: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.room.open(page, reply, await this.subjects.of(page, name), type);
  }

  @Post(':type')
  @ConsoleRoute('record')
  async take(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('type') type: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.room.take(page, reply, await this.subjects.of(page, name), type, form);
  }

  @Post(':type/check')
  @ConsoleRoute('record')
  async check(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('type') type: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.room.check(page, reply, await this.subjects.of(page, name), type, form);
  }
}
