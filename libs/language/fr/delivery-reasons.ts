import type { deliveryReasons as English } from '../en/delivery-reasons.js';

const CAUSES: Readonly<Record<string, string>> = {
  'hard-bounce': 'rejet définitif',
  'soft-bounces': 'rejets temporaires répétés',
};

/** Reasons of delivery attempts that failed, as the log keeps them. An answer of a server is quoted as it is. */
export const deliveryReasons: typeof English = {
  'attempts-interrupted': 'L’envoi a été interrompu plusieurs fois avant la fin',
  'send-failed': ({ error }) => `Envoi impossible : ${error}`,
  'mail-returned': ({ answer }) => `Courriel retourné : ${answer}`,
  'mail-server-answer': ({ answer }) => answer,
  'address-suppressed': ({ cause, detail }) => `L’adresse est bloquée (${CAUSES[cause] ?? cause}) : ${detail}`,
  'subscription-ended': 'L’abonnement a été résilié',
  'confirmation-expired': 'Le délai de confirmation est expiré',
  'confirmation-superseded': 'Une confirmation plus récente a été demandée',
  'challenge-not-returned': 'Le point de terminaison n’a pas renvoyé le défi et n’a donc pas confirmé',
  'endpoint-gone': 'Le point de terminaison a répondu 410 Gone',
  'endpoint-status': ({ status }) => `Le point de terminaison a répondu avec le statut ${status}`,
  'endpoint-redirect': ({ status }) =>
    `Le point de terminaison a répondu avec le statut ${status} ; les redirections ne sont pas suivies`,
  'address-not-public': ({ host }) => `${host} n’est pas une adresse publique`,
  'http-not-allowed': ({ host }) => `${host} n’appartient à aucun réseau autorisé en HTTP simple`,
  'response-timeout': ({ seconds }) => `Pas de réponse complète en ${seconds} secondes`,
  'response-not-http': 'La réponse n’est pas du HTTP valide',
  'no-response': 'Aucune réponse',
  'connection-failed': ({ error }) => `La connexion a échoué : ${error}`,
  'name-not-resolved': ({ error }) => `Nom d’hôte introuvable (${error})`,
  'name-lookup-failed': ({ error }) => `Résolution du nom d’hôte temporairement impossible (${error})`,
  'connection-refused': ({ error }) => `Connexion refusée (${error})`,
  'connection-reset': ({ error }) => `Connexion réinitialisée (${error})`,
  'host-unreachable': ({ error }) => `Hôte injoignable (${error})`,
  'network-unreachable': ({ error }) => `Réseau injoignable (${error})`,
  'connection-timeout': ({ error }) => `Délai de connexion dépassé (${error})`,
  'connection-closed': ({ error }) => `Connexion fermée avant la réponse (${error})`,
  'response-headers-too-long': ({ error }) => `En-têtes de la réponse trop longs (${error})`,
  'certificate-expired': ({ error }) => `Certificat TLS expiré (${error})`,
  'certificate-not-yet-valid': ({ error }) => `Certificat TLS pas encore valide (${error})`,
  'certificate-revoked': ({ error }) => `Certificat TLS révoqué (${error})`,
  'certificate-self-signed': ({ error }) => `Certificat TLS autosigné (${error})`,
  'certificate-untrusted': ({ error }) => `Certificat TLS émis par une autorité non reconnue (${error})`,
  'certificate-chain-incomplete': ({ error }) => `Chaîne de certificats TLS incomplète (${error})`,
  'certificate-name-mismatch': ({ error }) => `Certificat TLS émis pour un autre nom d’hôte (${error})`,
  'tls-failed': ({ error }) => `Échec de la négociation TLS (${error})`,
};
