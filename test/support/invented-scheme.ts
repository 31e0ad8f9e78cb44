import type { Scheme } from '#domain/scheme/scheme.js';

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
