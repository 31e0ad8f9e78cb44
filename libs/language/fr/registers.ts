import type * as English from '../en/registers.js';
import { french as fr } from '../format.js';

export const registerEvents: typeof English.registerEvents = {
  RegisterPublished: {
    name: 'liste officielle publiée',
    hint: 'Une version de la manière dont une liste officielle est lue.',
    summary: ({ register }) => `liste officielle ${fr.quote(register.name)} publiée`,
  },
  RegisterRead: {
    name: 'relevé d’une liste officielle',
    hint: 'Ce que la liste indiquait un jour donné.',
    summary: ({ register, entries, added, changed, gone }) =>
      `relevé de ${register} : ${fr.count(entries, 'inscription', 'inscriptions')}, dont ${fr.count(added.length, 'ajoutée', 'ajoutées')} et ${fr.count(changed.length, 'modifiée', 'modifiées')} ; ${fr.count(gone.length, 'retirée', 'retirées')}`,
  },
  EntryMatched: {
    name: 'fournisseur rapproché',
    hint: 'La réponse à la question de savoir si deux noms désignent le même fournisseur.',
    summary: ({ name, provider }) =>
      provider === null ? `${fr.quote(name)} est un autre fournisseur` : `${fr.quote(name)} rapproché`,
  },
};

export const registersReasons: typeof English.registersReasons = {
  'register-not-found': ({ slug, registers }) =>
    `Liste officielle ${slug} introuvable ; les listes officielles sont ${registers.join(', ')}`,
  'reading-not-found': ({ reading }) => `Relevé ${reading} introuvable`,
  'register-unchanged': ({ slug }) => `la liste officielle ${slug} est inchangée`,
  'register-document-too-large': ({ megabytes }) => `Le document dépasse ${megabytes} Mo`,
  'register-document-empty': 'Le document ne contient aucune inscription',
  'reading-interrupted':
    'Le traitement s’est interrompu ou d’autres enregistrements ont porté sur les mêmes inscriptions ; rien n’a été enregistré. Relevez de nouveau le document',
  'reading-in-future': ({ day, today }) => `Le document date du ${day}, postérieur à la date du jour (${today})`,
  'reading-state': ({ state }) => `L’état du relevé est ${state}`,
  'entry-unreadable': ({ dossier }) =>
    `Le dossier ${dossier} contient un événement que cette version de Jalon ne sait pas lire`,
  'reading-changed': 'L’effet de la lecture a changé depuis son affichage ; vérifiez-le à nouveau',
  'reading-older-than': ({ day, last }) =>
    `Le document date du ${day}, mais la liste officielle a été relevée au ${last}`,
  'proposal-not-found': ({ name }) =>
    `la liste officielle ne contient aucun fournisseur ${name} dont le nom ressemble à celui du candidat`,
};

export const registerRefusals: typeof English.registerRefusals = {
  'register-invalid': {
    title: 'Liste officielle invalide',
    text: 'La description de la liste officielle ne correspond pas à son schéma. `problems` indique chaque champ et le motif.',
  },
  'register-document-invalid': {
    title: 'Document de liste officielle invalide',
    text: 'Le document n’est pas lisible selon la description de la liste officielle. Seule la tentative a été enregistrée.',
  },
  'reading-not-held': {
    title: 'Relevé sans décision à prendre',
    text: 'Seul un relevé en attente peut être accepté ou écarté.',
  },
  'reading-older': {
    title: 'Antérieur au dernier relevé',
    text: 'Les relevés sont enregistrés dans l’ordre de leurs dates. Un relevé antérieur ne peut qu’être écarté.',
  },
};

