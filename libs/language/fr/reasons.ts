import type * as English from '../en/reasons.js';
import type { HiddenKind } from '#domain/text/hidden-characters.js';
import { french as fr } from '../format.js';
import { accountsReasons } from './accounts.js';
import { deliveryReasons } from './delivery.js';
import { subscriptionsReasons } from './subscriptions.js';
import { deadlinesReasons } from './deadlines.js';
import { importsReasons } from './imports.js';
import { registerDocumentsReasons, fetchReasons, registersReasons } from './registers.js';
import { evidenceReasons } from './dossiers.js';
import { approvalsReasons } from './approvals.js';
import { workReasons } from './board.js';

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
  'json-empty': 'Le corps est vide ; envoyez un objet JSON',
  'json-encoding': 'Le corps n’est pas de l’UTF-8 valide',
  'json-too-deep': ({ maximum }) => `Le corps compte plus de ${maximum} niveaux d’imbrication`,
  'content-length': 'Le corps n’a pas la longueur annoncée par Content-Length',
  'host-missing': 'L’en-tête Host est obligatoire',
  'content-type-malformed': 'L’en-tête Content-Type est mal formé',
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

const HIDDEN: Readonly<Record<HiddenKind, string>> = {
  control: 'de caractères de contrôle',
  'line-end': 'de retours à la ligne',
  bidi: 'de caractères qui modifient le sens d’écriture',
  invisible: 'de caractères invisibles',
  'private-use': 'de caractères à usage privé',
  unassigned: 'de caractères absents d’Unicode',
  undecodable: 'de caractères perdus par un mauvais encodage',
};

export const rulesReasons: typeof English.rulesReasons = {
  'provider-exists': ({ name }) => `le fournisseur ${name} existe déjà`,
  'name-without-letters': 'doit contenir une lettre ou un chiffre',
  'dossier-exists': 'le dossier existe déjà',
  'scheme-missing': 'schéma introuvable',
  'scheme-not-found': ({ slug, schemes }) => `schéma ${slug} introuvable ; schémas disponibles : ${schemes.join(', ')}`,
  'milestone-not-found': (p) =>
    `le schéma ${p.scheme} n’a pas de jalon ${p.milestone} ; jalons disponibles : ${p.milestones.join(', ')}`,
  'duty-not-found': ({ scheme, duty, duties }) =>
    `le schéma ${scheme} n’a pas d’obligation ${duty} ; ${duties.length === 0 ? 'il n’en a aucune' : `obligations disponibles : ${duties.join(', ')}`}`,
  'deadline-already-open': ({ key }) => `l’échéance ${key} existe déjà ; enregistrez DeadlineMoved pour la reporter`,
  'deadline-not-open': ({ key }) => `aucune échéance ${key} n’est ouverte ; enregistrez DeadlineSet pour la créer`,
  'target-reason': 'est obligatoire pour écarter un objectif',
  'own-dependency': 'un dossier ne peut pas dépendre de lui-même',
  'dependency-cycle': ({ path }) =>
    `les services dépendraient les uns des autres en boucle : ${path.map(({ name }) => name).join(' → ')}`,
  'no-such-dependency': ({ dossier }) => `aucune dépendance au dossier ${dossier} n’est déclarée`,
  'transfer-to-holder': ({ provider }) => `le fournisseur ${provider} détient déjà le service à cette date`,

  'event-not-in-stream': ({ event }) => `événement ${event} introuvable ici`,
  'event-retracted': 'l’événement est déjà retiré',
  'opening-event-kept': 'le premier événement d’un flux peut être corrigé mais pas retiré',
  'amended-event-fixed': 'une correction ou un retrait ne peut pas viser un autre événement',
  'dossier-identity-fixed':
    'le fournisseur et le schéma d’un dossier ne peuvent pas changer ; ouvrez un autre dossier ou enregistrez ServiceTransferred',
  'corrected-event-invalid': 'l’événement corrigé ne serait pas valide',
  'no-changes': 'doit modifier occurred, source ou data',

  blank: 'ne doit pas être vide',
  'malformed-unicode': 'doit être un texte Unicode valide',
  'hidden-character': ({ kind, codePoint, position }) =>
    `ne doit pas contenir ${HIDDEN[kind]} : ${codePoint}, caractère n° ${position} ; supprimez-le`,
  'web-address': 'doit être une adresse http ou https',
  'sha256-format': 'doit compter 64 chiffres hexadécimaux en minuscules',
  'country-format': 'doit être un code pays à deux lettres, par exemple FR',
  'year-out-of-range': 'doit comporter une année comprise entre 1900 et 2199',
  'instant-without-day': ({ day }) =>
    `comporte le jour ${day}, qui n’existe pas ; indiquez un jour existant, par exemple 2026-11-25T08:00:00Z`,
  'instant-without-time': ({ time }) =>
    `comporte l’heure ${time}, qui n’existe pas ; les heures vont de 00:00:00 à 23:59:59, par exemple 2026-11-25T08:00:00Z`,
  'instant-without-offset': ({ offset }) =>
    `comporte le décalage ${offset}, qui n’existe pas ; écrivez Z ou un décalage tel que +01:00, par exemple 2026-11-25T08:00:00+01:00`,
  'day-format': 'doit être un jour existant au format aaaa-mm-jj, par exemple 2021-05-27',
  'partial-date-format':
    'doit être un jour, un mois, un trimestre, un semestre ou une année, par exemple 2021-05-27, 2021-05, 2026-Q1, 2026-H1 ou 2026',
  'time-zone': 'doit être un fuseau horaire IANA, par exemple Europe/Paris',
  'deadline-key-format':
    'doit compter 1 à 100 minuscules, chiffres et traits d’union, par exemple dossier-de-renouvellement',
  'opens-after-due': 'ne doit pas être postérieur à l’échéance',
  'lapses-before-due': 'ne doit pas être antérieur à l’échéance',
  'ends-before-valid-from': 'ne doit pas être antérieur au début de validité',
  'ladder-empty': 'doit contenir au moins un jour dans before ou overdue ; omettez-le pour la valeur par défaut',
  'listed-twice': ({ value }) => `répète ${value}`,
  'only-for-escalation': 'ne s’applique qu’au rôle escalation',

  'scheme-unchanged': ({ slug }) => `le schéma ${slug} est inchangé`,
  'milestones-removed': ({ milestones }) =>
    `doit conserver ${fr.list(milestones)} : des dossiers peuvent ${milestones.length === 1 ? 's’y référer' : 'les utiliser'}`,
  'scheme-slug-fixed': ({ slug }) => `doit rester ${slug}`,
  'scheme-slug-format': 'doit être composé de mots en minuscules reliés par des traits d’union',
  'register-slug-format': 'doit être composé de mots en minuscules reliés par des traits d’union',
  'after-unknown-milestone': ({ milestone, milestones }) =>
    `cite le jalon ${milestone}, absent du schéma ; jalons disponibles : ${milestones.join(', ')}`,
  'after-itself': ({ cycle }) => `est circulaire : ${cycle.join(' après ')}`,
  'after-later-milestone': ({ milestone }) => `cite ${milestone}, qui doit figurer plus haut dans la liste`,
  'no-outcome': 'doit contenir un jalon qui donne granted',
  'date-before': ({ field }) => `ne doit pas être antérieur à ${field}`,
  'version-overlaps': ({ version, day }) =>
    `précède la date du ${fr.date(day)} de la version ${version} ; les versions doivent être listées dans l’ordre`,
  'label-unknown-version': ({ version, versions }) =>
    `version inconnue : ${version} ; versions du schéma : ${versions.join(', ')}`,
  'label-overlaps': ({ slug, from }) => `chevauche la règle du label ${slug} en vigueur depuis le ${fr.date(from)}`,
  'required-for-reports': 'est obligatoire pour la famille report',
  'only-for-reports': ({ family }) => `ne s’applique qu’à la famille report, et non à ${family}`,
  'not-for-reports': 'ne s’applique pas à la famille report',
  'duties-required': 'doit contenir au moins une obligation pour la famille duty',
  'only-for-decisions': ({ family }) => `ne s’applique qu’à la famille decision, et non à ${family}`,
};

