import type { Source } from '#domain/source/source.js';
import type { Language } from '#language/language.js';
import { counted, quoted } from '#language/format.js';

/** What mails say about what was recorded; `field-words.ts` names the fields of events. */
export interface ChangeWords {
  before: string;
  after: string;
  status: string;
  unchanged: (standing: string) => string;
  /** There is no dossier any more, or was none. */
  nothing: string;
  means: string;
  isNot: (what: string) => string;
  occurred: string;
  undated: string;
  source: string;
  /** Of a record whose source is corrected. */
  amendedSource: string;
  quote: string;
  reason: string;
  note: string;
  next: string;
  noNext: string;
  recorded: string;
  retracted: string;
  corrected: (phrase: string) => string;
  retraction: (phrase: string) => string;
  sourceKind: Record<Source['kind'], string>;
  digest: {
    subject: (count: number, first: string) => string;
    heading: (count: number) => string;
    moved: (count: number) => string;
    others: (count: number) => string;
    partly: (shown: number, total: number) => string;
    all: string;
  };
}

export const CHANGE_WORDS: Record<Language, ChangeWords> = {
  fr: {
    before: 'Avant',
    after: 'Après',
    status: 'Statut',
    unchanged: (standing) => `${standing}, inchangé`,
    nothing: 'plus de dossier',
    means: 'Ce que cela signifie',
    isNot: (what) => `Ce n’est pas ${what}.`,
    occurred: 'Date du fait',
    undated: 'sans date',
    source: 'D’après',
    amendedSource: 'Source',
    quote: 'Citation',
    reason: 'Motif',
    note: 'Note',
    next: 'Prochaine échéance',
    noNext: 'aucune connue',
    recorded: 'Enregistré le',
    retracted: 'Ce qui est retiré ne compte plus, mais reste visible dans l’historique.',
    corrected: (phrase) => `correction de ${quoted(phrase, 'fr')}`,
    retraction: (phrase) => `retrait de ${quoted(phrase, 'fr')}`,
    sourceKind: {
      decision: 'décision de l’autorité',
      catalogue: 'catalogue officiel',
      list: 'liste officielle',
      statement: 'déclaration de l’autorité',
      company: 'entreprise',
      press: 'presse',
      other: 'autre',
    },
    digest: {
      subject: (count, first) => `${counted(count, ['nouveauté', 'nouveautés'], 'fr')}, dont ${first}`,
      heading: (count) => counted(count, ['fait enregistré', 'faits enregistrés'], 'fr'),
      moved: (count) => `Ce qui a bougé (${count})`,
      others: (count) => `Sans effet sur un statut (${count})`,
      partly: (shown, total) =>
        `Ce message en donne ${shown} sur ${counted(total, ['fait', 'faits'], 'fr')}, d’abord ce qui a bougé. Tout se lit dans Jalon.`,
      all: 'Tout voir dans Jalon',
    },
  },
  en: {
    before: 'Before',
    after: 'After',
    status: 'Status',
    unchanged: (standing) => `${standing}, unchanged`,
    nothing: 'no dossier any more',
    means: 'What it means',
    isNot: (what) => `It is not ${what}.`,
    occurred: 'Date',
    undated: 'undated',
    source: 'According to',
    amendedSource: 'Source',
    quote: 'Quote',
    reason: 'Reason',
    note: 'Note',
    next: 'Next deadline',
    noNext: 'none known',
    recorded: 'Recorded on',
    retracted: 'What is retracted no longer counts, but stays visible in the history.',
    corrected: (phrase) => `correction of ${quoted(phrase, 'en')}`,
    retraction: (phrase) => `retraction of ${quoted(phrase, 'en')}`,
    sourceKind: {
      decision: 'decision of the authority',
      catalogue: 'official catalogue',
      list: 'official list',
      statement: 'statement of the authority',
      company: 'company',
      press: 'press',
      other: 'other',
    },
    digest: {
      subject: (count, first) => `${counted(count, ['news item', 'news items'], 'en')}, among them ${first}`,
      heading: (count) => counted(count, ['fact recorded', 'facts recorded'], 'en'),
      moved: (count) => `What has moved (${count})`,
      others: (count) => `Without effect on a status (${count})`,
      partly: (shown, total) =>
        `This message gives ${shown} of ${counted(total, ['fact', 'facts'], 'en')}, first what has moved. All of them are in Jalon.`,
      all: 'See all in Jalon',
    },
  },
};
