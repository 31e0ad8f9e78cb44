import type { Cited, Scheme } from './scheme.js';

const council = (title: Cited['title']) =>
  ({ kind: 'statement', publisher: 'PCI Security Standards Council', title }) as const;

const retired = (en: string, fr: string) =>
  ({
    kind: 'other',
    publisher: 'endoflife.date',
    title: {
      en: `PCI DSS ${en}; the first day of the month stands for it`,
      fr: `PCI DSS ${fr} ; date ramenée au premier jour du mois`,
    },
    url: 'https://endoflife.date/pci-dss',
  }) as const;

/** The payment card industry's standard. Compliance is validated every year. */
export const pciDss: Scheme = {
  slug: 'pci-dss',
  name: { fr: 'PCI DSS', en: 'PCI DSS' },
  authority: 'PCI Security Standards Council',
  country: 'international',
  outcome: { fr: 'conforme', en: 'compliant' },
  family: 'duty',
  milestones: [
    {
      code: 'assessment',
      name: { fr: 'évaluation', en: 'assessment' },
      means: {
        fr: "Un évaluateur qualifié (QSA) évalue l'environnement des données de titulaires de cartes.",
        en: 'A qualified security assessor (QSA) examines the environment that holds card data.',
      },
      isNot: { fr: 'une attestation', en: 'an attestation' },
      gives: 'in-progress',
    },
    {
      code: 'roc',
      name: { fr: 'rapport de conformité (ROC)', en: 'report on compliance (ROC)' },
      means: {
        fr: "L'évaluateur consigne ses constats, exigence par exigence.",
        en: 'The assessor documents the findings, requirement by requirement.',
      },
      isNot: { fr: 'une attestation', en: 'an attestation' },
      gives: 'in-progress',
      after: ['assessment'],
    },
    {
      code: 'aoc',
      name: { fr: 'attestation de conformité (AOC)', en: 'attestation of compliance (AOC)' },
      means: {
        fr: "L'attestation signée, sur laquelle les clients s'appuient pendant douze mois.",
        en: 'The signed attestation, which customers can rely on for twelve months.',
      },
      isNot: { fr: 'un certificat du conseil PCI', en: 'a certificate issued by the PCI council' },
      gives: 'granted',
      after: ['roc'],
    },
  ],
  duties: [{ code: 'revalidation', name: { fr: 'revalidation annuelle', en: 'yearly revalidation' }, everyMonths: 12 }],
  warningDays: 90,
  staleAfterDays: 365,
  referentials: [
    {
      version: '1.0',
      published: '2004-12-15',
      source: { kind: 'other', publisher: 'Jalon', title: { en: 'Date not verified', fr: 'Date non vérifiée' } },
    },
    { version: '3.1', published: '2015-04-01', source: retired('3.1, of April 2015', '3.1, avril 2015') },
    { version: '3.2', published: '2016-04-01', source: retired('3.2, of April 2016', '3.2, avril 2016') },
    {
      version: '3.2.1',
      published: '2018-05-01',
      source: council({
        en: 'PCI DSS 3.2.1; published in May 2018, the first day of the month stands for it',
        fr: 'PCI DSS 3.2.1 ; publiée en mai 2018, date ramenée au premier jour du mois',
      }),
      otherwise: [
        {
          published: '2018-06',
          source: {
            kind: 'other',
            publisher: 'BDO',
            title: 'PCI DSS Version 4.0 Implementation Timeline',
            url: 'https://www.bdo.com/insights/digital/pci-dss-version-4-0-implementation-timeline',
          },
        },
      ],
    },
    {
      version: '4.0',
      published: '2022-03-31',
      optionalFrom: '2022-03-31',
      requiredForNew: '2024-04-01',
      source: council({
        en: 'PCI DSS 4.0; version 3.2.1 was retired on 31 March 2024',
        fr: 'PCI DSS 4.0 ; version 3.2.1 retirée le 31 mars 2024',
      }),
    },
    {
      version: '4.0.1',
      published: '2024-06-11',
      optionalFrom: '2024-06-11',
      requiredForNew: '2025-01-01',
      source: council({
        en: 'PCI DSS 4.0.1; version 4.0 was retired on 31 December 2024',
        fr: 'PCI DSS 4.0.1 ; version 4.0 retirée le 31 décembre 2024',
      }),
    },
  ],
  labels: [],
  sources: [
    'https://www.pcisecuritystandards.org',
    {
      en: 'An assessment remains valid for its twelve months even if its version is retired, so no version has a cut-off date (FAQ of the council, secondary sources).',
      fr: 'Une évaluation reste valable douze mois même si la version appliquée est retirée : aucune version n’a donc de date limite (FAQ du conseil PCI, sources secondaires).',
    },
    { en: 'Versions between 1.0 and 3.1 are omitted.', fr: 'Les versions entre 1.0 et 3.1 ne sont pas reprises.' },
  ],
};
