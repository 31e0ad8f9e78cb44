import type { Source } from '#domain/source/source.js';
import type { FormShape } from './form-field.js';
import { isRows, rowField, rowsIn } from './rows-in.js';
import { SOURCE_FIELDS } from './source-field.js';

/** What belongs to the sending of a form, not to what was typed in it. */
const MEANS: ReadonlySet<string> = new Set(['csrf', 'step', 'same']);

/**
 * What was typed in a form, tidied: without blanks around it, rows without gaps, and the source that was chosen again put
 * where it would have been typed. What was typed besides wins over it.
 *
 * @param again the source that `same` names, if any
 */
export function typedForm(sent: URLSearchParams, { fields }: FormShape, again: Source | undefined): URLSearchParams {
  const form = new URLSearchParams();
  const rows = fields.filter(({ input }) => isRows(input)).map(({ name }) => `data.${name}.`);
  for (const [name, value] of sent)
    if (!MEANS.has(name) && !rows.some((begin) => name.startsWith(begin)))
      form.set(name, value.replaceAll('\r\n', '\n').trim());
  for (const { name, input } of fields) {
    if (!isRows(input)) continue;
    for (const [index, row] of rowsIn(sent, `data.${name}`, input).entries())
      for (const [column, value] of Object.entries(row)) form.set(rowField(`data.${name}`, index, column), value);
  }
  if (again)
    for (const field of SOURCE_FIELDS)
      if (!form.get(`source.${field}`) && again[field]) form.set(`source.${field}`, again[field]);
  return form;
}
