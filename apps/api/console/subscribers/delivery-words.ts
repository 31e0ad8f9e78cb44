import type { ShownState } from '#delivery/delivery-log.js';
import type { Language } from '#language/language.js';
import type { Message } from '#notifications/message.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface DeliveryWords {
  heading: string;
  none: string;
  noneMatch: string;
  reset: string;
  type: Record<Message['type'], string>;
  state: Record<ShownState, string>;
  stateMeans: Record<ShownState, string>;
  column: { what: string; state: string; planned: string; attempts: string; answer: string };
  filter: { label: string; state: string; type: string; since: string; until: string; any: string; go: string };
  older: string;
  newest: string;
  again: string;
  againHint: string;
  /** What `Redeliver` repeats. */
  isAgain: string;
  next: string;
  sent: string;
  identity: string;
  identityHint: string;
  says: { heading: string; mail: string; payload: string; to: string; subject: string; without: string };
  sendHeaders: string;
  whole: string;
  tooLong: (shown: number) => string;
  attempts: string;
  noAttempt: string;
  attempt: (number: number) => string;
  result: Record<'delivered' | 'unavailable' | 'rejected', string>;
  at: string;
  took: string;
  code: string;
  error: string;
  headers: string;
  body: string;
  bodyHint: string;
  seeAnswer: string;
  notKept: string;
  /** Of one that counts as sent. */
  isKept: string;
  keptMail: string;
  all: string;
}