/** Reasons of looking up and opening records: providers, dossiers and events. */
const recordsReasons: typeof English.recordsReasons = {
  'provider-not-found': ({ provider }) =>
    provider === undefined ? 'Fournisseur introuvable' : `Fournisseur ${provider} introuvable`,
  'provider-ambiguous': ({ name, slugs }) =>
    `Plusieurs fournisseurs portent ou ont porté le nom ${fr.quote(name)} ; utilisez l’un des noms courts ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }) => `Dossier ${dossier} introuvable`,
  'provider-name-taken': ({ name }) =>
    `Un autre fournisseur porte ou a porté le nom ${fr.quote(name)} ; enregistrez-le plutôt comme autre nom de ce fournisseur`,
  'provider-slug-taken': ({ slug }) => `Un autre fournisseur porte le nom court ${slug}`,
};

const formsReasons: typeof English.formsReasons = {
  'date-unreadable': 'doit être une date, par exemple 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023',
  'no-such-day': 'doit être un jour qui existe : vérifiez le jour et le mois, par exemple 27/05/2021',
  'year-too-short': 'doit comporter une année à quatre chiffres, par exemple 27/05/2021',
  'date-ambiguous': ({ dayFirst, monthFirst }) =>
    `peut désigner le ${fr.date(dayFirst)} ou le ${fr.date(monthFirst)} : écrivez ${dayFirst} ou ${monthFirst}`,
  'provider-name-unknown': 'doit être le nom d’un seul fournisseur enregistré',
  'dossier-name-unknown': 'doit être le fournisseur ou l’URL d’un dossier existant',
  'dossier-name-ambiguous': ({ names }) =>
    `correspond à plusieurs dossiers : saisissez l’un des noms suivants : ${names.map(fr.quote).join(', ')}`,
  'no-change': 'aucun champ n’a été modifié',
  'source-not-removable': 'est obligatoire : une source enregistrée peut être remplacée, mais pas supprimée',
  'provider-not-identified': ({ name }) => `contient ${fr.quote(name)}, qui ne désigne pas un seul fournisseur`,
  'form-already-used':
    'ce formulaire a déjà servi à créer un autre abonnement ; envoyez de nouveau pour en créer un second',
  'event-type-not-recordable': ({ type }) => `Les événements de type ${type} ne peuvent pas être enregistrés ici`,
  'event-not-in-timeline': ({ id }) => `Événement ${id} introuvable dans cet historique`,
  'page-not-found': 'Page introuvable',
  'uploaded-file-not-found': 'Fichier introuvable ; les fichiers envoyés sont conservés 24 heures',
  'month-format': 'doit être un mois au format aaaa-mm, par exemple 2026-11',
  'unsent-mail-not-found': ({ delivery }) => `Aucun courriel conservé pour l’envoi ${delivery}`,
};

export const reasons: typeof English.reasons = {
  ...requestsReasons,
  ...formsReasons,
  ...rulesReasons,
  ...importsReasons,
  ...recordsReasons,
  ...subscriptionsReasons,
  ...deliveryReasons,
  ...deadlinesReasons,
  ...registersReasons,
  ...evidenceReasons,
  ...workReasons,
  ...fetchReasons,
  ...registerDocumentsReasons,
  ...accountsReasons,
  ...approvalsReasons,
};
