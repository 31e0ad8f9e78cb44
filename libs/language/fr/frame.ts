import { french } from '../format.js';
import type * as English from '../en/frame.js';

export const frame: typeof English.frame = {
  skip: 'Aller au contenu',
  behind: (followed, events) =>
    `Cette page tient compte de ${french.number(followed)} événements sur ${french.number(events)} pour l’instant. Actualisez-la pour voir les suivants.`,
  menu: 'Menu',
  places: {
    home: 'Accueil',
    dossiers: 'Dossiers',
    reference: 'Références',
    providers: 'Fournisseurs',
    grants: 'Décisions',
    deadlines: 'Échéances',
    schemes: 'Schémas',
    registers: 'Listes officielles',
    import: 'Import',
    subscribers: 'Abonnés',
    approvals: 'Approbations',
    accounts: 'Comptes',
    views: 'Vues enregistrées',
    activity: 'Journal d’activité',
    mails: 'Courriels conservés',
    search: 'Recherche',
    help: 'Aide',
  },
  menus: {
    more: 'Autres actions',
    heldReadings: 'Relevés en attente',
    waiting: (count) => `${french.number(count)} en attente de votre décision`,
  },
  signOut: 'Se déconnecter',
  signedInAs: (name) => `Connecté : ${name}`,
  otherLanguage: 'English',
  meanwhile: {
    changed: 'Une autre personne a modifié ces données depuis l’ouverture de la page.',
    again: {
      saved:
        'Votre saisie n’a pas été enregistrée. Elle est conservée ci-dessous : consultez les valeurs actuelles, puis enregistrez de nouveau pour les remplacer.',
      removed: 'Rien n’a été supprimé. Sélectionnez de nouveau le bouton si vous souhaitez toujours supprimer.',
    },
    now: 'Valeurs actuelles',
    unsaved: 'Votre texte n’a pas été enregistré :',
  },
  formerAccount: 'un compte effacé',
  time: {
    label: 'Date consultée',
    asOf: 'Situation au',
    asOfHint: 'Événements survenus jusqu’à la fin de ce jour.',
    knownOn: 'connue au',
    knownOnHint: 'Événements enregistrés jusqu’à la fin de ce jour. Laissez vide pour tout prendre en compte.',
    now: 'Revenir à aujourd’hui',
    past: (asOf, knownOn) =>
      knownOn === undefined
        ? `Situation au ${asOf}, d’après tous les événements enregistrés à ce jour.`
        : `Situation au ${asOf}, telle qu’elle était connue au ${knownOn}.`,
  },
  printed: (at, zone) => `Page éditée le ${french.instant(at, zone)}.`,
  /** Begins the title of a page that says why something failed. */
  failed: 'Erreur : ',
  required: 'obligatoire',
  fieldError: (predicate) => `Ce champ ${predicate}.`,
  problems: (count) => french.count(count, 'champ à corriger', 'champs à corriger'),
  pages: {
    label: 'Pages',
    first: 'Première page',
    previous: 'Page précédente',
    next: 'Page suivante',
    page: (number, last) => `Page ${french.number(number)} sur ${french.number(last)}`,
    shown: (from, to, total) => `${french.number(from)} à ${french.number(to)} sur ${french.number(total)}`,
    some: (shown, total) => `${french.number(shown)} sur ${french.number(total)}`,
    someOfMany: (shown, most) => `${french.number(shown)} sur plus de ${french.number(most)}`,
  },
  deadline: {
    states: { open: 'ouverte', met: 'respectée', missed: 'dépassée', cancelled: 'annulée' },
    acts: {
      met: 'Marquer comme respectée',
      move: 'Changer la date',
      cancel: 'Annuler',
      happened: 'Enregistrer un événement',
      again: 'Enregistrer une nouvelle date',
      'set-aside': 'Écarter',
    },
  },
  done: {
    recorded: 'L’événement est enregistré et figure dans l’historique.',
    corrected: 'L’événement est corrigé. L’historique indique l’ancienne et la nouvelle valeur.',
    retracted: 'L’événement est retiré. Il n’est plus pris en compte, mais reste consultable dans l’historique.',
  },
  notYet: {
    title: 'Pas encore enregistré à cette date',
    text: 'Aucun événement n’était encore enregistré à la date consultée. Le premier enregistrement date du',
    now: 'Voir la situation actuelle',
  },
  sources: {
    authority: 'source officielle',
    claim: 'déclaration non confirmée',
  },
  timeline: {
    title: 'Historique',
    kind: 'Type d’événement',
    all: 'Tous les événements',
    anySource: 'Toutes les sources',
    said: { confirmed: 'Sources officielles', claimed: 'Déclarations non confirmées', amended: 'Corrigés ou retirés' },
    later: (count) =>
      `${french.count(count, 'événement postérieur à la date consultée n’est pas affiché', 'événements postérieurs à la date consultée ne sont pas affichés')}.`,
    showLater: 'Afficher les événements postérieurs',
    pages: 'Pages de l’historique',
    empty: 'Aucun événement à afficher.',
  },
  entry: {
    recorded: 'Enregistré le',
    corrected: 'corrigé',
    retracted: 'événement retiré',
    correction: 'Correction',
    retraction: 'Retrait',
    correctionOf: (event) => `correction de ${french.quote(event)}`,
    retractionOf: (event) => `retrait de l’événement ${french.quote(event)}`,
    correctionOff: 'Correction retirée : elle n’est plus prise en compte',
    was: 'avant : ',
    is: 'désormais : ',
    address: 'Adresse de la source',
    quoted: 'Citation',
    quote: 'Citation complète',
    note: 'Note',
    taker: 'Nouveau fournisseur',
    open: 'voir le dossier',
    openProvider: 'voir le fournisseur',
    correct: 'Corriger',
    retract: 'Retirer',
    retractCorrection: 'Retirer cette correction',
    digest: 'Empreinte SHA-256',
    readOn: 'Consultée le',
    proof: {
      label: 'Preuve',
      covered: (size) =>
        `Les événements enregistrés sont prouvés par le point de contrôle ${french.number(size)}. La preuve de chacun se trouve dans ses détails.`,
      by: (size) => `prouvé par le point de contrôle ${french.number(size)}`,
      notYet: 'pas encore prouvé',
      check: 'Vérifier',
      said: {
        checked: 'Vérifié dans ce navigateur : l’événement figure dans le point de contrôle {size}, signé par {key}.',
        unsigned:
          'Vérifié dans ce navigateur : l’événement figure dans le point de contrôle {size}. Ce navigateur ne peut pas vérifier la signature de {key}.',
        insecure:
          'Cette page a été ouverte sans https : le navigateur ne peut alors pas vérifier de preuve. Utilisez « jalon verify ».',
        invalid:
          'La preuve n’est pas valide : l’événement ou la preuve a été modifié. « jalon verify » indique ce qui diffère.',
        failed: 'La preuve n’a pas pu être vérifiée. Réessayez plus tard.',
      },
    },
  },
};

