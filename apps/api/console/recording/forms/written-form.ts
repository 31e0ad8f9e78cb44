import type { Source } from '#domain/source/source.js';
import type { Language } from '#language/language.js';
import { writtenDate } from '#language/format.js';
import type { FormField, FormShape } from './form-field.js';
import { COLUMNS, isRows, rowField } from './rows-in.js';
import { SOURCE_FIELDS } from './source-field.js';

interface Content {
  occurred?: string | undefined;
  source?: Source | undefined;
  data: object;
}

/** A form filled in with what an event says, as `readEvent` reads it back. */
export function writtenForm({ occurred, source, data }: Content, { fields }: FormShape, language: Language) {
  const form = new URLSearchParams();
  if (occurred !== undefined) form.set('occurred', writtenDate(occurred, language));
  for (const field of fields) writeField(form, field, (data as Partial<Record<string, unknown>>)[field.name], language);
  for (const name of SOURCE_FIELDS) {
    const value = source?.[name];
    if (value !== undefined) form.set(`source.${name}`, value.trim());
  }
  return form;
}

function writeField(form: URLSearchParams, { name, input }: FormField, value: unknown, language: Language): void {
  const field = `data.${name}`;
  if (isRows(input)) {
    for (const [index, row] of (Array.isArray(value) ? value : []).entries())
      for (const column of COLUMNS[input]) {
        const cell = (row as Partial<Record<string, string | number>>)[column];
        if (cell === undefined) continue;
        form.set(
          rowField(field, index, column),
          column === 'due' ? writtenDate(String(cell), language) : shown(cell, language),
        );
      }
  } else if (Array.isArray(value)) form.set(field, value.map(String).join('\n'));
  else if (typeof value === 'string') form.set(field, input === 'date' ? writtenDate(value, language) : value.trim());
}

const shown = (value: string | number, language: Language): string =>
  typeof value === 'number' ? String(value).replace('.', language === 'fr' ? ',' : '.') : value.trim();