export const registers: typeof English.registers = {
  title: 'Listes officielles',
  intro:
    'Les listes officielles sont publiées par les autorités. Un relevé confirme chaque inscription et enregistre ce qui a changé.',
  empty: 'Aucune liste officielle n’est connue.',
  list: {
    caption: 'Listes officielles et leur dernier relevé',
    register: 'Liste officielle',
    scheme: 'Schéma',
    publisher: 'Émetteur',
    lastRead: 'Dernier relevé',
    entries: 'Inscriptions',
    state: 'État',
  },
  never: 'jamais',
  stale: 'relevé en retard',
  held: (count) => fr.count(count, 'relevé en attente', 'relevés en attente'),
  failing: (count) => fr.count(count, 'relevé automatique en échec', 'relevés automatiques en échec'),
  upToDate: 'à jour',
  staleNote: (days) =>
    `Cette liste n’a pas été relevée depuis plus de ${fr.count(days, 'jour', 'jours')} : les informations peuvent être dépassées.`,
  neverNote: 'Cette liste n’a pas encore été relevée.',
  read: 'Relever un document',
  facts: {
    lastRead: 'Dernier relevé',
    lastReadBy: (actor) => `par ${actor}`,
    entries: 'Inscriptions',
    scheme: 'Schéma',
    publisher: 'Émetteur',
    page: 'Page de l’émetteur',
    fetch: 'Relevé automatique',
    fetchEvery: (hours) => `toutes les ${fr.count(hours, 'heure', 'heures')}`,
    fetchNever: 'désactivé',
    limits: 'Mise en attente',
    limitsText: (gone, moved) =>
      `si plus de ${fr.number(gone)} % des inscriptions sont retirées, ou si plus de ${fr.number(moved)} % changent d’étape`,
    staleAfter: 'Rappel',
    staleText: (days) => `après ${fr.count(days, 'jour', 'jours')} sans relevé`,
  },
  onHold: {
    title: 'En attente',
    text: 'Rien n’est enregistré tant que ces relevés ne sont pas acceptés.',
    of: (day) => `Document du ${day}`,
    review: 'Examiner les différences',
  },
  chart: {
    title: 'Évolution des inscriptions',
    svgTitle: 'Inscriptions et modifications par relevé',
    how: 'En haut : nombre d’inscriptions à chaque relevé. En bas : inscriptions ajoutées, modifiées et retirées, une barre pour chacune. Le tableau ci-dessous donne les mêmes chiffres.',
    caption: 'Chiffres de chaque relevé',
    table: 'Afficher les chiffres en tableau',
    latest: (count) => `Le graphique montre les ${fr.number(count)} derniers relevés.`,
    day: 'Document du',
    entries: 'Inscriptions',
    added: 'Ajoutées',
    changed: 'Modifiées',
    gone: 'Retirées',
  },
  readings: {
    title: 'Relevés',
    caption: 'Relevés et tentatives, du plus récent au plus ancien',
    none: 'Aucun relevé.',
    at: 'Relevé le',
    day: 'Document du',
    state: 'Résultat',
    figures: 'Modifications',
    how: 'Mode de réception',
    newest: 'Derniers relevés',
    older: 'Relevés antérieurs',
    open: 'Relevé du',
  },
  states: {
    applying: 'enregistrement en cours',
    recorded: 'enregistré',
    held: 'en attente',
    discarded: 'écarté',
    same: 'inchangé, rien d’enregistré',
    refused: 'illisible, rien d’enregistré',
    failed: 'échec, rien d’enregistré',
  },
  how: { upload: 'dépôt', api: 'API REST', command: 'ligne de commande', fetch: 'relevé automatique' },
  changes: ({ added, changed, gone }) =>
    added + changed + gone === 0
      ? 'aucune modification'
      : [
          fr.count(added, 'ajoutée', 'ajoutées'),
          fr.count(changed, 'modifiée', 'modifiées'),
          fr.count(gone, 'retirée', 'retirées'),
        ].join(', '),
  proposals: {
    title: 'Noms proches',
    text: 'Ces fournisseurs sont inscrits sous un nom proche d’un fournisseur déjà enregistré. Rien n’est rapproché sans votre réponse.',
    caption:
      '« Même fournisseur » rattache les inscriptions au fournisseur proche ; « Autre fournisseur » les laisse où elles sont.',
    name: 'Nom dans la liste',
    entries: 'Inscriptions',
    provider: 'Rattachées à',
    candidate: 'Fournisseur proche',
    answer: 'Votre réponse',
    same: 'Même fournisseur',
    other: 'Autre fournisseur',
    unanswered: 'sans réponse',
    matched: 'Votre réponse est enregistrée.',
    answered: (name, answer) =>
      `Une autre personne a répondu au sujet de ${fr.quote(name)} depuis l’ouverture de la page : ${{ same: 'même fournisseur', other: 'autre fournisseur' }[answer]}. Votre réponse n’a pas été enregistrée.`,
  },
  entries: {
    title: 'Inscriptions',
    search: 'Fournisseur, service ou identifiant',
    listing: 'Statut dans la liste',
    any: 'Tous',
    find: 'Rechercher',
    caption: 'Inscriptions de la liste et dossiers correspondants',
    entry: 'Identifiant',
    service: 'Fournisseur et service',
    stage: 'Statut dans la liste',
    since: 'Depuis',
    first: 'Premières inscriptions',
    next: 'Inscriptions suivantes',
    noMatch: 'Aucune inscription ne correspond.',
    all: 'Afficher toutes les inscriptions',
  },
  profile: {
    title: 'Profil de lecture',
    builtIn: 'Liste fournie avec Jalon.',
    published: 'Liste publiée sur cette installation.',
    data: 'Afficher le profil sous forme de données',
    notes: 'Remarques',
  },
  follow: {
    title: 'Abonnement',
    text: 'Un abonné peut suivre cette liste par courriel ou par webhook, et reçoit un message par relevé.',
    link: 'Ajouter un abonné',
  },
  listed: {
    label: 'Liste officielle',
    listed: (register, day) => `inscrit dans la liste ${fr.quote(register)}, dernier relevé le ${day}`,
    gone: (register, day) => `n’est plus inscrit dans la liste ${fr.quote(register)}, dernier relevé le ${day}`,
  },
};

const FORMATS = { json: 'JSON', csv: 'CSV', xlsx: 'Excel (.xlsx)', html: 'HTML' };

