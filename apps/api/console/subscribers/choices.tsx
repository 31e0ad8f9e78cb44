import type { Problem } from '#domain/refusal.js';
import { idOf } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import { problemIn } from '../frame/reason-words.js';

export interface Choice {
  value: string;
  label: string;
}

interface ChoicesProps {
  page: ThisPage;
  /** Of the form's field. */
  name: string;
  legend: string;
  hint?: string;
  choices: readonly Choice[];
  typed: URLSearchParams;
  /** `radio`: exactly one. */
  type?: 'checkbox' | 'radio';
  problems?: readonly Problem[];
}

/** Boxes of which any number is ticked, or one. */
export function Choices({ page, name, legend, hint, choices, typed, type = 'checkbox', problems = [] }: ChoicesProps) {
  const id = idOf(name);
  const chosen = typed.getAll(name);
  const wrong = problems.filter(({ field }) => field === name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(wrong.length > 0 ? [`${id}-error`] : [])];
  return (
    <fieldset
      id={id}
      class={wrong.length > 0 ? 'wrong' : undefined}
      aria-describedby={described.join(' ') || undefined}
    >
      <legend>{legend}</legend>
      {hint === undefined ? null : (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div class="subscribers-choices">
        {choices.map(({ value, label }) => (
          <label key={value}>
            <input type={type} name={name} value={value} checked={chosen.includes(value)} /> {label}
          </label>
        ))}
      </div>
      {wrong.length > 0 ? (
        <div class="error" id={`${id}-error`}>
          {wrong.map((problem) => (
            <div key={JSON.stringify(problem)}>{problemIn(problem, page.language)}</div>
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}

/** One box, which is ticked or not. */
export function Tick({
  name,
  label,
  hint,
  typed,
}: {
  name: string;
  label: string;
  hint?: string;
  typed: URLSearchParams;
}) {
  const id = idOf(name);
  return (
    <div class="field">
      <label for={id}>
        <input
          type="checkbox"
          id={id}
          name={name}
          value="yes"
          checked={typed.has(name)}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        />{' '}
        {label}
      </label>
      {hint === undefined ? null : (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
