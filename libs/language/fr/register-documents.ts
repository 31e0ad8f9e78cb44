import type * as English from '../en/register-documents.js';
import { french as fr } from '../format.js';

const FORMATS = { json: 'JSON', csv: 'CSV', xlsx: 'Excel (.xlsx)', html: 'HTML' };

/** What a file is, by its first bytes. */
export const FOUND = {
  html: 'd’une page HTML',
  xml: 'd’un document XML',
  json: 'de JSON',
  zip: 'd’une archive ZIP',
  xlsx: 'd’un classeur Excel (.xlsx)',
  xls: 'd’un classeur Excel de l’ancien format (.xls) ou protégé par un mot de passe',
  pdf: 'd’un fichier PDF',
  binary: 'de données binaires',
  text: 'de texte',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

export const registerDocumentsReasons: typeof English.registerDocumentsReasons = {
  'register-document-blank': 'Le document est vide',
  'register-document-format': ({ expected, found }) =>
    `Le document doit être au format ${FORMATS[expected]}, mais il s’agit ${FOUND[found]}`,
  'register-gzip-damaged': 'Le document est un fichier gzip endommagé ou tronqué',
  'register-json-malformed': ({ line }) =>
    line === undefined
      ? 'Le document n’est pas du JSON valide'
      : `Le document n’est pas du JSON valide : voir la ligne ${line}`,
  'register-json-truncated':
    'Le document est tronqué : le JSON se termine avant la fermeture de sa dernière accolade ou de son dernier crochet',
  'register-too-deep': ({ maximum }) => `Le document comporte plus de ${maximum} niveaux d’imbrication`,
  'register-too-many-values': ({ maximum }) => `Le document comporte plus de ${fr.number(maximum)} valeurs`,
  'register-list-missing': ({ paths, found }) =>
    (paths.length === 0
      ? 'Le document doit être une liste'
      : `Le document doit être une liste ou en contenir une à ${paths.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'workbook-damaged': 'Le fichier n’est pas un classeur Excel ou est endommagé',
  'workbook-too-large': ({ megabytes }) =>
    `Le classeur décompressé est trop volumineux : ${fr.number(megabytes)} Mo au maximum`,
  'register-sheet-missing': ({ wanted, found }) =>
    (wanted.length === 0
      ? 'Le classeur ne comporte aucune feuille visible'
      : `Le classeur ne comporte pas de feuille ${wanted.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; feuilles : ${found.join(', ')}`),
  'register-table-missing': ({ tables, title }) =>
    (tables === 0
      ? 'La page ne comporte aucun tableau'
      : 'La page ne comporte aucun tableau dont la légende ou le titre corresponde au profil') +
    (title === '' ? '' : ` ; son titre est ${fr.quote(title)}`),
  'register-too-many-tables': ({ maximum }) => `La page comporte plus de ${fr.number(maximum)} tableaux`,
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

  'register-url-required': 'est obligatoire pour télécharger la liste',
  'register-url-credentials':
    'ne doit contenir ni nom d’utilisateur ni mot de passe : l’adresse est publiée avec chaque relevé',
  'register-stage-field-required': 'est obligatoire : stages traduit ses libellés',
  'register-stages-required': 'doit contenir au moins un libellé de fields.stage',
  'register-only-for-json': 'ne s’applique qu’au format json',
  'register-not-for-csv': 'ne s’applique pas au format csv',
  'register-path-format': 'doit être composé de noms de champs séparés par des points, par exemple data.items',
  'register-key-required': 'est obligatoire : dependsOn et dependents sont des clés d’inscription',
  'register-publisher-unknown': ({ publisher, publishers }) =>
    `${publisher} ne s’exprime pas au nom de l’autorité du schéma ; émetteurs : ${publishers.join(', ')}`,
  'register-stage-target': (p) =>
    `doit être granted, absent, ignored ou un jalon du schéma ${p.scheme} (${p.milestones.join(', ')}), et non ${p.stage}`,
};
