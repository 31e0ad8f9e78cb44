import { french as fr } from '../format.js';
import type * as English from '../en/imports.js';

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
    hint: 'Texte d’un fichier, ou cellules copiées depuis un tableur, avec la ligne d’en-tête ; 100 ko au maximum.',
    heading: 'Ou collez le texte',
    check: 'Vérifier le texte',
    checkAgain: 'Vérifier à nouveau',
  },
  looks: {
    heading: 'Format du fichier',
    rows: 'La première ligne nomme les colonnes, dans un ordre quelconque. Dates : 27/05/2021, 2021-05-27, 2020-11, 2025-Q1, 2026-H1 ou 2023. Dans un classeur, la première feuille visible qui comporte ces colonnes est lue.',
    needs: 'Colonnes obligatoires : ',
    sample: 'Télécharger un exemple avec toutes les colonnes',
    again: 'Un fichier peut être importé plusieurs fois : les événements déjà enregistrés sont ignorés.',
  },
  kept: {
    heading: 'Vos fichiers des dernières 24 heures',
    at: 'Envoyé le',
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
  opens: (providers, dossiers) =>
    `${fr.count(providers, 'nouveau fournisseur', 'nouveaux fournisseurs')}, ${fr.count(dossiers, 'nouveau dossier', 'nouveaux dossiers')}`,
  messages: ({ events, digests, summaries }) =>
    events + digests + summaries === 0
      ? 'Aucun abonné ne sera notifié'
      : `Messages aux abonnés : ${[
          ...(events > 0 ? [fr.count(events, 'événement récent', 'événements récents')] : []),
          ...(digests > 0 ? [fr.count(digests, 'récapitulatif', 'récapitulatifs')] : []),
          ...(summaries > 0
            ? [fr.count(summaries, 'synthèse d’événements passés', 'synthèses d’événements passés')]
            : []),
        ].join(', ')}`,
  wrong: {
    note: 'Le fichier est enregistré en totalité ou pas du tout : corrigez-le, puis vérifiez à nouveau.',
    file: 'Le fichier ne peut pas être lu :',
    header: 'L’en-tête comporte des erreurs :',
    unreadable: 'Rien n’a été enregistré : corrigez le fichier, puis vérifiez à nouveau.',
  },
  unclear: 'Les lignes bloquées dépendent d’un dossier qu’une ligne à corriger ouvre peut-être.',
  confirm: (count) => `Enregistrer ${rows(count)}`,
  confirmHint: 'Un événement enregistré ne peut pas être supprimé ; il peut être corrigé ou retiré, et reste visible.',
  needsApproval:
    'Ce fichier change un statut d’un schéma soumis à la double validation. Il sera enregistré en totalité dès qu’une autre personne l’aura approuvé.',
  nothing: 'Tout le contenu de ce fichier est déjà enregistré. Aucune action n’est nécessaire.',
  empty: 'Ce fichier comporte une ligne d’en-tête, mais aucune donnée.',
  table: {
    caption: 'Résultat de chaque ligne',
    only: 'À corriger',
    all: 'Toutes les lignes',
    line: 'Ligne',
    about: 'Concerne',
    what: 'Événement',
    newProvider: 'nouveau fournisseur',
    newDossier: 'nouveau dossier',
    empty: 'Aucune ligne à corriger.',
  },
  changes: {
    heading: 'Dossiers concernés',
    caption: 'Statut à ce jour, avant et après ; les dossiers dont le statut change figurent en premier',
    warnings: 'Points d’attention',
    facts: 'Événements',
    opened: 'nouveau',
    none: 'Aucun dossier n’est concerné.',
  },
  running: {
    text: 'Le fichier est enregistré en totalité ou pas du tout.',
    steps: {
      reading: 'Étape 1 sur 3 : lecture du fichier',
      deciding: 'Étape 2 sur 3 : vérification de chaque ligne',
      recording: 'Étape 3 sur 3 : écriture au registre',
    },
    since: (seconds) => `Démarré il y a ${fr.count(seconds, 'seconde', 'secondes')}.`,
    stay: 'Vous pouvez quitter cette page et y revenir plus tard.',
  },
  refused:
    'Rien n’a été enregistré : le registre a changé après la vérification. La vérification ci-dessous vient d’être refaite.',
  unfinished:
    'L’enregistrement a été interrompu, ou sa fin n’a pas été signalée. Le fichier est enregistré en totalité ou pas du tout : la vérification ci-dessous l’indique. L’enregistrer à nouveau ne crée aucun doublon.',
  done: {
    text: (recorded, replayed) =>
      `${fr.count(recorded, 'ligne enregistrée', 'lignes enregistrées')}${replayed === 0 ? '' : `, ${fr.count(replayed, 'ignorée', 'ignorées')} (déjà au registre ou en double dans le fichier)`}.`,
    about: 'Fournisseurs concernés :',
    board: 'Voir les dossiers',
    another: 'Importer un autre fichier',
  },
};
