import type * as English from '../en/requests-reasons.js';
import { french as fr } from '../format.js';

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  object: 'un objet',
  array: 'une liste',
  boolean: 'vrai ou faux',
};

export const requestsReasons: typeof English.requestsReasons = {
  required: 'est obligatoire',
  'unknown-field': 'n’est pas un champ connu',
  'wrong-type': ({ expected }) => `doit être ${TYPES[expected] ?? expected}`,
  'not-one-of': ({ values }) => `doit être l’une des valeurs ${values.join(', ')}`,
  'wrong-format': ({ format }) => `doit être au format ${format}`,
  'invalid-value': 'n’est pas valide',
  'too-large': ({ of, maximum, included }) =>
    of === 'string'
      ? `doit avoir au plus ${fr.count(maximum, 'caractère', 'caractères')}`
      : of === 'array'
        ? `doit avoir au plus ${fr.count(maximum, 'élément', 'éléments')}`
        : `doit être ${included ? 'inférieur ou égal' : 'strictement inférieur'} à ${maximum}`,
  'too-small': ({ of, minimum, included }) =>
    of === 'string'
      ? `doit avoir au moins ${fr.count(minimum, 'caractère', 'caractères')}`
      : of === 'array'
        ? `doit avoir au moins ${fr.count(minimum, 'élément', 'éléments')}`
        : `doit être ${included ? 'supérieur ou égal' : 'strictement supérieur'} à ${minimum}`,
  'not-multiple-of': ({ divisor }) => `doit être un multiple de ${divisor}`,
  'whole-number-between': ({ minimum, maximum }) => `doit être un nombre entier de ${minimum} à ${maximum}`,
  'position-format': 'doit être une position du registre, c’est-à-dire un nombre entier tel que 42',
  'instant-format': 'doit être une date et une heure avec leur décalage, telles que 2026-11-25T08:00:00Z',
  'point-format':
    'doit être un jour (2026-01-01), un jour et un instant (2026-01-01@2026-06-30T00:00:00Z) ou @ et un instant',
  'point-day': 'doit comporter avant le @ un jour qui existe, comme 2026-01-01',
  'point-instant': 'doit comporter après le @ un instant avec son décalage, comme 2026-06-30T00:00:00Z',
  'point-plus-sign': 'contient une espace à la place du + de son instant ; dans une URL, + s’écrit %2B',
  'page-number': 'doit être un numéro de page, à partir de 1',
  'cursor-format': 'doit être un curseur fourni par cette liste',
  'etag-format': 'doit être * ou des étiquettes entre guillemets droits, telles que fournies par ETag ("7.xTq2")',
  'idempotency-key-format': 'doit compter de 1 à 200 caractères ASCII visibles',
  'idempotency-key-used': 'a déjà accompagné une autre requête',
  'provider-slug-format':
    'doit compter au plus 100 lettres minuscules, chiffres et traits d’union isolés, comme my-cloud',
  'digest-without-mail': 'doit être immediate : seuls les courriels peuvent être groupés dans un envoi quotidien',
  'version-stale': ({ expected, actual }) => `cite la version ${expected}, alors que la version actuelle est ${actual}`,
  'event-stream-not-accepted': 'doit accepter text/event-stream ; GET /v1/events fournit les mêmes événements en JSON',

  'current-version': ({ version }) => `La version actuelle est ${version} ; relisez-la, puis réessayez`,
  'allowed-methods': ({ methods }) => `Méthodes autorisées : ${methods.join(', ')}`,
  'allowed-media-types': ({ types }) => `Envoyez le corps au format ${types.join(' ou ')}`,
  'event-stream-only': 'Cette adresse ne fournit que text/event-stream',
  'json-empty': 'Le corps est vide ; envoyez un objet JSON',
  'json-encoding': 'Le corps n’est pas de l’UTF-8 valide',
  'json-too-deep': ({ maximum }) => `Le corps compte plus de ${maximum} niveaux d’imbrication`,
  'content-length': 'Le corps n’a pas la longueur annoncée par Content-Length',
  'content-type-malformed': 'L’en-tête Content-Type est mal formé',
  'form-unreadable': 'Le formulaire est incomplet ou ses parties sont mal séparées',
  'file-too-large': 'Un fichier est limité à 10 Mo, un champ à 1 Mo',
  'form-too-large': ({ kilobytes }) => `Le formulaire est limité à ${kilobytes} ko`,
  'key-missing': 'Envoyez une clé d’API : Authorization: Bearer <clé d’API>',
  'sign-in-key-unknown': 'est inconnue ou a été révoquée',
  'key-invalid': 'La clé d’API est inconnue ou a été révoquée',
  'key-not-found': ({ id }) => `Clé d’API ${id} introuvable`,
  'scope-missing': ({ scope }) => `Le droit ${fr.quote(scope)} est requis, et la clé ne le porte pas`,
  'list-behind': ({ position }) => `La liste n’a pas encore atteint la position ${position}`,
  'streams-of-key': ({ limit }) =>
    `Cette clé a déjà ${fr.count(limit, 'flux d’événements ouvert', 'flux d’événements ouverts')} ; fermez-en un`,
  'streams-of-address': ({ limit }) =>
    `Cette adresse a déjà ${fr.count(limit, 'flux d’événements ouvert', 'flux d’événements ouverts')} ; fermez-en un`,
  'streams-full': 'Le nombre maximal de flux d’événements est atteint',
  'server-stopping': 'Le serveur s’arrête',
  'plan-busy': 'Les rappels sont en cours de planification ; rien n’a été modifié',
  'migrations-pending': 'La base de données attend des migrations : exécutez `jalon migrate`',
  'database-unreachable': 'La base de données est injoignable pour le moment',
};

