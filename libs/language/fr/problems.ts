import type * as English from '../en/problems.js';

/** HTTP problems, by code: a title, what it means and what to do. */
export const problems: typeof English.problems = {
  'register-invalid': {
    title: 'Liste officielle invalide',
    text: 'La description de la liste officielle ne correspond pas à son schéma. `problems` indique chaque champ et le motif.',
  },
  'register-document-invalid': {
    title: 'Document de liste officielle invalide',
    text: 'Le document n’est pas lisible selon la description de la liste officielle. Seule la tentative a été enregistrée.',
  },
  'reading-not-held': {
    title: 'Relevé sans décision à prendre',
    text: 'Seul un relevé en attente peut être accepté ou écarté.',
  },
  'reading-older': {
    title: 'Antérieur au dernier relevé',
    text: 'Les relevés sont enregistrés dans l’ordre de leurs dates. Un relevé antérieur ne peut qu’être écarté.',
  },
  'account-unfit': {
    title: 'Impossible dans l’état actuel du compte',
    text: 'L’état du compte ne le permet pas : il a été effacé, ou la personne s’est déjà connectée.',
  },
  'last-admin': {
    title: 'Dernier administrateur',
    text: 'Aucun autre administrateur ne peut se connecter. Désignez-en un, qui se connecte, avant de modifier ce compte.',
  },
  'approval-needed': {
    title: 'Approbation nécessaire',
    text: 'La modification change un statut d’un schéma soumis à la double validation ; une autre personne doit l’approuver. Rien n’a été enregistré.',
  },
  'account-needed': {
    title: 'Compte nécessaire',
    text: 'Seules des personnes proposent et approuvent les modifications soumises à la double validation. Utilisez une clé rattachée à un compte, ou connectez-vous avec un compte.',
  },
  'own-proposal': {
    title: 'Proposition personnelle',
    text: 'Une proposition doit être approuvée par une autre personne.',
  },
  'proposal-decided': {
    title: 'Proposition déjà traitée',
    text: 'La proposition n’est plus ouverte.',
  },
  'proposal-changed': {
    title: 'Effet de la proposition modifié',
    text: 'Le registre a changé : la proposition n’aurait plus l’effet affiché. Rien n’a été enregistré. Relisez la proposition et décidez sur son effet actuel.',
  },
  'evidence-invalid': {
    title: 'Fichier non accepté comme pièce justificative',
    text: 'Le fichier est vide ou d’un autre type que PDF, PNG, JPEG, GIF, WebP ou courriel (.eml). Le type est déterminé par le contenu. Rien n’a été conservé.',
  },
  'evidence-too-large': {
    title: 'Fichier trop volumineux',
    text: 'Le fichier dépasse la limite de cette installation (`EVIDENCE_MAX_MB`). Rien n’a été conservé.',
  },
  'malformed-json': {
    title: 'JSON mal formé',
    text: 'Le corps n’est pas du JSON valide. Envoyez un objet JSON encodé en UTF-8.',
  },
  'malformed-address': {
    title: 'URL mal formée',
    text: 'L’URL contient un encodage-pourcent qui n’est pas de l’UTF-8 valide. Encodez-la de nouveau.',
  },
  'malformed-request': { title: 'Requête mal formée', text: 'La requête n’est pas conforme à HTTP.' },
  'invalid-request': {
    title: 'Paramètre ou en-tête non valide',
    text: 'Un paramètre, un élément du chemin ou un en-tête n’est pas valide. `problems` indique lesquels et le motif.',
  },
  'invalid-body': {
    title: 'Corps de requête non valide',
    text: 'Un champ du corps manque ou n’est pas valide. `problems` indique les champs concernés et le motif. Rien n’a été enregistré.',
  },
  unauthorized: {
    title: 'Authentification requise',
    text: 'Envoyez une clé d’API valide dans l’en-tête `Authorization: Bearer <clé d’API>`.',
  },
  forbidden: {
    title: 'Droits insuffisants',
    text: 'La clé d’API est valide, mais ne dispose pas du droit requis. Utilisez une clé qui en dispose.',
  },
  'foreign-form': {
    title: 'Formulaire d’un autre site',
    text: 'Le formulaire vient d’un autre site et n’a pas été traité. Ouvrez la page ici et envoyez-le de nouveau.',
  },
  'not-found': {
    title: 'Introuvable',
    text: 'Rien n’existe à cette adresse, ou rien n’y était encore enregistré à la date demandée. Vérifiez le chemin et les identifiants qu’il contient.',
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
    text: 'D’autres modifications ont eu la priorité plusieurs fois de suite. Rien n’a été enregistré : réessayez.',
  },
  'id-reused': {
    title: 'Clé d’idempotence déjà utilisée',
    text: 'Cette clé `Idempotency-Key` a déjà accompagné une autre requête. Utilisez une nouvelle clé.',
  },
  unstorable: {
    title: 'Valeur impossible à enregistrer',
    text: 'Une valeur contient des caractères impossibles à enregistrer, comme NUL. Supprimez-les, puis réessayez.',
  },
  'request-timeout': {
    title: 'Délai de réception dépassé',
    text: 'Le corps de la requête n’est pas arrivé à temps. Renvoyez-le sans interruption.',
  },
  'body-too-large': {
    title: 'Corps de requête trop volumineux',
    text: 'Un corps JSON est limité à 1 Mo, un import CSV à 10 Mo, un document de liste officielle à 64 Mo. Scindez la requête.',
  },
  'address-too-long': {
    title: 'URL trop longue',
    text: 'Un élément de l’URL dépasse la longueur maximale. Utilisez moins de filtres.',
  },
  'expectation-failed': {
    title: 'Attente non satisfaite',
    text: 'La seule valeur acceptée pour `Expect` est `100-continue`. Envoyez la requête avec cette valeur ou sans `Expect`.',
  },
  'headers-too-large': {
    title: 'En-têtes trop volumineux',
    text: 'La ligne de requête et les en-têtes sont limités à 16 ko au total. Envoyez-en moins ou de plus courts.',
  },
  'unsupported-media-type': {
    title: 'Format non pris en charge',
    text: 'Cette adresse n’accepte pas le `Content-Type` de la requête, son `charset` ou son `Content-Encoding`. La plupart n’acceptent que `application/json` en UTF-8.',
  },
  'not-acceptable': {
    title: 'Format non disponible',
    text: 'Cette adresse ne fournit pas le format demandé dans `Accept`. Demandez un format pris en charge.',
  },
  'too-many-requests': {
    title: 'Trop de requêtes',
    text: 'La limite de débit est dépassée. Attendez le délai indiqué par `Retry-After`, ou envoyez une clé d’API.',
  },
  'not-seen-yet': {
    title: 'Liste pas encore à jour',
    text: 'La liste ne comprend pas encore la position citée dans `seen`. Réessayez après le délai indiqué par `Retry-After`.',
  },
  'ledger-reset': {
    title: 'Registre ramené à une position antérieure',
    text: 'Après une bascule ou une restauration, le registre reprend à une position antérieure. Des événements plus récents ont pu être perdus. Supprimez les données lues au-delà de cette position et reprenez à partir de celle-ci.',
  },
  'clock-jump': {
    title: 'Horloge de la base de données en avance',
    text: 'L’horloge de la base de données est en avance de plus d’un jour sur le dernier événement et sur l’API. Rien n’a été enregistré. L’exploitant doit corriger l’horloge, ou accepter cette date avec `jalon accept-time`.',
  },
  'unreadable-event': {
    title: 'Événement illisible',
    text: 'Cet objet comporte un événement que cette version de Jalon ne sait pas lire, en général parce qu’une version plus récente l’a enregistré. L’exploitant doit mettre à jour ce processus. Les autres objets ne sont pas concernés.',
  },
  unavailable: {
    title: 'Service indisponible',
    text: 'Le service ne peut pas répondre. Rien n’a été enregistré : réessayez après le délai indiqué par `Retry-After`.',
  },
  internal: {
    title: 'Erreur interne du serveur',
    text: 'Une erreur est survenue dans Jalon. Elle a été journalisée : réessayez plus tard.',
  },
  'already-exists': {
    title: 'Existe déjà',
    text: 'Ce que la requête créerait est déjà enregistré, ou son nom, son nom court ou son adresse sont déjà pris. `problems` indique la raison.',
  },
  'name-ambiguous': {
    title: 'Nom ambigu',
    text: 'Plusieurs fournisseurs portent ou ont porté ce nom. Indiquez le nom court ou l’identifiant de celui que vous visez ; `problems` donne les noms courts.',
  },
  unchanged: { title: 'Aucun changement', text: 'La version publiée est identique. Rien n’a été enregistré.' },
  'unknown-reference': {
    title: 'Référence introuvable',
    text: 'La requête désigne un élément qui n’est pas enregistré ici : jalon, obligation, événement, échéance, dépendance ou proposition. `problems` indique le champ et la raison.',
  },
  'reminder-not-sent': {
    title: 'Rappel pas encore envoyé',
    text: 'Seul un rappel envoyé peut faire l’objet d’un accusé de réception ou d’un report.',
  },
  'reminder-over': {
    title: 'Échéance déjà close',
    text: 'L’échéance est déjà close : son rappel ne peut plus être reporté.',
  },
  'snooze-out-of-range': {
    title: 'Date de report non valide',
    text: 'Un rappel peut être reporté de demain à la veille de l’échéance. `detail` indique les bornes.',
  },
  'milestone-dropped': {
    title: 'Jalon supprimé',
    text: 'Une nouvelle version conserve tous les jalons de la précédente. Ajoutez le jalon manquant.',
  },
  'reason-missing': { title: 'Motif manquant', text: 'Une date cible ne peut être écartée sans motif.' },
  'already-retracted': { title: 'Événement déjà retiré', text: 'L’événement a déjà été retiré.' },
  'name-unusable': { title: 'Nom non valide', text: 'Un nom contient au moins une lettre ou un chiffre.' },
  'dependency-cycle': {
    title: 'Dépendance circulaire',
    text: 'Les services dépendraient les uns des autres en boucle, ou d’eux-mêmes. Le problème les énumère dans l’ordre.',
  },
  'transfer-to-holder': {
    title: 'Service déjà détenu par ce fournisseur',
    text: 'Le fournisseur destinataire du transfert détient déjà le service.',
  },
  'amendment-invalid': {
    title: 'Correction non valide',
    text: 'L’événement corrigé ne serait pas valide. `problems` indique chaque champ et le motif.',
  },
  'import-invalid': {
    title: 'Import non valide',
    text: 'Des lignes du fichier ne sont pas valides. `problems` les indique. Rien n’a été enregistré.',
  },
  'ledger-not-empty': {
    title: 'Registre non vide',
    text: 'Un registre se restaure dans une base vide, ou à la suite d’une restauration interrompue du même fichier.',
  },
  'too-many-rows': { title: 'Trop de lignes', text: 'L’import compte trop de lignes. Scindez le fichier.' },
  'feed-revoked': { title: 'Flux révoqué', text: 'Le flux privé a été révoqué. Créez-en un nouveau.' },
  'not-a-bounce': {
    title: 'Avis de non-remise attendu',
    text: 'Le message n’est pas un avis de non-remise (RFC 3464). Envoyez le message complet, tel que reçu.',
  },
  'token-invalid': { title: 'Jeton non valide', text: 'Le jeton est erroné ou a expiré. Demandez-en un nouveau.' },
  'target-not-allowed': {
    title: 'Destination non autorisée',
    text: 'La destination du webhook n’est pas autorisée, par exemple une adresse privée (protection contre les attaques SSRF). `JALON_WEBHOOK_ALLOW` autorise vos propres réseaux.',
  },
  'subscription-unfit': {
    title: 'Impossible dans l’état de l’abonnement',
    text: 'L’état de l’abonnement ne permet pas cette opération. `detail` indique l’état.',
  },
  'since-out-of-range': {
    title: 'Début non valide',
    text: 'Le début doit être une position enregistrée ou un instant passé, suivi d’au plus 100 000 événements. `problems` en donne la raison.',
  },
  'limit-reached': {
    title: 'Limite atteinte',
    text: 'Le nombre maximal d’éléments est atteint. `detail` l’indique. Supprimez-en d’abord.',
  },
  'not-followable': {
    title: 'Suivi impossible',
    text: 'Aucun abonnement ne peut représenter cette demande. `detail` en donne la raison.',
  },
};

export const problemPages: typeof English.problemPages = {
  status: 'Statut HTTP',
  code: 'Code',
  all: 'Documentation de l’API',
  unknown: 'Code de problème inconnu',
  unknownText: 'Aucun problème ne porte ce code.',
  more: (count) => `, et ${count === 1 ? 'un autre problème' : `${count} autres problèmes`}`,
  body: 'le corps',
};
