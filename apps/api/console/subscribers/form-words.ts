import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface FormWords {
  title: Record<'email' | 'webhook', string>;
  other: Record<'email' | 'webhook', string>;
  make: Record<'email' | 'webhook', string>;
  change: string;
  changeHint: string;
  save: string;
  again: string;
  made: {
    title: string;
    secret: string;
    once: string;
    publicKey: string;
    publicKeyHint: string;
    next: string;
    open: string;
  };
  secret: {
    action: string;
    title: string;
    text: string;
    overlap: string;
    overlapHint: string;
    done: string;
    former: (moment: string) => string;
  };
}

export const FORM_WORDS: Record<Language, FormWords> = printed({
  fr: {
    title: { email: 'Abonner une adresse de courriel', webhook: 'Abonner un webhook' },
    other: { email: 'Abonner plutôt un webhook', webhook: 'Abonner plutôt une adresse de courriel' },
    make: { email: 'Abonner cette adresse', webhook: 'Abonner ce webhook' },
    change: 'Modifier l’abonnement',
    changeHint: 'L’adresse reste : elle a confirmé. Pour une autre adresse, créez un autre abonnement.',
    save: 'Enregistrer',
    again: 'a déjà servi à créer un autre abonnement ; envoyez de nouveau pour en créer un de plus',
    made: {
      title: 'Webhook abonné',
      secret: 'Secret',
      once: 'Notez ce secret maintenant : il n’est montré qu’ici. Il vérifie la signature de chaque message.',
      publicKey: 'Clé publique',
      publicKeyHint: 'Elle vérifie la signature de chaque message. Vous la retrouverez sur la page de l’abonnement.',
      next: 'Le webhook reçoit maintenant une question (subscription.verification). Il devient actif quand il la renvoie sous la forme {"challenge": "…"}.',
      open: 'Aller à l’abonnement',
    },
    secret: {
      action: 'Changer le secret',
      title: 'Nouveau secret',
      text: 'Les messages sont signés avec un nouveau secret. L’ancien signe encore à côté pendant le temps choisi, pour changer sans rien perdre.',
      overlap: 'Heures pendant lesquelles l’ancien vaut encore',
      overlapHint: 'De 0 à 168. Avec 0, l’ancien ne vaut plus tout de suite.',
      done: 'Le secret est changé.',
      former: (moment) => `L’ancien signe encore jusqu’au ${moment}.`,
    },
  },
  en: {
    title: { email: 'Subscribe an e-mail address', webhook: 'Subscribe a webhook' },
    other: { email: 'Subscribe a webhook instead', webhook: 'Subscribe an e-mail address instead' },
    make: { email: 'Subscribe this address', webhook: 'Subscribe this webhook' },
    change: 'Change the subscription',
    changeHint: 'The address stays: it has confirmed. For another address, make another subscription.',
    save: 'Save',
    again: 'has made another subscription already; send it again to make one more',
    made: {
      title: 'Webhook subscribed',
      secret: 'Secret',
      once: 'Note this secret now: it is shown here and nowhere else. It verifies the signature of each message.',
      publicKey: 'Public key',
      publicKeyHint: 'It verifies the signature of each message. It also stands on the page of the subscription.',
      next: 'The webhook now gets a challenge (subscription.verification). It becomes active when it answers it as {"challenge": "…"}.',
      open: 'Go to the subscription',
    },
    secret: {
      action: 'Change the secret',
      title: 'New secret',
      text: 'Messages are signed with a new secret. For as long as you choose the former one signs beside it, so that nothing is lost while you change over.',
      overlap: 'Hours for which the former one still holds',
      overlapHint: 'From 0 to 168. With 0 the former one ends at once.',
      done: 'The secret was changed.',
      former: (moment) => `The former one signs until ${moment}.`,
    },
  },
});
