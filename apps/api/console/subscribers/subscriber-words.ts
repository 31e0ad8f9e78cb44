import type { SubscriptionState } from '#database/tables/subscription.js';
import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

/** What the pages about subscriptions say; `wish-words.ts` has what they wish for, `delivery-words.ts` what they were sent. */
interface SubscriberWords {
  title: string;
  /** Of all there are, or of the reader's own. */
  intro: Record<'all' | 'own', string>;
  add: { email: string; webhook: string };
  empty: Record<'all' | 'own', string>;
  noneMatch: string;
  all: string;
  channel: Record<'email' | 'webhook', string>;
  channelLabel: string;
  state: Record<SubscriptionState, string>;
  stateLabel: string;
  any: string;
  go: string;
  filter: string;
  column: { target: string; follows: string; how: string; state: string };
  confirmUntil: (moment: string) => string;
  confirmOver: (moment: string) => string;
  health: { well: string; failures: (count: number) => string; since: string; paused: string };
  facts: { created: string; confirmed: string; publicKey: string; id: string };
  actions: string;
  test: string;
  testHint: (target: string) => string;
  change: string;
  preview: string;
  enable: string;
  enableHint: string;
  ask: string;
  askHint: string;
  redeliver: string;
  redeliverHint: string;
  redeliverSince: string;
  notADay: string;
  suppressed: string;
  reason: Record<'hard-bounce' | 'soft-bounces', string>;
  lift: string;
  liftHint: string;
  onlyAdmin: string;
  end: { action: string; title: string; text: (target: string) => string; yes: string; no: string };
  back: string;
  refused: string;
  done: {
    made: string;
    madeMail: string;
    test: (target: string) => string;
    seeDelivery: string;
    kept: string;
    seeMails: string;
    enabled: string;
    asked: string;
    changed: string;
    ended: string;
    again: string;
    many: (count: number) => string;
    more: string;
    lifted: string;
  };
}

