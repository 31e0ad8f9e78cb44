import type { Scheme } from './scheme.js';

const md26 = {
  kind: 'decision',
  publisher: 'International Accreditation Forum',
  title: {
    en: 'IAF MD 26, issue 2: transition requirements for ISO/IEC 27001:2022',
    fr: 'IAF MD 26, 2e édition : exigences de transition vers ISO/IEC 27001:2022',
  },
} as const;

/** Certification of an information security management system. */
export const iso27001: Scheme = {
  slug: 'iso-27001',
  name: { fr: 'ISO/IEC 27001', en: 'ISO/IEC 27001' },
  authority: 'accredited certification bodies',
  country: 'international',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'decision',
  milestones: [
    {
      code: 'stage-1',
      name: { fr: "audit d'étape 1", en: 'stage 1 audit' },
      means: {
        fr: "L'organisme de certification vérifie que le système de management est prêt à être audité.",
        en: 'The certification body assesses whether the management system is ready for the audit.',
      },
      isNot: { fr: 'un certificat', en: 'a certificate' },
      gives: 'in-progress',
    },
    {
      code: 'stage-2',
      name: { fr: "audit d'étape 2", en: 'stage 2 audit' },
      means: {
        fr: "L'organisme de certification vérifie que le système est appliqué et efficace.",
        en: 'The certification body verifies that the system is implemented and effective.',
      },
      isNot: { fr: 'un certificat', en: 'a certificate' },
      gives: 'in-progress',
      after: ['stage-1'],
    },
    {
      code: 'certificate',
      name: { fr: 'certificat', en: 'certificate' },
      means: {
        fr: "Le système de management est conforme à la norme dans le périmètre du certificat ; le service lui-même n'est pas certifié.",
        en: 'The management system conforms to the standard within the scope stated in the certificate. The service itself is not certified.',
      },
      isNot: { fr: 'la certification du service', en: 'a certification of the service' },
      gives: 'granted',
      after: ['stage-2'],
    },
  ],
  maximalValidity: { years: 3, toleranceDays: 7 },
  duties: [
    {
      code: 'surveillance',
      name: { fr: 'audit de surveillance annuel', en: 'yearly surveillance audit' },
      everyMonths: 12,
    },
  ],
  onSurveillanceFailed: 'suspends', // ISO/IEC 17021-1, 9.6.5: certification is suspended when the requirements are not met
  warningDays: 120,
  staleAfterDays: 365,
  referentials: [
    {
      version: '2005',
      published: '2005-10-15',
      source: {
        kind: 'other',
        publisher: 'Jalon',
        title: {
          en: 'Date not verified; end of transition not recorded',
          fr: 'Date non vérifiée ; fin de transition non renseignée',
        },
      },
    },
    { version: '2013', published: '2013-10-01', graceEnds: '2025-10-31', source: md26 },
    {
      version: '2022',
      published: '2022-10-25',
      optionalFrom: '2022-10-25',
      requiredForNew: '2024-05-01',
      requiredForAll: '2025-10-31',
      source: md26,
    },
  ],
  labels: [],
  sources: [
    'https://www.iso.org/standard/27001',
    {
      en: 'IAF MD 26: initial certifications and renewals under the 2013 edition were possible until 30 April 2024; the transition ended on 31 October 2025.',
      fr: 'IAF MD 26 : certifications initiales et renouvellements selon l’édition 2013 jusqu’au 30 avril 2024 ; fin de la transition le 31 octobre 2025.',
    },
  ],
};
