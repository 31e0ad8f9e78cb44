import { expect, it } from '@jest/globals';
import { reason } from '#domain/refusal.js';
import { afterLabel, fieldError } from './field-error.js';
import { LANGUAGES } from './language.js';
import { phrases } from './phrases.js';

it('states what is wrong with a field in a sentence', () => {
  expect(fieldError(reason('required'), 'en')).toBe('This field is required.');
  expect(fieldError(reason('required'), 'fr')).toBe('Ce champ est obligatoire.');
});

it('calls a map of any keys an object', () => {
  expect(fieldError(reason('wrong-type', { expected: 'record' }), 'en')).toBe('This field must be an object.');
  expect(fieldError(reason('wrong-type', { expected: 'record' }), 'fr')).toBe('Ce champ doit être un objet.');
});

it('leaves a reason that is a sentence as it is', () => {
  expect(fieldError(reason('dossier-exists', { dossier: '1' }), 'en')).toBe('The dossier already exists.');
  expect(fieldError(reason('dossier-exists', { dossier: '1' }), 'fr')).toBe('Le dossier existe déjà.');
});

it('continues the label of the field in a summary', () => {
  expect(`Name${afterLabel(reason('required'), 'en')}`).toBe('Name is required');
  expect(`Name${afterLabel(reason('dossier-exists', { dossier: '1' }), 'en')}`).toBe(
    'Name: The dossier already exists',
  );
});

it('begins a reason that is a sentence with a capital', () => {
  for (const language of LANGUAGES)
    expect(
      Object.values(phrases(language).reasons).filter((one) => /^(?:\(.*=>\s*[`'"])?\p{Ll}/su.test(String(one))),
    ).toEqual([]);
});
