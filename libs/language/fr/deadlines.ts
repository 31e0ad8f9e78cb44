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