export const signIn: typeof English.signIn = {
  intro: 'La session expire après 12 heures d’inactivité, et au plus tard au bout de 7 jours.',
  forgot: 'Mot de passe oublié ?',
  limited:
    'Trop de tentatives ont échoué. Attendez un quart d’heure, ou choisissez un nouveau mot de passe avec « Mot de passe oublié ? ».',
  singleSignOn: {
    action: (name) => `Se connecter avec ${name}`,
    refused: {
      unreachable: (name) =>
        `${name} est injoignable ou ne répond pas comme prévu. Réessayez plus tard, ou connectez-vous avec votre mot de passe.`,
      over: (name) =>
        `Cette réponse ${french.of(name)} ne correspond à aucune connexion commencée dans ce navigateur, ou celle-ci a expiré. Recommencez.`,
      denied: (name) => `${name} n’a pas confirmé votre identité, ou vous avez annulé.`,
      invalid: (name) => `La réponse ${french.of(name)} n’est pas valide. Recommencez.`,
      unverified: (name) =>
        `${name} n’indique pour vous aucune adresse électronique vérifiée : votre compte ne peut pas être trouvé.`,
      'no-account': (name) =>
        `Aucun compte ne correspond à votre adresse chez ${name}. Demandez une invitation à un administrateur.`,
    },
  },
  withKey: 'Se connecter avec une clé d’API',
  keyIntro:
    'Pour la première connexion, avant la création des comptes, et pour les programmes. La clé elle-même n’est pas conservée.',
  keyHint:
    'Elle commence en général par jalon_. Le premier démarrage en affiche une ; « npx jalon keys create » permet d’en créer d’autres.',
  kept: 'Votre session a expiré. Votre saisie est conservée : connectez-vous pour continuer.',
  file: 'Votre session a expiré. Connectez-vous, puis sélectionnez de nouveau le fichier.',
  stale: {
    title: 'Reprendre',
    text: 'Ce formulaire provient d’une session précédente. Rien n’a été enregistré ; votre saisie est conservée.',
    action: 'Reprendre avec cette saisie',
  },
  open: 'La consultation ne nécessite pas de compte : ',
  board: 'aller à l’accueil',
};

export const errors: typeof English.errors = {
  text: {
    'foreign-form': 'Le formulaire n’a pas été pris en compte. Ouvrez la page ici, puis envoyez-le de nouveau.',
    404: 'L’adresse est erronée, ou l’élément demandé n’existait pas encore à la date consultée.',
    401: 'Connectez-vous, puis réessayez.',
    405: 'Cette adresse n’accepte que les formulaires de la console.',
    406: 'Cette page n’est pas disponible dans le format demandé.',
    408: 'La requête n’est pas arrivée à temps. Vérifiez la connexion, puis envoyez-la de nouveau.',
    412: 'Un autre événement a été enregistré après l’ouverture de cette page. Rechargez-la, puis recommencez.',
    413: 'La limite est de 320 ko pour un formulaire et de 10 Mo pour un fichier CSV.',
    414: 'Revenez à la page précédente et sélectionnez moins de filtres.',
    429: 'Patientez une minute ou connectez-vous.',
    500: 'L’erreur a été journalisée. Réessayez plus tard.',
    503: 'Le registre est momentanément inaccessible. Réessayez dans quelques secondes.',
    'unreadable-event':
      'Cet objet comporte un événement que cette version de Jalon ne sait pas lire ; contactez l’exploitant. Les autres objets ne sont pas concernés.',
    'clock-jump':
      'L’horloge de la base de données est en avance de plus d’un jour. Rien n’a été enregistré ; contactez l’exploitant.',
    'not-seen-yet':
      'L’événement est enregistré, mais cette liste ne l’affiche pas encore. Rechargez la page dans quelques secondes ; ne l’enregistrez pas une seconde fois.',
  },
  board: 'Aller à l’accueil',
  help: 'Aide',
  reference: 'Référence :',
  nothing: 'Rien n’a été modifié.',
};
