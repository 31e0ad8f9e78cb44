import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Injectable, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import { NameInPath } from '../../http/query-fields.js';
import { Rejection } from '../../problem/rejection.js';
import { ConsoleRoute } from '../frame/console-route.js';
import type { Names } from '../frame/entry-content.js';
import { This, type ThisPage } from '../frame/page.js';
import { show } from '../frame/show.js';
import { AmendForm, type AmendmentKind, NotAmendable, targetOf } from './amend-form.js';
import { AMENDING_WORDS } from './amending/amending-words.js';
import { AmendmentIn, contentOf, followUntouched } from './amendment.js';
import { CorrectionSummary, type Entry, entryOf } from './event-summary.js';
import { FormFlow, formStateIn } from './form-flow.js';
import { FormReading, problemsOnce } from './forms/form-reading.js';
import { type Choices, ChoicesOf } from './forms/choices.js';
import { EventInputs } from './forms/event-inputs.js';
import { formLabels } from './forms/field-labels.js';
import type { FormShape } from './forms/form-field.js';
import { writtenForm } from './forms/form-data.js';
import { newEntryOf } from './recorder.js';
import { shapeToCorrect } from './shape-of.js';
import { placeOf, ReferencedNames, type Subject, SubjectHistories, Subjects } from './subject.js';

const NOTHING: FormShape = { fields: [], occurred: 'optional', source: 'optional' };

/** Correcting and retracting what is on record. */
@Injectable()
export class AmendingRoom {
  constructor(
    private readonly records: SubjectHistories,
    private readonly choices: ChoicesOf,
    private readonly reading: FormReading,
    private readonly amendments: AmendmentIn,
    private readonly proceeding: FormFlow,
    private readonly names: ReferencedNames,
  ) {}

  async open(page: ThisPage, reply: FastifyReply, subject: Subject, { id, act }: Asked): Promise<void> {
    const record = await this.records.of(subject);
    const target = targetOf(record, id, act);
    const { [act]: title } = AMENDING_WORDS[page.language];
    const place = placeOf(subject);
    if (target.blocked !== undefined) {
      show(reply, page, { title, place, timeless: true, children: <NotAmendable {...{ page, subject, target }} /> });
      return;
    }
    const entry = entryOf(target.entry, record);
    const shape = shapeFor(subject, entry.event, act);
    const form = act === 'correct' ? writtenForm(contentOf(entry.event), shape, page.language) : new URLSearchParams();
    form.set('expected', String(record.all.length));
    form.set('once', randomUUID());
    const choices = await this.choices.form(page, subject, shape);
    const names = await this.names.of(page, [entry.event.data]);
    const children = formOf(page, subject, { entry, act, form, shape, choices, names })([]);
    show(reply, page, { title, place, timeless: true, children });
  }

  async take(
    page: ThisPage,
    reply: FastifyReply,
    subject: Subject,
    { id, act }: Asked,
    sent: URLSearchParams,
  ): Promise<void> {
    const record = await this.records.of(subject);
    const entry = entryOf(targetOf(record, id, act).entry, record);
    const shape = shapeFor(subject, entry.event, act);
    const form = await this.reading.tidy(sent, shape);
    const choices = await this.choices.form(page, subject, shape);
    const was = record.eventAt(id, formStateIn(form, subject).expected) ?? entry.event;
    const amendment = await this.amendments.form(page, subject, { act, id, was, form, shape });
    const names = await this.names.of(page, [entry.event.data, ...('data' in amendment ? [amendment.data] : [])]);
    const filled = (event: LedgerEvent) => writtenForm(contentOf(event), shape, page.language);
    await this.proceeding.take(page, reply, sent.get('step'), {
      ...{ subject, form, title: AMENDING_WORDS[page.language][act] },
      action: actionOf(subject, id, act),
      done: act === 'correct' ? 'corrected' : 'retracted',
      act: Array.isArray(amendment) ? problemsOnce(amendment, shape) : await newEntryOf(subject, amendment),
      again: formOf(page, subject, { entry, act, form, shape, choices, names }),
      follow: ({ eventOf }) => {
        followUntouched(form, filled(was), filled(eventOf(id) ?? was));
      },
      summary: ({ event }) => <CorrectionSummary {...{ page, event, entry, names }} scheme={subject.scheme} />,
    });
  }
}

interface Asked {
  id: string;
  act: AmendmentKind;
}

interface Filled {
  entry: Entry;
  act: AmendmentKind;
  form: URLSearchParams;
  shape: FormShape;
  choices: Choices;
  names: Names;
}

const formOf =
  (page: ThisPage, subject: Subject, { entry, act, form, shape, choices, names }: Filled) =>
  (problems: readonly Problem[], note?: VNode): VNode => {
    const labels = formLabels(form, shape, page.language);
    const action = actionOf(subject, entry.id, act);
    return (
      <AmendForm {...{ page, subject, act, entry, action, form, labels, names, problems, note }}>
        {act === 'correct' ? (
          <EventInputs shape={shape} context={{ page, form, problems, choices, path: subject.path }} />
        ) : null}
      </AmendForm>
    );
  };

const actionOf = ({ path }: Subject, id: string, act: AmendmentKind): string => `${path}/events/${id}/${act}`;

const shapeFor = (subject: Subject, event: LedgerEvent, act: AmendmentKind): FormShape =>
  (act === 'correct' ? shapeToCorrect(subject, event.type) : undefined) ?? NOTHING;

/** Correcting and retracting what is on record on a dossier or a provider. */
@ApiExcludeController()
@Controller(['dossiers/:name/events/:event', 'providers/:name/events/:event'])
export class AmendingPages {
  constructor(
    private readonly subjects: Subjects,
    private readonly room: AmendingRoom,
  ) {}

  @Get(':act')
  @ConsoleRoute('record')
  async open(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('event') id: string,
    @Param('act') act: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { id, act: actNamed(act) };
    await this.room.open(page, reply, await this.subjects.of(page, name), asked);
  }

  @Post(':act')
  @ConsoleRoute('record')
  async take(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('event') id: string,
    @Param('act') act: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { id, act: actNamed(act) };
    await this.room.take(page, reply, await this.subjects.of(page, name), asked, form);
  }
}

/** @throws Rejection not-found */
function actNamed(name: string): AmendmentKind {
  if (name === 'correct' || name === 'retract') return name;
  throw new Rejection('not-found', `Nothing called ${name} can be recorded here.`);
}
