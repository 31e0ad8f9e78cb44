import type { importsReasons as English } from '../en/imports-reasons.js';
import { french as fr } from '../format.js';

const SEPARATORS = { semicolon: 'points-virgules', tab: 'tabulations' };
const dossiers = (count: number): string => fr.count(count, 'dossier', 'dossiers');

/** Reasons of CSV import, export and restore. */
export const importsReasons: typeof English = {
  'import-rejected': ({ problems, rows, listed }) =>
    `Rien n’a été enregistré : ${fr.count(problems, 'erreur', 'erreurs')} dans ${fr.count(rows, 'ligne', 'lignes')}` +
    (listed < problems ? `, dont les ${fr.number(listed)} premières sont affichées` : ''),
  'import-too-long': ({ maximum }) =>
    `Un fichier compte au plus ${fr.number(maximum)} lignes ; répartissez-le en plusieurs fichiers`,
  'file-empty': 'Le fichier est vide',
  'file-utf16': 'Le fichier est encodé en UTF-16 et non en UTF-8 ; enregistrez-le au format CSV UTF-8',
  'file-not-utf8': 'Le fichier n’est pas encodé en UTF-8',
  'file-separator': ({ separator }) =>
    `Les colonnes sont séparées par des ${SEPARATORS[separator]} ; enregistrez le fichier avec des virgules`,
  'line-invalid': ({ line }) => `La ligne ${line} est illisible ; rien n’a été enregistré`,
  'line-not-utf8': ({ byte, text }) =>
    `n’est pas encodée en UTF-8 : octet 0x${byte}, en Latin-1 ${fr.quote(text)} ; enregistrez le fichier en UTF-8`,
  'csv-quote-unclosed': 'guillemet non fermé',
  'csv-quote-misplaced':
    'guillemet dans une cellule sans guillemets ; mettez toute la cellule entre guillemets et doublez celui-ci',
  'csv-quote-not-last': 'du texte suit un guillemet fermant ; doublez les guillemets qui font partie d’une cellule',
  'csv-malformed': 'n’est pas du CSV valide',
  'header-invalid': ({ columns }) => `L’en-tête est invalide (${columns.join(', ')}) ; rien n’a été enregistré`,
  'header-too-long': ({ columns }) => `L’en-tête compte ${fr.count(columns, 'colonne', 'colonnes')}`,
  'column-unnamed': 'n’a pas de nom',
  'column-unknown': ({ nearest }) => `n’est pas une colonne connue ; la plus proche est ${nearest}`,
  'column-duplicate': 'figure deux fois dans l’en-tête',
  'column-missing': 'manque dans l’en-tête',
  'row-length': ({ cells, columns }) =>
    `compte ${fr.count(cells, 'cellule', 'cellules')} ; l’en-tête compte ${fr.count(columns, 'colonne', 'colonnes')}`,
  'row-id-taken': ({ id }) =>
    `ne peut pas être enregistrée : son identifiant ${id} est celui d’un autre événement enregistré`,
  'type-unknown': ({ type, nearest }) => `${type} n’est pas un type d’événement ; le plus proche est ${nearest}`,
  'type-needs-scheme': ({ type }) => `${type} porte sur un dossier ; indiquez son référentiel`,
  'type-without-scheme': ({ type }) => `${type} porte sur un fournisseur ; laissez le référentiel vide`,
  'type-without-field': ({ type, on }) =>
    `${type} sur un ${on === 'provider' ? 'fournisseur (la ligne n’indique pas de référentiel)' : 'dossier'} n’a pas ce champ ; laissez la cellule vide`,
  'type-not-importable': ({ type, path }) => `${type} ne peut pas être importé : aucune colonne ne contient ${path}`,
  'row-provider-ambiguous': ({ name, providers }) =>
    `${fr.count(providers, 'fournisseur porte ou a porté', 'fournisseurs portent ou ont porté')} le nom ${name}`,
  'row-dossier-ambiguous': ({ provider, scheme, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme} ; précisez le service`,
  'row-dossier-not-held': ({ provider, scheme, date }) =>
    `${provider} n’a pas de dossier pour ${scheme} ${date === null ? 'actuellement' : `à la date indiquée (${fr.date(date)})`}, seulement à d’autres dates ; précisez le service`,
  'row-service-ambiguous': ({ provider, scheme, service, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme} dont le service porte ou a porté le nom ${service}`,
  'row-service-transferred': ({ provider, service }) =>
    `${provider} avait déjà cédé ${service} à cette date ; indiquez le fournisseur qui le détenait`,
  'row-scope-ambiguous': ({ provider, scheme, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme} sans service`,
  'row-dependency-not-found': ({ scheme, name }) =>
    `Aucun dossier pour ${scheme} ne correspond à ${name} ; écrivez fournisseur / service`,
  'row-dependency-ambiguous': ({ scheme, name, count }) =>
    `${dossiers(count)} pour ${scheme} correspondent à ${name} ; écrivez fournisseur / service`,
};
