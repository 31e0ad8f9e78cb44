import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface ProceedingWords {
  /** The id of a form that was saved, and then changed and saved again. */
  reused: string;
  /** The same, saved and not changed: the browser went back, or the answer was lost. */
  saved: string;
  savedLink: string;
  savedHint: string;
  meanwhile: string;
  meanwhileHint: string;
  by: string;
}

export const PROCEEDING_WORDS: Record<Language, ProceedingWords> = printed({
  fr: {
    reused:
      'Ce formulaire a déjà été inscrit une fois, avec d’autres mots. Si vous l’inscrivez encore, ce sera un fait de plus. Pour changer le premier, corrigez-le depuis l’historique.',
    saved: 'Ce formulaire est déjà inscrit.',
    savedLink: 'Voir ce qu’il a inscrit',
    savedHint: 'L’envoyer une fois de plus, sans rien y changer, n’ajoute rien.',
    meanwhile: 'Depuis que vous avez ouvert ce formulaire, il a été inscrit :',
    meanwhileHint: 'Ce qui suit en tient compte. Votre saisie est gardée : vérifiez-la, puis inscrivez.',
    by: 'par',
  },
  en: {
    reused:
      'This form was recorded once already, with other words. If you record it again, it will be one more fact. To change the first, correct it from the timeline.',
    saved: 'This form is on record already.',
    savedLink: 'See what it recorded',
    savedHint: 'Sending it once more, with nothing changed, adds nothing.',
    meanwhile: 'Since you opened this form, this was recorded:',
    meanwhileHint: 'What follows takes it into account. What you typed is kept: check it, then record.',
    by: 'by',
  },
});
