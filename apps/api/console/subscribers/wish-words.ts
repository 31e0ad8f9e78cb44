import type { Holidays } from '#domain/date/holidays.js';
import type { Language } from '#language/language.js';
import type { Follows } from './subscription-form-data.js';
import { printed } from '../frame/printed.js';

/** The questions of the form, which also are the labels of its answers. */
interface WishWords {
  address: string;
  addressHint: string;
  url: string;
  urlHint: string;
  language: string;
  languageNames: Record<Language, string>;
  mode: string;
  modes: Record<'immediate' | 'daily', string>;
  follows: string;
  followsChoice: Record<Follows, string>;
  schemes: string;
  schemesHint: string;
  providers: string;
  providersHint: string;
  providerNamesHint: string;
  unknownProvider: (name: string) => string;
  dossiers: string;
  news: string;
  statusChange: string;
  becomes: string;
  becomesHint: string;
  eventTypes: string;
  eventTypesHint: string;
  deadlineKinds: string;
  deadlineKindsHint: string;
  confirmedOnly: string;
  confirmedOnlyHint: string;
  reminders: string;
  remindersHint: string;
  before: string;
  beforeHint: string;
  overdue: string;
  overdueHint: string;
  timeZone: string;
  timeZoneHint: (zone: string) => string;
  holidays: string;
  holidaysChoice: Record<Holidays, string>;
  role: string;
  roles: Record<'recipient' | 'escalation', string>;
  escalateAfterDays: string;
  escalateHint: string;
  technical: string;
  format: string;
  formats: Record<'standard' | 'cloudevents', string>;
  signature: string;
  signatures: Record<'hmac' | 'ed25519', string>;
  ordered: string;
  orderedHint: string;
  rate: string;
  rateHint: string;
}

