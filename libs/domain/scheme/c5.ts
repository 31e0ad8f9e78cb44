import type { Cited, Scheme } from './scheme.js';

const bsi = (title: Cited['title']) => ({ kind: 'statement', publisher: 'BSI', title }) as const;

/** The German criteria catalogue for cloud services: an auditor's report, not a certificate. */
export const c5: Scheme = {
  slug: 'c5',
  name: { fr: 'BSI C5', en: 'BSI C5' },
  authority: 'BSI',
  country: 'DE',
  outcome: { fr: 'attesté', en: 'attested' },
  family: 'report',
  milestones: [
    {
      code: 'examination',
      name: { fr: "mission d'audit en cours", en: 'examination under way' },
      means: {
        fr: 'Un auditeur examine le service selon le catalogue, à une date (type 1) ou sur une période (type 2).',
        en: 'An auditor examines the service against the catalogue, at a point in time (Type 1) or over a period (Type 2).',
      },
      isNot: { fr: 'une attestation', en: 'an attestation' },
      gives: 'in-progress',
    },
    {
      code: 'report',
      name: { fr: "rapport d'attestation", en: 'attestation report' },
      means: {
        fr: "L'auditeur remet son rapport. Il n'a pas de date de fin ; l'usage est d'en produire un nouveau chaque année.",
        en: 'The auditor issues the report. It has no end date; in practice, a new one is issued each year.',
      },
      isNot: { fr: "un certificat de l'autorité", en: 'a certificate issued by the authority' },
      gives: 'granted',
      after: ['examination'],
    },
  ],
  levels: ['Type 1', 'Type 2'],
  currentForMonths: 12,
  warningDays: 90,
  staleAfterDays: 365,
  referentials: [
    {
      version: '2016',
      published: '2016-01-01',
      source: bsi({
        en: 'C5:2016; published in 2016, the first day of the year stands for it',
        fr: 'C5:2016 ; publié en 2016, date ramenée au premier jour de l’année',
      }),
    },
    {
      version: '2020',
      published: '2020-01-01',
      source: bsi({
        en: 'C5:2020; published in 2020, the first day of the year stands for it',
        fr: 'C5:2020 ; publié en 2020, date ramenée au premier jour de l’année',
      }),
    },
    {
      version: '2026',
      published: '2026-03-01',
      requiredForNew: '2027-06-01',
      source: bsi({
        en: 'C5:2026; published in March 2026, the first day of the month stands for it',
        fr: 'C5:2026 ; publié en mars 2026, date ramenée au premier jour du mois',
      }),
    },
  ],
  labels: [],
  sources: [
    'https://www.bsi.bund.de/C5',
    {
      en: 'C5:2026 applies to periods from 1 June 2027 on.',
      fr: 'C5:2026 s’applique aux périodes commençant à partir du 1er juin 2027.',
    },
    {
      en: 'Current for twelve months: based on the practice of yearly reports, not on a rule of the catalogue.',
      fr: 'À jour pendant douze mois : usage d’un rapport annuel, et non règle du catalogue.',
    },
  ],
};
