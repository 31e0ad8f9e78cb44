import type { problemPages as EnglishPages, problems as English } from '../en/problems.js';

export const problems: typeof English = {
  'malformed-json': {
    title: 'JSON mal formé',
    text: 'Le corps n’est pas du JSON valide. Envoyez un objet JSON encodé en UTF-8.',
  },
  'malformed-address': {
    title: 'URL mal formée',
    text: 'L’URL contient un encodage pour cent qui n’est pas de l’UTF-8 valide. Encodez-la de nouveau.',
  },
  'malformed-request': { title: 'Requête mal formée', text: 'La requête n’est pas conforme à HTTP.' },
  'invalid-request': {
    title: 'Paramètre ou en-tête non valide',
    text: 'Un paramètre, un élément du chemin ou un en-tête n’est pas valide. `problems` indique chacun et le motif.',
  },
  'invalid-body': {
    title: 'Corps de requête non valide',
    text: 'Un champ du corps manque ou n’est pas valide. `problems` indique chacun et le motif. Rien n’a été enregistré.',
  },
  unauthorized: {
    title: 'Authentification requise',
    text: 'Envoyez une clé d’API valide dans l’en-tête `Authorization: Bearer <clé d’API>`.',
  },
  forbidden: {
    title: 'Droits insuffisants',
    text: 'La clé d’API est valide, mais ne porte pas le droit requis. Utilisez une clé qui le porte.',
  },
  'foreign-form': {
    title: 'Formulaire d’un autre site',
    text: 'Le formulaire vient d’un autre site et n’a pas été traité. Ouvrez la page ici et envoyez-le de nouveau.',
  },
  'not-found': {
    title: 'Page introuvable',
    text: 'Rien n’existe à cette adresse. Vérifiez le chemin et les identifiants qu’il contient.',
  },
  'method-not-allowed': {
    title: 'Méthode non autorisée',
    text: 'L’adresse existe, mais pas pour cette méthode HTTP. L’en-tête `Allow` donne les méthodes autorisées.',
  },
  'stale-version': {
    title: 'Conflit de versions',
    text: 'La ressource a changé depuis la version citée dans `If-Match`. Relisez-la, puis réessayez.',
  },
  conflict: {
    title: 'Modification concurrente, veuillez réessayer',
    text: 'D’autres modifications ont eu la priorité plusieurs fois de suite. Rien n’a été enregistré : réessayez.',
  },
  'id-reused': {
    title: 'Clé d’idempotence déjà utilisée',
    text: 'Cette clé `Idempotency-Key` a déjà accompagné une autre requête. Utilisez une nouvelle clé.',
  },
  unstorable: {
    title: 'Valeur impossible à enregistrer',
    text: 'Une valeur contient des caractères impossibles à enregistrer, comme NUL. Supprimez-les, puis réessayez.',
  },
  'body-too-large': {
    title: 'Corps de requête trop volumineux',
    text: 'Un corps JSON est limité à 1 Mo, un import CSV à 10 Mo. Scindez la requête.',
  },
  'address-too-long': {
    title: 'URL trop longue',
    text: 'Un élément de l’URL dépasse la longueur maximale. Utilisez moins de filtres.',
  },
  'unsupported-media-type': {
    title: 'Format non pris en charge',
    text: 'Cette adresse n’accepte pas ce `Content-Type`. La plupart n’acceptent que `application/json`.',
  },
  'not-acceptable': {
    title: 'Format non disponible',
    text: 'Cette adresse ne fournit pas le format demandé dans `Accept`. Demandez-en un qu’elle fournit.',
  },
  'too-many-requests': {
    title: 'Trop de requêtes',
    text: 'La limite de débit est dépassée. Attendez la durée indiquée par `Retry-After`, ou envoyez une clé d’API.',
  },
  'not-seen-yet': {
    title: 'Liste pas encore à jour',
    text: 'La liste ne comprend pas encore la position citée dans `seen`. Réessayez après la durée de `Retry-After`.',
  },
  unavailable: {
    title: 'Service indisponible',
    text: 'Le service ne peut pas répondre. Rien n’a été enregistré : réessayez après la durée de `Retry-After`.',
  },
  internal: {
    title: 'Erreur interne du serveur',
    text: 'Une erreur de Jalon a fait échouer la requête. Elle a été journalisée : réessayez plus tard.',
  },
};

export const problemPages: typeof EnglishPages = {
  status: 'Statut HTTP',
  code: 'Code',
  all: 'Documentation de l’API',
  unknown: 'Code de problème inconnu',
  unknownText: 'Aucun problème ne porte ce code.',
  more: (count) => `, et ${count} de plus`,
  body: 'le corps',
};
