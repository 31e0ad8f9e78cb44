import type { Language } from '#language/language.js';

/** What was just recorded on a page with a timeline. */
export const DONE_WORDS: Record<Language, Record<'recorded' | 'corrected' | 'retracted', string>> = {
  fr: {
    recorded: 'C’est inscrit. Le fait figure dans l’historique.',
    corrected: 'C’est corrigé. L’historique montre l’ancienne valeur et la nouvelle.',
    retracted: 'C’est retiré. Le fait ne compte plus, et reste lisible dans l’historique.',
  },
  en: {
    recorded: 'Recorded. The fact is in the timeline.',
    corrected: 'Corrected. The timeline shows the old value and the new one.',
    retracted: 'Retracted. The fact no longer counts, and can still be read in the timeline.',
  },
};
