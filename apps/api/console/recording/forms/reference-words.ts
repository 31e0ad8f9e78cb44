import type { Language } from '#language/language.js';
import { quoted } from '#language/format.js';
import { printed } from '../../frame/printed.js';

interface ReferenceWords {
  noProvider: string;
  noDossier: string;
  several: (names: readonly string[]) => string;
}

/** Why a name does not do; each completes the sentence "the field …". */
export const REFERENCE_WORDS: Record<Language, ReferenceWords> = printed({
  fr: {
    noProvider: 'ne nomme aucun fournisseur inscrit : écrivez son nom comme sur sa page',
    noDossier: 'ne nomme aucun dossier inscrit : écrivez le nom du fournisseur, ou collez l’adresse du dossier',
    several: (names) =>
      `peut en désigner plusieurs : écrivez l’un de ceux-ci, ${names.map((name) => quoted(name, 'fr')).join(', ')}`,
  },
  en: {
    noProvider: 'names no provider on record: write its name as on its page',
    noDossier: 'names no dossier on record: write the name of its provider, or paste the address of the dossier',
    several: (names) => `may mean several: write one of ${names.map((name) => quoted(name, 'en')).join(', ')}`,
  },
});
