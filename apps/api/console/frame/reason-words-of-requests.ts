import type { Reasons } from './reason-template.js';

/** What can be wrong with what a browser or a form sends, whatever it is about. */
export const REASONS_OF_REQUESTS: Reasons = {
  'is required': 'est obligatoire',
  'is not a known field': 'n’est pas un champ connu',
  'must be text': 'doit être un texte',
  'must be a number': 'doit être un nombre',
  'must be a whole number': 'doit être un nombre entier',
  'must be an object': 'doit être un objet',
  'must be a list': 'doit être une liste',
  'must be true or false': 'doit être oui ou non',
  'must be {}': 'doit être {}',
  'must be one of {}': 'doit être l’un de {}',
  'must be of {}': 'doit être parmi {}',
  'must be of {}; {} is none of them': 'doit être parmi {} ; {} n’en est pas',
  'must be a valid {}': 'doit avoir la forme {}',
  'must be above {}': 'doit dépasser {}',
  'must be below {}': 'doit rester au-dessous de {}',
  'must be at least {}': 'doit valoir au moins {}',
  'must be at most {}': 'doit valoir au plus {}',
  'must be a multiple of {}': 'doit être un multiple de {}',
  'must have at least {} characters': 'doit avoir au moins {} caractères',
  'must have at most {} characters': 'doit avoir au plus {} caractères',
  'must have at least {} entries': 'doit avoir au moins {} éléments',
  'must have at most {} entries': 'doit avoir au plus {} éléments',
  'must be written as asked': 'n’a pas la forme demandée',
  'does not do': 'ne convient pas',
  'something does not do': 'quelque chose ne convient pas',
  '{}, and {} more': '{…}, et {} de plus',
  'must be at most {} items': 'doit contenir au plus {} éléments',
  'must be ids of dossiers, with commas between them':
    'doit être des identifiants de dossiers, séparés par des virgules',
  'must be a position in the ledger: a whole number such as 42':
    'doit être une position dans le registre : un nombre entier comme 42',
  'must be a position in the ledger, as the `next` link has it': {
    fr: 'doit être une position dans le registre, comme dans le lien vers la suite',
    en: 'must be a position in the ledger, as the link to the next page has it',
  },
  'must be an instant with its offset, such as 2026-11-25T08:00:00Z':
    'doit être un instant avec son décalage, comme 2026-11-25T08:00:00Z',
  'must be a whole number from 1 to 200': 'doit être un nombre entier de 1 à 200',
  'must be a number of days up to 3650': 'doit être un nombre de jours, 3650 au plus',
  'must be a whole number of days from 1 to 366': 'doit être un nombre entier de jours, de 1 à 366',
  'must be a cursor that this list has given out': {
    fr: 'doit venir d’un lien de cette liste',
    en: 'must come from a link of this list',
  },
  'must be a cursor that a list has given out': {
    fr: 'doit venir d’un lien de la liste',
    en: 'must come from a link of the list',
  },
  'must be 1 to 200 visible ASCII characters': 'doit avoir de 1 à 200 caractères ASCII visibles',
  'must be * or tags in double quotes, such as "7.xTq2", as ETag gave them':
    'doit être * ou des étiquettes entre guillemets, telles que ETag les a données',
  'was used for something else': 'a déjà servi pour autre chose',
  'names version {}, and it is {}': 'vise la version {}, et c’est la {}',
  'The record changed while this was decided: read it again, and try again.':
    'Quelqu’un a inscrit autre chose entre-temps : relisez, puis réessayez.',
  'This Idempotency-Key came with another request before: use a new one.': {
    fr: 'Ce formulaire a déjà été envoyé avec d’autres valeurs : ouvrez-en un nouveau.',
    en: 'This form was sent before with other values: open a new one.',
  },
  'A value holds characters that cannot be stored.':
    'Une valeur contient des caractères qui ne peuvent pas être gardés.',
  'This is being planned at the moment: nothing was changed, try again.':
    'C’est en cours de préparation : rien n’a changé, réessayez.',
  'The error was logged.': 'L’erreur est notée dans le journal.',
  'The body cannot be read as JSON.': 'Le contenu n’est pas du JSON.',
  'The body is empty: send a JSON object.': 'Le contenu est vide.',
  'The body is not as long as Content-Length says.': 'Le contenu est arrivé incomplet.',
  'At most 1 MB, or 10 MB of CSV for an import.': 'Au plus 1 Mo, ou 10 Mo de CSV pour un import.',
  'Send application/json; an import takes text/csv.':
    'Envoyez un formulaire de la console ; un import prend un fichier CSV.',
  'The Content-Type is malformed.': 'Le type du contenu est illisible.',
  'The address holds a percent-encoding that is not UTF-8.':
    'L’adresse contient un signe % qui ne mène à aucun caractère.',
  'A part of the address is too long.': 'Une partie de l’adresse est trop longue.',
  'There is nothing at this address.': 'Il n’y a rien à cette adresse.',
  'The request cannot be understood.': 'La demande est incompréhensible.',
  'The ledger cannot be reached at the moment: try again.': 'Le registre ne répond pas pour le moment : réessayez.',
  'The list has not followed the ledger up to {} yet.': 'La liste n’a pas encore suivi le registre jusqu’à {}.',
  'The form cannot be read: its parts are cut off or not marked.':
    'Le formulaire est arrivé incomplet : envoyez-le de nouveau.',
  'A file holds 10 MB at most, a field 1 MB.': 'Un fichier fait au plus 10 Mo, un champ 1 Mo.',
  'At most {} kB.': 'Au plus {} ko.',
  'Send application/json.': 'Envoyez un formulaire de la console.',
  'The body nests deeper than {} levels.': 'Le contenu a plus de {} niveaux.',
  'The body is not UTF-8.': 'Le contenu n’est pas en UTF-8.',
  'The body is not JSON: {}': 'Le contenu n’est pas du JSON.',
  'Send the file as text/csv.': 'Envoyez le fichier au format CSV.',
  'Wait before the next request, or use a key.': 'Attendez un peu, ou connectez-vous avec une clé.',
  'This needs the scope "{}", which your key does not hold.': {
    fr: 'Il faut une clé qui permette « {…} » ; la vôtre ne le permet pas.',
    en: 'This needs a key that holds “{}”, and yours does not.',
  },
  'This needs the scope "{}", which the key does not hold.': {
    fr: 'Il faut une clé qui permette « {…} » ; la vôtre ne le permet pas.',
    en: 'This needs a key that holds “{}”, and yours does not.',
  },
  read: 'lire',
  record: 'inscrire',
  admin: 'administrer',
  'Open this page here, and send it again.': 'Ouvrez cette page ici, puis envoyez-la de nouveau.',
};
