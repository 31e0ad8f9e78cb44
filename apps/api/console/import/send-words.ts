import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface SendWords {
  title: string;
  intro: string;
  file: { label: string; another: string; hint: string; drop: string; check: string; none: string };
  text: { label: string; hint: string; heading: string; check: string; checkAgain: string; none: string };
  looks: { heading: string; rows: string; needs: string; rest: string; sample: string; again: string };
  kept: {
    heading: string;
    at: string;
    state: Record<'waiting' | 'refused' | 'unfinished' | 'running' | 'done', string>;
  };
  pasted: string;
}

/** What is said where a file is sent. */
export const SEND_WORDS: Record<Language, SendWords> = printed({
  fr: {
    title: 'Importer un fichier CSV',
    intro:
      'Chaque ligne du fichier est un fait. Rien n’est inscrit tout de suite : vous voyez d’abord, ligne par ligne, ce qui le sera et ce qui ne va pas.',
    file: {
      label: 'Fichier CSV',
      another: 'Envoyer le fichier corrigé',
      hint: '10 Mo et 10 000 lignes au plus, en UTF-8, avec des virgules entre les colonnes.',
      drop: 'Choisissez un fichier, ou déposez-le ici.',
      check: 'Vérifier le fichier',
      none: 'est à choisir',
    },
    text: {
      label: 'Texte CSV',
      hint: 'Avec la ligne des noms de colonnes ; 100 ko au plus.',
      heading: 'Ou collez le texte',
      check: 'Vérifier le texte',
      checkAgain: 'Vérifier à nouveau',
      none: 'est vide : collez-y les lignes du fichier',
    },
    looks: {
      heading: 'À quoi le fichier doit ressembler',
      rows: 'La première ligne nomme les colonnes, dans l’ordre que vous voulez. Les dates s’écrivent 2021-05-27, 2020-11, 2025-Q1, 2026-H1 ou 2023.',
      needs: 'Il faut toujours : ',
      rest: 'Les autres colonnes possibles : ',
      sample: 'Télécharger un exemple',
      again: 'Un fichier déjà importé peut l’être encore : ce qui est inscrit ne l’est pas deux fois.',
    },
    kept: {
      heading: 'Vos fichiers des dernières 24 heures',
      at: 'envoyé le',
      state: {
        waiting: 'à confirmer',
        refused: 'refusé, à revoir',
        unfinished: 'interrompu, à revérifier',
        running: 'en cours d’inscription',
        done: 'inscrit',
      },
    },
    pasted: 'texte collé',
  },
  en: {
    title: 'Import a CSV file',
    intro:
      'Every row of the file is one fact. Nothing is recorded at once: first you see, row by row, what will be and what is wrong.',
    file: {
      label: 'CSV file',
      another: 'Send the file once it is fixed',
      hint: 'At most 10 MB and 10,000 rows, in UTF-8, with commas between the columns.',
      drop: 'Choose a file, or drop it here.',
      check: 'Check the file',
      none: 'is to be chosen',
    },
    text: {
      label: 'CSV text',
      hint: 'With the line of column names; at most 100 kB.',
      heading: 'Or paste the text',
      check: 'Check the text',
      checkAgain: 'Check again',
      none: 'is empty: paste the lines of the file there',
    },
    looks: {
      heading: 'What the file has to look like',
      rows: 'The first line names the columns, in any order. Dates are written 2021-05-27, 2020-11, 2025-Q1, 2026-H1 or 2023.',
      needs: 'Always needed: ',
      rest: 'Other columns that it may have: ',
      sample: 'Download a sample',
      again: 'A file may be imported again: what is on record is not recorded twice.',
    },
    kept: {
      heading: 'Your files of the last 24 hours',
      at: 'sent on',
      state: {
        waiting: 'to be confirmed',
        refused: 'refused, to be looked at',
        unfinished: 'interrupted, to be checked again',
        running: 'being recorded',
        done: 'recorded',
      },
    },
    pasted: 'pasted text',
  },
});
