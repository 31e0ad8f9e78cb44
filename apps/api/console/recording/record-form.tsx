import { phrases } from '#language/phrases.js';
import type { VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import { Form, Hidden, Problems } from '../frame/controls.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { formState } from './form-flow.js';
import type { Choices } from './forms/choices.js';
import { EventInputs } from './forms/event-inputs.js';
import { formLabels } from './forms/field-labels.js';
import { PublisherProposal } from './forms/source-inputs.js';
import { type TypeForm, typesOf } from './shape-of.js';
import type { Subject } from './subject.js';

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
export function RecordForm({ page, subject, typeForm, form, problems, choices, note }: RecordFormProps) {
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
        <Form page={page} action={action} class="stacked">
          <Hidden fields={formState(form)} />
          <EventInputs shape={shape} context={{ page, form, problems, choices, path: subject.path }} />
          <p class="row">
            <button name="step" value="preview">
              {t.preview}
            </button>
            <a href={addressOf(page, subject.path)}>{t.back}</a>
          </p>
          <div data-checked aria-live="polite">
            <PublisherProposal page={page} form={form} sources={choices.sources} />
          </div>
        </Form>
      </div>
    </>
  );
}

export function ChooseType({ page, subject }: { page: PageContext; subject: Subject }) {
  const t = phrases(page.language).console.recording;
  const groups = typesOf(subject.kind, page.language);
  return (
    <>
      <p>
        {t.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <p>{t.chooseIntro}</p>
      {groups.map(({ group, types }) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>{phrases(page.language).events.groups[group]}</h2>
          <ul class="recording-choices">
            {types.map(({ type, title, hint }) => (
              <li key={type}>
                <a href={addressOf(page, `${subject.path}/record/${type}`)}>{title}</a>
                <span class="soft small">{hint}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
