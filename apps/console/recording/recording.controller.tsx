import { Section } from '../frame/display.js';
import { randomUUID } from 'node:crypto';
import { Get, Param, Post } from '@nestjs/common';
import type { VNode } from 'preact';
import { type Problem, Refusal } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Form, Hidden, Problems } from '../frame/controls.js';
import { Named, Sent, addressOf, Page, type PageContext } from '../frame/page.js';
import { EventSummary } from './event-summary.js';
import { FormFlow, formState, stepIn } from './form-flow.js';
import { type Choices, FormChoices, firstProblems, FormReading } from './forms/choices.js';
import { EventInputs, PublisherProposal, withProposed } from './forms/event-inputs.js';
import { formLabels, type TypeForm, typeForm, typesOf } from './forms/form-data.js';
import { CheckFragment, ProblemsFragment } from './preview-page.js';
import { newEntryOf, Recorder } from './preview.js';
import { menuEntryOf, ReferencedNames, type Subject, SubjectHistories, Subjects } from './subject.js';

@Pages(['dossiers/:name/record', 'providers/:name/record'])
export class RecordingPages {
  constructor(
    private readonly subjects: Subjects,
    private readonly choices: FormChoices,
    private readonly reading: FormReading,
    private readonly flow: FormFlow,
    private readonly recorder: Recorder,
    private readonly histories: SubjectHistories,
    private readonly names: ReferencedNames,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async choose(@Page() page: PageContext, @Named('name') name: string): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const { choose: title } = phrases(page.language).console.recording;
    const children = <ChooseType page={page} subject={subject} />;
    return { title, menuEntry: menuEntryOf(subject), timeless: true, children };
  }

  /** The empty form; fields named in the query string are filled in. */
  @Get(':type')
  @ConsoleRoute('record', 'input')
  async open(@Page() page: PageContext, @Named('name') name: string, @Param('type') type: string): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const eventForm = typeForm(subject, type, page.language);
    const form = new URLSearchParams({ expected: String(subject.version), idempotencyKey: randomUUID() });
    form.set('writtenIn', page.language);
    for (const { name: field } of eventForm.shape.fields) {
      const given = page.query.get(field);
      if (given !== null) form.set(`data.${field}`, given);
    }
    const occurred = page.query.get('occurred');
    if (occurred !== null) form.set('occurred', occurred);
    const choices = await this.choices.form(page, subject, eventForm.shape);
    const children = <RecordForm {...{ page, subject, form, choices }} typeForm={eventForm} problems={[]} />;
    return { title: eventForm.title, menuEntry: menuEntryOf(subject), timeless: true, children };
  }

  @Post(':type')
  @ConsoleRoute('record', 'input')
  async submit(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Param('type') type: string,
    @Sent() sent: URLSearchParams,
  ): Promise<PageAnswer> {
    const step = stepIn(sent);
    const subject = await this.subjects.of(page, name);
    const eventForm = typeForm(subject, type, page.language);
    const tidy = await this.reading.tidy(sent, eventForm.shape, page);
    const choices = await this.choices.form(page, subject, eventForm.shape);
    const form = step === 'propose' ? withProposed(tidy, choices.sources) : tidy;
    const entry = await this.#entry(page, subject, eventForm, form);
    const names = Array.isArray(entry) ? new Map<string, string>() : await this.names.of(page, [entry.event.data]);
    const typed = form.get('occurred') ?? undefined;
    return this.flow.take(page, step, {
      ...{ subject, form, entry, title: eventForm.title, done: 'recorded' },
      action: `${subject.path}/record/${type}`,
      again: (problems, note) => (
        <RecordForm {...{ page, subject, form, problems, choices, note }} typeForm={eventForm} />
      ),
      summary: ({ event }) => <EventSummary {...{ page, event, typed, names }} scheme={subject.scheme} />,
    });
  }

  /** A short preview while the form is being filled in; required fields that are still empty are not reported. */
  @Post(':type/check')
  @ConsoleRoute('record')
  async check(
    @Page() page: PageContext,
    @Named('name') name: string,
    @Param('type') type: string,
    @Sent() sent: URLSearchParams,
  ): Promise<PageAnswer> {
    const subject = await this.subjects.of(page, name);
    const eventForm = typeForm(subject, type, page.language);
    const form = await this.reading.tidy(sent, eventForm.shape, page);
    const sources = await this.choices.recent(page);
    const found = await this.#checked(page, subject, eventForm, form);
    const labels = formLabels(form, eventForm.shape, page.language);
    return {
      fragment: (
        <>
          <PublisherProposal page={page} form={form} sources={sources} />
          {Array.isArray(found) ? <ProblemsFragment page={page} problems={found} labels={labels} /> : found}
        </>
      ),
    };
  }

  async #checked(page: PageContext, subject: Subject, eventForm: TypeForm, form: URLSearchParams) {
    const entry = await this.#entry(page, subject, eventForm, form);
    if (Array.isArray(entry)) return entry;
    try {
      const preview = await this.recorder.preview(entry, page);
      return <CheckFragment {...{ page, entry, preview }} history={await this.histories.of(subject)} />;
    } catch (error) {
      if (error instanceof Refusal) return [...error.problems];
      throw error;
    }
  }

  async #entry(page: PageContext, subject: Subject, { type, shape }: TypeForm, form: URLSearchParams) {
    const { problems, ...content } = await this.reading.read(form, shape, page);
    const entry = await newEntryOf(subject, { type, ...content });
    if (!Array.isArray(entry) && problems.length === 0) return entry;
    return firstProblems([...problems, ...(Array.isArray(entry) ? entry : [])], shape);
  }
}

