import type { Scheme } from './scheme.js';

/** Qualified trust services of the European Union, as every Member State supervises and lists them. */
export const eidas: Scheme = {
  slug: 'eidas',
  name: { fr: 'Services de confiance qualifiés (eIDAS)', en: 'Qualified trust services (eIDAS)' },
  authority: 'supervisory bodies of the Member States',
  publishers: [
    'ANSSI',
    'Agence nationale de la sécurité des systèmes d’information',
    'French Cybersecurity Agency (ANSSI)',
    'European Commission',
    // The others, under the names that they are known by.
    ...[
      'A-SIT',
      'ADR',
      'AgID',
      'ANACOM',
      'BNetzA',
      'Bundesnetzagentur',
      'CRC',
      'DIA',
      'Digitaliseringsstyrelsen',
      'EETT',
    ],
    ...[
      'FPS Economy',
      'GNS',
      'ILNAS',
      'MCA',
      'Ministerio para la Transformación Digital',
      'NBÚ',
      'Nkom',
      'NMHH',
      'PTS',
    ],
    ...['RDI', 'RIA', 'RRT', 'RTR', 'Traficom'],
  ],
  country: 'EU',
  outcome: { fr: 'qualifié', en: 'qualified' },
  family: 'duty',
  milestones: [
    {
      code: 'notification',
      name: { fr: "notification à l'organe de contrôle", en: 'notified to the supervisory body' },
      means: {
        fr: "Le prestataire notifie son intention à l'organe de contrôle, avec le rapport d'évaluation de la conformité.",
        en: 'The provider notifies the supervisory body of its intention, with a conformity assessment report.',
      },
      isNot: { fr: 'le statut qualifié', en: 'the qualified status' },
      gives: 'applied',
    },
    {
      code: 'qualified-status',
      name: { fr: 'octroi du statut qualifié', en: 'qualified status granted' },
      means: {
        fr: "L'organe de contrôle accorde le statut qualifié, que la liste de confiance rend effectif.",
        en: 'The supervisory body grants the qualified status, which takes effect with the trusted list.',
      },
      gives: 'granted',
      after: ['notification'],
    },
  ],
  duties: [
    {
      code: 'conformity-assessment',
      name: { fr: 'évaluation de la conformité', en: 'conformity assessment' },
      everyMonths: 24,
    },
  ],
  warningDays: 180,
  renewalDays: 270,
  staleAfterDays: 270,
  referentials: [
    {
      version: '2014',
      published: '2014-08-28',
      source: {
        kind: 'decision',
        publisher: 'European Union',
        title: { en: 'Regulation (EU) No 910/2014', fr: 'Règlement (UE) n° 910/2014' },
      },
    },
  ],
  labels: [],
  sources: [
    'https://eidas.ec.europa.eu/efda/trust-services/browse/eidas/tls',
    {
      en: 'Audit at least every 24 months: Article 20(1) of Regulation (EU) No 910/2014. Notification and granting: Article 21.',
      fr: 'Audit au moins tous les 24 mois : article 20, paragraphe 1, du règlement (UE) n° 910/2014. Notification et octroi : article 21.',
    },
    {
      en: 'Before 1 July 2016, services were supervised or accredited under Directive 1999/93/EC, which counts as granted.',
      fr: 'Avant le 1er juillet 2016, les services étaient contrôlés ou accrédités au titre de la directive 1999/93/CE, ce qui vaut octroi.',
    },
  ],
};
