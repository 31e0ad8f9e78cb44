import { french as fr } from '../format.js';
import type * as English from '../en/console-deadlines.js';

export const agenda: typeof English.agenda = {
  title: 'Échéances',
  views: { label: 'Vues', agenda: 'Agenda', month: 'Mois', calendar: 'S’abonner au calendrier' },
  own: 'Pour fixer une échéance personnalisée, ouvrez le dossier depuis le',
  ownBoard: 'tableau de bord',
  filter: {
    label: 'Filtrer les échéances',
    state: 'État',
    states: {
      todo: 'manquées et à venir',
      open: 'à venir',
      missed: 'manquées',
      met: 'tenues',
      cancelled: 'annulées',
    },
    within: 'Dans les',
    days: (count) => fr.count(count, 'jour', 'jours'),
    scheme: 'Schéma',
    everyScheme: 'tous',
    provider: 'Fournisseur',
    everyProvider: 'tous',
    providerHint: 'Nom complet.',
    kind: 'Nature',
    everyKind: 'toutes',
    show: 'Appliquer',
  },
  overdue: 'Manquées',
  now: 'Aujourd’hui ou à tout moment',
  allOverdue: 'Voir toutes les échéances manquées',
  more: 'Échéances suivantes',
  first: 'Revenir à la première page',
  empty: {
    todo: 'Aucune échéance manquée, et aucune échéance sur cette période.',
    open: 'Aucune échéance sur cette période.',
    missed: 'Aucune échéance manquée.',
    met: 'Aucune échéance tenue.',
    cancelled: 'Aucune échéance annulée.',
  },
  wider: { period: 'Élargissez la période ci-dessus.', choices: 'Retirez des filtres ci-dessus.' },
  due: 'Date',
  left: 'Délai',
  what: 'Échéance',
  dossier: 'Dossier',
  reminders: 'Rappels',
  act: 'Actions',
  lapses: 'encore possible jusqu’au',
  acknowledged: (on, by) => `Prise d’acte le ${on} par ${by}`,
  byLink: 'le lien d’un message',
  snoozed: (until) => `Reporté au ${until}`,
  next: (day) => `Prochain rappel le ${day}`,
  noMore: 'Aucun autre rappel programmé',
  notSent: 'Aucun rappel n’a encore été envoyé : il n’y a rien dont prendre acte.',
  nobody: {
    own: 'Aucun de vos abonnements ne porte sur cette échéance.',
    all: 'Aucun abonnement ne porte sur cette échéance.',
  },
  answers: {
    own: 'La prise d’acte et le report s’appliquent uniquement à vos abonnements.',
    all: 'Avec une clé d’administration, la prise d’acte et le report s’appliquent à tous les abonnements.',
  },
  acknowledge: 'Prendre acte',
  snooze: 'Reporter',
  set: 'Fixer une échéance',
  readOnly: 'Les rappels ne sont affichés qu’à la date du jour.',
  done: {
    acknowledged:
      'Prise d’acte enregistrée. Les rappels programmés sont maintenus ; les relances et l’escalade s’arrêtent.',
    snoozed: 'Rappel reporté : le prochain sera envoyé ce jour-là.',
    nothing: 'Il n’y a plus rien dont prendre acte.',
  },
};

const ofMonth = (name: string): string => (/^[ao]/.test(name) ? `d’${name}` : `de ${name}`);

export const month: typeof English.month = {
  title: (name) => `Échéances ${ofMonth(name)}`,
  caption: (name) => `Échéances ${ofMonth(name)}, jour par jour`,
  previous: 'Mois précédent',
  next: 'Mois suivant',
  thisMonth: 'Mois en cours',
  months: 'Mois',
  spans: 'Sans date précise',
  span: {
    month: 'dans le courant du mois',
    quarter: 'dans le courant du trimestre',
    half: 'dans le courant du semestre',
    year: 'dans le courant de l’année',
  },
  today: 'aujourd’hui',
  cut: (most) =>
    `Seules les ${most} premières échéances du mois sont affichées. Filtrez par schéma, fournisseur ou nature pour voir les autres.`,
  empty: 'Aucune échéance ce mois-ci.',
};

export const calendar: typeof English.calendar = {
  title: 'S’abonner au calendrier',
  intro:
    'Votre agenda (Outlook, Google Agenda, Thunderbird, téléphone…) peut afficher ces échéances et les tenir à jour.',
  narrowed: 'Le calendrier ci-dessous affiche uniquement :',
  everything: 'Le calendrier ci-dessous affiche toutes les échéances.',
  change: 'Modifier le filtre',
  open: {
    heading: 'Adresse publique',
    isOpen: 'Cette adresse ne requiert pas de clé. Ajoutez-la à votre agenda comme calendrier par URL.',
    isClosed:
      'Cette adresse requiert une clé d’API, que les agendas ne peuvent pas transmettre. Créez plutôt une adresse privée.',
    address: 'Adresse',
  },
  own: {
    heading: 'Créer une adresse privée',
    text: 'Cette adresse ne requiert pas de clé : toute personne qui la connaît peut lire ce calendrier. Elle n’est affichée qu’une seule fois.',
    signIn: 'Pour créer une adresse privée, connectez-vous avec une clé autorisant l’enregistrement.',
    name: 'Nom du calendrier',
    nameHint: 'Tel qu’affiché dans votre agenda.',
    language: 'Langue',
    languages: { fr: 'français', en: 'anglais' },
    make: 'Créer l’adresse',
  },
  made: {
    title: 'Calendrier créé',
    text: 'Copiez cette adresse maintenant : elle n’est pas conservée et ne sera plus affichée.',
    address: 'Adresse privée',
    open: 'Ouvrir dans mon agenda',
    back: 'Retour aux calendriers',
  },
  list: {
    heading: 'Adresses privées',
    caption: 'Calendriers à adresse privée',
    name: 'Nom',
    made: 'Créé le',
    state: 'État',
    act: 'Actions',
    active: 'actif',
    revoked: 'révoqué',
    revoke: 'Révoquer',
  },
  done: { revoked: 'Adresse révoquée : elle ne peut plus être lue.' },
};
