import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#language/language.js';
import { type FormShape, readEvent, SOURCE_FIELDS, typedForm, writtenForm, shapeToCorrect } from './form-data.js';
import { SourceSchema } from '#domain/source/source.js';
import type { Subject } from '../subject.js';

function shapeOf(kind: Subject['kind'], type: string): FormShape {
  const shape = shapeToCorrect(kind, type);
  if (!shape) throw new Error(`no form for ${type}`);
  return shape;
}

const source = { kind: 'list', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/liste', readOn: '2026-11-25' } as const;

const granted = {
  occurred: '2026-Q1',
  source,
  data: {
    decision: '2279',
    validFrom: '2026-01-12',
    validUntil: '2029-H1',
    conditions: ['Two sites', 'No resale'],
    reservations: [{ text: 'Log keeping', due: '2026-12' }, { text: 'Key rotation' }],
    title: 'Decision "of note" & more',
    note: 'First line\nsecond line',
  },
};

const owned = {
  source,
  data: {
    holders: [{ name: 'Capgemini', share: 51.5, country: 'FR' }, { name: 'Orange' }],
    technology: ['Microsoft'],
  },
};

const read = (form: URLSearchParams, shape: FormShape, language: 'fr' | 'en' = 'en') =>
  readEvent(typedForm(form, shape, undefined, language), shape, { language, references: new Map() });

describe('a form', () => {
  it.each(LANGUAGES)('that is filled in with an event says what the event says, in %s', (language) => {
    const GrantIssued = shapeOf('dossier', 'GrantIssued');
    expect(read(writtenForm(granted, GrantIssued, language), GrantIssued, language)).toEqual({
      ...granted,
      problems: [],
    });
    const OwnershipDeclared = shapeOf('provider', 'OwnershipDeclared');
    expect(read(writtenForm(owned, OwnershipDeclared, language), OwnershipDeclared, language)).toEqual({
      ...owned,
      problems: [],
    });
  });

  it('names everything that is missing, as schemas name it', () => {
    expect(read(new URLSearchParams(), shapeOf('dossier', 'TargetSet')).problems).toEqual([
      { field: 'data.milestone', code: 'required' },
      { field: 'data.target', code: 'required' },
      { field: 'occurred', code: 'required' },
      { field: 'source.kind', code: 'required' },
      { field: 'source.publisher', code: 'required' },
    ]);
  });

  it('asks for no source where a deadline of one’s own is set, unless one is begun', () => {
    const DeadlineSet = shapeOf('dossier', 'DeadlineSet');
    const form = new URLSearchParams({ 'data.key': 'file', 'data.due': '2027' });
    expect(read(form, DeadlineSet)).toEqual({ data: { key: 'file', due: '2027' }, problems: [] });
    form.set('source.kind', 'press');
    expect(read(form, DeadlineSet).problems).toEqual([{ field: 'source.publisher', code: 'required' }]);
  });

  it('closes the gaps between rows, so that what is wrong with one is shown where it stands', () => {
    const form = new URLSearchParams({
      'data.holders.1.name': 'Orange',
      'data.holders.1.share': '49 %',
      'data.holders.3.share': 'half',
      'source.kind': 'company',
      'source.publisher': 'Orange',
    });
    const OwnershipDeclared = shapeOf('provider', 'OwnershipDeclared');
    const tidied = typedForm(form, OwnershipDeclared, undefined, 'fr');
    expect(tidied.get('data.holders.0.name')).toBe('Orange');
    expect(readEvent(tidied, OwnershipDeclared, { language: 'fr', references: new Map() })).toMatchObject({
      data: { holders: [{ name: 'Orange', share: 49 }, { share: 'half' }] },
      problems: [{ field: 'data.holders.1.name', code: 'required' }],
    });
  });

  it('replaces the whole source by one that is picked, and keeps at hand what was entered', () => {
    const form = new URLSearchParams({ same: 'x', 'source.publisher': 'Bleu', 'source.quote': 'We are qualified' });
    const tidied = typedForm(form, shapeOf('dossier', 'MilestoneReached'), { ...source, title: 'The list' }, 'en');
    expect(Object.fromEntries(tidied)).toEqual({
      'source.kind': 'list',
      'source.publisher': 'ANSSI',
      'source.url': 'https://cyber.gouv.fr/liste',
      'source.title': 'The list',
      'source.quote': '',
      'source.readOn': '25 November 2026',
      former: 'Bleu · We are qualified',
      picked: 'yes',
    });
  });
});

it('forms ask for every field of a source but the sum of a file and who speaks, which no officer types', () => {
  expect([...SOURCE_FIELDS, 'sha256', 'speaker'].toSorted()).toEqual(Object.keys(SourceSchema.shape).toSorted());
});
