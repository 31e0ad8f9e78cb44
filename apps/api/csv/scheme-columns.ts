import type { SchemeView } from '#domain/scheme/scheme-view.js';
import type { Column } from './csv-line.js';

export const schemeColumns: readonly Column<SchemeView>[] = [
  { name: 'scheme', says: 'slug', of: (scheme) => scheme.slug },
  { name: 'name_fr', of: (scheme) => scheme.name.fr },
  { name: 'name_en', of: (scheme) => scheme.name.en },
  { name: 'authority', of: (scheme) => scheme.authority },
  { name: 'country', of: (scheme) => scheme.country },
  { name: 'family', of: (scheme) => scheme.family },
  { name: 'outcome_fr', of: (scheme) => scheme.outcome.fr },
  { name: 'outcome_en', of: (scheme) => scheme.outcome.en },
  { name: 'milestones', of: (scheme) => scheme.milestones.map(({ code }) => code) },
  { name: 'levels', of: (scheme) => scheme.levels },
  { name: 'duties', of: (scheme) => scheme.duties?.map(({ code }) => code) },
  { name: 'maximal_validity_years', of: (scheme) => scheme.maximalValidity?.years },
  { name: 'current_for_months', of: (scheme) => scheme.currentForMonths },
  { name: 'warning_days', of: (scheme) => scheme.warningDays },
  { name: 'renewal_days', of: (scheme) => scheme.renewalDays },
  { name: 'stale_after_days', of: (scheme) => scheme.staleAfterDays },
  {
    name: 'referentials',
    says: 'versions in their order',
    of: ({ referentials }) => referentials.map((one) => one.version),
  },
  { name: 'labels', of: (scheme) => [...new Set(scheme.labels.map(({ slug }) => slug))] },
  { name: 'sources', of: (scheme) => scheme.sources },
  { name: 'warnings', says: 'codes', of: (scheme) => [...new Set(scheme.warnings.map(({ code }) => code))] },
  { name: 'version', says: '0: built in', of: (scheme) => scheme.version },
];
