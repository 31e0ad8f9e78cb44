import type { Outcome } from '#imports/import-preview.js';
import type { ImportStep } from '#imports/import-csv.js';
import { counted } from '#language/format.js';
import type { Language } from '#language/language.js';
import type { Tone } from '../frame/display.js';
import { printed } from '../frame/printed.js';

export const TONES: Record<Outcome, Tone> = {
  recorded: 'good',
  replayed: 'plain',
  repeated: 'plain',
  wrong: 'bad',
  unclear: 'warn',
};

interface JudgedWords {
  outcome: Record<Outcome, string>;
  /** How many rows, and what becomes of them. */
  rows: (count: number) => string;
  counts: Record<Outcome, (count: number) => string>;
  opens: (providers: number, dossiers: number) => string;
  wrong: { note: string; file: string; fix: string };
  unclear: string;
  confirm: (count: number) => string;
  confirmHint: string;
  nothing: string;
  empty: string;
  table: {
    caption: string;
    only: string;
    all: string;
    line: string;
    outcome: string;
    about: string;
    what: string;
    day: string;
    source: string;
    newProvider: string;
    newDossier: string;
    undated: string;
    empty: string;
  };
  changes: {
    heading: string;
    done: string;
    caption: string;
    dossier: string;
    before: string;
    after: string;
    facts: string;
    opened: string;
    none: string;
    more: (count: number) => string;
  };
  running: {
    title: string;
    text: string;
    steps: Record<ImportStep, string>;
    since: (seconds: number) => string;
    stay: string;
  };
  refused: string;
  unfinished: string;
  done: { text: (recorded: number, replayed: number) => string; about: string; board: string; another: string };
}

