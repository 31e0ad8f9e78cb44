import type { Scheme } from './scheme.js';

/** French certification of hosts of health data. */
export const hds: Scheme = {
  slug: 'hds',
  name: { fr: 'Hébergeur de données de santé (HDS)', en: 'Health data hosting (HDS)' },
  authority: 'ANS',
  country: 'FR',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'decision',
  milestones: [
    {
      code: 'stage-1',
      name: { fr: 'audit documentaire', en: 'stage 1 audit' },
      means: {
        fr: "L'organisme de certification examine la documentation de l'hébergeur et son niveau de préparation.",
        en: "The certification body examines the hosting provider's documents and readiness.",
      },
      isNot: { fr: 'un certificat', en: 'a certificate' },
      gives: 'in-progress',
    },
    {
      code: 'stage-2',
      name: { fr: 'audit sur site', en: 'stage 2 audit' },
      means: {
        fr: "L'organisme de certification vérifie sur site l'application des mesures.",
        en: 'The certification body verifies on site that the measures are implemented.',
      },
      isNot: { fr: 'un certificat', en: 'a certificate' },
      gives: 'in-progress',
      after: ['stage-1'],
    },
    {
      code: 'certificate',
      name: { fr: 'certificat', en: 'certificate' },
      means: {
        fr: "Un organisme accrédité certifie l'hébergeur pour les activités, parmi les six prévues, que mentionne le certificat.",
        en: 'An accredited body certifies the hosting provider for the activities named in the certificate, out of six.',
      },
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
  warningDays: 180,
  renewalDays: 270,
  staleAfterDays: 270,
  referentials: [
    {
      version: '1.0',
      published: '2018-06-11',
      graceEnds: '2026-05-16',
      source: {
        kind: 'decision',
        publisher: 'French Republic',
        title: { en: 'Order of 11 June 2018', fr: 'Arrêté du 11 juin 2018' },
      },
    },
    {
      version: '2.0',
      published: '2024-05-16',
      requiredForNew: '2024-11-16',
      requiredForAll: '2026-05-16',
      source: {
        kind: 'decision',
        publisher: 'French Republic',
        title: {
          en: 'Order of 26 April 2024, published on 16 May 2024',
          fr: 'Arrêté du 26 avril 2024, publié le 16 mai 2024',
        },
      },
    },
  ],
  labels: [],
  sources: ['https://esante.gouv.fr/produits-services/hds'],
};
