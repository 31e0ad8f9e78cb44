import { phrases } from '#language/phrases.js';
import type { ComponentChildren } from 'preact';
import type { Problem } from '#domain/refusal.js';
import type { ThisPage } from './page.js';
import { problemIn } from './reason-words.js';

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
