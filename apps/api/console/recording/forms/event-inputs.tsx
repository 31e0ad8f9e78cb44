import { Field } from '../../frame/controls.js';
import { RECORDING_WORDS } from '../recording-words.js';
import { DATE_WORDS } from './date-words.js';
import { EventInput } from './event-input.js';
import type { InputContext } from './input-context.js';
import type { FormShape } from './form-field.js';
import { FORM_WORDS } from './form-words.js';
import { SourceInputs } from './source-inputs.js';

const REMARKS: ReadonlySet<string> = new Set(['title', 'note']);

/** All that a form asks about one event: first what its type needs, then when, what else it has, by whose word, and what may be added. */
export function EventInputs({ shape, context }: { shape: FormShape; context: InputContext }) {
  const { page, form, problems } = context;
  const words = RECORDING_WORDS[page.language];
  const { more } = FORM_WORDS[page.language];
  const isRemark = ({ name, required }: FormShape['fields'][number]): boolean => REMARKS.has(name) && !required;
  const isBare = shape.source === 'optional';
  const when = <Occurred shape={shape} context={context} />;
  const asked = shape.fields.filter((field) => !isRemark(field));
  const inputs = (fields: FormShape['fields']) =>
    fields.map((field) => <EventInput key={field.name} field={field} context={context} />);
  const source = (
    <fieldset>
      <legend>{words.source}</legend>
      <SourceInputs context={context} required={!isBare} />
    </fieldset>
  );
  const isFolded = isBare ? /^(?:occurred|source|data\.(?:title|note))/ : /^data\.(?:title|note)/;
  const told = [...form].filter(([, value]) => value !== '').map(([name]) => name);
  const isOpen = [...told, ...problems.map(({ field }) => field)].some((name) => isFolded.test(name));
  return (
    <>
      {inputs(asked.filter(({ required }) => required))}
      {isBare ? null : when}
      {inputs(asked.filter(({ required }) => !required))}
      {isBare ? null : source}
      <details open={isOpen}>
        <summary>{more}</summary>
        {inputs(shape.fields.filter(isRemark))}
        {isBare ? when : null}
        {isBare ? source : null}
      </details>
    </>
  );
}

function Occurred({
  shape: { occurred },
  context: { page, form, problems },
}: {
  shape: FormShape;
  context: InputContext;
}) {
  const { occurred: label, occurredHint, occurredOptional } = FORM_WORDS[page.language];
  const required = occurred === 'required';
  const hint = [required ? occurredHint : occurredOptional, DATE_WORDS[page.language].hint].join(' ');
  return (
    <Field {...{ page, label, hint, required, problems }} name="occurred">
      {(props) => <input {...props} type="text" value={form.get('occurred') ?? ''} autocomplete="off" />}
    </Field>
  );
}
