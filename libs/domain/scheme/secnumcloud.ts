import type { Scheme } from './scheme.js';

const label = { slug: 'cloud-de-confiance', name: { fr: 'cloud de confiance', en: 'trusted cloud' } };

/**
 * The label "Cloud de confiance" has no certificate of its own: services with the SecNumCloud qualification have it. Its
 * legal basis has changed over the years; the rules follow each other without a gap.
 */
const cloudDeConfiance: Scheme['labels'] = [
  {
    ...label,
    from: '2021-05-17',
    until: '2021-07-04',
    basis: 'Announced by the government on 17 May 2021, as a label based on SecNumCloud and on legal criteria.',
  },
  {
    ...label,
    from: '2021-07-05',
    until: '2023-05-30',
    basis: 'Circular of 5 July 2021 on the use of cloud services by the State.',
  },
  {
    ...label,
    from: '2023-05-31',
    until: '2024-05-20',
    basis: 'Circular of 31 May 2023, which updates the doctrine "cloud au centre".',
  },
  {
    ...label,
    from: '2024-05-21',
    until: '2026-04-13',
    basis: 'Law 2024-449 of 21 May 2024, article 31.',
  },
  {
    ...label,
    from: '2026-04-14',
    until: '2026-08-11',
    basis: 'Decree 2026-272 of 14 April 2026, for article 31 of law 2024-449 (secondary sources).',
  },
  {
    ...label,
    from: '2026-08-12',
    referentials: ['3.2'],
    basis: 'Order of 12 August 2026, which approves version 3.2 of the SecNumCloud standard (secondary sources).',
  },
];

const referential = (title: string) => ({ kind: 'decision', publisher: 'ANSSI', title }) as const;

/** ANSSI's qualification of cloud services. */
export const secnumcloud: Scheme = {
  slug: 'secnumcloud',
  name: { fr: 'SecNumCloud', en: 'SecNumCloud' },
  authority: 'ANSSI',
  publishers: [
    'Agence nationale de la sécurité des systèmes d’information',
    'cyber.gouv.fr',
    'ssi.gouv.fr',
    'Légifrance',
    'Journal officiel',
    'Journal officiel de la République française',
  ],
  country: 'FR',
  outcome: { fr: 'qualifié', en: 'qualified' },
  family: 'decision',
  milestones: [
    {
      code: 'J0',
      name: { fr: 'acceptation de la demande de qualification', en: 'application accepted' },
      means: {
        fr: "L'ANSSI accepte la demande : le service entre dans le processus de qualification, mais n'a pas encore été évalué.",
        en: 'ANSSI accepts the application: the service enters the process, but nothing has been evaluated yet.',
      },
      isNot: { fr: 'une appréciation de la sécurité du service', en: 'a security assessment' },
      gives: 'applied',
    },
    {
      code: 'J1',
      name: { fr: "acceptation de la stratégie d'évaluation", en: 'evaluation strategy accepted' },
      means: {
        fr: "L'ANSSI valide le périmètre de l'évaluation et la démarche du centre d'évaluation.",
        en: 'ANSSI accepts the scope and the method of the evaluation.',
      },
      isNot: { fr: "un résultat d'audit", en: 'an audit result' },
      gives: 'in-progress',
      after: ['J0'],
    },
    {
      code: 'J2',
      name: { fr: "acceptation des travaux d'évaluation", en: 'evaluation work accepted' },
      means: {
        fr: "L'ANSSI accepte les travaux du centre d'évaluation ; la décision reste à prendre.",
        en: "ANSSI accepts the evaluation centre's work; the decision is still pending.",
      },
      isNot: { fr: 'la qualification', en: 'the qualification' },
      gives: 'in-progress',
      after: ['J1'],
    },
    {
      code: 'J3',
      name: { fr: 'décision de qualification', en: 'qualification decision' },
      means: {
        fr: "Le directeur général de l'ANSSI qualifie les services désignés par sa décision, pour trois ans au plus, parfois sous conditions et réserves : c'est le « visa de sécurité ».",
        en: 'The director general of ANSSI qualifies the services named in the decision for at most three years, sometimes with conditions or reservations (the "visa de sécurité").',
      },
      gives: 'granted',
      after: ['J2'],
    },
  ],
  maximalValidity: { years: 3, toleranceDays: 7 },
  warningDays: 180,
  renewalDays: 540,
  staleAfterDays: 270,
  referentials: [
    { version: '3.0', published: '2016-12-08', source: referential('Référentiel SecNumCloud 3.0') },
    {
      version: '3.1',
      published: '2018-06-11',
      source: referential('Référentiel SecNumCloud 3.1'),
      otherwise: [
        {
          published: '2016',
          source: {
            kind: 'statement',
            publisher: 'ANSSI',
            title: 'History of versions in the draft 3.2.a of 21 September 2021 (a misprint)',
          },
        },
      ],
    },
    {
      version: '3.2.a',
      published: '2021-09-21',
      draft: true,
      source: referential('Référentiel SecNumCloud 3.2.a, draft for comments'),
    },
    { version: '3.2', published: '2022-03-08', source: referential('Référentiel SecNumCloud 3.2') },
  ],
  labels: cloudDeConfiance,
  sources: [
    'https://cyber.gouv.fr/prestataires-de-services-dinformatique-en-nuage-secnumcloud',
    'Validity of at most three years: decree on the qualification of security products and trust service providers. Tolerance of 7 days: published validities are three years plus a day or a week.',
    'Renewal preparation of 540 days: in published cases, J0 to J3 takes 12 to 36 months.',
    'The wording of J2 is unverified. Some published sources define these codes differently.',
    'Not available, and therefore omitted: the dates from which versions are required, the frequency of surveillance audits, and a time limit from J0 to J1.',
  ],
};
