import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { reason } from '#domain/refusal.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Language } from '#language/language.js';
import { Rejection } from '../../problem/rejection.js';
import { DOSSIER_SHAPES } from './forms/dossier-shapes.js';
import type { FormShape } from './forms/form-field.js';
import { PROVIDER_SHAPES } from './forms/provider-shapes.js';
import { DOSSIER_GROUPS, type GroupName, PROVIDER_GROUPS } from './recordable.js';
import type { Subject } from './subject.js';

/** A form that records one type of event. */
export interface TypeForm {
  type: string;
  shape: FormShape;
  title: string;
  /** When to record it. */
  hint: string;
}

/** @throws Rejection not-found, for a type that no form records there */
export function typeForm({ kind }: Subject, type: string, language: Language): TypeForm {
  const found = typesOf(kind, language).flatMap(({ types }) => types.filter((one) => one.type === type))[0];
  if (!found) throw new Rejection('not-found', reason('event-type-not-recordable', { type }));
  return found;
}

/** All types that can be recorded on such a subject, by group. */
export function typesOf(kind: Subject['kind'], language: Language): { group: GroupName; types: TypeForm[] }[] {
  const formOf = (type: LedgerEvent['type'], shape: FormShape): TypeForm => {
    const { name, hint } = phrases(language).events.types[type];
    return { type, shape, title: capitalized(name), hint };
  };
  if (kind === 'dossier')
    return DOSSIER_GROUPS.map(([group, types]) => ({
      group,
      types: types.map((type) => formOf(type, DOSSIER_SHAPES[type])),
    }));
  return PROVIDER_GROUPS.map(([group, types]) => ({
    group,
    types: types.map((type) => formOf(type, PROVIDER_SHAPES[type])),
  }));
}

/** The correction form of an event type, including types without a recording form; none for amendments. */
export function shapeToCorrect({ kind }: Subject, type: string): FormShape | undefined {
  const shapes: Partial<Record<string, FormShape>> = kind === 'dossier' ? DOSSIER_SHAPES : PROVIDER_SHAPES;
  return Object.hasOwn(shapes, type) ? shapes[type] : undefined;
}
