import type { Reasons } from './reason-template.js';

/** What can be wrong with subscriptions, reminders, their deliveries and feeds. */
export const REASONS_OF_SUBSCRIPTIONS: Reasons = {
  'there is no subscription {}': 'l’abonnement {} n’existe pas',
  'there is no provider {}': 'le fournisseur {} n’existe pas',
  'there is no dossier {}': 'le dossier {} n’existe pas',
  'there is no scheme {}': 'le schéma {} n’existe pas',
  'there is no key {}': 'la clé {} n’existe pas',
  'the subscription has no delivery {}': 'l’abonnement n’a pas d’envoi {}',
  'no mail was kept of a delivery {}': 'aucun courriel n’a été gardé d’un envoi {}',
  'is {}': 'est {…}',
  active: 'actif',
  pending: 'en attente de confirmation',
  disabled: 'désactivé',
  unsubscribed: 'terminé',
  planned: 'prévu',
  sent: 'envoyé',
  failed: 'en échec',
  cancelled: 'annulé',
  suppressed: 'retenu',
  met: 'remplie',
  missed: 'manquée',
  withdrawn: 'retirée',
  'is planned for {}': 'est prévu pour le {}',
  'is {}; only one that was disabled can be enabled': 'est {…} ; on ne réactive qu’un abonnement désactivé',
  'is {}; only an active one gets anything': 'est {…} ; seul un abonnement actif reçoit quelque chose',
  'has confirmed before it was disabled: enable it (POST …/enable)': {
    fr: 'avait confirmé avant d’être désactivé : réactivez-le',
    en: 'has confirmed before it was disabled: enable it',
  },
  'has never confirmed: ask for a confirmation (POST …/verification)': {
    fr: 'n’a jamais confirmé : demandez une confirmation',
    en: 'has never confirmed: ask for a confirmation',
  },
  'was asked {} times: make another subscription': 'a été sollicité {} fois : créez un autre abonnement',
  'was ended: make another subscription': 'est terminé : créez un autre abonnement',
  'was asked to confirm {} times within a day, unanswered': 'a été sollicitée {} fois en un jour, sans réponse',
  'must be immediate: only mails come in a daily digest':
    'doit être immédiat : seuls les courriels viennent en résumé quotidien',
  'is for webhooks, and this subscription gets mails':
    'n’est que pour les webhooks, et cet abonnement reçoit des courriels',
  'must ask for changes, deadlines or both': 'doit demander les nouvelles, les échéances, ou les deux',
  'must change something: filter, language, reminders, mode, format, ordered or ratePerMinute': {
    fr: 'doit changer quelque chose',
    en: 'must change something',
  },
  'must be later than since': 'doit être après le début',
  'is wrong, too old, or of an earlier confirmation: ask for another confirmation':
    'est faux, trop ancien ou d’une demande précédente : demandez une nouvelle confirmation',
  'does not belong to this subscription': 'n’est pas de cet abonnement',
  'is a confirmation, and the subscription is confirmed':
    'est une demande de confirmation, et l’abonnement est confirmé',
  'is not a webhook: only those have a secret': 'n’est pas un webhook : eux seuls ont un secret',
  'the address is suppressed ({}): {}': 'l’adresse est bloquée ({…}) : {}',
  'hard-bounce': 'un courriel est revenu pour de bon',
  'soft-bounces': 'plusieurs courriels sont revenus',
  '{}; an admin lifts that first (DELETE /v1/suppressions/{address})': {
    fr: '{…} ; un administrateur lève d’abord ce blocage',
    en: '{…}; an admin lifts that first',
  },
  'was given another secret meanwhile': 'a reçu un autre secret entre-temps',
  '{} is not suppressed': '{} n’est pas bloquée',
  'must be an e-mail address such as officer@example.org':
    'doit être une adresse de courriel comme officier@example.org',
  '{}; {}': '{…} ; {…}',
  'must be an address such as https://hooks.example.org/jalon':
    'doit être une adresse comme https://hooks.example.org/jalon',
  'must start with https:// or http://': 'doit commencer par https:// ou http://',
  'must be written out, without spaces and backslashes':
    'doit être écrite en entier, sans espaces ni barres obliques inverses',
  'must not hold a user name or password: check the signature instead':
    'ne peut pas contenir de nom d’utilisateur ni de mot de passe : vérifiez plutôt la signature',
  'must not hold a fragment: servers never see it': 'ne peut pas contenir de # : les serveurs ne le voient jamais',
  'must use port 443, 80 or one above 1023': 'doit passer par le port 443, 80 ou un port au-dessus de 1023',
  'must lead to a public address': 'doit mener à une adresse publique',
  'must start with https://': 'doit commencer par https://',
  '{} is not a public address': '{} n’est pas une adresse publique',
  '{} is not in a network that plain http is allowed to':
    '{} n’est pas dans un réseau où http sans chiffrement est permis',
};
