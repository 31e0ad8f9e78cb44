import { french as fr } from '../format.js';
import type * as English from '../en/registers.js';

const entries = (count: number): string => fr.count(count, 'inscription', 'inscriptions');

const FORMATS = {
  json: 'JSON',
  yaml: 'YAML',
  xml: 'XML',
  csv: 'CSV',
  xlsx: 'Excel (.xlsx)',
  html: 'Page HTML',
  pdf: 'PDF',
};

export const readings: typeof English.readings = {
  reading: {
    title: (register, day) => `${register}, ${day}`,
    back: 'Retour à la liste officielle',
    result: 'Résultat',
    how: 'Mode de réception',
    download: 'Télécharger',
    reason: 'Motif',
    decided: { accept: 'Accepté le', discard: 'Écarté le' },
    figures: 'Chiffres',
    running:
      'Le relevé est en cours d’enregistrement, en entier ou pas du tout. Vous pouvez quitter cette page et revenir plus tard.',
    runningSince: (seconds) => `Commencé il y a ${fr.count(seconds, 'seconde', 'secondes')}.`,
    runningProgress: (staged, events) =>
      `${fr.number(staged)} événements préparés sur ${fr.number(events)} ; tous seront ensuite enregistrés en une fois.`,
    same: 'Ce document a déjà été relevé pour cette date. Rien n’a été enregistré.',
    notFetched: 'Le document n’a pas pu être téléchargé.',
    failed: 'Le relevé a échoué. Rien n’a été enregistré ; relevez de nouveau le document.',
    refused: 'Le document est illisible. Rien n’a été enregistré.',
    earlier: 'Voir le relevé précédent',
    accepted: 'Le relevé est accepté et enregistré.',
    discarded: 'Le relevé est écarté. Rien n’a été enregistré.',
    heldNow: 'Le relevé est en attente. Rien n’est enregistré tant qu’il n’est pas accepté.',
  },
  figures: {
    entries: 'inscriptions au total',
    before: 'au relevé précédent',
    added: 'ajoutées',
    changed: 'modifiées',
    moved: 'dont changements d’étape',
    gone: 'retirées',
    unchanged: 'sans changement',
    ignored: 'sans statut',
    unreadable: 'illisibles',
  },
  holds: {
    gone: ({ gone, before, percent }) =>
      `${fr.count(gone, 'inscription', 'inscriptions')} sur ${fr.number(before)} sont absentes du document. La limite est de ${fr.number(percent)} %.`,
    moved: ({ moved, before, percent }) =>
      `${fr.count(moved, 'inscription change', 'inscriptions changent')} d’étape sur ${fr.number(before)}. La limite est de ${fr.number(percent)} %.`,
    smaller: ({ entries: now, before }) =>
      `Le document compte ${entries(now)}, moins de la moitié des ${fr.number(before)} du relevé précédent.`,
    section: () => 'Il ne reste aucune inscription à une étape ou à un niveau.',
    column: () => 'La plupart des inscriptions ont perdu un champ qu’elles avaient.',
    keys: ({ before, percent }) =>
      `Sur ${entries(before)}, trop ont changé d’identifiant. Le seuil est de ${percent} %.`,
    again: () => 'Le document reprend le contenu d’un document antérieur au dernier relevé.',
    older: () => 'Un relevé plus récent est déjà enregistré. Celui-ci ne peut qu’être écarté.',
    head: () => 'Le tableau n’a pas les colonnes pour lesquelles le profil a été écrit.',
    contradictory: () => 'Le document se contredit : des services y figurent comme obtenus sans date.',
    'four-eyes': () =>
      'Il change un statut d’un schéma soumis à la double validation : une autre personne doit l’accepter.',
    unreadable: ({ unreadable }) =>
      `${fr.count(unreadable, 'inscription est illisible', 'inscriptions sont illisibles')}.`,
  },
  why: {
    title: 'Motifs de la mise en attente',
    check:
      'Comparez les différences avec la page de l’émetteur. Acceptez le relevé si elles sont réelles ; sinon, écartez-le.',
  },
  differences: {
    title: 'Différences',
    none: 'Aucune différence : toutes les inscriptions sont confirmées.',
    caption: 'Inscriptions qui diffèrent de la situation précédente',
    kinds: { added: 'ajoutée', changed: 'modifiée', gone: 'retirée' },
    fields: 'Champs modifiés',
    more: (count) =>
      `${fr.count(count, 'autre inscription diffère et n’est pas affichée', 'autres inscriptions diffèrent et ne sont pas affichées')}.`,
    since: (date) => `depuis ${date}`,
  },
  unreadable: {
    title: 'Inscriptions illisibles',
    text: 'Ces inscriptions ont été ignorées. Ce qui est enregistré à leur sujet n’a pas changé.',
    number: 'N°',
    field: 'Champ',
    problem: 'Erreur',
    more: (count) =>
      `${fr.count(count, 'autre inscription est illisible et n’est pas affichée', 'autres inscriptions sont illisibles et ne sont pas affichées')}.`,
  },
  decide: {
    reasonHint: 'Conservé avec le relevé, par exemple « Confirmé par téléphone auprès de l’autorité ».',
    accept: 'Accepter et enregistrer',
    discard: 'Écarter',
  },
  upload: {
    title: (register) => `Importer un relevé ${fr.of(register)}`,
    intro:
      'Déposez le document tel qu’il est publié. Il est d’abord vérifié ; rien n’est enregistré avant votre confirmation.',
    fileHint: (format) => `${FORMATS[format]}, 10 Mo au plus.`,
    kept: (name) => `${fr.quote(name)} est conservé. Choisissez un fichier uniquement pour le remplacer.`,
    day: 'Date du document',
    dayHint: 'À laisser vide si le document indique sa date, ou s’il a été publié aujourd’hui.',
    addressHint: 'L’adresse à laquelle le document a été téléchargé. Elle est enregistrée comme source.',
    check: 'Vérifier le document',
  },
  checked: {
    title: (register) => `Vérification : ${register}`,
    again: 'Utiliser un autre document',
    first: 'C’est le premier relevé de cette liste.',
    confirm: 'Enregistrer le relevé',
    confirmHint: 'Un événement enregistré ne peut pas être supprimé. Il peut être corrigé ou retiré, et reste visible.',
    holds: 'Un motif est nécessaire',
    holdsText:
      'Comparez les différences avec la page de l’émetteur. Indiquez pourquoi elles sont réelles pour enregistrer le relevé.',
    older: 'Ce relevé ne peut pas être enregistré',
    waiting: 'Un relevé antérieur est en attente',
    waitingText:
      'Traitez-le d’abord : une fois ce document enregistré, un relevé antérieur ne peut plus qu’être écarté.',
    same: 'Ce document a déjà été relevé pour cette date. Il n’y a rien à enregistrer.',
    unfit: 'Ce document ne peut pas être lu comme cette liste. Rien n’a été enregistré.',
    refused:
      'Rien n’a été enregistré : le registre a changé après la vérification. Celle-ci vient d’être refaite, voir ci-dessous.',
    unfinished:
      'L’enregistrement a été interrompu, ou sa fin n’a pas été signalée. La vérification ci-dessous indique s’il a abouti. Enregistrer de nouveau ne crée pas de doublon.',
  },
};