/** What is said of a file that was sent. */
export const JUDGED_WORDS: Record<Language, JudgedWords> = printed({
  fr: {
    outcome: {
      recorded: 'à inscrire',
      replayed: 'déjà inscrit',
      repeated: 'en double dans le fichier',
      wrong: 'à corriger',
      unclear: 'en attente',
    },
    rows: (count) => counted(count, ['ligne', 'lignes'], 'fr'),
    counts: {
      recorded: (count) => `${counted(count, ['ligne', 'lignes'], 'fr')} à inscrire`,
      replayed: (count) => counted(count, ['ligne déjà inscrite', 'lignes déjà inscrites'], 'fr'),
      repeated: (count) => `${counted(count, ['ligne', 'lignes'], 'fr')} en double dans le fichier`,
      wrong: (count) => `${counted(count, ['ligne', 'lignes'], 'fr')} à corriger`,
      unclear: (count) => `${counted(count, ['ligne', 'lignes'], 'fr')} en attente d’une correction`,
    },
    opens: (providers, dossiers) =>
      `${counted(providers, ['fournisseur nouveau', 'fournisseurs nouveaux'], 'fr')}, ${counted(dossiers, ['dossier nouveau', 'dossiers nouveaux'], 'fr')}`,
    wrong: {
      note: 'Le fichier est inscrit en entier ou pas du tout : corrigez ces lignes, puis vérifiez à nouveau.',
      file: 'Le fichier ne peut pas être lu :',
      fix: 'Corriger et vérifier à nouveau',
    },
    unclear: 'Les lignes en attente dépendent d’un dossier qu’une ligne à corriger ouvre peut-être.',
    confirm: (count) => `Inscrire ${counted(count, ['ligne', 'lignes'], 'fr')}`,
    confirmHint: 'Ce qui est inscrit ne s’efface pas ; cela se corrige et se retire, et tout reste visible.',
    nothing: 'Tout ce que dit ce fichier est déjà inscrit. Il n’y a rien à faire.',
    empty: 'Ce fichier nomme ses colonnes, mais n’a aucune ligne en dessous.',
    table: {
      caption: 'Ce que devient chaque ligne',
      only: 'Seulement ce qui ne va pas',
      all: 'Toutes les lignes',
      line: 'Ligne',
      outcome: 'Résultat',
      about: 'À propos de',
      what: 'Fait',
      day: 'Date',
      source: 'D’après',
      newProvider: 'nouveau fournisseur',
      newDossier: 'nouveau dossier',
      undated: 'sans date',
      empty: 'Aucune ligne ne pose problème.',
    },
    changes: {
      heading: 'Dossiers touchés',
      done: 'Dossiers que l’import a touchés',
      caption: 'Leur statut d’aujourd’hui, avant et après ; d’abord ceux dont il change',
      dossier: 'Dossier',
      before: 'Avant',
      after: 'Après',
      facts: 'Faits',
      opened: 'nouveau',
      none: 'Aucun dossier n’est touché.',
      more: (count) => `Et ${counted(count, ['autre dossier', 'autres dossiers'], 'fr')}.`,
    },
    running: {
      title: 'Inscription en cours',
      text: 'Le fichier est inscrit en entier ou pas du tout.',
      steps: {
        reading: 'Étape 1 sur 3 : lecture du fichier',
        deciding: 'Étape 2 sur 3 : vérification de chaque ligne',
        recording: 'Étape 3 sur 3 : inscription au registre',
      },
      since: (seconds) => `Commencée il y a ${counted(seconds, ['seconde', 'secondes'], 'fr')}.`,
      stay: 'Vous pouvez quitter cette page et y revenir.',
    },
    refused:
      'Rien n’a été inscrit : entre la vérification et l’inscription, le registre a changé. Voici la vérification refaite à l’instant.',
    unfinished:
      'L’inscription n’a pas été menée à terme, ou sa fin n’a pas été notée. Tout est inscrit, ou rien ne l’est : la vérification refaite ci-dessous le dit. Recommencer n’inscrit rien deux fois.',
    done: {
      text: (recorded, replayed) =>
        `${counted(recorded, ['ligne inscrite', 'lignes inscrites'], 'fr')}${replayed === 0 ? '' : `, ${counted(replayed, ['autre', 'autres'], 'fr')} déjà au registre ou en double dans le fichier`}.`,
      about: 'Fournisseurs concernés :',
      board: 'Voir le tableau',
      another: 'Importer un autre fichier',
    },
  },
  en: {
    outcome: {
      recorded: 'to be recorded',
      replayed: 'on record already',
      repeated: 'twice in the file',
      wrong: 'to be fixed',
      unclear: 'waiting',
    },
    rows: (count) => counted(count, ['row', 'rows'], 'en'),
    counts: {
      recorded: (count) => `${counted(count, ['row', 'rows'], 'en')} to be recorded`,
      replayed: (count) => `${counted(count, ['row', 'rows'], 'en')} on record already`,
      repeated: (count) => `${counted(count, ['row', 'rows'], 'en')} twice in the file`,
      wrong: (count) => `${counted(count, ['row', 'rows'], 'en')} to be fixed`,
      unclear: (count) => `${counted(count, ['row', 'rows'], 'en')} waiting for another to be fixed`,
    },
    opens: (providers, dossiers) =>
      `${counted(providers, ['new provider', 'new providers'], 'en')}, ${counted(dossiers, ['new dossier', 'new dossiers'], 'en')}`,
    wrong: {
      note: 'The file is recorded as a whole or not at all: fix these rows, then check again.',
      file: 'The file cannot be read:',
      fix: 'Fix and check again',
    },
    unclear: 'Rows that are waiting depend on a dossier which a row to be fixed may open.',
    confirm: (count) => `Record ${counted(count, ['row', 'rows'], 'en')}`,
    confirmHint: 'What is recorded is not erased; it can be corrected and retracted, and all of it stays visible.',
    nothing: 'All that this file says is on record already. There is nothing to do.',
    empty: 'This file names its columns, and has no row below.',
    table: {
      caption: 'What becomes of each row',
      only: 'Only what is wrong',
      all: 'All rows',
      line: 'Line',
      outcome: 'Outcome',
      about: 'About',
      what: 'Fact',
      day: 'Date',
      source: 'According to',
      newProvider: 'new provider',
      newDossier: 'new dossier',
      undated: 'undated',
      empty: 'Nothing is wrong with any row.',
    },
    changes: {
      heading: 'Dossiers that are touched',
      done: 'Dossiers that the import touched',
      caption: 'Their status of today, before and after; first those whose status changes',
      dossier: 'Dossier',
      before: 'Before',
      after: 'After',
      facts: 'Facts',
      opened: 'new',
      none: 'No dossier is touched.',
      more: (count) => `And ${counted(count, ['other dossier', 'other dossiers'], 'en')}.`,
    },
    running: {
      title: 'Being recorded',
      text: 'The file is recorded as a whole or not at all.',
      steps: {
        reading: 'Step 1 of 3: reading the file',
        deciding: 'Step 2 of 3: checking every row',
        recording: 'Step 3 of 3: writing to the ledger',
      },
      since: (seconds) => `Begun ${counted(seconds, ['second', 'seconds'], 'en')} ago.`,
      stay: 'You may leave this page and come back to it.',
    },
    refused:
      'Nothing was recorded: between the check and the recording, the ledger has changed. This is the check, made again just now.',
    unfinished:
      'The recording did not come to its end, or its end was not noted. All of it is on record or nothing is: the check below, made again, says which. Beginning again records nothing twice.',
    done: {
      text: (recorded, replayed) =>
        `${counted(recorded, ['row', 'rows'], 'en')} recorded${replayed === 0 ? '' : `, ${counted(replayed, ['other', 'others'], 'en')} on record already or twice in the file`}.`,
      about: 'Providers it is about:',
      board: 'See the board',
      another: 'Import another file',
    },
  },
});
