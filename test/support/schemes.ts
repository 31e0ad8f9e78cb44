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

/** A scheme that nothing in the program has ever heard of, whole and valid, with an override. */
export const inventedScheme = (override: Partial<Scheme> = {}): Scheme => ({
  slug: 'harbour-seal',
  name: { fr: 'Sceau du port', en: 'Harbour seal' },
  authority: 'Harbour office',
  country: 'NL',
  outcome: { fr: 'scellé', en: 'sealed' },
  family: 'decision',
  milestones: [
    { code: 'moored', name: { fr: 'à quai', en: 'moored' }, gives: 'applied' },
    { code: 'boarded', name: { fr: 'visité', en: 'boarded' }, gives: 'in-progress', after: ['moored'] },
    { code: 'sealed', name: { fr: 'scellé', en: 'sealed' }, gives: 'granted', after: ['boarded'] },
  ],
  levels: ['inner', 'outer'],
  maximalValidity: { years: 2, toleranceDays: 0 },
  warningDays: 60,
  renewalDays: 90,
  staleAfterDays: 120,
  referentials: [
    { version: 'A', published: '2024-01-01', graceEnds: '2026-06-30' },
    { version: 'B', published: '2025-01-01', requiredForNew: '2025-07-01', requiredForAll: '2026-06-30' },
  ],
  labels: [
    {
      slug: 'dry-cloud',
      name: { fr: 'nuage au sec', en: 'dry cloud' },
      from: '2025-03-01',
      until: '2025-12-31',
      basis: 'Announced.',
    },
    { slug: 'dry-cloud', name: { fr: 'nuage au sec', en: 'dry cloud' }, from: '2026-01-01', basis: 'By-law 7.' },
  ],
  sources: ['https://harbour.example/seal'],
  ...override,
});
