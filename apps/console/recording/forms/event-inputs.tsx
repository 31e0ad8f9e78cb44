import { fieldError } from '#language/field-error.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { Field, idOf, type InputProps } from '../../frame/controls.js';
import { addressOf } from '../../frame/page.js';
import { fieldLabel } from './field-labels.js';
import type { FormField } from '#domain/event/describe.js';
import { COLUMNS, type FormShape, isRows, rowField, rowsIn, type RowsKind } from './form-data.js';
import { type InputContext, Select, SuggestInput } from './inputs.js';
import { SourceInputs } from './source-inputs.js';

const REMARKS: ReadonlySet<string> = new Set(['title', 'note']);

/** All inputs of an event: required fields, date, optional fields, source, remarks. */
export function EventInputs({ shape, context }: { shape: FormShape; context: InputContext }) {
  const { page, form, problems } = context;
  const t = phrases(page.language).console.recording;
  const { more } = phrases(page.language).console.eventForm;
  const isRemark = ({ name, required }: FormShape['fields'][number]): boolean => REMARKS.has(name) && !required;
  const isBare = shape.source === 'optional';
  const when = <Occurred shape={shape} context={context} />;
  const asked = shape.fields.filter((field) => !isRemark(field));
  const inputs = (fields: FormShape['fields']) => fields.map((field) => <EventInput field={field} context={context} />);
  const source = (
    <fieldset>
      <legend>{t.source}</legend>
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
  const { console, events } = phrases(page.language);
  const { occurredHint, occurredOptional, dateHint } = console.eventForm;
  const required = occurred === 'required';
  const hint = [required ? occurredHint : occurredOptional, dateHint].join(' ');
  return (
    <Field {...{ page, hint, required, problems }} name="occurred" label={events.occurred}>
      {(props) => <input {...props} type="text" value={form.get('occurred') ?? ''} autocomplete="off" />}
    </Field>
  );
}

function EventInput({ field, context }: { field: FormField; context: InputContext }) {
  const { page, form, problems } = context;
  const { name, input, required } = field;
  const { console, events } = phrases(page.language);
  const hints: Partial<Record<string, string>> = events.hints;
  const label = fieldLabel(field, page.language);
  if (isRows(input)) return <RowsInput {...{ field, input, label, context }} hint={hints[name]} />;
  const hint = [hints[name], ...(input === 'date' ? [console.eventForm.shortDateHint] : [])].filter(Boolean).join(' ');
  return (
    <Field
      {...{ page, label, required, problems }}
      name={`data.${name}`}
      {...(hint !== '' && input !== 'openKey' && { hint })}
    >
      {(props) => <Input {...{ field, props, context }} value={form.get(`data.${name}`) ?? ''} />}
    </Field>
  );
}

interface InputOf {
  field: FormField;
  props: InputProps;
  context: InputContext;
  value: string;
}

function Input({ field: { input, required }, props, context, value }: InputOf) {
  const { page, choices } = context;
  const t = phrases(page.language).console.eventForm;
  const words = phrases(page.language).events;
  switch (input) {
    case 'prose':
    case 'lines':
      return <textarea {...props} value={value} rows={input === 'lines' ? 3 : 4} />;
    case 'milestone':
    case 'duty':
    case 'openKey': {
      const among = choices.only[input] ?? [];
      if (among.length === 0 && value === '' && input !== 'duty')
        return input === 'milestone' ? (
          <p class="note" id={props.id}>
            {t.noMilestone}
          </p>
        ) : (
          <NoneOpen id={props.id} context={context} />
        );
      return <Select {...{ props, value, required, among, page }} />;
    }
    case 'listing':
    case 'subject': {
      const named = input === 'listing' ? words.listings : words.subjectKinds;
      const among = Object.entries(named).map(([code, label]) => ({ value: code, label }));
      return <Select {...{ props, value, required, among, page }} />;
    }
    case 'dossier':
    case 'provider': {
      const among = choices.only[input];
      if (among) return <Select {...{ props, value, required, among, page }} />;
      return <SuggestInput {...{ props, value }} suggestions={choices.suggestions[input] ?? []} />;
    }
    case 'text':
    case 'date':
    case 'key':
    case 'decision':
    case 'reservation':
      return <SuggestInput {...{ props, value }} suggestions={choices.suggestions[input] ?? []} />;
    case 'referential':
    case 'level':
    case 'authority': {
      const labelOf = (text: string): string => schemeText(text, page.language);
      return <SuggestInput {...{ props, value, labelOf }} suggestions={choices.suggestions[input] ?? []} />;
    }
    case 'reservations':
    case 'holders':
      return null;
  }
}

function NoneOpen({ id, context: { page, path } }: { id: string; context: InputContext }) {
  const { noOpenDeadline, setOne } = phrases(page.language).console.eventForm;
  return (
    <p class="note" id={id}>
      {noOpenDeadline} <a href={addressOf(page, `${path}/record/DeadlineSet`)}>{setOne}</a>
    </p>
  );
}

/** Empty rows offered. */
const SPARE = 3;

interface RowsProps {
  field: FormField;
  input: RowsKind;
  label: string;
  hint: string | undefined;
  context: InputContext;
}

/** A list of structured entries, one per row; empty rows are ignored. */
function RowsInput({ field: { name }, input, label, hint, context }: RowsProps) {
  const { page, form, problems } = context;
  const t = phrases(page.language).console.eventForm;
  const at = `data.${name}`;
  const filled = rowsIn(form, at, input).length;
  const wrong = problems.filter(({ field }) => field === at);
  return (
    <fieldset id={idOf(at)} class={wrong.length > 0 ? 'wrong' : undefined}>
      <legend>{label}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {wrong.map((problem) => (
        <p class="error">{fieldError(problem, page.language)}</p>
      ))}
      {Array.from({ length: filled + SPARE }, (_, index) => (
        <div class="row" role="group" aria-label={t.row(label, index + 1)}>
          {COLUMNS[input].map((column) => {
            const cell = rowField(at, index, column);
            return (
              <Field {...{ page, problems }} name={cell} label={t.columns[column]}>
                {(props) => <input {...props} type="text" value={form.get(cell) ?? ''} autocomplete="off" />}
              </Field>
            );
          })}
        </div>
      ))}
    </fieldset>
  );
}
