import { french as fr } from '../format.js';
import type * as English from '../en/deadlines.js';

export const agenda: typeof English.agenda = {
  ofMonth: (name) => `Échéances ${fr.of(name)}`,
  everyMonth: 'Toutes les échéances',
  back: 'Retour aux échéances',
  filter: {
    label: 'Filtres',
    states: {
      todo: 'dépassées et à venir',
      open: 'à venir',
      missed: 'dépassées',
      met: 'respectées',
      cancelled: 'annulées',
    },
    within: 'Dans les',
    everyKind: 'Tous les types',
  },
  overdue: 'Dépassées',
  now: 'Aujourd’hui ou à tout moment',
  allOverdue: 'Voir toutes les échéances dépassées',
  empty: {
    todo: 'Aucune échéance dépassée ni à venir sur cette période.',
    open: 'Aucune échéance sur cette période.',
    missed: 'Aucune échéance dépassée.',
    met: 'Aucune échéance respectée.',
    cancelled: 'Aucune échéance annulée.',
  },
  wider: { period: 'Élargissez la période ci-dessus.', choices: 'Retirez des filtres ci-dessus.' },
  shown: (count, isCut) => `${fr.count(count, 'échéance', 'échéances')}${isCut ? ' affichées, d’autres suivent' : ''}`,
  announced: (sources) => `annoncée par ${sources} sources`,
  fixed: {
    summary: 'Date inexacte ?',
    why: {
      'grant-end':
        'La date découle de la décision. Si elle est mal enregistrée, corrigez cet événement ; si la décision a été prolongée ou renouvelée, enregistrez-le.',
      'renewal-window':
        'La date découle de la fin de la décision. Si celle-ci est mal enregistrée, corrigez cet événement.',
      transition: 'La date découle du schéma, qui exige ensuite la nouvelle version du référentiel.',
      surveillance:
        'La date découle du dernier audit ou de la périodicité du schéma. Si elle est mal enregistrée, corrigez cet événement.',
      reservation: 'La date est celle de la réserve. Si elle est mal enregistrée, corrigez cet événement.',
      target:
        'La date a été annoncée. Si elle est mal enregistrée, corrigez cet événement ; si une autre date a été annoncée, enregistrez-la.',
      staleness: 'La date découle de la dernière activité enregistrée.',
      'dependency-end':
        'La date découle de la décision relative au service dont celui-ci dépend. Si elle est mal enregistrée, corrigez cet événement.',
    },
    reminder: 'Pour être relancé un autre jour, reportez le rappel.',
    correct: 'Corriger l’événement',
  },
  changed: 'Rien n’a été modifié : quelqu’un a changé cette échéance entre-temps. Vérifiez sa date, puis recommencez.',
  lapses: 'possible jusqu’au',
  acknowledged: (on, by) => `Accusé de réception le ${on} par ${by}`,
  byLink: 'un lien de courriel',
  snoozed: (until) => `Reporté au ${until}`,
  next: (day) => `Prochain le ${day}`,
  noMore: 'Aucun autre rappel programmé',
  notSent: 'Aucun rappel n’a encore été envoyé',
  nobody: { own: 'Aucun rappel pour vous', all: 'Aucun rappel' },
  answers: {
    own: 'L’accusé de réception et le report s’appliquent uniquement à vos abonnements.',
    all: 'Avec une clé d’administration, l’accusé de réception et le report s’appliquent à tous les abonnements.',
  },
  acknowledge: 'Accuser réception',
  acknowledgeHint: 'Confirme que quelqu’un traite l’échéance.',
  readOnly: 'Les rappels ne sont affichés qu’à la date du jour.',
  done: {
    acknowledged:
      'Accusé de réception enregistré. Les relances et l’escalade s’arrêtent ; les rappels programmés ensuite sont maintenus.',
    snoozed: 'Rappel reporté : le prochain est prévu ce jour-là.',
    nothing: 'Plus aucun accusé de réception n’est attendu.',
  },
};

export const calendar: typeof English.calendar = {
  title: 'S’abonner au calendrier',
  intro:
    'Votre agenda (Outlook, Google Agenda, Thunderbird, téléphone…) peut afficher ces échéances et les tenir à jour.',
  open: {
    heading: 'Adresse publique',
    isOpen:
      'Cette adresse ne requiert pas de clé. Ajoutez-la à votre agenda en tant que calendrier Internet (par URL).',
    isClosed:
      'Cette adresse requiert une clé d’API, que les agendas ne peuvent pas transmettre. Créez plutôt une adresse privée.',
  },
  own: {
    heading: 'Créer une adresse privée',
    text: 'Cette adresse ne requiert pas de clé : toute personne qui la connaît peut lire ce calendrier. Elle n’est affichée qu’une seule fois.',
    signIn: 'Pour créer une adresse privée, connectez-vous avec une clé disposant du droit d’enregistrement.',
    name: 'Nom du calendrier',
    nameHint: 'Tel qu’affiché dans votre agenda.',
    language: 'Langue',
    languages: { fr: 'français', en: 'anglais' },
    make: 'Créer l’adresse',
  },
  made: {
    title: 'Calendrier créé',
    text: 'Copiez cette adresse maintenant : elle n’est pas conservée et ne sera plus affichée.',
    address: 'Adresse privée',
    open: 'Ouvrir dans mon agenda',
    back: 'Retour aux calendriers',
  },
  list: {
    heading: 'Adresses privées',
    active: 'actif',
    revoked: 'révoqué',
  },
  done: { revoked: 'Adresse révoquée : elle n’est plus accessible.' },
};

