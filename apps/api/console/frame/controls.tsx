import type { ComponentChildren } from 'preact';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import type { ThisPage } from './page.js';
import { problemIn } from './reason-words.js';

interface FormProps {
  page: ThisPage;
  /** Where it is sent; absent: to this page. */
  action?: string;
  class?: string;
  /** Its name to a screen reader, where no heading stands before it. */
  label?: string;
  /** For a form with a file. */
  files?: boolean;
  id?: string;
  children: ComponentChildren;
}

/** A form that does something: it carries the token of the session. */
export function Form({ page, action, class: looks, label, files = false, id, children }: FormProps) {
  return (
    <form
      method="post"
      action={action ?? page.path}
      class={looks}
      aria-label={label}
      id={id}
      {...(files && { enctype: 'multipart/form-data' })}
    >
      {page.csrf === undefined ? null : <input type="hidden" name="csrf" value={page.csrf} />}
      {children}
    </form>
  );
}

/** Fields that go along unseen. */
export function Hidden({ fields }: { fields: Iterable<readonly [string, string]> }) {
  return (
    <>
      {[...fields].map(([name, value], index) => (
        <input key={index} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** What an input in a `Field` needs to have, so that it belongs to its label, hint and error. */
export interface InputProps {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
}

interface FieldProps {
  page: ThisPage;
  /** Of the form's field. */
  name: string;
  label: string;
  hint?: ComponentChildren;
  required?: boolean;
  /** Of the whole form; those of this field are shown with it. */
  problems?: readonly Problem[];
  children: (input: InputProps) => ComponentChildren;
}

/** A label, an input, how to fill it in, and what is wrong with it. */
export function Field({ page, name, label, hint, required = false, problems = [], children }: FieldProps) {
  const id = idOf(name);
  const wrong = problems.filter(({ field }) => field === name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(wrong.length > 0 ? [`${id}-error`] : [])];
  return (
    <div class={wrong.length > 0 ? 'field wrong' : 'field'}>
      <label for={id}>
        {label}
        {required ? <span class="soft"> ({phrases(page.language).console.frame.required})</span> : null}
      </label>
      {hint === undefined ? null : (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children({
        id,
        name,
        'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
        'aria-invalid': wrong.length > 0 ? 'true' : undefined,
      })}
      {wrong.length > 0 ? (
        <div class="error" id={`${id}-error`}>
          {wrong.map((problem) => (
            <div key={JSON.stringify(problem)}>{problemIn(problem, page.language)}</div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

export const idOf = (name: string): string => `f-${name.replace(/[^\w-]/g, '-')}`;

/** What is wrong with a form, above it: each leads to its field. @param labels of the fields, by name */
export function Problems({
  page,
  problems,
  labels,
}: {
  page: ThisPage;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
}) {
  if (problems.length === 0) return null;
  const { language } = page;
  return (
    <div class="note error" role="alert">
      <p>
        <strong>{phrases(language).console.frame.problems(problems.length)}</strong>
      </p>
      <ul>
        {problems.map((problem) => {
          const { field } = problem;
          const label = labels[field];
          return (
            <li key={JSON.stringify(problem)}>
              {label === undefined ? (
                `${field} ${problemIn(problem, language)}`
              ) : (
                <>
                  <a href={`#${idOf(field)}`}>{label}</a> {problemIn(problem, language)}
                </>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface ChoiceProps {
  id: string;
  name: string;
  chosen: string | undefined;
  options: readonly { value: string; label: string }[];
}

/** One of several, in a `Field`. */
export const Choice = ({ chosen = '', options, ...select }: ChoiceProps) => (
  <select {...select}>
    {options.map(({ value, label }) => (
      <option key={value} value={value} selected={value === chosen}>
        {label}
      </option>
    ))}
  </select>
);

interface ProviderFieldProps {
  page: ThisPage;
  /** A slug of those to choose from; else as it was typed. */
  chosen: string | undefined;
  /** To choose from; none when there are too many. */
  providers: readonly ProviderRef[];
  /** `providerHint`: how a name is typed. */
  words: { provider: string; everyProvider: string; providerHint: string };
  problems: readonly Problem[];
}

/** By whose things a page is narrowed. What is none of those to choose from is typed: a choice would hide it. */
export function ProviderField({ page, chosen, providers, words, problems }: ProviderFieldProps) {
  const field = { page, name: 'provider', label: words.provider, problems };
  const isListed = chosen === undefined || providers.some(({ slug }) => slug === chosen);
  if (providers.length === 0 || !isListed)
    return (
      <Field {...field} hint={words.providerHint}>
        {(input) => <input {...input} value={chosen} maxLength={200} />}
      </Field>
    );
  const options = providers.map(({ slug, name }) => ({ value: slug, label: name }));
  return (
    <Field {...field}>
      {(input) => (
        <Choice {...input} chosen={chosen} options={[{ value: '', label: words.everyProvider }, ...options]} />
      )}
    </Field>
  );
}
