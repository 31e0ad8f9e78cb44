import { FIELD_WORDS } from '#notifications/mail/field-words.js';
import { Field, type InputProps } from '../../frame/controls.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import type { Choice } from './choice.js';
import { DATE_WORDS } from './date-words.js';
import { fieldLabel } from './field-labels.js';
import type { FormField } from './form-field.js';
import { FORM_WORDS } from './form-words.js';
import type { InputContext } from './input-context.js';
import { RowsInput } from './rows-input.js';
import { isRows } from './rows-in.js';

/** The input for one field of an event's data, with its label and how to fill it in. */
export function EventInput({ field, context }: { field: FormField; context: InputContext }) {
  const { page, form, problems } = context;
  const { name, input, required } = field;
  const { hints } = FORM_WORDS[page.language];
  const label = fieldLabel(field, page.language);
  if (isRows(input)) return <RowsInput {...{ field, input, label, context }} hint={hints[name]} />;
  const hint = [hints[name], ...(input === 'date' ? [DATE_WORDS[page.language].shortHint] : [])]
    .filter(Boolean)
    .join(' ');
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
  const words = FORM_WORDS[page.language];
  const { listing } = FIELD_WORDS[page.language];
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
            {words.noMilestone}
          </p>
        ) : (
          <NoneOpen id={props.id} context={context} />
        );
      return <Select {...{ props, value, required, among, page }} />;
    }
    case 'listing': {
      const among = Object.entries(listing).map(([code, label]) => ({ value: code, label }));
      return <Select {...{ props, value, required, among, page }} />;
    }
    case 'dossier':
    case 'provider': {
      const among = choices.only[input];
      if (among) return <Select {...{ props, value, required, among, page }} />;
      return <Suggested {...{ props, value }} likely={choices.likely[input] ?? []} />;
    }
    case 'text':
    case 'date':
    case 'key':
    case 'decision':
    case 'referential':
    case 'level':
    case 'authority':
      return <Suggested {...{ props, value }} likely={choices.likely[input] ?? []} />;
    case 'reservations':
    case 'holders':
      return null;
  }
}

function NoneOpen({ id, context: { page, path } }: { id: string; context: InputContext }) {
  const { noOpenDeadline, setOne } = FORM_WORDS[page.language];
  return (
    <p class="note" id={id}>
      {noOpenDeadline} <a href={addressOf(page, `${path}/record/DeadlineSet`)}>{setOne}</a>
    </p>
  );
}

interface SelectProps {
  page: ThisPage;
  props: InputProps;
  value: string;
  required: boolean;
  among: readonly Choice[];
}

/** What is typed stays to be seen, also where it is none of the choices. */
export function Select({ page, props, value, required, among }: SelectProps) {
  const words = FORM_WORDS[page.language];
  const isOther = value !== '' && !among.some((choice) => choice.value === value);
  return (
    <select {...props}>
      <option value="">{required ? words.choose : words.none}</option>
      {isOther ? (
        <option value={value} selected>
          {value}
        </option>
      ) : null}
      {among.map((choice) => (
        <option key={choice.value} value={choice.value} selected={choice.value === value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** Any text; what is likely to be meant is offered. */
export function Suggested({ props, value, likely }: { props: InputProps; value: string; likely: readonly string[] }) {
  const list = `${props.id}-likely`;
  return (
    <>
      <input {...props} type="text" value={value} autocomplete="off" {...(likely.length > 0 && { list })} />
      {likely.length === 0 ? null : (
        <datalist id={list}>
          {likely.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}
