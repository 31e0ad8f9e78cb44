import type { Language } from '#language/language.js';
import { printed } from '../../frame/printed.js';

interface AmendingWords {
  correct: string;
  retract: string;
  about: string;
  correctIntro: string;
  retractIntro: string;
  asItReads: string;
  entry: string;
  reason: string;
  correctReasonHint: string;
  retractReasonHint: string;
  preview: string;
  back: string;
  nothingChanged: string;
  /** Why a source may not be left empty; it completes the sentence "the field …". */
  sourceStays: string;
  gone: string;
  isAmendment: string;
  isOpening: string;
  retractInstead: string;
}

export const AMENDING_WORDS: Record<Language, AmendingWords> = printed({
  fr: {
    correct: 'Corriger un fait',
    retract: 'Retirer un fait',
    about: 'À propos de',
    correctIntro:
      'Modifiez seulement ce qui est faux. Ce qui était inscrit reste visible dans l’historique, à côté de la correction.',
    retractIntro:
      'Ce qui est retiré ne compte plus, mais reste visible dans l’historique. Un fait exact sur presque tous les points se corrige plutôt.',
    asItReads: 'Tel qu’il se lit aujourd’hui',
    entry: 'Ce fait',
    reason: 'Motif',
    correctReasonHint: 'Pourquoi c’était faux, et d’où vient ce qui est juste.',
    retractReasonHint: 'Pourquoi ce fait n’aurait pas dû être inscrit.',
    preview: 'Voir ce que cela change',
    back: 'Revenir sans rien changer',
    nothingChanged: 'ne vaut que si quelque chose change : modifiez au moins un champ',
    sourceStays: 'est obligatoire : une source inscrite se remplace, mais ne se retire pas',
    gone: 'Ce fait a déjà été retiré. Il reste visible dans l’historique ; retirer son retrait le rétablit.',
    isAmendment: 'Une correction ou un retrait ne se corrige pas ici. Retirez-le, puis recommencez.',
    isOpening: 'Ce qui ouvre un historique ne se retire pas, mais se corrige.',
    retractInstead: 'Le retirer',
  },
  en: {
    correct: 'Correct a record',
    retract: 'Retract a record',
    about: 'About',
    correctIntro: 'Change only what is wrong. What was recorded stays visible in the timeline, beside the correction.',
    retractIntro:
      'What is retracted no longer counts, but stays visible in the timeline. A record that is right in most points is better corrected.',
    asItReads: 'As it reads today',
    entry: 'This record',
    reason: 'Reason',
    correctReasonHint: 'Why it was wrong, and where what is right comes from.',
    retractReasonHint: 'Why this should not have been recorded.',
    preview: 'See what this changes',
    back: 'Go back without changing anything',
    nothingChanged: 'only counts when something changes: change one field at least',
    sourceStays: 'is required: a source on record can be replaced, not taken away',
    gone: 'This record was retracted before. It stays visible in the timeline; retracting its retraction restores it.',
    isAmendment: 'A correction or retraction is not corrected here. Retract it, then begin again.',
    isOpening: 'What opens a timeline cannot be retracted, only corrected.',
    retractInstead: 'Retract it',
  },
});
