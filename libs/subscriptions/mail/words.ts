import type { Source } from '#domain/source/source.js';
import type { Language } from './language.js';

/** What mails say in so many words; `reminder-words.ts` has those about deadlines. */
export interface Words {
  occurred: string;
  source: string;
  quote: string;
  note: string;
  reason: string;
  decision: string;
  validUntil: string;
  read: string;
  because: string;
  unsubscribe: string;
  undated: string;
  sourceKind: Record<Source['kind'], string>;
  confirm: { subject: string; heading: string; text: string; ignore: string; action: string; footer: string };
  test: { subject: string; text: string };
}

export const WORDS: Record<Language, Words> = {
  fr: {
    occurred: 'Date',
    source: 'Source',
    quote: 'Citation',
    note: 'Note',
    reason: 'Motif',
    decision: 'Décision',
    validUntil: 'Valable jusqu’au',
    read: 'Voir dans Jalon',
    because: 'Vous recevez ce message parce que cette adresse est abonnée à Jalon.',
    unsubscribe: 'Se désabonner',
    undated: 'sans date',
    sourceKind: {
      decision: 'décision de l’autorité',
      catalogue: 'catalogue officiel',
      list: 'liste officielle',
      statement: 'déclaration de l’autorité',
      company: 'entreprise',
      press: 'presse',
      other: 'autre',
    },
    confirm: {
      subject: 'Confirmez votre abonnement à Jalon',
      heading: 'Confirmez votre abonnement',
      text: 'Quelqu’un a demandé que les nouvelles et échéances des certifications cloud soient envoyées à cette adresse. Rien ne sera envoyé sans votre confirmation. Le lien est valable jusqu’au',
      ignore: 'Si ce n’était pas vous, ignorez ce message.',
      action: 'Confirmer',
      footer: 'Ce message ne vous abonne à rien.',
    },
    test: { subject: 'Message d’essai', text: 'Cet abonnement fonctionne : ce message a suivi le chemin des vrais.' },
  },
  en: {
    occurred: 'Date',
    source: 'Source',
    quote: 'Quote',
    note: 'Note',
    reason: 'Reason',
    decision: 'Decision',
    validUntil: 'Valid until',
    read: 'See it in Jalon',
    because: 'You receive this message because this address is subscribed to Jalon.',
    unsubscribe: 'Unsubscribe',
    undated: 'undated',
    sourceKind: {
      decision: 'decision of the authority',
      catalogue: 'official catalogue',
      list: 'official list',
      statement: 'statement of the authority',
      company: 'company',
      press: 'press',
      other: 'other',
    },
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
