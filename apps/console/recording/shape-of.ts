import { reason } from '#domain/refusal.js';
import type { EventGroup, FormField } from '#domain/event/describe.js';
import { dossierEvents } from '#domain/event/dossier-events.js';
import { providerEvents } from '#domain/event/provider-events.js';
import type { Language } from '#language/language.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Rejection } from '../../api/problem/rejection.js';
import type { FormShape } from './forms/form-data.js';
import type { Subject } from './subject.js';

export interface TypeForm {
  type: string;
  shape: FormShape;
  title: string;
  hint: string;
}

interface Described {
  type: keyof ReturnType<typeof phrases>['events']['types'];
  dating: 'fact' | 'undated' | 'housekeeping';
  group?: EventGroup;
  fields: readonly FormField[];
}

const EVENTS: Record<Subject['kind'], readonly Described[]> = { dossier: dossierEvents, provider: providerEvents };

/** @throws Rejection not-found: the type has no form */
export function typeForm({ kind }: Subject, type: string, language: Language): TypeForm {
  const found = EVENTS[kind].find((one) => one.type === type && one.group !== undefined);
  if (!found) throw new Rejection('not-found', reason('event-type-not-recordable', { type }));
  return formOf(found, language);
}

/** Recordable event types by group. */
export function typesOf(kind: Subject['kind'], language: Language): { group: EventGroup; types: TypeForm[] }[] {
  const groups = new Set(EVENTS[kind].flatMap(({ group }) => group ?? []));
  return [...groups].map((group) => ({
    group,
    types: EVENTS[kind].filter((one) => one.group === group).map((one) => formOf(one, language)),
  }));
}

/** For a correction; also for types that cannot be recorded by a form. `undefined` for an amendment. */
export function shapeToCorrect({ kind }: Subject, type: string): FormShape | undefined {
  const found = EVENTS[kind].find((one) => one.type === type);
  return found && shapeOf(found);
}

function formOf(described: Described, language: Language): TypeForm {
  const { name, hint } = phrases(language).events.types[described.type];
  return { type: described.type, shape: shapeOf(described), title: capitalized(name), hint };
}

const shapeOf = ({ type, dating, fields }: Described): FormShape => ({
  type,
  fields,
  occurred: dating === 'fact' ? 'required' : 'optional',
  source: dating === 'housekeeping' ? 'optional' : 'required',
});