export const WISH_WORDS: Record<Language, WishWords> = printed({
  fr: {
    address: 'Adresse de courriel',
    addressHint: 'Elle reçoit d’abord un lien à suivre. Rien d’autre n’est envoyé avant.',
    url: 'Adresse du webhook',
    urlHint: 'Elle commence par https:// et mène à une machine publique. Elle reçoit d’abord une question à renvoyer.',
    language: 'Langue des messages',
    languageNames: { fr: 'français', en: 'anglais' },
    mode: 'Quand envoyer les nouvelles',
    modes: { immediate: 'tout de suite, une par une', daily: 'une fois par jour, à 9 h, toutes ensemble' },
    follows: 'Que suivre',
    followsChoice: {
      both: 'les nouvelles et les échéances',
      changes: 'les nouvelles seulement',
      deadlines: 'les échéances seulement',
    },
    schemes: 'Schémas',
    schemesHint: 'Aucune case : tous.',
    providers: 'Fournisseurs',
    providersHint: 'Aucune case : tous.',
    providerNamesHint: 'Un nom par ligne. Vide : tous.',
    unknownProvider: (name) => `contient « ${name} » : aucun fournisseur, ou plusieurs, ne portent ce nom`,
    dossiers: 'Dossiers',
    news: 'Affiner les nouvelles et les échéances',
    statusChange: 'Seulement ce qui change un statut, sa confirmation ou son étape',
    becomes: 'Seulement quand le statut devient',
    becomesHint: 'Aucune case : quel que soit le statut.',
    eventTypes: 'Seulement ces faits',
    eventTypesHint: 'Aucune case : tous.',
    deadlineKinds: 'Seulement ces échéances',
    deadlineKindsHint: 'Aucune case : toutes.',
    confirmedOnly: 'Seulement ce que l’autorité elle-même confirme',
    confirmedOnlyHint: 'Les affirmations des entreprises et de la presse ne sont pas envoyées.',
    reminders: 'Rappels d’échéances',
    remindersHint: 'Laissez vide ce qui doit rester comme d’habitude.',
    before: 'Jours avant l’échéance',
    beforeHint:
      'Des nombres séparés par des virgules, comme 90, 30, 7, 0. Le 0 est le jour même. Vide : comme le schéma le veut.',
    overdue: 'Jours après, tant que rien n’est fait',
    overdueHint: 'Au plus quatre, comme 1, 7.',
    timeZone: 'Fuseau horaire',
    timeZoneHint: (zone) => `Les rappels partent à 9 h de ce fuseau. Vide : ${zone}.`,
    holidays: 'Jours fériés',
    holidaysChoice: { france: 'ceux de la France', 'alsace-moselle': 'ceux d’Alsace-Moselle', none: 'aucun' },
    role: 'À quel titre',
    roles: {
      recipient: 'rappelé directement',
      escalation: 'prévenu seulement si personne n’a pris acte',
    },
    escalateAfterDays: 'Après combien de jours sans réponse',
    escalateHint: 'De 1 à 60, pour qui n’est prévenu qu’en dernier. Vide : 3.',
    technical: 'Réglages techniques',
    format: 'Forme des messages',
    formats: { standard: 'Standard Webhooks', cloudevents: 'CloudEvents' },
    signature: 'Signature',
    signatures: { hmac: 'un secret partagé (HMAC)', ed25519: 'une clé publique (Ed25519)' },
    ordered: 'Garder l’ordre des nouvelles de chaque fournisseur',
    orderedHint: 'La suivante attend que la précédente soit acceptée.',
    rate: 'Messages par minute, au plus',
    rateHint: 'De 1 à 6 000. Vide : sans limite.',
  },
  en: {
    address: 'E-mail address',
    addressHint: 'It first gets a link to follow. Nothing else is sent before that.',
    url: 'Address of the webhook',
    urlHint: 'It starts with https:// and leads to a public machine. It first gets a challenge to echo.',
    language: 'Language of the messages',
    languageNames: { fr: 'French', en: 'English' },
    mode: 'When to send news',
    modes: { immediate: 'at once, one by one', daily: 'once a day, at 9 o’clock, all together' },
    follows: 'What to follow',
    followsChoice: { both: 'news and deadlines', changes: 'news only', deadlines: 'deadlines only' },
    schemes: 'Schemes',
    schemesHint: 'None ticked: all.',
    providers: 'Providers',
    providersHint: 'None ticked: all.',
    providerNamesHint: 'One name a line. Empty: all.',
    unknownProvider: (name) => `holds “${name}”, by which no provider goes, or several do`,
    dossiers: 'Dossiers',
    news: 'Narrow down news and deadlines',
    statusChange: 'Only what changes a status, its confirmation or its stage',
    becomes: 'Only when the status becomes',
    becomesHint: 'None ticked: whatever the status.',
    eventTypes: 'Only these facts',
    eventTypesHint: 'None ticked: all.',
    deadlineKinds: 'Only these deadlines',
    deadlineKindsHint: 'None ticked: all.',
    confirmedOnly: 'Only what the authority itself confirms',
    confirmedOnlyHint: 'Claims of companies and the press are not sent.',
    reminders: 'Reminders of deadlines',
    remindersHint: 'Leave empty what is to stay as usual.',
    before: 'Days before the deadline',
    beforeHint:
      'Numbers with commas between them, such as 90, 30, 7, 0. 0 is the day itself. Empty: as the scheme has it.',
    overdue: 'Days after it, while nothing is done',
    overdueHint: 'Four at most, such as 1, 7.',
    timeZone: 'Time zone',
    timeZoneHint: (zone) => `Reminders go out at 9 o’clock there. Empty: ${zone}.`,
    holidays: 'Public holidays',
    holidaysChoice: { france: 'those of France', 'alsace-moselle': 'those of Alsace and Moselle', none: 'none' },
    role: 'In which role',
    roles: { recipient: 'reminded directly', escalation: 'told only when nobody has acknowledged' },
    escalateAfterDays: 'After how many days without an answer',
    escalateHint: 'From 1 to 60, for whoever is told last. Empty: 3.',
    technical: 'Technical settings',
    format: 'Form of the messages',
    formats: { standard: 'Standard Webhooks', cloudevents: 'CloudEvents' },
    signature: 'Signature',
    signatures: { hmac: 'a shared secret (HMAC)', ed25519: 'a public key (Ed25519)' },
    ordered: 'Keep the order of the news of each provider',
    orderedHint: 'The next one waits until the one before it is taken.',
    rate: 'Messages a minute, at most',
    rateHint: 'From 1 to 6,000. Empty: no limit.',
  },
});
