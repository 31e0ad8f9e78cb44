import type { Cited, Scheme } from './scheme.js';

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
    basis: {
      en: 'Announced by the government on 17 May 2021, as a label based on SecNumCloud and on legal criteria.',
      fr: 'Annoncé par le gouvernement le 17 mai 2021 comme un label fondé sur SecNumCloud et sur des critères juridiques.',
    },
  },
  {
    ...label,
    from: '2021-07-05',
    until: '2023-05-30',
    basis: {
      en: 'Circular of 5 July 2021 on the use of cloud services by the State.',
      fr: 'Circulaire du 5 juillet 2021 relative à l’utilisation de l’informatique en nuage par l’État.',
    },
  },
  {
    ...label,
    from: '2023-05-31',
    until: '2024-05-20',
    basis: {
      en: 'Circular of 31 May 2023, which updates the doctrine "cloud au centre".',
      fr: 'Circulaire du 31 mai 2023 portant actualisation de la doctrine « cloud au centre ».',
    },
  },
  {
    ...label,
    from: '2024-05-21',
    until: '2026-04-13',
    basis: { en: 'Law 2024-449 of 21 May 2024, article 31.', fr: 'Loi n° 2024-449 du 21 mai 2024, article 31.' },
  },
  {
    ...label,
    from: '2026-04-14',
    until: '2026-08-11',
    basis: {
      en: 'Decree 2026-272 of 14 April 2026, for article 31 of law 2024-449 (secondary sources).',
      fr: 'Décret n° 2026-272 du 14 avril 2026, pris pour l’application de l’article 31 de la loi n° 2024-449 (sources secondaires).',
    },
  },
  {
    ...label,
    from: '2026-08-12',
    referentials: ['3.2'],
    basis: {
      en: 'Order of 12 August 2026, which approves version 3.2 of the SecNumCloud standard (secondary sources).',
      fr: 'Arrêté du 12 août 2026 approuvant la version 3.2 du référentiel SecNumCloud (sources secondaires).',
    },
  },
];

const referential = (title: Cited['title']) => ({ kind: 'decision', publisher: 'ANSSI', title }) as const;

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
            title: {
              en: 'History of versions in the draft 3.2.a of 21 September 2021 (a misprint)',
              fr: 'Historique des versions du projet 3.2.a du 21 septembre 2021 (coquille)',
            },
          },
        },
      ],
    },
    {
      version: '3.2.a',
      published: '2021-09-21',
      draft: true,
      source: referential({
        en: 'Référentiel SecNumCloud 3.2.a, draft for comments',
        fr: 'Référentiel SecNumCloud 3.2.a, projet soumis à commentaires',
      }),
    },
    { version: '3.2', published: '2022-03-08', source: referential('Référentiel SecNumCloud 3.2') },
  ],
  labels: cloudDeConfiance,
  sources: [
    'https://cyber.gouv.fr/prestataires-de-services-dinformatique-en-nuage-secnumcloud',
    {
      en: 'Validity of at most three years: decree on the qualification of security products and trust service providers. Tolerance of 7 days: published validities are three years plus a day or a week.',
      fr: 'Validité de trois ans au plus : décret relatif à la qualification des produits de sécurité et des prestataires de services de confiance. Tolérance de 7 jours : les durées publiées atteignent trois ans plus un jour ou une semaine.',
    },
    {
      en: 'Renewal preparation of 540 days: in published cases, J0 to J3 takes 12 to 36 months.',
      fr: 'Préparation du renouvellement 540 jours avant la fin : dans les cas publiés, le parcours de J0 à J3 dure de 12 à 36 mois.',
    },
    {
      en: 'The wording of J2 is unverified. Some published sources define these codes differently.',
      fr: 'L’intitulé de J2 n’est pas vérifié. Certaines sources publiées donnent un autre sens à ces codes.',
    },
    {
      en: 'Not available, and therefore omitted: the dates from which versions are required, the frequency of surveillance audits, and a time limit from J0 to J1.',
      fr: 'Non trouvés, donc absents : les dates à partir desquelles une version est exigée, la périodicité de la surveillance, le délai maximal de J0 à J1.',
    },
  ],
};
