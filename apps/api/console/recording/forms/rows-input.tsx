import { Field, idOf } from '../../frame/controls.js';
import { problemIn } from '../../frame/reason-words.js';
import type { FormField } from './form-field.js';
import type { InputContext } from './input-context.js';
import { FORM_WORDS } from './form-words.js';
import { COLUMNS, rowField, type RowsKind, rowsIn } from './rows-in.js';

/** Rows that are left to fill in: a form that is shown again has as many anew. */
const SPARE = 3;

interface RowsProps {
  field: FormField;
  input: RowsKind;
  label: string;
  hint: string | undefined;
  context: InputContext;
}

/** A list whose entries have parts, one row an entry. Rows that are left empty are not there. */
export function RowsInput({ field: { name }, input, label, hint, context }: RowsProps) {
  const { page, form, problems } = context;
  const words = FORM_WORDS[page.language];
  const at = `data.${name}`;
  const filled = rowsIn(form, at, input).length;
  const wrong = problems.filter(({ field }) => field === at);
  return (
    <fieldset id={idOf(at)} class={wrong.length > 0 ? 'wrong' : undefined}>
      <legend>{label}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {wrong.map((problem) => (
        <p key={JSON.stringify(problem)} class="error">
          {problemIn(problem, page.language)}
        </p>
      ))}
      {Array.from({ length: filled + SPARE }, (_, index) => (
        <div key={index} class="row" role="group" aria-label={words.row(label, index + 1)}>
          {COLUMNS[input].map((column) => {
            const cell = rowField(at, index, column);
            return (
              <Field key={column} {...{ page, problems }} name={cell} label={words.columns[column]}>
                {(props) => <input {...props} type="text" value={form.get(cell) ?? ''} autocomplete="off" />}
              </Field>
            );
          })}
        </div>
      ))}
    </fieldset>
  );
}