interface RecordFormProps {
  page: PageContext;
  subject: Subject;
  typeForm: TypeForm;
  form: URLSearchParams;
  problems: readonly Problem[];
  choices: Choices;
  note?: VNode | undefined;
}

/** The form of an event type. A script updates the short preview below it as the user types. */
function RecordForm({ page, subject, typeForm, form, problems, choices, note }: RecordFormProps) {
  const t = phrases(page.language).console.recording;
  const { type, shape, hint } = typeForm;
  const action = `${subject.path}/record/${type}`;
  return (
    <>
      {note}
      <p>
        {t.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>. {hint}{' '}
        <a href={addressOf(page, `${subject.path}/record`)}>{t.other}</a>
      </p>
      <Problems page={page} problems={problems} labels={formLabels(form, shape, page.language)} />
      <div data-check={`${action}/check`}>
        <Form page={page} action={action} class="stacked" keepsInput>
          <Hidden fields={formState(form)} />
          <EventInputs shape={shape} context={{ page, form, problems, choices, path: subject.path }} />
          <p class="row">
            <button class="second" name="step" value="preview">
              {t.preview}
            </button>
            <button name="step" value="record">
              {phrases(page.language).console.preview.save.recorded}
            </button>
            <a href={addressOf(page, subject.path)}>{t.back}</a>
          </p>
          <p class="hint">{t.recordHint}</p>
          <div data-checked aria-live="polite">
            <PublisherProposal page={page} form={form} sources={choices.sources} />
          </div>
        </Form>
      </div>
    </>
  );
}

function ChooseType({ page, subject }: { page: PageContext; subject: Subject }) {
  const t = phrases(page.language).console.recording;
  const groups = typesOf(subject.kind, page.language);
  return (
    <>
      <p>
        {t.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <p>{t.chooseIntro}</p>
      {groups.map(({ group, types }) => (
        <Section id={`group-${group}`} title={phrases(page.language).events.groups[group]}>
          <ul class="recording-choices">
            {types.map(({ type, title, hint }) => (
              <li>
                <a href={addressOf(page, `${subject.path}/record/${type}`)}>{title}</a>
                <span class="soft small">{hint}</span>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
