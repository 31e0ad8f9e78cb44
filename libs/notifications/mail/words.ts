import type { Language } from '#language/language.js';

/** What mails say in so many words, beside what `reminder-words.ts`, `change-words.ts` and `trouble-words.ts` have. */
export interface Words {
  decision: string;
  read: string;
  because: string;
  unsubscribe: string;
  confirm: { subject: string; heading: string; text: string; ignore: string; action: string; footer: string };
  test: { subject: string; text: string };
}

export const WORDS: Record<Language, Words> = {
  fr: {
    decision: 'Décision',
    read: 'Voir dans Jalon',
    because: 'Vous recevez ce message parce que cette adresse est abonnée à Jalon.',
    unsubscribe: 'Se désabonner',
    confirm: {
      subject: 'Confirmez votre abonnement à Jalon',
      heading: 'Confirmez votre abonnement',
      text: 'Quelqu’un a demandé que les nouvelles et échéances des certifications cloud soient envoyées à cette adresse. Rien ne sera envoyé sans votre confirmation. Le lien est valable jusqu’au',
      ignore: 'Si ce n’était pas vous, ignorez ce message.',
      action: 'Confirmer',
      footer: 'Ce message ne vous abonne à rien.',
    },
    test: {
      subject: 'Message d’essai',
      text: 'Cet abonnement fonctionne\u202f: ce message a suivi le chemin des vrais.',
    },
  },
  en: {
    decision: 'Decision',
    read: 'See it in Jalon',
    because: 'You receive this message because this address is subscribed to Jalon.',
    unsubscribe: 'Unsubscribe',
    confirm: {
      subject: 'Confirm your subscription to Jalon',
      heading: 'Confirm your subscription',
      text: 'Somebody asked that news and deadlines of cloud certifications be sent to this address. Nothing will be sent unless you confirm. The link is valid until',
      ignore: 'If it was not you, ignore this message.',
      action: 'Confirm',
      footer: 'This message subscribes you to nothing.',
    },
    test: { subject: 'Test message', text: 'This subscription works: this message went the way that real ones go.' },
  },
};
