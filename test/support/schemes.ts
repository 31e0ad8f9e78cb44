import type { Scheme } from '#domain/scheme/scheme.js';

/** A whole scheme, with an override: two stages and an outcome, decided for three years. */
export const scheme = (override: Partial<Scheme> = {}): Scheme => ({
  slug: 'trial',
  name: { fr: 'Essai', en: 'Trial' },
  authority: 'Somebody',
  country: 'FR',
  outcome: { fr: 'reconnu', en: 'recognised' },
  family: 'decision',
  milestones: [
    { code: 'first', name: { fr: 'premier', en: 'first' }, gives: 'applied' },
    { code: 'second', name: { fr: 'second', en: 'second' }, gives: 'in-progress', after: ['first'] },
    { code: 'outcome', name: { fr: 'résultat', en: 'outcome' }, gives: 'granted', after: ['second'] },
  ],
  maximalValidity: { years: 3, toleranceDays: 7 },
  warningDays: 60,
  staleAfterDays: 270,
  referentials: [{ version: '1', published: '2020-01-01' }],
  labels: [],
  sources: ['invented'],
  ...override,
});

const { maximalValidity: _, ...endless } = scheme();

/** A report that counts as current for a year after its period. */
export const reportScheme: Scheme = { ...endless, family: 'report', currentForMonths: 12 };

/** Something to be done every year, with a month's grace. */
export const dutyScheme: Scheme = {
  ...endless,
  family: 'duty',
  duties: [
    { code: 'yearly', name: { fr: 'évaluation annuelle', en: 'yearly assessment' }, everyMonths: 12, graceDays: 30 },
  ],
};