export const DELIVERY_WORDS: Record<Language, DeliveryWords> = printed({
  fr: {
    heading: 'Envois',
    none: 'Rien n’a encore été envoyé.',
    noneMatch: 'Aucun envoi ne correspond à ces choix.',
    reset: 'Voir tous les envois',
    type: {
      'event.recorded': 'Nouvelle',
      'changes.digest': 'Nouvelles du jour',
      'deadline.reminder': 'Rappel d’échéance',
      'deadline.digest': 'Rappel de plusieurs échéances',
      'subscription.verification': 'Demande de confirmation',
      'subscription.failing': 'Alerte : une adresse n’accepte plus rien',
      'subscription.disabled': 'Alerte : un abonnement est désactivé',
      'subscription.test': 'Message d’essai',
    },
    state: {
      planned: 'à envoyer',
      claimed: 'en cours',
      sent: 'envoyé',
      failed: 'en échec',
      cancelled: 'annulé',
      held: 'retenu',
    },
    stateMeans: {
      planned: 'Il part dès que son tour vient.',
      claimed: 'Une tentative est en cours.',
      sent: 'Il a été accepté à l’autre bout.',
      failed: 'Toutes les tentatives ont échoué. Vous pouvez le renvoyer.',
      cancelled: 'Il n’a plus lieu d’être et ne partira pas.',
      held: 'Il partira une fois l’abonnement réactivé.',
    },
    column: { what: 'Message', state: 'État', planned: 'Prévu le', attempts: 'Tentatives', answer: 'Réponse' },
    filter: {
      label: 'Choisir les envois',
      state: 'État',
      type: 'Message',
      since: 'Prévus depuis le',
      until: 'jusqu’au',
      any: 'tous',
      go: 'Filtrer',
    },
    older: 'Envois plus anciens',
    newest: 'Revenir aux plus récents',
    again: 'Renvoyer ce message',
    againHint: 'Le même message part une fois de plus, avec le même identifiant.',
    isAgain: 'renvoi',
    next: 'Prochaine tentative, au plus tôt',
    sent: 'Envoyé le',
    identity: 'Identifiant du message',
    identityHint: 'L’en-tête webhook-id : le même à chaque tentative et à chaque renvoi.',
    says: {
      heading: 'Ce que dit le message',
      mail: 'Le courriel',
      payload: 'Le corps envoyé',
      to: 'À',
      subject: 'Objet',
      without:
        'Les liens qui permettent de confirmer, de répondre ou de se désabonner sont montrés sans leur clé : elle n’appartient qu’au destinataire.',
    },
    sendHeaders: 'En-têtes envoyés',
    whole: 'Montrer davantage',
    tooLong: (shown) => `Coupé après ${counted(shown, ['caractère', 'caractères'], 'fr')}.`,
    attempts: 'Tentatives',
    noAttempt: 'Aucune tentative n’est terminée.',
    attempt: (number) => `Tentative ${number}`,
    result: { delivered: 'accepté', unavailable: 'pas accepté, à retenter', rejected: 'refusé' },
    at: 'Quand',
    took: 'Durée',
    code: 'Code de réponse',
    error: 'Ce qui n’a pas marché',
    headers: 'En-têtes de la réponse',
    body: 'Corps de la réponse',
    seeAnswer: 'Voir la réponse',
    bodyHint: 'Au plus ses 2 000 premiers caractères.',
    notKept: 'La réponse à une demande de confirmation n’est pas gardée.',
    isKept: 'Aucun serveur de courriel n’est configuré : il est gardé ici, et n’est parti nulle part.',
    keptMail: 'Voir ce courriel parmi les courriels gardés',
    all: 'Tous les envois de cet abonnement',
  },
  en: {
    heading: 'Deliveries',
    none: 'Nothing has been sent yet.',
    noneMatch: 'No delivery fits these choices.',
    reset: 'See all deliveries',
    type: {
      'event.recorded': 'News',
      'changes.digest': 'News of the day',
      'deadline.reminder': 'Reminder of a deadline',
      'deadline.digest': 'Reminder of several deadlines',
      'subscription.verification': 'Request to confirm',
      'subscription.failing': 'Warning: an address takes nothing',
      'subscription.disabled': 'Warning: a subscription is disabled',
      'subscription.test': 'Test message',
    },
    state: {
      planned: 'to be sent',
      claimed: 'under way',
      sent: 'sent',
      failed: 'failed',
      cancelled: 'cancelled',
      held: 'held back',
    },
    stateMeans: {
      planned: 'It goes out as soon as its turn comes.',
      claimed: 'An attempt is under way.',
      sent: 'It was taken at the other end.',
      failed: 'All attempts have failed. You can send it again.',
      cancelled: 'It is not needed any more and will not go out.',
      held: 'It goes out once the subscription is enabled again.',
    },
    column: { what: 'Message', state: 'State', planned: 'Planned', attempts: 'Attempts', answer: 'Answer' },
    filter: {
      label: 'Choose deliveries',
      state: 'State',
      type: 'Message',
      since: 'Planned since',
      until: 'until',
      any: 'all',
      go: 'Filter',
    },
    older: 'Older deliveries',
    newest: 'Back to the newest',
    again: 'Send this message again',
    againHint: 'The same message goes out once more, under the same id.',
    isAgain: 'sent again',
    next: 'Next attempt, at the earliest',
    sent: 'Sent',
    identity: 'Id of the message',
    identityHint: 'The header webhook-id: the same at every attempt and every time it is sent again.',
    says: {
      heading: 'What the message says',
      mail: 'The mail',
      payload: 'The body that is sent',
      to: 'To',
      subject: 'Subject',
      without:
        'Links to confirm, to answer or to unsubscribe are shown without their key: it belongs to the recipient alone.',
    },
    sendHeaders: 'Headers that are sent',
    whole: 'Show more',
    tooLong: (shown) => `Cut after ${counted(shown, ['character', 'characters'], 'en')}.`,
    attempts: 'Attempts',
    noAttempt: 'No attempt has come to an end.',
    attempt: (number) => `Attempt ${number}`,
    result: { delivered: 'taken', unavailable: 'not taken, to be tried again', rejected: 'refused' },
    at: 'When',
    took: 'Took',
    code: 'Answered with',
    error: 'What went wrong',
    headers: 'Headers of the answer',
    body: 'Body of the answer',
    seeAnswer: 'See the answer',
    bodyHint: 'Its first 2,000 characters at most.',
    notKept: 'The answer to a request to confirm is not kept.',
    isKept: 'No mail server is set: it is kept here, and went nowhere.',
    keptMail: 'See this mail among the kept mails',
    all: 'All deliveries of this subscription',
  },
});
