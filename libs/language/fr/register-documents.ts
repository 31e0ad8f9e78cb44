import type * as English from '../en/register-documents.js';
import { french as fr } from '../format.js';

const FORMATS = { json: 'JSON', csv: 'CSV', xlsx: 'Excel (.xlsx)', html: 'HTML' };

const FOUND = {
  html: 'une page HTML',
  json: 'du JSON',
  zip: 'une archive ZIP',
  xlsx: 'un classeur Excel (.xlsx)',
  xls: 'un classeur Excel de l’ancien format (.xls)',
  pdf: 'un fichier PDF',
  binary: 'un fichier binaire',
  text: 'du texte',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

export const registerDocumentsReasons: typeof English.registerDocumentsReasons = {
  'register-document-blank': 'Le document est vide',
  'register-document-format': ({ expected, found }) =>
    `Le document doit être au format ${FORMATS[expected]}, mais contient ${FOUND[found]}`,
  'register-gzip-damaged': 'Le document est un fichier gzip endommagé ou tronqué',
  'register-json-malformed': ({ line }) =>
    line === undefined
      ? 'Le document n’est pas du JSON valide'
      : `Le document n’est pas du JSON valide : voir la ligne ${line}`,
  'register-json-truncated':
    'Le document est tronqué : le JSON se termine avant la fermeture de sa dernière accolade ou de son dernier crochet',
  'register-json-too-deep': ({ maximum }) => `Le document comporte plus de ${maximum} niveaux d’imbrication`,
  'register-json-too-many-values': ({ maximum }) => `Le document comporte plus de ${fr.number(maximum)} valeurs`,
  'register-list-missing': ({ paths, found }) =>
    (paths.length === 0
      ? 'Le document doit être une liste'
      : `Le document doit être une liste ou en contenir une à ${paths.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'register-fields-missing': ({ missing, found }) =>
    `Le document ne provient pas de cette liste : champs manquants : ${missing.join(', ')}` +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'register-too-many-entries': ({ maximum }) =>
    `Le document comporte trop d’inscriptions : ${fr.number(maximum)} au maximum`,
  'register-nothing-readable': ({ entries }) =>
    `Le document comporte ${fr.count(entries, 'inscription', 'inscriptions')}, dont aucune n’est lisible`,
  'register-stage-unknown': ({ text }) => `${fr.quote(text)} n’est pas une étape du profil de lecture`,
  'register-level-unknown': ({ text, levels }) =>
    `${fr.quote(text)} n’est pas un niveau du schéma ; niveaux : ${levels.join(', ')}`,
  'register-date-format': ({ text, dates }) => `${fr.quote(text)} n’est pas une date telle que ${DATES[dates]}`,
  'register-key-repeated': ({ entry }) => `est aussi la clé de l’inscription n° ${entry}`,
};
