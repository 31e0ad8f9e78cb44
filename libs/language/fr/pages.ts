import { french, french as fr } from '../format.js';
import type * as English from '../en/pages.js';

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

export const sharing: typeof English.sharing = {
  title: 'Partager',
  intro: 'Le badge montre le statut du jour où il est affiché.',
  introPast: 'Le badge montre le statut aux dates choisies ci-dessus.',
  snippets: 'Code à copier',
  html: 'Badge, HTML',
  markdown: 'Badge, Markdown',
  asOf: (day) => `au ${day}`,
  whole: (title, standing, asOf) => `${title} : ${standing}, ${asOf}.`,
  alt: (title) => `Statut de certification : ${title}`,
};

export const publicPages: typeof English.publicPages = {
  feeds: { label: 'Flux', atom: 'Changements (Atom)', calendar: 'Échéances (calendrier)' },
  until: (day) => `en vigueur jusqu’au ${day}`,
  lastHeard: (day) => `Dernière activité : ${day}.`,
  sourced: 'Chaque date avec sa source.',
  provider: (name, schemes) =>
    schemes.length === 0
      ? `${name} : certifications cloud, avec leurs sources et leur historique.`
      : `${name} : certifications cloud (${fr.list(schemes)}), avec leurs sources et leur historique.`,
  scheme: (name, authority) =>
    `${name}, par ${authority} : étapes, versions du référentiel, durées et services qui l’ont obtenu.`,
  register: (name) => `Le registre ${name} : ses lignes, ce que chaque lecture a changé, et son historique.`,
  lists: {
    '/dossiers':
      'Le statut des services cloud dans des schémas de certification tels que SecNumCloud, HDS et ISO/IEC 27001, avec leurs sources.',
    '/': 'Certifications cloud : ce qui est en vigueur, les prochaines dates, les changements et les fins de validité par mois.',
    '/deadlines': 'Les échéances des certifications cloud : fins de validité, renouvellements, dates cibles.',
    '/providers': 'Les fournisseurs de services cloud et leurs certifications.',
    '/schemes': 'Les schémas de certification des services cloud : étapes, autorités et durées de validité.',
    '/registers': 'Les registres publics de certifications cloud, et ce que chacune de leurs lectures a changé.',
    '/help': 'Comment Jalon consigne les certifications cloud : statuts, sources, dates, échéances et abonnements.',
  },
};

export const published: typeof English.published = {
  title: 'Certifications cloud : registre public',
  intro:
    'Quels services cloud détiennent quelles certifications, depuis quand, jusqu’à quand, et d’après qui. Chaque date a sa source.',
  marks:
    'Marque pleine : confirmé par l’autorité du schéma. Marque creuse : non confirmé, parce que seul le fournisseur ou la presse l’affirme, ou que la dernière confirmation est trop ancienne.',
  state: (day, events) =>
    `Situation au ${day}, d’après les ${french.number(events)} premiers événements enregistrés. Elle peut avoir changé depuis.`,
  columns: { scheme: 'Schéma', counts: ['En vigueur, confirmé', 'En vigueur, non confirmé', 'En cours', 'Total'] },
  nothing: 'Rien n’est enregistré.',
  lists: 'Tout le registre',
  years: 'Changements par année',
  picture: 'Décisions au fil des années',
  asJson: 'Cette page en JSON',
  data: 'Données',
  json: 'Chaque page existe aussi en JSON : même adresse, avec .json au lieu de .html.',
  files: {
    set: 'Tous les dossiers en un fichier (NDJSON, gzip)',
    schema: 'Leur schéma (JSON Schema)',
    manifest: 'Description du jeu de données, avec sa licence (Data Package)',
    calendar: 'Échéances, sous forme de calendrier (iCalendar)',
    atom: 'Derniers événements, sous forme de flux (Atom)',
    sums: 'Empreinte SHA-256 de chaque fichier',
    checkpoint: 'Point de contrôle signé du journal, s’il y en a un : le fichier checkpoint à côté de SHA256SUMS',
  },
  licence: (name) =>
    name === undefined
      ? 'L’exploitant n’a accordé aucune licence sur les données : demandez-lui avant toute réutilisation. Les citations appartiennent à leurs auteurs.'
      : `Licence des données : ${name}. Les citations appartiennent à leurs auteurs.`,
};

export const auditFile: typeof English.auditFile = {
  name: 'dossier-d-audit',
  page: 'a-lire-en-premier',
  title: (subject) => `Dossier d’audit : ${subject}`,
  asOf: 'Situation au',
  knownAt: 'Telle que connue au',
  knownNow: 'tous les événements enregistrés',
  position: 'Position du registre',
  createdAt: 'Établi le',
  verify: 'Vérifier les fichiers',
  verifyText: (manifest) =>
    `${manifest} donne l’empreinte SHA-256 de chaque fichier. Dans le dossier extrait de l’archive, exécutez :`,
  verifyMore:
    'L’empreinte de chaque pièce justificative est aussi enregistrée avec l’événement qui l’a jointe. events.json contient tous les événements tels qu’ils ont été enregistrés, à l’usage des programmes. Si le registre est signé, le dossier proofs contient la preuve de chaque événement, que « jalon verify » permet de vérifier.',
  contents: 'Sommaire',
  status: 'Statut',
  confirmed: 'confirmé par l’autorité',
  claimed: 'non confirmé par l’autorité',
  because: 'Établi par',
  stages: 'Étapes',
  stage: 'Étape',
  grants: 'Décisions',
  decision: 'Décision',
  validFrom: 'Valable du',
  validUntil: 'Valable jusqu’au',
  state: 'État',
  none: 'aucun',
  warnings: 'Points à vérifier',
  trail: 'Historique',
  trailText:
    'Tous les événements alors enregistrés, dans l’ordre d’enregistrement. Les événements corrigés ou retirés sont conservés, avec ce qui les remplace.',
  later: 'postérieur à la date de ce dossier',
  occurred: 'Date de l’événement',
  recorded: 'Enregistré',
  id: 'Événement',
  corrected: 'corrigé',
  retracted: 'événement retiré',
  now: 'Valeurs actuelles',
  corrects: 'Corrige l’événement',
  retracts: 'Retire l’événement',
  source: 'Source',
  readOn: 'Consulté le',
  evidence: 'Pièces justificatives',
  noEvidence: 'Aucune pièce n’est jointe.',
  file: 'Fichier',
  proves: 'Justifie',
  size: 'Taille',
  missing: 'Le contenu de ce fichier manque dans l’espace de stockage.',
  provider: 'Fournisseur',
  dossier: 'Dossier',
};
