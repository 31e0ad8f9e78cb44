import type { subscriptionsReasons as English } from '../en/subscriptions-reasons.js';

const STATES: Readonly<Record<string, string>> = {
  pending: 'en attente de confirmation',
  active: 'actif',
  disabled: 'désactivé',
  unsubscribed: 'résilié',
};

/** Reasons of subscriptions, mail addresses and webhook endpoints. */
export const subscriptionsReasons: typeof English = {
  'subscription-not-found': ({ subscription }) => `Abonnement ${subscription} introuvable`,
  'delivery-not-found': ({ delivery }) => `Envoi ${delivery} introuvable dans cet abonnement`,
  'suppression-not-found': ({ address }) => `L’adresse ${address} n’est pas bloquée`,
  'filter-scheme-not-found': ({ scheme }) => `Schéma ${scheme} introuvable`,
  'confirmation-token-invalid':
    'Le jeton est invalide, expiré ou remplacé par une demande de confirmation plus récente ; redemandez une confirmation',
  'unsubscribe-token-invalid': 'Le jeton ne correspond pas à cet abonnement',
  'confirmation-not-needed': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; aucune confirmation n’est nécessaire`,
  'already-confirmed': 'L’abonnement a été confirmé avant d’être désactivé ; réactivez-le',
  'confirmation-limit': ({ requests }) =>
    `La confirmation a été demandée ${requests} fois ; créez un nouvel abonnement`,
  'confirmations-unanswered': ({ requests }) =>
    `${requests} demandes de confirmation envoyées à cette adresse en 24 heures sont restées sans réponse`,
  'subscription-not-disabled': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; seul un abonnement désactivé peut être réactivé`,
  'never-confirmed': 'L’abonnement n’a jamais été confirmé ; demandez une confirmation',
  'subscription-has-ended': 'L’abonnement est résilié ; créez-en un nouveau',
  'digest-needs-email': 'doit être « immediate » : le récapitulatif quotidien n’existe que par courriel',
  'webhook-only': 'ne concerne que les webhooks ; cet abonnement envoie des courriels',
  'webhook-has-secret': 'L’abonnement n’est pas un webhook ; seuls les webhooks ont un secret de signature',
  'secret-replaced': 'Le secret de signature a été remplacé entre-temps',
  'subscription-not-active': ({ state }) => `L’abonnement est ${STATES[state] ?? state}, il n’est pas actif`,
  'confirmation-not-repeatable':
    'Une demande de confirmation ne peut pas être renvoyée ; l’abonnement est déjà confirmé',
  'suppression-in-force': ({ detail }) =>
    `L’adresse est bloquée (${detail}) ; un administrateur doit d’abord lever le blocage`,
  'filter-empty': 'doit demander les événements, les échéances ou les deux',
  'no-changes':
    'doit modifier au moins un élément : filter, language, reminders, mode, format, ordered ou ratePerMinute',
  'instant-format': 'doit être une date et une heure avec leur décalage UTC, par exemple 2026-11-25T08:00:00Z',
  'until-before-since': 'doit être postérieur à since',
  'email-format': 'doit être une adresse électronique, par exemple officer@example.org',
  'url-format': 'doit être une URL, par exemple https://hooks.example.org/jalon',
  'url-protocol': 'doit commencer par https:// ou http://',
  'url-not-normalized':
    'ne doit contenir ni espace ni barre oblique inverse, et deux barres obliques après le protocole',
  'url-with-credentials': 'ne doit contenir ni nom d’utilisateur ni mot de passe ; vérifiez plutôt la signature',
  'url-with-fragment': 'ne doit pas contenir de fragment ; il n’est jamais transmis au serveur',
  'url-port': 'doit utiliser le port 443, le port 80 ou un port supérieur à 1023',
  'target-not-public': ({ host }) => `doit mener à une adresse publique ; ce n’est pas le cas de ${host}`,
  'target-not-encrypted': ({ host }) =>
    `doit commencer par https:// ; ${host} n’appartient à aucun réseau autorisé en HTTP simple`,
  'mail-unreadable': ({ error }) => `doit être un courriel lisible : ${error}`,
  'report-expected': ({ type }) =>
    `doit être une notification d’état de remise (RFC 3464), un multipart/report avec une partie message/delivery-status ; le type du contenu est ${type}`,
  'report-without-recipient': 'doit contenir un Final-Recipient avec Action et Status',
  'report-without-mail': 'doit contenir un Original-Envelope-Id ou les en-têtes du courriel retourné',
  'returned-mail-unknown': ({ mail }) => `Aucun courriel ${mail} n’a été envoyé depuis ce système`,
};
