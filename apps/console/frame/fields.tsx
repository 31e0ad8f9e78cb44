import type { ComponentChildren, JSX, VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { fieldError } from '#language/field-error.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Form, Hidden, idOf, Problems } from './controls.js';
import { addressOf, type Page } from './page.js';

type Attribute =
  | ('maxLength' | 'minLength' | 'min' | 'max' | 'step' | 'autocomplete' | 'placeholder' | 'list' | 'pattern' | 'title')
  | ('inputMode' | 'spellcheck' | 'accept' | 'autofocus' | 'rows' | 'class' | 'lang' | 'multiple' | `data-${string}`);

export interface FieldData {
  name: string;
  label: string;
  hint?: ComponentChildren;
  required?: boolean;
  /** Shown until something was typed; of a checkbox, what it sends: `yes` by default. */
  value?: string | null | undefined;
  /**
   * `text` by default. `provider` offers names of providers while one types; `checkboxes` and `radios` take `options` and
   * `chosen`, `select` takes `options`, `checkbox` takes `isChecked`.
   */
  kind?:
    | ('text' | 'search' | 'email' | 'url' | 'number' | 'date' | 'password' | 'file' | 'textarea' | 'provider')
    | ('select' | 'checkbox' | 'checkboxes' | 'radios');
  options?: readonly { value: string; label: string; hint?: string | undefined; group?: string }[];
  suggestions?: readonly { value: string; label?: string }[];
  /** Frequent answers, which a script puts into the field. */
  answers?: readonly string[];
  chosen?: readonly string[];
  isChecked?: boolean;
  input?: Partial<Record<Attribute, string | number | boolean | undefined>>;
}

/** What a form consists of: fields, fields on one line, fields under a legend or folded, and anything else as it is. */
export type FormPart =
  | FieldData
  | { row: readonly FieldData[]; label?: string }
  /** With a `name`, problems of that field are shown under the legend. */
  | { legend: string; name?: string; hint?: ComponentChildren; parts: readonly FormPart[] }
  | { folded: string; isOpen?: boolean; parts: readonly FormPart[] }
  | VNode
  | null;

interface PartsProps {
  page: Page;
  parts: readonly FormPart[];
  problems?: readonly Problem[] | undefined;
  /** What was sent before, shown again. */
  typed?: URLSearchParams | undefined;
}

export const FormParts = ({ parts, ...rest }: PartsProps) => (
  <>
    {parts.map((part) => (
      <Part part={part} {...rest} />
    ))}
  </>
);

function Part({ part, ...rest }: Omit<PartsProps, 'parts'> & { part: FormPart }) {
  if (part === null) return null;
  if ('legend' in part) return <Fieldset part={part} {...rest} />;
  if ('name' in part) return <OneField field={part} {...rest} />;
  if ('row' in part)
    return (
      <div class="row" {...(part.label !== undefined && { role: 'group', 'aria-label': part.label })}>
        <FormParts parts={part.row} {...rest} />
      </div>
    );
  if ('folded' in part)
    return (
      <details open={part.isOpen === true || fieldsIn(part.parts).some(({ name }) => isWrong(name, rest.problems))}>
        <summary>{part.folded}</summary>
        <FormParts parts={part.parts} {...rest} />
      </details>
    );
  return part;
}

function Fieldset({ part, ...rest }: Omit<PartsProps, 'parts'> & { part: Extract<FormPart, { legend: string }> }) {
  const { name, legend, hint, parts } = part;
  const wrong = (rest.problems ?? []).filter(({ field }) => field === name);
  return (
    <fieldset class={wrong.length > 0 ? 'wrong' : undefined} id={name === undefined ? undefined : idOf(name)}>
      <legend>{legend}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <FieldErrors page={rest.page} wrong={wrong} id={idOf(name ?? '')} />
      <FormParts parts={parts} {...rest} />
    </fieldset>
  );
}

const isWrong = (name: string, problems: readonly Problem[] = []): boolean =>
  problems.some(({ field }) => field === name);

function fieldsIn(parts: readonly FormPart[]): FieldData[] {
  return parts.flatMap((part) => {
    if (part === null) return [];
    if ('row' in part) return [...part.row];
    if (!('parts' in part)) return 'name' in part ? [part] : [];
    return [...('name' in part ? [{ name: part.name, label: part.legend }] : []), ...fieldsIn(part.parts)];
  });
}

export const labelsOf = (parts: readonly FormPart[]): Record<string, string> =>
  Object.fromEntries(fieldsIn(parts).map(({ name, label }) => [name, label]));

function OneField({ field, page, problems = [], typed }: Omit<PartsProps, 'parts'> & { field: FieldData }) {
  const { name, label, kind, hint, value, answers = [] } = field;
  const isChecked = typed ? typed.has(name) : field.isChecked;
  const id = idOf(name);
  const wrong = problems.filter((one) => one.field === name);
  if (kind === 'checkbox')
    return (
      <div class="field">
        <label>
          <input type="checkbox" name={name} value={value ?? 'yes'} checked={isChecked} required={field.required} />{' '}
          {label}
        </label>
        <Hint field={field} />
      </div>
    );
  if (kind === 'checkboxes' || kind === 'radios') return boxes(page, field, typed, wrong);
  const described = [hint === undefined ? '' : `${id}-hint`, wrong.length > 0 ? `${id}-error` : ''].filter(Boolean);
  const input = {
    ...{ id, name, 'aria-describedby': described.join(' ') || undefined },
    'aria-invalid': wrong.length > 0 ? ('true' as const) : undefined,
  };
  return (
    <div class={wrong.length > 0 ? 'field wrong' : 'field'}>
      <label for={id}>
        <Label page={page} field={field} />
      </label>
      <Hint field={field} />
      {inputOf(page, field, input, typed?.get(name) ?? value ?? undefined)}
      {answers.length === 0 ? null : (
        <div class="suggestions">
          {answers.map((text) => (
            <button type="button" class="second" data-fills={id} hidden>
              {text}
            </button>
          ))}
        </div>
      )}
      <FieldErrors {...{ page, id, wrong }} />
    </div>
  );
}

const Label = ({ page, field: { label, required = false } }: { page: Page; field: FieldData }) => (
  <>
    {label}
    {required ? <span class="soft"> ({phrases(page.language).console.frame.required})</span> : null}
  </>
);

/** Shown under the label of an input, which refers to it by `aria-describedby`. */
const Hint = ({ field: { name, hint } }: { field: FieldData }) =>
  hint === undefined ? null : (
    <div class="hint" id={`${idOf(name)}-hint`}>
      {hint}
    </div>
  );

const FieldErrors = ({ page, id, wrong }: { page: Page; id: string; wrong: readonly Problem[] }) =>
  wrong.length === 0 ? null : (
    <div class="error" id={`${id}-error`}>
      {wrong.map((problem) => (
        <div>{fieldError(problem, page.language)}</div>
      ))}
    </div>
  );

const MOST = 200;

function inputOf(page: Page, field: FieldData, input: { id: string; name: string }, value: string | undefined) {
  const { kind = 'text', required, label, suggestions = [] } = field;
  const given = { ...input, required, ...field.input };
  const list = `${input.id}-${kind === 'provider' ? 'options' : 'likely'}`;
  if (kind === 'select') return choice(field, given, value);
  if (kind === 'textarea') return <textarea {...(given as JSX.IntrinsicElements['textarea'])}>{value}</textarea>;
  if (kind === 'provider')
    return (
      <>
        <input
          {...{ ...input, value, maxLength: MOST, list }}
          data-suggest={addressOf(page, '/suggestions/providers')}
        />
        <datalist id={list} />
      </>
    );
  const isShown = kind !== 'password' && kind !== 'file';
  const isText = isShown && kind !== 'number' && kind !== 'date';
  // No `autocomplete="off"`: browsers empty such an input when one goes back to its page.
  const own = {
    type: kind,
    ...(isText && { maxLength: MOST }),
    ...(kind === 'search' && { placeholder: label, autocomplete: 'off' }),
  };
  const shown = { ...(isShown && { value }), ...(suggestions.length > 0 && { list }) };
  return (
    <>
      <input {...({ ...own, ...given, ...shown } as JSX.IntrinsicElements['input'])} />
      {suggestions.length === 0 ? null : (
        <datalist id={list}>
          {suggestions.map((one) => (
            <option {...one} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** A select. Options of one group follow each other. */
function choice({ label, options = [] }: FieldData, given: object, chosen = '') {
  const groups = [...new Set(options.map(({ group }) => group))];
  const of = (among: typeof options) =>
    among.map(({ value, label: name }) => (
      <option value={value} selected={value === chosen}>
        {name}
      </option>
    ));
  return (
    <select {...given} title={label}>
      {groups.map((group) => {
        const among = of(options.filter((one) => one.group === group));
        return group === undefined ? among : <optgroup label={group}>{among}</optgroup>;
      })}
    </select>
  );
}

function boxes(page: Page, field: FieldData, typed: URLSearchParams | undefined, wrong: readonly Problem[]) {
  const { name, hint, options = [], kind } = field;
  const id = idOf(name);
  const chosen = typed?.getAll(name) ?? field.chosen ?? [];
  return (
    <fieldset
      class={wrong.length > 0 ? 'wrong' : undefined}
      id={id}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
    >
      <legend>
        <Label page={page} field={field} />
      </legend>
      <Hint field={field} />
      <div class="choices">
        {options.map((option) => (
          <label>
            <input
              type={kind === 'radios' ? 'radio' : 'checkbox'}
              name={name}
              value={option.value}
              checked={chosen.includes(option.value)}
            />{' '}
            {option.label}
            {option.hint === undefined ? null : <span class="hint"> {option.hint}</span>}
          </label>
        ))}
      </div>
      <FieldErrors {...{ page, id, wrong }} />
    </fieldset>
  );
}

/** A button that sends a form; a text is that of its only, primary one. */
export type Send =
  | string
  | { label: string; name?: string; value?: string; looks?: 'second' | 'danger'; title?: string; formAction?: string };

interface DataFormProps extends PartsProps {
  action?: string;
  /** Accessible name, where no heading precedes the form. */
  label?: string;
  hidden?: Iterable<readonly [string, string]>;
  send: Send | readonly Send[];
  note?: ComponentChildren;
  back?: readonly [href: string, label: string] | undefined;
  files?: boolean;
  keepsInput?: boolean;
  /** Absent: what is wrong is said by the server, in the language of the page. False where a mistake counts as an attempt. */
  novalidate?: boolean;
}

/** A whole form: what is wrong with it, in the language of the page; its fields, its buttons, and the way back. */
export function DataForm({ page, parts, problems = [], typed, send, back, hidden = [], note, ...form }: DataFormProps) {
  const buttons = Array.isArray(send) ? (send as readonly Send[]) : [send as Send];
  return (
    <>
      <Problems {...{ page, problems }} labels={labelsOf(parts)} />
      <Form page={page} class="stacked" novalidate {...form}>
        <Hidden fields={hidden} />
        <FormParts {...{ page, parts, problems, typed }} />
        <div class="send">
          {buttons.map((one) => (
            <SendButton send={one} />
          ))}
          {note === undefined ? null : <span class="soft">{note}</span>}
          {back ? <a href={back[0]}>{back[1]}</a> : null}
        </div>
      </Form>
    </>
  );
}

export function SendButton({ send }: { send: Send }) {
  if (typeof send === 'string') return <button>{send}</button>;
  const { label, looks, ...button } = send;
  return (
    <button class={looks} {...button}>
      {label}
    </button>
  );
}

interface ActProps {
  page: Page;
  action: string;
  label: string;
  looks?: 'primary' | 'second' | 'danger' | 'quiet';
  hidden?: Iterable<readonly [string, string]>;
  hint?: ComponentChildren;
  /** Of what, for screen readers, where several are listed. */
  of?: string;
}

export const Act = ({ page, action, label, looks = 'second', hidden = [], hint, of }: ActProps) => (
  <Form page={page} action={action}>
    <Hidden fields={hidden} />
    <button class={looks}>
      {label}
      {of === undefined ? null : <span class="unseen">{` (${of})`}</span>}
    </button>
    {hint === undefined ? null : <span class="hint"> {hint}</span>}
  </Form>
);

/** Of a select or boxes. @param labels in words, by value */
export const optionsOf = <T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, label: capitalized(labels[value]) }));

/** A select. @param first is the option that stands for none of them */
export function select(
  name: string,
  label: string,
  value: string | undefined,
  options: readonly { value: string; label: string }[],
  first?: string,
  hint?: string,
): FieldData {
  const all = first === undefined ? options : [{ value: '', label: first }, ...options];
  return { kind: 'select', name, label, value, options: all, hint };
}

/** Provider filter: a select, or a text input if there are too many providers or the value is not among them. */
export function providerField(
  { language }: Page,
  /** Options; empty when there are too many. */
  providers: readonly ProviderRef[],
  /** A slug from `providers`, or the text as typed. */
  value: string | undefined,
): FieldData {
  const { provider: label, everyProvider, providerHint: hint } = phrases(language).console.terms;
  const isListed = value === undefined || providers.some(({ slug }) => slug === value);
  if (providers.length === 0 || !isListed) return { kind: 'provider', name: 'provider', label, value, hint };
  const options = providers.map(({ slug, name }) => ({ value: slug, label: name }));
  return select('provider', label, value, options, everyProvider);
}
