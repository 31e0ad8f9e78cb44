import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface LadderWords {
  title: string;
  none: string;
  reached: string;
  byGrant: string;
  byClaim: string;
  here: string;
  aimedAt: (date: string) => string;
  skipped: string;
  notYet: string;
  isNot: (what: string) => string;
}

/** What the ladder of stages says. */
export const LADDER_WORDS: Record<Language, LadderWords> = printed({
  fr: {
    title: 'Étapes',
    none: 'Ce schéma n’a pas d’étapes.',
    reached: 'Atteinte',
    byGrant: 'Atteinte : une décision est inscrite ci-dessous',
    byClaim: 'Dite atteinte : l’autorité n’a pas confirmé la décision inscrite ci-dessous',
    here: 'Le dossier en est là',
    aimedAt: (date) => `Visée pour : ${date}`,
    skipped: 'Rien d’inscrit, alors qu’une étape suivante est atteinte',
    notYet: 'Pas encore atteinte',
    isNot: (what) => `Ce n’est pas ${what}.`,
  },
  en: {
    title: 'Stages',
    none: 'This scheme has no stages.',
    reached: 'Reached',
    byGrant: 'Reached: a grant is on record below',
    byClaim: 'Said to be reached: the authority has not confirmed the grant below',
    here: 'The dossier stands here',
    aimedAt: (date) => `Aimed at for ${date}`,
    skipped: 'Nothing on record, though a later stage was reached',
    notYet: 'Not reached yet',
    isNot: (what) => `It is not ${what}.`,
  },
});
