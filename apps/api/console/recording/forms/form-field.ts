import type { FormField } from '#domain/event/describe.js';

export type { FormField, InputKind } from '#domain/event/describe.js';

/** The fields of a form, and what it asks besides. */
export interface FormShape {
  fields: readonly FormField[];
  occurred: 'required' | 'optional';
  source: 'required' | 'optional';
}
