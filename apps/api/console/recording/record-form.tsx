import type { VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import { Form, Hidden, Problems } from '../frame/controls.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { formState } from './form-flow.js';
import type { Choices } from './forms/choices.js';
import { EventInputs } from './forms/event-inputs.js';
import { formLabels } from './forms/field-labels.js';
import { PublisherProposal } from './forms/source-inputs.js';
import { RECORDING_WORDS } from './recording-words.js';
import { type TypeForm, typesOf } from './shape-of.js';
import type { Subject } from './subject.js';

interface RecordFormProps {
  page: ThisPage;
  subject: Subject;
  typeForm: TypeForm;
  form: URLSearchParams;
  problems: readonly Problem[];
  choices: Choices;
  note?: VNode | undefined;
}

/** Asks what a type of event needs. As one types, a script has what it would come to put under it. */
export function RecordForm({ page, subject, typeForm, form, problems, choices, note }: RecordFormProps) {
  const words = RECORDING_WORDS[page.language];
  const { type, shape, words: told } = typeForm;
  const action = `${subject.path}/record/${type}`;
  return (
    <>
      {note}
      <p>
        {words.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>. {told.means}{' '}
        <a href={addressOf(page, `${subject.path}/record`)}>{words.other}</a>
      </p>
      <Problems page={page} problems={problems} labels={formLabels(form, shape, page.language)} />
      <div data-check={`${action}/check`}>
        <Form page={page} action={action} class="stacked">
          <Hidden fields={formState(form)} />
          <EventInputs shape={shape} context={{ page, form, problems, choices, path: subject.path }} />
          <p class="row">
            <button name="step" value="preview">
              {words.preview}
            </button>
            <a href={addressOf(page, subject.path)}>{words.back}</a>
          </p>
          <div data-checked aria-live="polite">
            <PublisherProposal page={page} form={form} sources={choices.sources} />
          </div>
        </Form>
      </div>
    </>
  );
}

/** What may have happened, in plain words. */
export function ChooseType({ page, subject }: { page: ThisPage; subject: Subject }) {
  const words = RECORDING_WORDS[page.language];
  const groups = typesOf(subject.kind, page.language);
  return (
    <>
      <p>
        {words.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <p>{words.chooseIntro}</p>
      {groups.map(({ group, types }) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>
            {group === 'grants' && subject.kind === 'provider' ? words.authorizations : words.groups[group]}
          </h2>
          <ul class="recording-choices">
            {types.map(({ type, words: { title, means } }) => (
              <li key={type}>
                <a href={addressOf(page, `${subject.path}/record/${type}`)}>{title}</a>
                <span class="soft small">{means}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