const days = (count: number): string => fr.count(count, 'jour', 'jours');

export const reminders: typeof English.reminders = {
  page: {
    title: 'Rappels',
    intro:
      'Accusez réception d’un rappel pour confirmer que l’échéance est prise en charge : les relances s’arrêtent, les rappels prévus sont maintenus.',
    acknowledge: 'Accuser réception',
    acknowledgeAll: 'Accuser réception de tous les rappels',
    snooze: 'Reporter',
    until: 'Date du prochain rappel',
    acknowledged: (on) => `Accusé de réception le ${on}.`,
    snoozed: (until) => `Rappel reporté au ${until}.`,
    moved: (due) =>
      `L’échéance a été reportée depuis l’envoi de ce rappel. Nouvelle échéance : ${due}. Aucun autre rappel ne sera envoyé pour la date précédente.`,
    met: 'L’échéance est respectée. Aucun autre rappel ne sera envoyé.',
    cancelled: 'L’échéance est annulée. Aucun autre rappel ne sera envoyé.',
    overdue: 'L’échéance est dépassée. Les relances continuent tant que vous n’en avez pas accusé réception.',
    escalated: 'Personne n’a accusé réception des rappels précédents.',
    done: 'Enregistré.',
    acknowledgedAll: (count) => `Accusé de réception enregistré pour ${fr.count(count, 'rappel', 'rappels')}.`,
    nothingToAcknowledge: 'Tous les rappels ont déjà fait l’objet d’un accusé de réception.',
    invalidDate: (allowed) => `Date non valide. ${allowed}.`,
    dateOutOfRange: (allowed) => `Cette date n’est pas autorisée. ${allowed}.`,
    allowedDates: (from, to) => (from === to ? `Date autorisée : ${from}` : `Dates autorisées : du ${from} au ${to}`),
    closed: 'Aucune modification : l’échéance de ce rappel est close ou a été reportée.',
    unsubscribed: 'Aucune modification : cet abonnement ne reçoit plus de rappels.',
    busy: 'Aucune modification : ce rappel est en cours de mise à jour. Réessayez dans un instant.',
    invalidForm: 'Aucune modification : choisissez l’une des actions ci-dessous.',
    invalidLink: {
      title: 'Lien non valide',
      text: 'Le lien est incomplet ou n’a pas été émis par Jalon. Aucune modification n’a été effectuée. Ouvrez le lien du dernier message reçu.',
    },
    expiredLink: {
      title: 'Lien expiré',
      text: 'Les liens expirent au bout de 60 jours. Aucune modification n’a été effectuée. Ouvrez le lien du dernier message reçu ou utilisez l’API.',
    },
  },
  why: {
    planned: (day, step) => `Envoi prévu le ${fr.date(day)} : ${step}.`,
    claimed: (day, step) => `Envoi en cours, prévu le ${fr.date(day)} : ${step}.`,
    sent: (day, step) => `Envoyé, prévu le ${fr.date(day)} : ${step}.`,
    failed: (day, step) => `Non remis, prévu le ${fr.date(day)} (${step}) : toutes les tentatives d’envoi ont échoué.`,
    kept: {
      planned: (day, step) =>
        `Prévu le ${fr.date(day)} : ${step}. Aucun serveur de messagerie n’est configuré : il sera conservé.`,
      claimed: (day, step) => `En cours de conservation, prévu le ${fr.date(day)} : ${step}.`,
      sent: (day, step) => `Conservé sans serveur de messagerie, prévu le ${fr.date(day)} : ${step}.`,
    },
    dropped: (day, step, outcome) => `Non envoyé le ${fr.date(day)} (${step}) : ${outcome}.`,
    escalation: (step) => `${step}, en escalade si personne n’accuse réception des rappels précédents`,
    snooze: 'rappel reporté à ce jour',
    'known-late': 'échéance enregistrée 30 jours au plus avant sa date, après ses premiers rappels',
    before: (count, due) => `${days(count)} avant l’échéance (${fr.date(due)})`,
    after: (count, due) => `${days(count)} après l’échéance (${fr.date(due)})`,
    onDueDay: (due) => `le jour de l’échéance (${fr.date(due)})`,
    beforeMoved: (count) => `${days(count)} avant l’échéance précédente`,
    afterMoved: 'après l’échéance précédente',
    shifted: (step, nominal) => `${step} ; le ${fr.date(nominal)} n’est pas un jour ouvré`,
    outcomes: {
      'more-urgent': 'un rappel plus urgent de la même échéance était dû au même moment',
      'before-subscription': 'il était dû avant la confirmation de l’abonnement',
      'known-later': 'il était dû avant l’enregistrement de l’échéance',
      snoozed: 'les rappels de l’échéance sont reportés à une date ultérieure',
      acknowledged: 'un accusé de réception a été enregistré',
      'nobody-told': 'aucun rappel n’a été envoyé auparavant : aucun accusé de réception n’était possible',
      moved: 'l’échéance a été reportée',
      met: 'l’échéance est respectée',
      'deadline-cancelled': 'l’échéance est annulée',
      gone: 'l’échéance ne découle plus des événements enregistrés',
      transferred: 'le service a été transféré à un fournisseur que l’abonnement ne suit pas',
      unconfirmed: 'l’échéance n’est plus confirmée et l’abonnement ne suit que les échéances confirmées',
      'ladder-changed': 'le calendrier de rappels du schéma a changé',
      'subscription-ended': 'l’abonnement est résilié',
      'subscription-changed': 'les réglages de rappel de l’abonnement ont changé',
      'not-delivered': 'toutes les tentatives d’envoi ont échoué',
    },
  },
};