export const SUBSCRIBER_WORDS: Record<Language, SubscriberWords> = printed({
  fr: {
    title: 'Abonnés',
    intro: {
      all: 'Qui est prévenu de ce qui est inscrit et des échéances qui approchent.',
      own: 'Ceux que vous avez abonnés aux nouvelles et aux échéances qui approchent. Une clé d’administration les voit tous.',
    },
    add: { email: 'Abonner une adresse de courriel', webhook: 'Abonner un webhook' },
    empty: {
      all: 'Personne n’est encore abonné. Abonnez une adresse : elle recevra les nouvelles et les rappels choisis pour elle.',
      own: 'Vous n’avez encore abonné personne. Abonnez une adresse : elle recevra les nouvelles et les rappels choisis pour elle.',
    },
    noneMatch: 'Aucun abonnement ne correspond à ces choix.',
    all: 'Voir tous les abonnements',
    channel: { email: 'courriel', webhook: 'webhook' },
    channelLabel: 'Par',
    state: { pending: 'à confirmer', active: 'actif', disabled: 'désactivé', unsubscribed: 'terminé' },
    stateLabel: 'État',
    any: 'tous',
    go: 'Filtrer',
    filter: 'Choisir les abonnements',
    column: { target: 'Adresse', follows: 'Suit', how: 'Comment', state: 'État' },
    confirmUntil: (moment) => `Attend la confirmation jusqu’au ${moment}.`,
    confirmOver: (moment) => `La confirmation n’est pas venue avant le ${moment}. Demandez-la de nouveau.`,
    health: {
      well: 'accepte les messages',
      failures: (count) => counted(count, ['échec de suite', 'échecs de suite'], 'fr'),
      since: 'N’accepte plus rien depuis le',
      paused: 'En pause jusqu’au',
    },
    facts: { created: 'Créé le', confirmed: 'Confirmé le', publicKey: 'Clé publique', id: 'Identifiant' },
    actions: 'Que faire',
    test: 'Envoyer un essai',
    testHint: (target) => `Un message qui ne dit rien part vers ${target}, par le chemin des vrais.`,
    change: 'Modifier',
    preview: 'Voir ce qu’il aurait reçu',
    enable: 'Réactiver',
    enableHint: 'Ce qui était retenu part alors, dans l’ordre.',
    ask: 'Redemander la confirmation',
    askHint: 'Un nouveau lien part ; les précédents ne valent plus.',
    redeliver: 'Renvoyer ce qui a échoué',
    redeliverHint: 'Ce qui est arrivé depuis, ou repart déjà, n’est pas renvoyé.',
    redeliverSince: 'Prévu depuis le',
    notADay: 'doit être un jour, écrit aaaa-mm-jj, comme 2026-11-24',
    suppressed: 'Plus aucun courriel ne part vers cette adresse.',
    reason: {
      'hard-bounce': 'Son serveur dit que cette boîte n’existe pas.',
      'soft-bounces': 'Les derniers courriels sont tous revenus.',
    },
    lift: 'Lever le blocage',
    liftHint: 'Quand la boîte reçoit de nouveau. Chaque abonnement est ensuite à réactiver.',
    onlyAdmin: 'Un administrateur peut lever ce blocage.',
    end: {
      action: 'Mettre fin à l’abonnement',
      title: 'Mettre fin à l’abonnement ?',
      text: (target) =>
        `${target} ne recevra plus rien, pour de bon. Ce qui attend encore est annulé. L’abonnement et ses envois restent visibles.`,
      yes: 'Oui, y mettre fin',
      no: 'Non, le garder',
    },
    back: 'Retour à l’abonnement',
    refused: 'Ce n’est pas possible : cet abonnement',
    done: {
      made: 'L’abonnement est créé. Il devient actif dès qu’il est confirmé.',
      madeMail: 'L’abonnement est créé. Un lien part vers l’adresse : qui le suit le confirme.',
      test: (target) => `Un essai part vers ${target}.`,
      seeDelivery: 'Voir l’envoi',
      kept: 'Aucun serveur de courriel n’est configuré ici : les courriels sont gardés, pas envoyés.',
      seeMails: 'Voir les courriels gardés',
      enabled: 'L’abonnement est réactivé. Ce qui était retenu part.',
      asked: 'La confirmation est redemandée.',
      changed: 'Les nouveaux choix valent à partir de maintenant.',
      ended: 'L’abonnement est terminé.',
      again: 'Le message repart.',
      many: (count) =>
        count === 0
          ? 'Il n’y avait rien à renvoyer.'
          : `${counted(count, ['message repart', 'messages repartent'], 'fr')}.`,
      more: 'Il en reste : renvoyez encore.',
      lifted: 'Les courriels peuvent repartir vers cette adresse. Réactivez l’abonnement.',
    },
  },
  en: {
    title: 'Subscribers',
    intro: {
      all: 'Who is told of what is recorded and of deadlines that come up.',
      own: 'Those whom you have subscribed to news and to deadlines that come up. An admin key sees everybody’s.',
    },
    add: { email: 'Subscribe an e-mail address', webhook: 'Subscribe a webhook' },
    empty: {
      all: 'Nobody has subscribed yet. Subscribe an address: it gets the news and reminders that are chosen for it.',
      own: 'You have subscribed nobody yet. Subscribe an address: it gets the news and reminders that are chosen for it.',
    },
    noneMatch: 'No subscription fits these choices.',
    all: 'See all subscriptions',
    channel: { email: 'e-mail', webhook: 'webhook' },
    channelLabel: 'By',
    state: { pending: 'to be confirmed', active: 'active', disabled: 'disabled', unsubscribed: 'ended' },
    stateLabel: 'State',
    any: 'all',
    go: 'Filter',
    filter: 'Choose subscriptions',
    column: { target: 'Address', follows: 'Follows', how: 'How', state: 'State' },
    confirmUntil: (moment) => `Waits for its confirmation until ${moment}.`,
    confirmOver: (moment) => `No confirmation came by ${moment}. Ask for it again.`,
    health: {
      well: 'takes messages',
      failures: (count) => counted(count, ['failure in a row', 'failures in a row'], 'en'),
      since: 'Has taken nothing since',
      paused: 'Paused until',
    },
    facts: { created: 'Created', confirmed: 'Confirmed', publicKey: 'Public key', id: 'Id' },
    actions: 'What to do',
    test: 'Send a test',
    testHint: (target) => `A message that says nothing goes to ${target}, the way that real ones go.`,
    change: 'Change',
    preview: 'See what it would have been sent',
    enable: 'Enable again',
    enableHint: 'What was held back goes out then, in order.',
    ask: 'Ask again to confirm',
    askHint: 'A new link goes out; earlier ones stop working.',
    redeliver: 'Send again what failed',
    redeliverHint: 'What has arrived since, or is on its way again, is left out.',
    redeliverSince: 'Planned since',
    notADay: 'must be a day, written yyyy-mm-dd, such as 2026-11-24',
    suppressed: 'No mail goes to this address any more.',
    reason: {
      'hard-bounce': 'Its server says that there is no such mailbox.',
      'soft-bounces': 'The last mails all came back.',
    },
    lift: 'Let mails go there again',
    liftHint: 'When the mailbox takes mails again. Each subscription is then to be enabled.',
    onlyAdmin: 'An administrator can let mails go there again.',
    end: {
      action: 'End the subscription',
      title: 'End the subscription?',
      text: (target) =>
        `${target} will get nothing more, for good. What still waits is cancelled. The subscription and its deliveries stay visible.`,
      yes: 'Yes, end it',
      no: 'No, keep it',
    },
    back: 'Back to the subscription',
    refused: 'This is not possible: the subscription',
    done: {
      made: 'The subscription is made. It becomes active as soon as it is confirmed.',
      madeMail: 'The subscription is made. A link goes to the address: whoever follows it confirms.',
      test: (target) => `A test is on its way to ${target}.`,
      seeDelivery: 'See the delivery',
      kept: 'No mail server is set here: mails are kept, not sent.',
      seeMails: 'See the kept mails',
      enabled: 'The subscription is enabled. What was held back goes out.',
      asked: 'It is asked to confirm once more.',
      changed: 'The new choices hold from now on.',
      ended: 'The subscription has ended.',
      again: 'The message is on its way again.',
      many: (count) =>
        count === 0
          ? 'There was nothing to send again.'
          : `${counted(count, ['message is on its way again', 'messages are on their way again'], 'en')}.`,
      more: 'There are others: send again.',
      lifted: 'Mails may go to this address again. Enable the subscription.',
    },
  },
});
