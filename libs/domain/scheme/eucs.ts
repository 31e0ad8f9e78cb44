import type { Scheme } from './scheme.js';

/** The European scheme for cloud services. It exists only as drafts and cannot be obtained yet. */
export const eucs: Scheme = {
  slug: 'eucs',
  name: { fr: 'EUCS (projet)', en: 'EUCS (draft)' },
  authority: 'ENISA',
  country: 'EU',
  outcome: { fr: 'certifié', en: 'certified' },
  family: 'decision',
  milestones: [
    {
      code: 'assessment',
      name: { fr: 'évaluation de conformité', en: 'conformity assessment' },
      means: {
        fr: "Un organisme d'évaluation de la conformité examine le service selon un texte encore à l'état de projet.",
        en: 'A conformity assessment body examines the service based on a draft of the scheme.',
      },
      isNot: { fr: 'un certificat', en: 'a certificate' },
      gives: 'in-progress',
    },
    {
      code: 'certificate',
      name: { fr: 'certificat européen', en: 'European certificate' },
      means: {
        fr: "Le certificat prévu par le schéma, qui n'était pas encore adopté en août 2026.",
        en: 'The certificate that the scheme provides for. It had not been adopted by August 2026.',
      },
      gives: 'granted',
      after: ['assessment'],
    },
  ],
  warningDays: 180,
  staleAfterDays: 365,
  referentials: [
    {
      version: 'draft of December 2020',
      published: '2020-12-22',
      draft: true,
      source: {
        kind: 'statement',
        publisher: 'ENISA',
        title: {
          en: 'Draft candidate scheme, for public consultation until 7 February 2021',
          fr: 'Projet de schéma candidat, soumis à consultation publique jusqu’au 7 février 2021',
        },
      },
    },
  ],
  labels: [],
  sources: [
    'https://www.enisa.europa.eu',
    {
      en: 'Levels differ between drafts, so any level can be recorded. Later drafts were not officially published and are omitted.',
      fr: 'Les niveaux varient d’un projet à l’autre : tous sont acceptés. Les projets suivants, non publiés officiellement, ne sont pas repris.',
    },
  ],
};
