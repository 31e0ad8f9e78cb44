import type { FormField } from '#domain/event/describe.js';

export type { FormField, InputKind } from '#domain/event/describe.js';

export interface FormShape {
  fields: readonly FormField[];
  occurred: 'required' | 'optional';
  source: 'required' | 'optional';
}
