import type * as English from '../en/requests.js';
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
  'not-one-of': ({ values }) => `doit être l’une des valeurs suivantes : ${values.join(', ')}`,
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
  'position-format': 'doit être une position du registre, telle que 42 ou 42-1795809600',
  'instant-format': 'doit être une date et une heure avec leur décalage, telles que 2026-11-25T08:00:00Z',
  'point-format':
    'doit être un jour (2026-01-01), un jour et un instant (2026-01-01@2026-06-30T00:00:00Z) ou @ et un instant',
  'point-day': 'doit comporter avant le @ un jour qui existe, comme 2026-01-01',
  'point-instant': 'doit comporter après le @ un instant avec son décalage, comme 2026-06-30T00:00:00Z',
  'point-plus-sign': 'contient une espace à la place du + de son instant ; dans une URL, + s’écrit %2B',
  'page-number': 'doit être un numéro de page, à partir de 1',
  'actor-format': 'doit être de la forme account:<id> ou key:<id>',
  'cursor-format': 'doit être un curseur fourni par cette liste',
  'etag-format': 'doit être * ou des étiquettes entre guillemets droits, telles que fournies par ETag ("7.xTq2")',
  'idempotency-key-format': 'doit compter de 1 à 200 caractères ASCII visibles',
  'idempotency-key-unread': 'n’est pas pris en charge par cette opération ; envoyez la requête sans cet en-tête',
  'idempotency-key-used': 'a déjà accompagné une autre requête',
  'provider-slug-format':
    'doit compter au plus 100 lettres minuscules, chiffres et traits d’union isolés, comme my-cloud',
  'digest-without-mail': 'doit être immediate : les récapitulatifs n’existent que par courriel',
  'version-stale': ({ expected, actual }) =>
    expected < 0
      ? `ne cite aucune version enregistrée ; la version actuelle est ${actual}`
      : `cite la version ${expected}, alors que la version actuelle est ${actual}`,

  'current-version': ({ version }) => `La version actuelle est ${version} ; relisez-la, puis réessayez`,
  'allowed-methods': ({ methods }) => `Méthodes autorisées : ${methods.join(', ')}`,
  'allowed-media-types': ({ types }) => `Envoyez le corps au format ${types.join(' ou ')}`,
  'available-media-types': ({ types }) => `Formats disponibles : ${types.join(', ')}`,
  'content-encoding': ({ coding }) => `Envoyez le corps sans Content-Encoding : ${coding} n’est pas pris en charge`,
  charset: ({ charset, charsets }) =>
    `Le jeu de caractères ${charset} n’est pas pris en charge. Jeux acceptés : ${charsets.join(', ')}`,
  'json-encoding': 'Le corps n’est pas de l’UTF-8 valide',
  'json-too-deep': ({ maximum }) => `Le corps compte plus de ${maximum} niveaux d’imbrication`,
  'form-unreadable': 'Le formulaire est incomplet ou ses parties sont mal séparées',
  'file-too-large': 'Un fichier est limité à 10 Mo, un champ à 1 Mo',
  'form-too-large': ({ kilobytes }) => `Le formulaire est limité à ${kilobytes} ko`,
  'key-missing': 'Envoyez une clé d’API : Authorization: Bearer <clé d’API>',
  'key-invalid': 'La clé d’API est inconnue ou a été révoquée',
  'key-not-found': ({ id }) => `Clé d’API ${id} introuvable`,
  'scope-missing': ({ scope }) => `La clé ne dispose pas du droit requis : ${fr.quote(scope)}`,
  'position-beyond-head': ({ position, head }) =>
    `vaut ${position}, alors que la dernière position du registre est ${head}`,
  'position-lost': ({ position }) => `ne figure plus au registre, qui a été ramené à la position ${position}`,
  'list-behind': ({ position }) => `La liste n’a pas encore atteint la position ${position}`,
  'streams-of-key': ({ limit }) =>
    `Cette clé a déjà ${fr.count(limit, 'flux d’événements ouvert', 'flux d’événements ouverts')} ; fermez-en un`,
  'streams-of-address': ({ limit }) =>
    `Cette adresse a déjà ${fr.count(limit, 'flux d’événements ouvert', 'flux d’événements ouverts')} ; fermez-en un`,
  'streams-full': 'Le nombre maximal de flux d’événements est atteint',
  'server-stopping': 'Le serveur s’arrête',
  'plan-busy': 'Les rappels sont en cours de planification ; rien n’a été modifié',
  'migrations-pending': 'La base de données attend des migrations : exécutez `jalon migrate`',
  'sample-loading': 'Le registre d’exemple est en cours de chargement',
  'lists-building': ({ position, of }) =>
    `Les listes sont en cours de constitution : ${fr.number(position)} sur ${fr.count(of, 'événement', 'événements')}`,
  'database-unreachable': 'La base de données est injoignable pour le moment',
  'database-read-only': 'La base de données est en lecture seule ; aucun enregistrement n’est possible pour le moment',
  'database-full': 'Le disque de la base de données est plein ; aucun enregistrement n’est possible',
  'database-busy': 'La base de données traite trop d’autres demandes',
  'database-slow': 'La demande a pris trop de temps et a été annulée',
  'append-queue-full': 'Trop d’événements sont en attente d’enregistrement ; cette demande n’a rien enregistré',
};
