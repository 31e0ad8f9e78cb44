import type { Scheme } from './scheme.js';

/** Certification of an information security management system. */
export const iso27001: Scheme = {
  slug: 'iso-27001',
  name: { fr: 'ISO/IEC 27001', en: 'ISO/IEC 27001' },
  authority: 'accredited certification bodies',
  country: 'international',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'decision',
  milestones: [
    { code: 'stage-1', name: { fr: 'audit étape 1', en: 'stage 1 audit' }, gives: 'in-progress' },
    { code: 'stage-2', name: { fr: 'audit étape 2', en: 'stage 2 audit' }, gives: 'in-progress' },
    { code: 'certificate', name: { fr: 'certificat', en: 'certificate' }, gives: 'granted' },
  ],
  maximalValidity: { years: 3, toleranceDays: 7 },
  warningDays: 120,
  staleAfterDays: 365,
  referentials: [
    { version: '2013', published: '2013-10-01', requiredForAll: '2013-10-01', graceEnds: '2025-10-31' },
    { version: '2022', published: '2022-10-25', requiredForNew: '2024-04-30', requiredForAll: '2025-10-31' },
  ],
  labels: [],
  sources: ['https://www.iso.org/standard/27001', 'IAF MD 26: transition ends on 31 October 2025'],
};
