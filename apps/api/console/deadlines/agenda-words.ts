import { counted } from '#language/format.js';
import type { Language } from '#language/language.js';
import type { AGENDA_STATES } from './narrowing.js';
import { printed } from '../frame/printed.js';

interface AgendaWords {
  title: string;
  views: { label: string; agenda: string; month: string; calendar: string };
  own: string;
  ownBoard: string;
  filter: {
    label: string;
    state: string;
    states: Record<(typeof AGENDA_STATES)[number], string>;
    within: string;
    days: (count: number) => string;
    scheme: string;
    everyScheme: string;
    provider: string;
    everyProvider: string;
    providerHint: string;
    kind: string;
    everyKind: string;
    show: string;
  };
  overdue: string;
  now: string;
  allOverdue: string;
  more: string;
  first: string;
  empty: Record<(typeof AGENDA_STATES)[number], string>;
  /** Of a period, or of what deadlines are narrowed to. */
  wider: { period: string; choices: string };
  due: string;
  left: string;
  what: string;
  dossier: string;
  reminders: string;
  act: string;
  lapses: string;
  acknowledged: (on: string, by: string) => string;
  byLink: string;
  snoozed: (until: string) => string;
  next: (day: string) => string;
  noMore: string;
  notSent: string;
  /** For whom: the reader's own subscriptions, or everybody's. */
  nobody: Record<'own' | 'all', string>;
  answers: Record<'own' | 'all', string>;
  acknowledge: string;
  snooze: string;
  set: string;
  readOnly: string;
  done: Partial<Record<string, string>>;
}

export const AGENDA_WORDS: Record<Language, AgendaWords> = printed({
  fr: {
    title: 'Échéances',
    views: { label: 'Vues', agenda: 'Agenda', month: 'Mois', calendar: 'S’abonner au calendrier' },
    own: 'Pour fixer votre propre échéance, ouvrez le dossier depuis le',
    ownBoard: 'tableau',
    filter: {
      label: 'Choisir les échéances',
      state: 'État',
      states: {
        todo: 'manquées et à venir',
        open: 'à venir',
        missed: 'manquées',
        met: 'tenues',
        cancelled: 'annulées',
      },
      within: 'Dans les',
      days: (count) => counted(count, ['jour', 'jours'], 'fr'),
      scheme: 'Schéma',
      everyScheme: 'tous',
      provider: 'Fournisseur',
      providerHint: 'Son nom, en entier.',
      everyProvider: 'tous',
      kind: 'Nature',
      everyKind: 'toutes',
      show: 'Afficher',
    },
    overdue: 'Manquées',
    now: 'Aujourd’hui ou à tout moment',
    allOverdue: 'Voir toutes les échéances manquées',
    more: 'Échéances suivantes',
    first: 'Revenir au début',
    empty: {
      todo: 'Aucune échéance n’est manquée, et aucune n’arrive d’ici là.',
      open: 'Aucune échéance n’arrive d’ici là.',
      missed: 'Aucune échéance n’est manquée.',
      met: 'Aucune échéance n’a été tenue.',
      cancelled: 'Aucune échéance n’a été annulée.',
    },
    wider: { period: 'Élargissez la période ci-dessus.', choices: 'Élargissez les choix ci-dessus.' },
    due: 'Date',
    left: 'Délai',
    what: 'Échéance',
    dossier: 'Dossier',
    reminders: 'Rappels',
    act: 'Agir',
    lapses: 'encore possible jusqu’au',
    acknowledged: (on, by) => `Pris acte le ${on} par ${by}`,
    byLink: 'le lien d’un message',
    snoozed: (until) => `Reporté au ${until}`,
    next: (day) => `Prochain rappel le ${day}`,
    noMore: 'Plus aucun rappel prévu',
    notSent: 'Rien n’a encore été envoyé : il n’y a rien dont prendre acte.',
    nobody: {
      own: 'Aucun de vos abonnements n’en est averti.',
      all: 'Aucun abonnement n’en est averti.',
    },
    answers: {
      own: 'Prendre acte et reporter valent pour tous vos abonnements, et pour eux seuls.',
      all: 'Avec une clé d’administration, prendre acte et reporter valent pour les abonnements de tout le monde.',
    },
    acknowledge: 'Prendre acte',
    snooze: 'Reporter',
    set: 'Fixer une échéance',
    readOnly: 'Les rappels se voient à la date d’aujourd’hui.',
    done: {
      acknowledged: 'C’est noté : il en est pris acte. Les rappels à venir restent, les relances s’arrêtent.',
      snoozed: 'C’est noté : le prochain rappel viendra ce jour-là.',
      nothing: 'Il n’y avait plus rien dont prendre acte.',
    },
  },
  en: {
    title: 'Deadlines',
    views: { label: 'Views', agenda: 'Agenda', month: 'Month', calendar: 'Subscribe to the calendar' },
    own: 'To set a deadline of your own, open its dossier from the',
    ownBoard: 'board',
    filter: {
      label: 'Choose deadlines',
      state: 'State',
      states: { todo: 'missed and to come', open: 'to come', missed: 'missed', met: 'met', cancelled: 'cancelled' },
      within: 'Within',
      days: (count) => counted(count, ['day', 'days'], 'en'),
      scheme: 'Scheme',
      everyScheme: 'all',
      provider: 'Provider',
      providerHint: 'Its whole name.',
      everyProvider: 'all',
      kind: 'Kind',
      everyKind: 'all',
      show: 'Show',
    },
    overdue: 'Missed',
    now: 'Today or any day now',
    allOverdue: 'See all that were missed',
    more: 'Next deadlines',
    first: 'Back to the first',
    empty: {
      todo: 'No deadline was missed, and none falls due until then.',
      open: 'No deadline falls due until then.',
      missed: 'No deadline was missed.',
      met: 'No deadline was met.',
      cancelled: 'No deadline was cancelled.',
    },
    wider: { period: 'Widen the period above.', choices: 'Widen the choices above.' },
    due: 'Due',
    left: 'Time left',
    what: 'Deadline',
    dossier: 'Dossier',
    reminders: 'Reminders',
    act: 'Act',
    lapses: 'still possible until',
    acknowledged: (on, by) => `Acknowledged on ${on} by ${by}`,
    byLink: 'the link of a message',
    snoozed: (until) => `Snoozed until ${until}`,
    next: (day) => `Next reminder on ${day}`,
    noMore: 'No more reminders planned',
    notSent: 'Nothing was sent yet: there is nothing to acknowledge.',
    nobody: {
      own: 'No subscription of yours is reminded of it.',
      all: 'No subscription is reminded of it.',
    },
    answers: {
      own: 'Acknowledging and snoozing hold for all subscriptions of yours, and for these alone.',
      all: 'With an admin key, acknowledging and snoozing hold for everybody’s subscriptions.',
    },
    acknowledge: 'Acknowledge',
    snooze: 'Snooze',
    set: 'Set a deadline',
    readOnly: 'Reminders are seen as of today.',
    done: {
      acknowledged: 'Noted: it is acknowledged. Reminders still to come stay, the chasing stops.',
      snoozed: 'Noted: the next reminder comes on that day.',
      nothing: 'There was nothing left to acknowledge.',
    },
  },
});