export const formsReasons: typeof English.formsReasons = {
  'date-unreadable': 'doit être une date, par exemple 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023',
  'no-such-day': 'doit être un jour qui existe : vérifiez le jour et le mois, par exemple 27/05/2021',
  'year-out-of-range': 'doit comporter une année comprise entre 1900 et 2199',
  'year-too-short': 'doit comporter une année à quatre chiffres, par exemple 27/05/2021',
  'date-ambiguous': ({ dayFirst, monthFirst }) =>
    `peut désigner le ${fr.date(dayFirst)} ou le ${fr.date(monthFirst)} : écrivez ${dayFirst} ou ${monthFirst}`,
  'provider-name-unknown': 'doit être le nom d’un seul fournisseur enregistré',
  'dossier-name-unknown': 'doit être le fournisseur ou l’URL d’un dossier existant',
  'dossier-name-ambiguous': ({ names }) =>
    `correspond à plusieurs dossiers : saisissez l’un des noms suivants : ${names.map(fr.quote).join(', ')}`,
  'no-change': 'suppose de modifier au moins un champ',
  'source-not-removable': 'est obligatoire : une source enregistrée peut être remplacée, mais pas supprimée',
  'provider-not-identified': ({ name }) => `contient ${fr.quote(name)}, qui ne désigne pas un seul fournisseur`,
  'form-already-used': 'a déjà servi à créer un autre abonnement ; envoyez de nouveau pour en créer un second',
  'event-type-not-recordable': ({ type }) => `Les événements de type ${type} ne peuvent pas être enregistrés ici`,
  'event-not-in-timeline': ({ id }) => `Événement ${id} introuvable dans cet historique`,
  'page-not-found': 'Page introuvable',
  'uploaded-file-not-found': 'Fichier introuvable ; les fichiers envoyés sont conservés 24 heures',
  'month-format': 'doit être un mois au format aaaa-mm, par exemple 2026-11',
  'unsent-mail-not-found': ({ delivery }) => `Aucun courriel conservé pour l’envoi ${delivery}`,
};
