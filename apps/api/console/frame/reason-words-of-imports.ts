import type { Reasons } from './reason-template.js';

/** What can be wrong with a file to import, and with its rows. */
export const REASONS_OF_IMPORTS: Reasons = {
  'the file is empty': 'le fichier est vide',
  'at most {} rows are taken at once': 'au plus {} lignes à la fois : partagez le fichier',
  'the file is separated by {}: save it with commas between its columns':
    'le fichier a des {…} entre ses colonnes : enregistrez-le avec des virgules',
  semicolons: 'points-virgules',
  tabs: 'tabulations',
  'has {} cells, the header has {}': 'a {} cellules, et l’en-tête {}',
  'the header has {} columns': 'l’en-tête a {} colonnes',
  'the header is not one of an import: {}':
    'l’en-tête n’est pas celui d’un import ; les colonnes en cause sont listées',
  'this column is missing': 'cette colonne manque',
  'has no name': 'n’a pas de nom',
  'no such column; the nearest is {}': 'cette colonne n’existe pas ; la plus proche est {}',
  'this column is there twice': 'cette colonne y est deux fois',
  'the file is UTF-16, not UTF-8: save it as "CSV UTF-8"':
    'le fichier est en UTF-16, et non en UTF-8 : enregistrez-le en « CSV UTF-8 »',
  'line {} is not UTF-8 ({}): save the file as UTF-8':
    'la ligne {} n’est pas en UTF-8 ({…}) : enregistrez le fichier en UTF-8',
  'byte {}, in Latin-1 “{}”': 'octet {}, en Latin-1 « {} »',
  'the file is not UTF-8': 'le fichier n’est pas en UTF-8',
  'the id that it would be recorded under, {}, is the id of another event on record':
    'l’identifiant sous lequel elle serait inscrite, {}, est déjà celui d’un autre événement',
  'nothing was recorded: {}{}': 'rien n’a été inscrit : {…}',
  'nothing was recorded: {} problem in {} row': 'rien n’a été inscrit : {} point dans {} ligne',
  'nothing was recorded: {} problems in {} row': 'rien n’a été inscrit : {} points dans {} ligne',
  'nothing was recorded: {} problems in {} rows': 'rien n’a été inscrit : {} points dans {} lignes',
  'nothing was recorded: {} problems in {} rows, the first {} of them listed':
    'rien n’a été inscrit : {} points dans {} lignes, dont les {} premiers listés',
  '{} cannot be imported: it has {}, and files have not':
    '{} ne peut pas être importé : il lui faut {}, qu’un fichier n’a pas',
  '{} on a {} has no such field: leave the cell blank': '{} n’a pas ce champ pour {…} : laissez la cellule vide',
  'provider (the row has no scheme)': 'un fournisseur (la ligne n’a pas de schéma)',
  'no such type: {}; the nearest is {}': 'le type {} n’existe pas ; le plus proche est {}',
  '{} is about a dossier: give its scheme': '{} concerne un dossier : donnez son schéma',
  '{} is about the provider: leave scheme blank': '{} concerne le fournisseur : laissez le schéma vide',
  'must be at most {} characters: provider / service': 'doit avoir au plus {} caractères : fournisseur / service',
  'no such scheme; there are {}': 'ce schéma n’existe pas ; il y a {}',
  '{}; it is written provider / service': '{…} ; cela s’écrit fournisseur / service',
  'no dossier of {} called {}': 'aucun dossier {} ne s’appelle {}',
  '{} dossiers of {} called {}': '{} dossiers {} s’appellent {}',
  '{} providers are or were called {}': '{} fournisseurs s’appellent ou s’appelaient {}',
  '{} has {} dossiers for {}: name the service': '{} a {} dossiers pour {} : nommez le service',
  '{} has no dossier for {} at {}, only at other times: name the service':
    '{} n’a pas de dossier pour {} à la date {…}, seulement à d’autres moments : nommez le service',
  present: 'd’aujourd’hui',
  '{} has {} dossiers for {}: they are or were called {}':
    '{} a {} dossiers pour {} qui s’appellent ou s’appelaient {}',
  '{} has given {} away by then: name the provider that has it':
    '{} a déjà cédé {} à cette date : nommez le fournisseur qui l’a',
  '{} has {} dossiers for {} without a service': '{} a {} dossiers sans service pour {}',
};
