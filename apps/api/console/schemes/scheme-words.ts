import { counted } from '#language/format.js';
import type { Language } from '#language/language.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { printed } from '../frame/printed.js';

interface SchemeWords {
  title: string;
  intro: string;
  family: Record<Scheme['family'], { word: string; text: string }>;
  facts: Record<
    | 'kind'
    | 'authority'
    | 'outcome'
    | 'validity'
    | 'current'
    | 'warning'
    | 'renewal'
    | 'stale'
    | 'levels'
    | 'reminders'
    | 'stages'
    | 'version',
    string
  >;
  validity: (years: number, tolerance: number) => string;
  noEnd: string;
  months: (count: number) => string;
  before: (days: number) => string;
  silence: (days: number) => string;
  reminders: (before: readonly number[], overdue: readonly number[]) => string;
  stageCount: (count: number) => string;
  dossiers: string;
  grants: string;
  stages: { title: string; isNot: string; gives: string; after: string; none: string };
  duties: { title: string; every: (months: number) => string; grace: (days: number) => string };
  labels: { title: string; intro: string; name: string; from: string; until: string; basis: string };
  sources: { title: string; otherLanguage: string };
}

export const SCHEME_WORDS: Record<Language, SchemeWords> = printed({
  fr: {
    title: 'Schémas',
    intro: 'Ce qu’un service cloud peut chercher à obtenir, par quelles étapes, et pour combien de temps.',
    family: {
      decision: { word: 'Décision', text: 'Une autorité décide, pour une durée limitée.' },
      report: { word: 'Rapport', text: 'Un auditeur rend un rapport. Il ne prend pas fin : il vieillit.' },
      duty: {
        word: 'Certificat à entretenir',
        text: 'Il tient tant que les contrôles prévus sont faits, et devient caduc sinon.',
      },
    },
    facts: {
      kind: 'Nature',
      authority: 'Autorité',
      outcome: 'À l’issue, le service est',
      validity: 'Durée',
      current: 'Reste d’actualité',
      warning: 'Fin signalée',
      renewal: 'Renouvellement à préparer',
      stale: 'Silence signalé',
      levels: 'Niveaux',
      reminders: 'Rappels',
      stages: 'Étapes',
      version: 'Référentiel',
    },
    validity: (years, tolerance) =>
      `${counted(years, ['an', 'ans'], 'fr')} au plus${tolerance === 0 ? '' : ` (à ${counted(tolerance, ['jour', 'jours'], 'fr')} près)`}`,
    noEnd: 'Sans durée maximale inscrite',
    months: (count) => `${count} mois après la période couverte`,
    before: (days) => `${counted(days, ['jour', 'jours'], 'fr')} avant la fin`,
    silence: (days) => `après ${counted(days, ['jour', 'jours'], 'fr')} sans nouvelles`,
    reminders: (before, overdue) =>
      [
        before.length > 0 ? `${before.join(', ')} jours avant l’échéance` : '',
        overdue.length > 0 ? `${overdue.join(', ')} jours après, tant que rien n’est fait` : '',
      ]
        .filter(Boolean)
        .join(' ; '),
    stageCount: (count) => counted(count, ['étape', 'étapes'], 'fr'),
    dossiers: 'Voir ses dossiers au tableau',
    grants: 'Voir ses décisions dans le temps',
    stages: {
      title: 'Étapes',
      isNot: 'Ce n’est pas :',
      gives: 'Un dossier qui en est là est',
      after: 'Après',
      none: 'Ce schéma n’a pas d’étape inscrite.',
    },
    duties: {
      title: 'À refaire tant que cela dure',
      every: (months) => `tous les ${months} mois`,
      grace: (days) => `caduc ${counted(days, ['jour', 'jours'], 'fr')} après l’échéance, si rien n’est fait`,
    },
    labels: {
      title: 'Labels qui en découlent',
      intro: 'Un service qui l’a obtenu porte aussi ces labels, aux dates données.',
      name: 'Label',
      from: 'Du',
      until: 'Au',
      basis: 'Fondement',
    },
    sources: { title: 'Sources de ces règles', otherLanguage: 'Notées en anglais.' },
  },
  en: {
    title: 'Schemes',
    intro: 'What a cloud service can seek, through which stages, and for how long.',
    family: {
      decision: { word: 'Decision', text: 'An authority decides, for a limited time.' },
      report: { word: 'Report', text: 'An auditor hands in a report. It does not end: it grows old.' },
      duty: {
        word: 'Certificate to keep up',
        text: 'It holds as long as the planned checks are done, and lapses when they are not.',
      },
    },
    facts: {
      kind: 'Kind',
      authority: 'Authority',
      outcome: 'In the end the service is',
      validity: 'Lasts',
      current: 'Counts as current',
      warning: 'End warned of',
      renewal: 'Renewal to be prepared',
      stale: 'Silence warned of',
      levels: 'Levels',
      reminders: 'Reminders',
      stages: 'Stages',
      version: 'Referential',
    },
    validity: (years, tolerance) =>
      `${counted(years, ['year', 'years'], 'en')} at most${tolerance === 0 ? '' : ` (give or take ${counted(tolerance, ['day', 'days'], 'en')})`}`,
    noEnd: 'No longest time on record',
    months: (count) => `${counted(count, ['month', 'months'], 'en')} after the period it covers`,
    before: (days) => `${counted(days, ['day', 'days'], 'en')} before the end`,
    silence: (days) => `after ${counted(days, ['day', 'days'], 'en')} without news`,
    reminders: (before, overdue) =>
      [
        before.length > 0 ? `${before.join(', ')} days before the deadline` : '',
        overdue.length > 0 ? `${overdue.join(', ')} days after it, while nothing is done` : '',
      ]
        .filter(Boolean)
        .join('; '),
    stageCount: (count) => counted(count, ['stage', 'stages'], 'en'),
    dossiers: 'See its dossiers on the board',
    grants: 'See its grants over time',
    stages: {
      title: 'Stages',
      isNot: 'It is not:',
      gives: 'A dossier that is there is',
      after: 'After',
      none: 'This scheme has no stage on record.',
    },
    duties: {
      title: 'To be done again while it lasts',
      every: (months) => (months === 1 ? 'every month' : `every ${months} months`),
      grace: (days) => `lapsed ${counted(days, ['day', 'days'], 'en')} after the deadline, if nothing is done`,
    },
    labels: {
      title: 'Labels that come with it',
      intro: 'A service that has it carries these labels too, on the dates given.',
      name: 'Label',
      from: 'From',
      until: 'Until',
      basis: 'Basis',
    },
    sources: { title: 'Sources of these rules', otherLanguage: '' },
  },
});
