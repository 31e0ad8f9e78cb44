import type { DeadlineKind } from '#domain/deadline/deadline.js';
import type { Source } from '#domain/source/source.js';
import type { Language } from './language.js';

export interface Words {
  occurred: string;
  source: string;
  quote: string;
  note: string;
  reason: string;
  decision: string;
  validUntil: string;
  due: string;
  read: string;
  because: string;
  unsubscribe: string;
  undated: string;
  kind: Record<DeadlineKind, string>;
  sourceKind: Record<Source['kind'], string>;
  left: (days: number) => string;
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
    due: 'Échéance',
    read: 'Voir dans Jalon',
    because: 'Vous recevez ce message parce que cette adresse est abonnée à Jalon.',
    unsubscribe: 'Se désabonner',
    undated: 'sans date',
    kind: {
      'grant-end': 'fin de validité',
      'renewal-window': 'demande de renouvellement',
      surveillance: 'surveillance',
      reservation: 'réserve à lever',
      target: 'objectif annoncé',
      staleness: 'dossier sans nouvelles',
      'officer-set': 'échéance',
      'dependency-end': 'fin de validité d’un socle',
    },
    sourceKind: {
      decision: 'décision de l’autorité',
      catalogue: 'catalogue officiel',
      list: 'liste officielle',
      statement: 'déclaration de l’autorité',
      company: 'entreprise',
      press: 'presse',
      other: 'autre',
    },
    left: (days) => {
      if (days === 0) return 'aujourd’hui';
      const count = `${Math.abs(days)} ${Math.abs(days) < 2 ? 'jour' : 'jours'}`;
      return days > 0 ? `dans ${count}` : `dépassée de ${count}`;
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
    due: 'Due',
    read: 'See it in Jalon',
    because: 'You receive this message because this address is subscribed to Jalon.',
    unsubscribe: 'Unsubscribe',
    undated: 'undated',
    kind: {
      'grant-end': 'end of validity',
      'renewal-window': 'renewal to be asked for',
      surveillance: 'surveillance',
      reservation: 'reservation to be lifted',
      target: 'announced target',
      staleness: 'no news',
      'officer-set': 'deadline',
      'dependency-end': 'end of validity of what it builds on',
    },
    sourceKind: {
      decision: 'decision of the authority',
      catalogue: 'official catalogue',
      list: 'official list',
      statement: 'statement of the authority',
      company: 'company',
      press: 'press',
      other: 'other',
    },
    left: (days) => {
      if (days === 0) return 'today';
      const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
      return days > 0 ? `in ${count}` : `${count} overdue`;
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
