import { phrases } from '#language/phrases.js';
import { fieldLabel as labelOf } from '#language/describe-event.js';
import type { Language } from '#language/language.js';
import type { FormField } from '#domain/event/describe.js';
import { COLUMNS, type FormShape, isRows, rowField, rowsIn, SOURCE_FIELDS } from './form-data.js';

/** The label of a data field. */
export function fieldLabel({ name, input }: Pick<FormField, 'name' | 'input'>, language: Language): string {
  return input === 'openKey' ? phrases(language).console.eventForm.whichDeadline : labelOf(name, language);
}

/** Labels by field name. @param form its rows have labels of their own */
export function formLabels(form: URLSearchParams, { fields }: FormShape, language: Language): Record<string, string> {
  const { console, events } = phrases(language);
  const labels: Record<string, string> = { occurred: events.occurred };
  for (const name of SOURCE_FIELDS) labels[`source.${name}`] = events.source[name];
  for (const { name, input } of fields) {
    const label = fieldLabel({ name, input }, language);
    labels[`data.${name}`] = label;
    if (isRows(input))
      for (const index of rowsIn(form, `data.${name}`, input).keys())
        for (const column of COLUMNS[input])
          labels[rowField(`data.${name}`, index, column)] =
            `${label} ${index + 1}, ${console.eventForm.columns[column]}`;
  }
  return labels;
}
