import type { Scheme } from './scheme.js';

/** An auditor's report on a service organization's controls, after the AICPA's criteria. */
export const soc2: Scheme = {
  slug: 'soc-2',
  name: { fr: 'SOC 2', en: 'SOC 2' },
  authority: 'AICPA',
  country: 'US',
  outcome: { fr: 'attesté', en: 'attested' },
  family: 'report',
  milestones: [
    {
      code: 'examination',
      name: { fr: "mission d'audit en cours", en: 'examination under way' },
      means: {
        fr: "Un cabinet d'audit examine les contrôles, à une date (type 1) ou sur une période (type 2).",
        en: 'An audit firm examines the controls, at a point in time (Type 1) or over a period (Type 2).',
      },
      isNot: { fr: 'un rapport', en: 'a report' },
      gives: 'in-progress',
    },
    {
      code: 'report',
      name: { fr: "rapport de l'auditeur", en: "auditor's report" },
      means: {
        fr: "L'auditeur émet son opinion. Attention au faux ami : une « qualified opinion » est une opinion avec réserves, le contraire de « qualifié ». Une lettre de liaison (bridge letter) du prestataire n'est pas un rapport.",
        en: 'The auditor gives an opinion. Note that a "qualified opinion" contains exceptions, contrary to the French "qualifié". A bridge letter from the provider is not a report.',
      },
      isNot: { fr: 'un certificat, ni une qualification', en: 'a certificate or a qualification' },
      gives: 'granted',
      after: ['examination'],
    },
  ],
  levels: ['Type 1', 'Type 2'],
  currentForMonths: 12,
  warningDays: 90,
  staleAfterDays: 365,
  referentials: [],
  labels: [],
  sources: [
    'https://www.aicpa-cima.com/topic/audit-assurance/audit-and-assurance-greater-than-soc-2',
    {
      en: 'Current for twelve months after the end of the period: an industry convention, not a rule of the AICPA.',
      fr: 'À jour pendant douze mois après la fin de la période : usage de la profession, et non règle de l’AICPA.',
    },
    {
      en: 'Versions of the Trust Services Criteria are omitted: their dates are unverified.',
      fr: 'Les versions des Trust Services Criteria ne sont pas reprises : leurs dates ne sont pas vérifiées.',
    },
  ],
};
