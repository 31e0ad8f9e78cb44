import type { Scheme } from './scheme.js';

/** French certification of hosts of health data. */
export const hds: Scheme = {
  slug: 'hds',
  name: { fr: 'Hébergeur de données de santé', en: 'Health data hosting (HDS)' },
  authority: 'ANS',
  country: 'FR',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'decision',
  milestones: [
    { code: 'stage-1', name: { fr: 'audit documentaire', en: 'stage 1 audit' }, gives: 'in-progress' },
    { code: 'stage-2', name: { fr: 'audit sur site', en: 'stage 2 audit' }, gives: 'in-progress' },
    { code: 'certificate', name: { fr: 'certificat', en: 'certificate' }, gives: 'granted' },
  ],
  maximalValidity: { years: 3, toleranceDays: 7 },
  warningDays: 180,
  renewalDays: 270,
  staleAfterDays: 270,
  referentials: [
    { version: '1.0', published: '2018-06-11', graceEnds: '2026-05-16' },
    { version: '2.0', published: '2024-05-16', requiredForNew: '2024-11-16', requiredForAll: '2026-05-16' },
  ],
  labels: [],
  sources: ['https://esante.gouv.fr/produits-services/hds'],
};
