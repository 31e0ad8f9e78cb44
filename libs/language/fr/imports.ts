import type * as English from '../en/imports.js';
import { french as fr } from '../format.js';
import { FOUND } from './registers.js';

const STREAMS = {
  provider: 'de fournisseur',
  dossier: 'de dossier',
  scheme: 'de schéma',
  register: 'de liste officielle',
};
const dossiers = (count: number): string => fr.count(count, 'dossier', 'dossiers');

/** Reasons of CSV import, export and restore. */
export const importsReasons: typeof English.importsReasons = {
  'import-rejected': ({ problems, rows, listed }) =>
    `Rien n’a été enregistré : ${fr.count(problems, 'erreur', 'erreurs')} dans ${fr.count(rows, 'ligne', 'lignes')}` +
    (listed < problems ? `, dont les ${fr.number(listed)} premières sont affichées` : ''),
  'import-too-long': ({ maximum }) =>
    `Un fichier compte au plus ${fr.number(maximum)} lignes ; répartissez-le en plusieurs fichiers`,
  'file-empty': 'Le fichier est vide',
  'import-format': ({ found }) => `Le fichier doit être au format CSV ou Excel (.xlsx), mais il s’agit ${FOUND[found]}`,
  'file-not-utf8': 'Le fichier n’est pas encodé en UTF-8',
  'line-invalid': ({ line }) => `La ligne ${line} n’est pas valide ; rien n’a été enregistré`,
  'line-not-utf8': ({ byte, text }) =>
    `n’est pas encodée en UTF-8 : octet 0x${byte}, en Latin-1 ${fr.quote(text)} ; d’autres lignes le sont ; enregistrez de nouveau le fichier en UTF-8`,
  'csv-quote-unclosed': 'guillemet non fermé',
  'csv-quote-misplaced':
    'guillemet dans une cellule sans guillemets ; mettez toute la cellule entre guillemets et doublez celui-ci',
  'csv-quote-not-last': 'du texte suit un guillemet fermant ; doublez les guillemets qui font partie d’une cellule',
  'csv-malformed': 'n’est pas du CSV valide',
  'header-too-long': ({ columns }) => `L’en-tête compte ${fr.count(columns, 'colonne', 'colonnes')}`,
  'column-unnamed': 'n’a pas de nom',
  'column-unknown': ({ nearest }) =>
    `n’est pas une colonne connue${nearest === null ? '' : ` ; la plus proche est ${nearest}`}`,
  'column-duplicate': 'figure deux fois dans l’en-tête',
  'column-missing': 'manque dans l’en-tête',
  'row-length': ({ cells, columns }) =>
    `compte ${fr.count(cells, 'cellule', 'cellules')} ; l’en-tête compte ${fr.count(columns, 'colonne', 'colonnes')}`,
  'row-id-taken': ({ id }) =>
    `ne peut pas être enregistrée : son identifiant ${id} est celui d’un autre événement enregistré`,
  'type-unknown': ({ type, nearest }) =>
    `${type} n’est pas un type d’événement${nearest === null ? '' : ` ; le plus proche est ${nearest}`}`,
  'type-needs-scheme': ({ type }) => `${type} porte sur un dossier ; indiquez son schéma`,
  'type-without-scheme': ({ type }) => `${type} porte sur un fournisseur ; laissez le schéma vide`,
  'type-without-field': ({ type, on }) =>
    `${type} sur un ${on === 'provider' ? 'fournisseur (la ligne n’indique pas de schéma)' : 'dossier'} n’a pas ce champ ; laissez la cellule vide`,
  'type-not-importable': ({ type, path }) => `${type} ne peut pas être importé : aucune colonne ne contient ${path}`,
  'row-provider-ambiguous': ({ name, providers }) =>
    `${fr.count(providers, 'fournisseur porte ou a porté', 'fournisseurs portent ou ont porté')} le nom ${name}`,
  'row-dossier-ambiguous': ({ provider, scheme, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme.fr} ; précisez le service`,
  'row-dossier-not-held': ({ provider, scheme, date }) =>
    `${provider} n’a pas de dossier pour ${scheme.fr} ${date === null ? 'actuellement' : `à la date indiquée (${fr.date(date)})`}, seulement à d’autres dates ; précisez le service`,
  'row-service-ambiguous': ({ provider, scheme, service, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme.fr} dont le service porte ou a porté le nom ${service}`,
  'row-service-transferred': ({ provider, service }) =>
    `${provider} avait déjà cédé ${service} à cette date ; indiquez le fournisseur qui le détenait`,
  'row-scope-ambiguous': ({ provider, scheme, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme.fr} sans service`,
  'row-dependency-not-found': ({ scheme, name }) =>
    `Aucun dossier pour ${scheme.fr} ne correspond à ${name} ; écrivez fournisseur / service`,
  'row-dependency-ambiguous': ({ scheme, name, count }) =>
    `${dossiers(count)} pour ${scheme.fr} correspondent à ${name} ; écrivez fournisseur / service`,

  // Restore of a ledger file
  'not-a-ledger-file': ({ format }) =>
    `doit être ${fr.quote(format)}, comme dans les fichiers produits par jalon export`,
  'format-newer': ({ version, supported }) =>
    `est ${version}, d’une version plus récente de Jalon ; cette version lit jusqu’à ${supported}`,
  'file-truncated':
    'Le fichier est incomplet : la ligne indiquant le nombre d’événements et l’empreinte manque ; exportez-le à nouveau',
  'line-after-end': 'suit la dernière ligne du fichier de registre',
  'line-too-long': ({ maximum }) => `dépasse ${fr.number(maximum)} octets`,
  'line-not-json': 'n’est pas du JSON valide',
  'line-too-deep': ({ maximum }) => `compte plus de ${maximum} niveaux d’imbrication`,
  'event-count': ({ stated, found }) =>
    `est ${stated}, mais le fichier contient ${fr.count(found, 'événement', 'événements')}`,
  'checksum-mismatch': 'ne correspond pas au fichier, modifié depuis son export ; exportez-le à nouveau',
  'text-not-storable': 'contient des caractères qui ne peuvent pas être enregistrés',
  'uuid-format': 'doit être un UUID en minuscules',
  'stream-format': 'doit être provider-<id>, dossier-<id> (UUID en minuscules), scheme-<slug> ou register-<slug>',
  'instant-utc-format': 'doit être un instant UTC avec millisecondes, comme 2026-11-25T08:00:00.000Z',
  'event-newer': 'provient d’une version plus récente de Jalon',
  'stored-type-unknown': ({ type, kind }) =>
    `${type} n’est pas un type d’événement ${STREAMS[kind]} connu de cette version de Jalon`,
  'position-order': ({ position, expected }) => `est ${position}, mais doit être ${expected}`,
  'version-order': ({ version, expected }) => `est ${version}, mais la version suivante du flux est ${expected}`,
  'recorded-order': ({ previous }) => `est antérieur à ${previous}, l’heure de la ligne précédente`,
  'recorded-in-future': 'est en avance de plus d’un jour sur l’horloge de ce registre',
  'stream-not-opened': ({ type, expected }) =>
    `est ${type}, mais le premier événement de ce flux doit être ${expected}`,
  'stream-opened-twice': ({ type }) => `${type} ne peut être que le premier événement d’un flux`,
  'stream-slug-mismatch': ({ slug, stream }) => `est ${slug}, qui ne correspond pas au flux ${stream}`,
  'stream-not-found': ({ stream }) => `désigne ${stream}, qu’aucune ligne antérieure n’ouvre`,
  'amended-event-not-found': ({ id, stream }) =>
    `désigne l’événement ${id}, absent des lignes antérieures de ${stream}`,
  'event-id-repeated': ({ id }) => `${id} figure déjà sur une ligne antérieure`,
  'lines-not-storable': ({ to, error }) =>
    `cette ligne ou une autre jusqu’à la ligne ${to} ne peut pas être enregistrée : ${fr.quote(error)}`,
  'restore-timeout': 'L’envoi a été interrompu après une minute sans données ; rien n’a été enregistré',
  'ledger-has-events':
    'Un fichier de registre ne peut être restauré que dans un registre vide ; celui-ci contient des événements',
};

const rows = (count: number): string => fr.count(count, 'ligne', 'lignes');

export const imports: typeof English.imports = {
  title: 'Importer un fichier',
  intro:
    'Chaque ligne du fichier correspond à un événement. Avant tout enregistrement, un aperçu indique le résultat de chaque ligne.',
  file: {
    label: 'Fichier CSV ou Excel',
    another: 'Envoyer le fichier corrigé',
    hint: 'CSV, y compris celui qu’Excel enregistre avec des points-virgules, ou classeur Excel (.xlsx). 10 Mo et 10 000 lignes au maximum.',
    drop: 'Choisissez un fichier ou déposez-le ici.',
    check: 'Vérifier le fichier',
  },
  text: {
    label: 'Texte CSV',
    hint: 'Texte d’un fichier, ou cellules copiées depuis un tableur, avec la ligne d’en-tête ; 100 ko au maximum.',
    heading: 'Ou collez le texte',
    check: 'Vérifier le texte',
    checkAgain: 'Vérifier à nouveau',
  },
  looks: {
    heading: 'Format du fichier',
    rows: 'La première ligne nomme les colonnes, dans un ordre quelconque. Dates : 27/05/2021, 2021-05-27, 2020-11, 2025-Q1, 2026-H1 ou 2023. Dans un classeur, la première feuille visible qui comporte ces colonnes est lue.',
    needs: 'Colonnes obligatoires : ',
    rest: 'Colonnes facultatives : ',
    sample: 'Télécharger un fichier d’exemple',
    again: 'Un fichier peut être importé plusieurs fois : les événements déjà enregistrés sont ignorés.',
  },
  kept: {
    heading: 'Vos fichiers des dernières 24 heures',
    at: 'envoyé le',
    state: {
      waiting: 'à confirmer',
      invalid: 'à corriger',
      refused: 'rejeté, à vérifier de nouveau',
      unfinished: 'interrompu, à vérifier de nouveau',
      running: 'en cours d’enregistrement',
      done: 'enregistré',
    },
  },
  pasted: 'Texte collé',
  outcome: {
    recorded: 'à enregistrer',
    replayed: 'déjà enregistrée',
    repeated: 'en double dans le fichier',
    wrong: 'à corriger',
    unclear: 'bloquée',
  },
  rows,
  counts: {
    recorded: (count) => `${rows(count)} à enregistrer`,
    replayed: (count) => fr.count(count, 'ligne déjà enregistrée', 'lignes déjà enregistrées'),
    repeated: (count) => `${rows(count)} en double dans le fichier`,
    wrong: (count) => `${rows(count)} à corriger`,
    unclear: (count) =>
      fr.count(count, 'ligne bloquée par une ligne à corriger', 'lignes bloquées par une ligne à corriger'),
  },
  opens: (providers, dossiers) =>
    `${fr.count(providers, 'nouveau fournisseur', 'nouveaux fournisseurs')}, ${fr.count(dossiers, 'nouveau dossier', 'nouveaux dossiers')}`,
  messages: ({ events, digests, summaries }) =>
    events + digests + summaries === 0
      ? 'Aucun abonné ne sera notifié'
      : `Messages aux abonnés : ${[
          ...(events > 0 ? [fr.count(events, 'événement récent', 'événements récents')] : []),
          ...(digests > 0 ? [fr.count(digests, 'récapitulatif', 'récapitulatifs')] : []),
          ...(summaries > 0
            ? [fr.count(summaries, 'synthèse d’événements passés', 'synthèses d’événements passés')]
            : []),
        ].join(', ')}`,
  wrong: {
    note: 'Le fichier est enregistré en totalité ou pas du tout : corrigez-le, puis vérifiez à nouveau.',
    file: 'Le fichier ne peut pas être lu :',
    header: 'L’en-tête comporte des erreurs :',
    unreadable: 'Rien n’a été enregistré : corrigez le fichier, puis vérifiez à nouveau.',
    fix: 'Corriger et vérifier à nouveau',
  },
  unclear: 'Les lignes bloquées dépendent d’un dossier qu’une ligne à corriger ouvre peut-être.',
  confirm: (count) => `Enregistrer ${rows(count)}`,
  confirmHint: 'Un événement enregistré ne peut pas être supprimé ; il peut être corrigé ou retiré, et reste visible.',
  nothing: 'Tout le contenu de ce fichier est déjà enregistré. Aucune action n’est nécessaire.',
  empty: 'Ce fichier comporte une ligne d’en-tête, mais aucune donnée.',
  table: {
    caption: 'Résultat de chaque ligne',
    only: 'Afficher uniquement les lignes à corriger',
    all: 'Afficher toutes les lignes',
    line: 'Ligne',
    outcome: 'Résultat',
    about: 'Concerne',
    what: 'Événement',
    day: 'Date',
    source: 'Source',
    newProvider: 'nouveau fournisseur',
    newDossier: 'nouveau dossier',
    undated: 'sans date',
    empty: 'Aucune ligne à corriger.',
  },
  changes: {
    heading: 'Dossiers concernés',
    done: 'Dossiers concernés',
    caption: 'Statut à ce jour, avant et après ; les dossiers dont le statut change figurent en premier',
    dossier: 'Dossier',
    before: 'Avant',
    after: 'Après',
    facts: 'Événements',
    opened: 'nouveau',
    none: 'Aucun dossier n’est concerné.',
    more: (count) => `Et ${fr.count(count, 'autre dossier', 'autres dossiers')}.`,
  },
  running: {
    title: 'Enregistrement en cours',
    text: 'Le fichier est enregistré en totalité ou pas du tout.',
    steps: {
      reading: 'Étape 1 sur 3 : lecture du fichier',
      deciding: 'Étape 2 sur 3 : vérification de chaque ligne',
      recording: 'Étape 3 sur 3 : écriture au registre',
    },
    since: (seconds) => `Démarré il y a ${fr.count(seconds, 'seconde', 'secondes')}.`,
    stay: 'Vous pouvez quitter cette page et y revenir plus tard.',
  },
  refused:
    'Rien n’a été enregistré : le registre a changé après la vérification. La vérification ci-dessous vient d’être refaite.',
  unfinished:
    'L’enregistrement a été interrompu, ou sa fin n’a pas été signalée. Le fichier est enregistré en totalité ou pas du tout : la vérification ci-dessous l’indique. L’enregistrer à nouveau ne crée aucun doublon.',
  done: {
    text: (recorded, replayed) =>
      `${fr.count(recorded, 'ligne enregistrée', 'lignes enregistrées')}${replayed === 0 ? '' : `, ${fr.count(replayed, 'ignorée', 'ignorées')} (déjà au registre ou en double dans le fichier)`}.`,
    about: 'Fournisseurs concernés :',
    board: 'Voir le tableau de bord',
    another: 'Importer un autre fichier',
  },
};
