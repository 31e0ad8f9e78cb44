import type { Language } from '#language/language.js';
import { Rejection } from '../../problem/rejection.js';
import { DOSSIER_TYPE_WORDS, type TypeWords } from './dossier-type-words.js';
import { DOSSIER_SHAPES } from './forms/dossier-shapes.js';
import type { FormShape } from './forms/form-field.js';
import { PROVIDER_SHAPES } from './forms/provider-shapes.js';
import { PROVIDER_TYPE_WORDS } from './provider-type-words.js';
import { DOSSIER_GROUPS, type GroupName, PROVIDER_GROUPS } from './recordable.js';
import type { Subject } from './subject.js';

/** A form that records one type of event. */
export interface TypeForm {
  type: string;
  shape: FormShape;
  words: TypeWords;
}

/** @throws Rejection not-found, for a type that no form records there */
export function typeForm({ kind }: Subject, type: string, language: Language): TypeForm {
  const found = typesOf(kind, language).flatMap(({ types }) => types.filter((one) => one.type === type))[0];
  if (!found) throw new Rejection('not-found', `Nothing called ${type} can be recorded here.`);
  return found;
}

/** All that may be recorded on such a subject, by where officers look for it. */
export function typesOf(kind: Subject['kind'], language: Language): { group: GroupName; types: TypeForm[] }[] {
  if (kind === 'dossier')
    return DOSSIER_GROUPS.map(([group, types]) => ({
      group,
      types: types.map((type) => ({ type, shape: DOSSIER_SHAPES[type], words: DOSSIER_TYPE_WORDS[language][type] })),
    }));
  return PROVIDER_GROUPS.map(([group, types]) => ({
    group,
    types: types.map((type) => ({ type, shape: PROVIDER_SHAPES[type], words: PROVIDER_TYPE_WORDS[language][type] })),
  }));
}

/** What a form asks to correct an entry, also of a type that no form records; nothing for an amendment. */
export function shapeToCorrect({ kind }: Subject, type: string): FormShape | undefined {
  const shapes: Partial<Record<string, FormShape>> = kind === 'dossier' ? DOSSIER_SHAPES : PROVIDER_SHAPES;
  return Object.hasOwn(shapes, type) ? shapes[type] : undefined;
}
