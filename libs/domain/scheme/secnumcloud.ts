import type { Scheme } from './scheme.js';

/** ANSSI's qualification of cloud services. */
export const secnumcloud: Scheme = {
  slug: 'secnumcloud',
  name: { fr: 'SecNumCloud', en: 'SecNumCloud' },
  authority: 'ANSSI',
  country: 'FR',
  outcome: { fr: 'qualifié', en: 'qualified' },
  family: 'decision',
  milestones: [
    {
      code: 'J0',
      name: { fr: 'acceptation de la demande de qualification', en: 'application accepted' },
      isNot: { fr: 'un jugement de sécurité', en: 'a security judgement' },
      gives: 'applied',
    },
    {
      code: 'J1',
      name: { fr: "acceptation de la stratégie d'évaluation", en: 'evaluation strategy accepted' },
      isNot: { fr: "un résultat d'audit", en: 'an audit result' },
      gives: 'in-progress',
    },
    {
      code: 'J2',
      name: { fr: "acceptation des travaux d'évaluation", en: 'evaluation work accepted' },
      isNot: { fr: 'le label', en: 'the label' },
      gives: 'in-progress',
    },
    { code: 'J3', name: { fr: 'décision de qualification', en: 'qualification decision' }, gives: 'granted' },
  ],
  maximalValidity: { years: 3, toleranceDays: 7 },
  warningDays: 180,
  renewalDays: 540,
  staleAfterDays: 270,
  referentials: [
    { version: '3.0', published: '2016-12-08' },
    { version: '3.1', published: '2018-06-11' },
    { version: '3.2.a', published: '2021-09-21', draft: true },
    { version: '3.2', published: '2022-03-08' },
  ],
  labels: [
    {
      slug: 'cloud-de-confiance',
      name: { fr: 'cloud de confiance', en: 'trusted cloud' },
      from: '2021-05-17',
      basis:
        'Announced on 17 May 2021 as resting on SecNumCloud; circulars of 2021-07-05 and 2023-05-31; law 2024-449, article 31.',
    },
  ],
  sources: [
    'https://cyber.gouv.fr/prestataires-de-services-dinformatique-en-nuage-secnumcloud',
    'Validity of at most three years: decree on the qualification of security products and trust service providers. Tolerance of 7 days: published windows run to three years plus a day or a week.',
    'Renewal warning of 540 days: J0 to J3 takes 12 to 36 months in published cases.',
  ],
};