export const registers: typeof English.registers = {
  intro:
    'Les listes officielles sont publiées par les autorités. Un relevé confirme chaque inscription et enregistre ce qui a changé.',
  empty: 'Aucune liste officielle n’est connue.',
  list: {
    publisher: 'Émetteur',
    lastRead: 'Dernier relevé',
  },
  stale: 'relevé en retard',
  held: (count) => fr.count(count, 'relevé en attente', 'relevés en attente'),
  failing: (count) => fr.count(count, 'relevé automatique en échec', 'relevés automatiques en échec'),
  upToDate: 'à jour',
  staleNote: (days) =>
    `Cette liste n’a pas été relevée depuis plus de ${fr.count(days, 'jour', 'jours')} : les informations peuvent être dépassées.`,
  frozen: 'sans changement depuis trop longtemps',
  frozenNote: (since) =>
    `Le contenu de cette liste n’a pas changé depuis le ${since}, un délai inhabituellement long : ses relevés ne confirment plus rien tant qu’aucune inscription ne change.`,
  neverNote: 'Aucun relevé de cette liste n’est encore enregistré.',
  read: 'Importer un relevé',
  facts: {
    lastReadBy: (actor) => `par ${actor}`,
    entries,
    page: 'Page de l’émetteur',
    fetch: 'Relevé automatique',
    fetchEvery: (hours) => `toutes les ${fr.count(hours, 'heure', 'heures')}`,
    fetchNever: 'désactivé',
    limits: 'Mise en attente',
    limitsText: (gone, moved) =>
      `si plus de ${fr.number(gone)} % des inscriptions sont retirées, ou si plus de ${fr.number(moved)} % changent d’étape`,
    nextUpdate: 'Prochaine mise à jour',
    staleAfter: 'Rappel',
    staleText: (days) => `après ${fr.count(days, 'jour', 'jours')} sans relevé`,
  },
  onHold: {
    title: 'En attente',
    text: 'Rien n’est enregistré tant que ces relevés ne sont pas acceptés.',
    why: 'Motif',
    review: 'Examiner',
    accept: 'Tout accepter, par ordre de date',
    discard: 'Tout écarter',
    decided: 'La décision a été appliquée. Les relevés encore en attente figurent ci-dessous.',
  },
  chart: {
    title: 'Évolution des inscriptions',
    svgTitle: 'Inscriptions et modifications par relevé',
    how: 'En haut : nombre d’inscriptions à chaque relevé. En bas : inscriptions ajoutées, modifiées et retirées, une barre pour chacune. Le tableau ci-dessous donne les mêmes chiffres.',
    table: 'Afficher les chiffres en tableau',
    latest: (count) => `Le graphique montre les ${fr.number(count)} derniers relevés.`,
    entries: 'Inscriptions',
    added: 'Ajoutées',
    changed: 'Modifiées',
    gone: 'Retirées',
  },
  readings: {
    title: 'Relevés',
    caption: 'Relevés et tentatives, du plus récent au plus ancien',
    none: 'Aucun relevé.',
    changes: 'Modifications',
    how: 'Mode de réception',
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
      '« Même fournisseur » rattache les inscriptions au fournisseur proche ; « Autre fournisseur » les laisse où elles sont.',
    name: 'Nom dans la liste',
    provider: 'Rattachées à',
    candidate: 'Fournisseur proche',
    answer: 'Votre réponse',
    same: 'Même fournisseur',
    other: 'Autre fournisseur',
    unanswered: 'sans réponse',
    matched: 'Votre réponse est enregistrée.',
    answered: (name, answer) =>
      `Une autre personne a répondu au sujet de ${fr.quote(name)} depuis l’ouverture de la page : ${{ same: 'même fournisseur', other: 'autre fournisseur' }[answer]}. Votre réponse n’a pas été enregistrée.`,
  },
  entries: {
    search: 'Fournisseur, service ou identifiant',
    any: 'Tous les statuts',
    caption: 'Inscriptions de la liste et dossiers correspondants',
    entry: 'Identifiant',
    service: 'Fournisseur et service',
    stage: 'Statut dans la liste',
    noMatch: 'Aucune inscription ne correspond.',
    all: 'Afficher toutes les inscriptions',
  },
  profile: {
    title: 'Profil de lecture',
    builtIn: 'Liste fournie avec Jalon.',
    published: 'Liste publiée sur cette installation.',
    data: 'Afficher les remarques et le profil sous forme de données',
  },
  follow: 'Ajouter un abonné',
  listed: {
    listed: (register, day) => `inscrit dans la liste ${fr.quote(register)}, dernier relevé le ${day}`,
    gone: (register, day) => `n’est plus inscrit dans la liste ${fr.quote(register)}, dernier relevé le ${day}`,
  },
};
