import type * as English from '../en/subscriptions.js';
import { french as fr, writtenDate } from '../format.js';

const STATES: Readonly<Record<string, string>> = {
  pending: 'en attente de confirmation',
  active: 'actif',
  disabled: 'désactivé',
  unsubscribed: 'résilié',
};

/** Reasons of subscriptions, mail addresses and webhook endpoints. */
export const subscriptionsReasons: typeof English.subscriptionsReasons = {
  'subscription-not-found': ({ subscription }) => `Abonnement ${subscription} introuvable`,
  'delivery-not-found': ({ delivery }) => `Envoi ${delivery} introuvable dans cet abonnement`,
  'suppression-not-found': ({ address }) => `L’adresse ${address} n’est pas bloquée`,
  'filter-scheme-not-found': ({ scheme }) => `Schéma ${scheme} introuvable`,
  'confirmation-token-invalid':
    'Le jeton est non valide, expiré ou remplacé par une demande de confirmation plus récente ; redemandez une confirmation',
  'preferences-token-invalid': 'Le jeton ne correspond pas à cet abonnement',
  'pause-end': ({ from, to }) => `doit être un jour du ${writtenDate(from, 'fr')} au ${writtenDate(to, 'fr')}`,
  'filter-not-offered': 'n’est pas compris dans ce que propose le titulaire de l’abonnement',
  'unsubscribe-token-invalid': 'Le jeton ne correspond pas à cet abonnement',
  'confirmation-not-needed': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; aucune confirmation n’est nécessaire`,
  'already-confirmed': 'L’abonnement a été confirmé avant d’être désactivé ; reprenez les envois',
  'confirmation-limit': ({ requests }) =>
    `La confirmation a été demandée ${requests} fois ; créez un nouvel abonnement`,
  'confirmations-unanswered': ({ requests }) =>
    `${requests} demandes de confirmation envoyées à cette adresse en 24 heures sont restées sans réponse`,
  'subscription-not-disabled': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; seuls les envois d’un abonnement actif ou désactivé peuvent être repris`,
  'never-confirmed': 'L’abonnement n’a jamais été confirmé ; demandez une confirmation',
  'subscription-has-ended': 'L’abonnement est résilié ; créez-en un nouveau',
  'digest-needs-email': 'doit être immediate : les récapitulatifs n’existent que par courriel',
  'webhook-only': 'ne concerne que les webhooks ; cet abonnement envoie des courriels',
  'email-only': 'ne concerne que les courriels ; cet abonnement est un webhook',
  'webhook-has-secret': 'L’abonnement n’est pas un webhook ; seuls les webhooks ont un secret de signature',
  'secret-replaced': 'Le secret de signature a été remplacé entre-temps',
  'subscription-not-active': ({ state }) => `L’abonnement est ${STATES[state] ?? state}, il n’est pas actif`,
  'resume-first': 'L’abonnement est désactivé ; reprenez d’abord les envois',
  'new-secret-first': 'Ses messages ne peuvent plus être signés avec Ed25519 ; renouvelez d’abord le secret',
  'recipient-paused': 'Le destinataire a suspendu cet abonnement',
  'already-sending-again': ({ after }) =>
    `Le renvoi depuis la position ${after} est en cours ; attendez qu’il soit terminé`,
  'since-format':
    'doit être une date et une heure, telles que 2026-11-24T08:00:00Z, ou une position du registre, telle que 120',
  'since-in-future': 'ne doit pas être dans le futur',
  'since-too-early': ({ most, earliest }) =>
    `doit être suivi d’au plus ${fr.number(most)} événements : à partir de la position ${earliest} ; les événements antérieurs se lisent avec GET /v1/events`,
  'suppression-in-force': ({ detail }) =>
    `L’adresse est bloquée (${detail}) ; un administrateur doit d’abord lever le blocage`,
  'filter-empty': 'doit demander les événements, les échéances ou les deux',
  'no-setting-changed':
    'doit modifier au moins un élément : filter, language, reminders, mode, digestDay, format, ordered, ratePerMinute, description ou headers',
  'until-before-since': 'doit être postérieur à since',
  'email-format': 'doit être une adresse électronique, par exemple officer@example.org',
  'url-format': 'doit être une URL, par exemple https://hooks.example.org/jalon',
  'url-protocol': 'doit commencer par https:// ou http://',
  'url-not-normalized':
    'ne doit contenir ni espace ni barre oblique inverse, et deux barres obliques après le protocole',
  'url-with-credentials': 'ne doit contenir ni nom d’utilisateur ni mot de passe ; vérifiez plutôt la signature',
  'url-with-fragment': 'ne doit pas contenir de fragment ; il n’est jamais transmis au serveur',
  'webhook-secret-format': 'doit être composé de whsec_ et de 24 à 64 octets en base64',
  'header-name-format': 'doit être le nom d’un en-tête HTTP, par exemple x-api-key',
  'header-reserved': 'ne doit pas être un en-tête de la connexion ni un en-tête défini par Jalon',
  'header-value-format': 'doit se composer de caractères ASCII imprimables, sans espace au début ni à la fin',
  'headers-too-many': 'doit compter 10 en-têtes au plus',
  'header-repeated': 'ne doit pas contenir deux fois le même en-tête',
  'url-port': 'doit utiliser le port 443, le port 80 ou un port supérieur à 1023',
  'target-not-public': ({ host }) => `doit mener à une adresse publique ; ce n’est pas le cas de ${host}`,
  'target-not-encrypted': ({ host }) =>
    `doit commencer par https:// ; ${host} n’appartient à aucun réseau autorisé en HTTP simple`,
  'mail-unreadable': ({ error }) => `doit être un courriel lisible : ${error}`,
  'report-expected': ({ type }) =>
    `doit être un avis de non-remise (RFC 3464), un multipart/report avec une partie message/delivery-status ; le type du contenu est ${type}`,
  'report-without-recipient': 'doit contenir un Final-Recipient avec Action et Status',
  'report-without-mail': 'doit contenir un Original-Envelope-Id ou les en-têtes du courriel retourné',
  'returned-mail-unknown': ({ mail }) => `Aucun courriel ${mail} n’a été envoyé depuis ce système`,
};

export const subscriptionRefusals: typeof English.subscriptionRefusals = {
  'unknown-subscription': {
    title: 'Abonnement introuvable',
    text: 'Aucun abonnement auquel vous avez accès ne porte cet identifiant.',
  },
  'unknown-delivery': { title: 'Envoi introuvable', text: 'L’abonnement n’a pas d’envoi portant cet identifiant.' },
  'subscription-unfit': {
    title: 'Impossible dans l’état de l’abonnement',
    text: 'L’état de l’abonnement ne permet pas cette opération. `detail` indique l’état.',
  },
  'since-out-of-range': {
    title: 'Début non valide',
    text: 'Le début doit être une position enregistrée ou un instant passé, suivi d’au plus 100 000 événements. `problems` en donne la raison.',
  },
};
