import { describe, expect, it } from '@jest/globals';
import { fold } from '#domain/text/text.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { CODES, columnIn, columnLabel, COLUMNS, FIELDS } from './columns.js';

const holders = (cell: string): unknown => FIELDS.get('holders')?.read(cell);

describe('a cell of holders', () => {
  it.each([
    ['Orange', { name: 'Orange' }],
    ['Orange (50 %)', { name: 'Orange', share: 50 }],
    ['Orange(50%)', { name: 'Orange', share: 50 }],
    ['Orange (12,5 % , FR)', { name: 'Orange', share: 12.5, country: 'FR' }],
    ['Orange (FR)', { name: 'Orange', country: 'FR' }],
    ['Orange ( , FR )', { name: 'Orange', country: 'FR' }],
    ['Orange (Group) (60.25 % FR)', { name: 'Orange (Group)', share: 60.25, country: 'FR' }],
    ['Orange (Group)', { name: 'Orange (Group)' }],
    ['Orange ()', { name: 'Orange ()' }],
    ['(FR)', { name: '(FR)' }],
    ['Orange (FR) x', { name: 'Orange (FR) x' }],
  ])('%s', (cell, holder) => {
    expect(holders(cell)).toEqual([holder]);
  });

  it('is separated by semicolons', () => {
    expect(holders('Orange (50 %); Capgemini ;; Thales (FR)')).toEqual([
      { name: 'Orange', share: 50 },
      { name: 'Capgemini' },
      { name: 'Thales', country: 'FR' },
    ]);
  });

  // Super-linear time would take minutes here.
  it.each([`A (${' '.repeat(250_000)}x`, `A${' ('.repeat(250_000)}`, `A (1${' '.repeat(250)}x)`])(
    'takes linear time for any text (%#)',
    (cell) => {
      expect(holders(cell)).toEqual([{ name: cell }]);
    },
  );
});

it('what the console calls a column or a type, in either language, means no other', () => {
  for (const language of LANGUAGES) {
    expect(COLUMNS.map((column) => columnIn(columnLabel(column, language)))).toEqual(COLUMNS);
    const { types } = phrases(language).events;
    for (const type of new Set(CODES.type.values()))
      expect([CODES.type.get(fold(types[type as keyof typeof types].name)), CODES.type.get(fold(type))]).toEqual([
        type,
        type,
      ]);
  }
});
