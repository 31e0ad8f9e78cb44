import type { Scheme } from './scheme.js';

const ccn = {
  kind: 'statement',
  publisher: 'CCN-CERT',
  title: { en: 'Questions and answers on the ENS', fr: 'Questions fréquentes sur l’ENS' },
  url: 'https://ens.ccn.cni.es/en/what-is-the-ens/faq',
} as const;

/** Spain's national security framework (Esquema Nacional de Seguridad). */
export const ens: Scheme = {
  slug: 'ens',
  name: { fr: 'Esquema Nacional de Seguridad (ENS)', en: 'Esquema Nacional de Seguridad (ENS)' },
  authority: 'CCN',
  country: 'ES',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'decision',
  milestones: [
    {
      code: 'audit',
      name: { fr: 'audit de conformité', en: 'conformity audit' },
      means: {
        fr: 'Un organisme de certification audite le système au niveau de sa catégorie : basique, moyenne ou élevée.',
        en: 'A certification body audits the system according to its category: basic, medium or high.',
      },
      isNot: { fr: 'un certificat', en: 'a certificate' },
      gives: 'in-progress',
    },
    {
      code: 'certificate',
      name: { fr: 'certificat de conformité', en: 'certificate of conformity' },
      means: {
        fr: 'Le système est conforme au décret royal pour son niveau ; le certificat est valable deux ans.',
        en: 'The system conforms to the decree for its category, for two years.',
      },
      gives: 'granted',
      after: ['audit'],
    },
  ],
  levels: ['basic', 'medium', 'high'],
  maximalValidity: { years: 2, toleranceDays: 7 },
  duties: [{ code: 'audit', name: { fr: 'audit tous les deux ans', en: 'audit every two years' }, everyMonths: 24 }],
  warningDays: 120,
  staleAfterDays: 365,
  referentials: [
    { version: 'RD 3/2010', published: '2010-01-29', graceEnds: '2024-05-05', source: ccn },
    {
      version: 'RD 311/2022',
      published: '2022-05-04',
      optionalFrom: '2022-12-01',
      requiredForAll: '2024-05-05',
      source: ccn,
    },
  ],
  labels: [],
  sources: [
    'https://ens.ccn.cni.es',
    {
      en: 'Royal Decree 311/2022 of 3 May 2022, BOE of 4 May 2022: existing systems had 24 months; certificates under the previous decree ended on 5 May 2024, regardless of the end date stated on them.',
      fr: 'Décret royal 311/2022 du 3 mai 2022 (BOE du 4 mai 2022) : les systèmes existants disposaient de 24 mois ; les certificats délivrés selon l’ancien décret ont pris fin le 5 mai 2024, quelle que soit la date indiquée.',
    },
    {
      en: 'The publication date of Royal Decree 3/2010 is unverified.',
      fr: 'La date de publication du décret royal 3/2010 n’est pas vérifiée.',
    },
  ],
};
