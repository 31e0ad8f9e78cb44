import type * as English from '../en/delivery.js';
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
  'already-confirmed': 'L’abonnement a été confirmé avant d’être désactivé ; réactivez-le',
  'confirmation-limit': ({ requests }) =>
    `La confirmation a été demandée ${requests} fois ; créez un nouvel abonnement`,
  'confirmations-unanswered': ({ requests }) =>
    `${requests} demandes de confirmation envoyées à cette adresse en 24 heures sont restées sans réponse`,
  'subscription-not-disabled': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; seul un abonnement désactivé peut être réactivé`,
  'never-confirmed': 'L’abonnement n’a jamais été confirmé ; demandez une confirmation',
  'subscription-has-ended': 'L’abonnement est résilié ; créez-en un nouveau',
  'digest-needs-email': 'doit être immediate : les récapitulatifs n’existent que par courriel',
  'webhook-only': 'ne concerne que les webhooks ; cet abonnement envoie des courriels',
  'not-a-listener': 'L’abonnement n’est pas une écoute locale ; Jalon envoie lui-même ses messages',
  'status-or-error': 'doit être renseigné, sauf si error l’est : soit status, soit error',
  'webhook-has-secret': 'L’abonnement n’est pas un webhook ; seuls les webhooks ont un secret de signature',
  'secret-replaced': 'Le secret de signature a été remplacé entre-temps',
  'subscription-not-active': ({ state }) => `L’abonnement est ${STATES[state] ?? state}, il n’est pas actif`,
  'confirmation-not-repeatable':
    'Une demande de confirmation ne peut pas être renvoyée ; l’abonnement est déjà confirmé',
  'suppression-in-force': ({ detail }) =>
    `L’adresse est bloquée (${detail}) ; un administrateur doit d’abord lever le blocage`,
  'filter-empty': 'doit demander les événements, les échéances ou les deux',
  'no-setting-changed':
    'doit modifier au moins un élément : filter, language, reminders, mode, format, ordered, ratePerMinute, description ou headers',
  'until-before-since': 'doit être postérieur à since',
  'email-format': 'doit être une adresse électronique, par exemple officer@example.org',
  'url-format': 'doit être une URL, par exemple https://hooks.example.org/jalon',
  'url-protocol': 'doit commencer par https:// ou http://',
  'url-not-normalized':
    'ne doit contenir ni espace ni barre oblique inverse, et deux barres obliques après le protocole',
  'url-with-credentials': 'ne doit contenir ni nom d’utilisateur ni mot de passe ; vérifiez plutôt la signature',
  'url-with-fragment': 'ne doit pas contenir de fragment ; il n’est jamais transmis au serveur',
  'webhook-secret-format': 'doit être composé de whsec_ et de 24 à 64 octets en base64',
  'secret-needs-hmac': 'ne peut pas être fourni avec ed25519 : la clé privée ne quitte jamais Jalon',
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

const CAUSES: Readonly<Record<string, string>> = {
  'hard-bounce': 'rejet définitif',
  'soft-bounces': 'rejets temporaires répétés',
};

/** Reasons of delivery attempts that failed, as the log keeps them. An answer of a server is quoted as it is. */
export const deliveryReasons: typeof English.deliveryReasons = {
  'attempts-interrupted': 'L’envoi a été interrompu plusieurs fois avant la fin',
  'send-failed': ({ error }) => `Envoi impossible : ${error}`,
  'mail-returned': ({ answer }) => `Courriel retourné : ${answer}`,
  'mail-server-answer': ({ answer }) => answer,
  'mail-server-without-tls': ({ answer }) =>
    `Le serveur de messagerie ne propose pas STARTTLS, exigé par SMTP_TLS : ${answer}`,
  'address-suppressed': ({ cause, detail }) => `L’adresse est bloquée (${CAUSES[cause] ?? cause}) : ${detail}`,
  'subscription-ended': 'L’abonnement a été résilié',
  'confirmation-expired': 'Le délai de confirmation est expiré',
  'confirmation-superseded': 'Une confirmation plus récente a été demandée',
  'challenge-not-returned': 'Le webhook n’a pas renvoyé le défi : l’abonnement n’est pas confirmé',
  'endpoint-gone': 'Le webhook a répondu 410 Gone',
  'endpoint-status': ({ status }) => `Le webhook a répondu avec le statut ${status}`,
  'endpoint-redirect': ({ status }) =>
    `Le webhook a répondu avec le statut ${status} ; les redirections ne sont pas suivies`,
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

const REMINDER_STATES: Readonly<Record<string, string>> = {
  planned: 'planifié',
  claimed: 'en cours d’envoi',
  sent: 'envoyé',
  failed: 'non remis',
  skipped: 'ignoré',
  cancelled: 'annulé',
  superseded: 'remplacé',
};

const DEADLINE_STATES: Readonly<Record<string, string>> = { met: 'tenue', cancelled: 'annulée' };

/** Reasons of deadlines, reminders and feeds. */
export const deadlinesReasons: typeof English.deadlinesReasons = {
  'reminder-not-found': ({ id }) => `Rappel ${id} introuvable`,
  'reminder-dropped': ({ state }) =>
    `Le rappel est ${REMINDER_STATES[state] ?? state} ; seul un rappel prévu ou envoyé peut faire l’objet d’une prise d’acte`,
  'reminded-deadline-moved': ({ due }) => `L’échéance a été reportée ; nouvelle date : ${fr.date(due)}`,
  'reminded-deadline-closed': ({ state }) =>
    `L’échéance est déjà ${DEADLINE_STATES[state] ?? state} ; aucun autre rappel n’est envoyé`,
  'deadline-not-followed': 'L’abonnement ne suit plus cette échéance',
  'snooze-date-out-of-range': ({ today, last }) =>
    `La date doit être postérieure au ${fr.date(today)} (aujourd’hui) et ne pas dépasser le ${fr.date(last)}, dernier jour de l’échéance`,
  'snooze-too-late': ({ last }) =>
    `Le rappel ne peut plus être reporté ; le ${fr.date(last)} est le dernier jour de l’échéance`,
  'reminded-deadline-not-found': ({ key }) => `Échéance ${key} introuvable`,
  'feed-not-found': ({ id }) => `Flux ${id} introuvable`,
  'feed-address-unknown': 'Aucun flux n’existe à cette adresse ; demandez une nouvelle adresse à son propriétaire',
  'feed-address-revoked': 'Cette adresse de flux a été révoquée',
  'calendar-without-deadlines': 'ne doit pas être à faux ; un calendrier ne contient que des échéances',
  'atom-without-changes': 'ne doit pas être à faux ; un flux Atom ne contient que des événements',
  'ledger-position': 'doit être une position du registre, telle que donnée par le lien « next »',
  'days-ahead': ({ maximum }) => `doit être un nombre entier de jours compris entre 0 et ${maximum}`,
};

export const deliveries: typeof English.deliveries = {
  heading: 'Envois',
  none: 'Aucun envoi pour l’instant.',
  noneMatch: 'Aucun envoi ne correspond à ces filtres.',
  reset: 'Voir tous les envois',
  type: {
    'event.recorded': 'Événement enregistré',
    'changes.digest': 'Récapitulatif',
    'import.summary': 'Synthèse d’un import',
    'register.read': 'Relevé d’une liste officielle',
    'register.stale': 'Liste officielle non relevée',
    'register.held': 'Relevé en attente de décision',
    'deadline.reminder': 'Rappel d’échéance',
    'deadline.digest': 'Rappel de plusieurs échéances',
    'subscription.verification': 'Demande de confirmation',
    'subscription.failing': 'Alerte : destinataire injoignable',
    'subscription.disabled': 'Alerte : abonnement désactivé',
    'subscription.test': 'Message de test',
    'account.link': 'Lien vers un compte',
    'proposal.waiting': 'Modification en attente d’approbation',
    'ledger.reset': 'Retour du registre à une position antérieure',
  },
  state: {
    planned: 'prévu',
    claimed: 'en cours',
    sent: 'envoyé',
    failed: 'en échec',
    cancelled: 'annulé',
    held: 'retenu',
    kept: 'non envoyé (conservé)',
  },
  stateMeans: {
    planned: 'Il sera envoyé sous peu.',
    claimed: 'Une tentative est en cours.',
    sent: 'Le serveur du destinataire l’a accepté.',
    failed: 'Toutes les tentatives ont échoué. Vous pouvez le renvoyer.',
    cancelled: 'Il n’est plus nécessaire et ne sera pas envoyé.',
    held: 'Il sera envoyé une fois l’abonnement réactivé.',
    kept: 'Aucun serveur de messagerie n’était configuré : le courriel est conservé et n’a pas été envoyé.',
  },
  column: { what: 'Message', state: 'État', planned: 'Prévu le', attempts: 'Tentatives', answer: 'Réponse' },
  filter: {
    label: 'Filtrer les envois',
    state: 'État',
    type: 'Message',
    since: 'Prévus du',
    until: 'au',
    go: 'Appliquer',
  },
  older: 'Envois plus anciens',
  newest: 'Revenir aux plus récents',
  again: 'Renvoyer ce message',
  againHint: 'Renvoie le même message avec le même identifiant.',
  isAgain: 'renvoi',
  next: 'Prochaine tentative, au plus tôt',
  sent: 'Envoyé le',
  identity: 'Identifiant du message',
  identityHint: 'L’en-tête webhook-id : identique à chaque tentative et à chaque renvoi.',
  says: {
    heading: 'Contenu',
    mail: 'Courriel',
    payload: 'Corps de la requête',
    to: 'Destinataire',
    subject: 'Objet',
    without:
      'Les liens de confirmation, de prise d’acte et de désabonnement sont affichés sans leur jeton, réservé au destinataire.',
  },
  sendHeaders: 'En-têtes de la requête',
  whole: 'Afficher davantage',
  tooLong: (shown) => `Tronqué après ${fr.count(shown, 'caractère', 'caractères')}.`,
  attempts: 'Tentatives',
  noAttempt: 'Aucune tentative n’est terminée.',
  attempt: (number) => `Tentative ${number}`,
  result: { delivered: 'accepté', unavailable: 'indisponible, nouvelle tentative prévue', rejected: 'rejeté' },
  at: 'Date',
  took: 'Durée',
  code: 'Code de réponse',
  error: 'Erreur',
  headers: 'En-têtes de la réponse',
  body: 'Corps de la réponse',
  seeAnswer: 'Voir la réponse',
  bodyHint: 'Les 2 000 premiers caractères.',
  notKept: 'Les réponses aux demandes de confirmation ne sont pas conservées.',
  keptMail: 'Voir dans les courriels conservés',
  all: 'Voir tous les envois de cet abonnement',
};

export const mails: typeof English.mails = {
  title: 'Courriels conservés (non envoyés)',
  intro:
    'Aucun serveur de messagerie n’est configuré (SMTP_URL) : les courriels sont conservés et consultables sur cette page. Leurs liens fonctionnent, y compris ceux qui confirment un abonnement.',
  sent: 'Un serveur de messagerie est configuré : les courriels sont envoyés et ne sont plus conservés ici. Leur suivi figure parmi les envois de chaque abonnement.',
  empty: 'Aucun courriel conservé. Abonnez une adresse : la demande de confirmation apparaîtra ici.',
  column: { subject: 'Objet', to: 'Destinataire', at: 'Date' },
  older: 'Courriels plus anciens',
  newest: 'Revenir aux plus récents',
  to: 'Destinataire',
  at: 'Conservé le',
  text: 'Texte du courriel',
  headers: 'En-têtes',
  html: 'Source HTML',
  htmlHint: 'Tel qu’affiché par les logiciels de messagerie.',
  download: 'Télécharger (.eml)',
  back: 'Tous les courriels conservés',
  tooLong: 'La suite se trouve dans le fichier .eml.',
};