/** What a file is, by its first bytes. */
export const FOUND = {
  html: 'd’une page HTML',
  xml: 'd’un document XML',
  json: 'de JSON',
  zip: 'd’une archive ZIP',
  xlsx: 'd’un classeur Excel (.xlsx)',
  xls: 'd’un classeur Excel de l’ancien format (.xls) ou protégé par un mot de passe',
  pdf: 'd’un fichier PDF',
  binary: 'de données binaires',
  text: 'de texte',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

export const registerDocumentsReasons: typeof English.registerDocumentsReasons = {
  'register-document-blank': 'Le document est vide',
  'register-document-format': ({ expected, found }) =>
    `Le document doit être au format ${FORMATS[expected]}, mais il s’agit ${FOUND[found]}`,
  'register-gzip-damaged': 'Le document est un fichier gzip endommagé ou tronqué',
  'register-json-malformed': ({ line }) =>
    line === undefined
      ? 'Le document n’est pas du JSON valide'
      : `Le document n’est pas du JSON valide : voir la ligne ${line}`,
  'register-json-truncated':
    'Le document est tronqué : le JSON se termine avant la fermeture de sa dernière accolade ou de son dernier crochet',
  'register-too-deep': ({ maximum }) => `Le document comporte plus de ${maximum} niveaux d’imbrication`,
  'register-too-many-values': ({ maximum }) => `Le document comporte plus de ${fr.number(maximum)} valeurs`,
  'register-list-missing': ({ paths, found }) =>
    (paths.length === 0
      ? 'Le document doit être une liste'
      : `Le document doit être une liste ou en contenir une à ${paths.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'workbook-damaged': 'Le fichier n’est pas un classeur Excel ou est endommagé',
  'workbook-too-large': ({ megabytes }) =>
    `Le classeur décompressé est trop volumineux : ${fr.number(megabytes)} Mo au maximum`,
  'register-sheet-missing': ({ wanted, found }) =>
    (wanted.length === 0
      ? 'Le classeur ne comporte aucune feuille visible'
      : `Le classeur ne comporte pas de feuille ${wanted.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; feuilles : ${found.join(', ')}`),
  'register-table-missing': ({ tables, title }) =>
    (tables === 0
      ? 'La page ne comporte aucun tableau'
      : 'La page ne comporte aucun tableau dont la légende ou le titre corresponde au profil') +
    (title === '' ? '' : ` ; son titre est ${fr.quote(title)}`),
  'register-too-many-tables': ({ maximum }) => `La page comporte plus de ${fr.number(maximum)} tableaux`,
  'register-fields-missing': ({ missing, found }) =>
    `Le document ne provient pas de cette liste : champs manquants : ${missing.join(', ')}` +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'register-too-many-entries': ({ maximum }) =>
    `Le document comporte trop d’inscriptions : ${fr.number(maximum)} au maximum`,
  'register-nothing-readable': ({ entries }) =>
    `Le document comporte ${fr.count(entries, 'inscription', 'inscriptions')}, dont aucune n’est lisible`,
  'register-stage-unknown': ({ text }) => `${fr.quote(text)} n’est pas une étape du profil de lecture`,
  'register-level-unknown': ({ text, levels }) =>
    `${fr.quote(text)} n’est pas un niveau du schéma ; niveaux : ${levels.join(', ')}`,
  'register-date-format': ({ text, dates }) => `${fr.quote(text)} n’est pas une date telle que ${DATES[dates]}`,
  'register-key-repeated': ({ entry }) => `est aussi la clé de l’inscription n° ${entry}`,

  'register-url-required': 'est obligatoire pour télécharger la liste',
  'register-url-credentials':
    'ne doit contenir ni nom d’utilisateur ni mot de passe : l’adresse est publiée avec chaque relevé',
  'register-stage-field-required': 'est obligatoire : stages traduit ses libellés',
  'register-stages-required': 'doit contenir au moins un libellé de fields.stage',
  'register-only-for-json': 'ne s’applique qu’au format json',
  'register-not-for-csv': 'ne s’applique pas au format csv',
  'register-path-format': 'doit être composé de noms de champs séparés par des points, par exemple data.items',
  'register-key-required': 'est obligatoire : dependsOn et dependents sont des clés d’inscription',
  'register-publisher-unknown': ({ publisher, publishers }) =>
    `${publisher} ne s’exprime pas au nom de l’autorité du schéma ; émetteurs : ${publishers.join(', ')}`,
  'register-stage-target': (p) =>
    `doit être granted, absent, ignored ou un jalon du schéma ${p.scheme} (${p.milestones.join(', ')}), et non ${p.stage}`,
};

export const fetchReasons: typeof English.fetchReasons = {
  'register-status': ({ status }) => `Le serveur a répondu avec le code ${status}`,
  'register-redirects': ({ redirects }) => `Le serveur redirige plus de ${redirects} fois`,
  'register-redirect-invalid':
    'Le serveur redirige de https vers http, vers un autre protocole, ou vers une adresse contenant un nom d’utilisateur ou un mot de passe',
  'register-encoding': ({ encoding }) =>
    `Le serveur envoie le document avec l’encodage ${encoding}, qui n’a pas été demandé`,
};
