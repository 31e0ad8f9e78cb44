import { describe, expect, it } from '@jest/globals';
import { builtInSchemes } from '../scheme/catalogue.js';
import { builtInRegisters } from './built-in-registers.js';
import { type Register, RegisterSchema } from './register.js';
import { registerProblems } from './register-rules.js';

const marketplace = builtInRegisters.get('fedramp-marketplace')!;
const fedramp = builtInSchemes.get('fedramp')!;

/** Where a register is wrong, and why. */
const wrong = (override: Partial<Register>, reader: Partial<Register['reader']> = {}) =>
  registerProblems({ ...marketplace, ...override, reader: { ...marketplace.reader, ...reader } }, fedramp).map(
    ({ path, why }) => [path.join('.'), why.code],
  );

describe('a register', () => {
  it.each([...builtInRegisters])('%s is valid and fits its scheme', (slug, register) => {
    expect(RegisterSchema.parse(register)).toEqual(register);
    expect(registerProblems(register, builtInSchemes.get(register.scheme)!)).toEqual([]);
    expect(register.slug).toBe(slug);
  });

  it('uses milestones, levels and publishers of its scheme', () => {
    expect(wrong({ publisher: 'Acme' })).toEqual([['publisher', 'register-publisher-unknown']]);
    expect(wrong({ publisher: 'gsa' })).toEqual([]);
    expect(
      wrong({}, { stages: { Open: 'J1', Gone: 'absent' }, milestones: { J0: 'date' }, levels: { X: 'extreme' } }),
    ).toEqual([
      ['reader.stages.Open', 'register-stage-target'],
      ['reader.milestones.J0', 'milestone-not-found'],
      ['reader.levels.X', 'register-level-unknown'],
    ]);
  });

  it('does not contradict itself', () => {
    const { stage: _, entry: __, ...fields } = marketplace.reader.fields;
    expect(wrong({}, { fields })).toEqual([
      ['reader.fields.stage', 'register-stage-field-required'],
      ['reader.fields.entry', 'register-key-required'],
    ]);
    expect(wrong({}, { stages: {} })).toEqual([['reader.stages', 'register-stages-required']]);
    expect(wrong({}, { stages: { Ready: 'listing', ' ready ': 'granted' } })).toEqual([
      ['reader.stages. ready ', 'listed-twice'],
    ]);
    expect(wrong({}, { entries: 'data..items' })).toEqual([['reader.entries', 'register-path-format']]);
    expect(wrong({}, { format: 'csv' })).toEqual([
      ['reader.readOn', 'register-part-required'],
      ['reader.entries', 'register-not-for-csv'],
    ]);
    for (const url of ['https://user:secret@gsa.example/list.json', 'https://token@gsa.example/list.json'])
      expect(wrong({ url })).toEqual([['url', 'register-url-credentials']]);
    const { url: ___, ...withoutAddress } = marketplace;
    expect(RegisterSchema.safeParse({ ...withoutAddress, everyHours: 24 }).error?.issues).toMatchObject([
      { path: ['url'], message: 'register-url-required' },
    ]);
  });
});
