import type { Scheme } from './scheme.js';

/** The United States' programme for cloud services of federal agencies. Authorizations have no end date, but annual duties. */
export const fedramp: Scheme = {
  slug: 'fedramp',
  name: { fr: 'FedRAMP', en: 'FedRAMP' },
  authority: 'FedRAMP (GSA)',
  publishers: [
    'FedRAMP',
    'FedRAMP Marketplace',
    'marketplace.fedramp.gov',
    'fedramp.gov',
    'GSA',
    'General Services Administration',
  ],
  country: 'US',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'duty',
  milestones: [
    {
      code: 'listing',
      name: { fr: 'inscription au catalogue', en: 'listing' },
      means: {
        fr: "Le service figure sur la place de marché FedRAMP avec la mention « en préparation ». L'ancienne mention « FedRAMP Ready », abandonnée le 28 juillet 2026, correspond à cette étape.",
        en: 'The marketplace lists the service as in preparation. This includes the former designation "FedRAMP Ready", legacy since 28 July 2026.',
      },
      isNot: { fr: 'une autorisation', en: 'an authorization' },
      gives: 'applied',
    },
    {
      code: 'assessment',
      name: { fr: 'évaluation indépendante', en: 'independent assessment' },
      means: {
        fr: 'Un évaluateur reconnu évalue le service.',
        en: 'A recognized assessor examines the service.',
      },
      isNot: { fr: 'une autorisation', en: 'an authorization' },
      gives: 'in-progress',
      after: ['listing'],
    },
    {
      code: 'certification',
      name: { fr: 'certification', en: 'certification' },
      means: {
        fr: 'Le dossier de sécurité du service, classé de A à D, peut être repris par les agences fédérales ; il le reste tant que les obligations annuelles sont respectées.',
        en: "The service's package is accepted for reuse by agencies, in a class from A to D, as long as the yearly obligations are met.",
      },
      isNot: { fr: "l'autorisation d'exploitation d'une agence", en: "an agency's own authority to operate" },
      gives: 'granted',
      after: ['assessment'],
    },
  ],
  levels: ['class A', 'class B', 'class C', 'class D', 'low', 'moderate', 'high'],
  duties: [{ code: 'assessment', name: { fr: 'évaluation annuelle', en: 'yearly assessment' }, everyMonths: 12 }],
  warningDays: 90,
  staleAfterDays: 365,
  referentials: [],
  labels: [],
  sources: [
    'https://www.fedramp.gov',
    {
      en: 'In 2026, classes A to D replaced the impact levels low, moderate and high; older records keep their original level.',
      fr: 'En 2026, les classes A à D ont remplacé les niveaux d’impact faible, modéré et élevé ; les enregistrements antérieurs conservent leur niveau.',
    },
    {
      en: 'Versions of the baselines are omitted.',
      fr: 'Les versions des référentiels de mesures (baselines) ne sont pas reprises.',
    },
  ],
};
