/** What an officer reads and presses on the way, as the pages say it. */
interface WalkWords {
  welcome: string;
  search: string;
  show: string;
  oneDossier: string;
  why: string;
  byTheAuthority: string;
  claimedStage: string;
  asOf: string;
  goThere: string;
  announced: string;
  backToToday: string;
  signIn: string;
  key: RegExp;
  record: string;
  milestone: string;
  milestoneField: RegExp;
  day: RegExp;
  noMonth: string;
  october: string;
  octoberWritten: string;
  september: string;
  septemberWritten: string;
  sourceKind: RegExp;
  publisher: RegExp;
  address: string;
  quote: string;
  preview: string;
  staysInProgress: string;
  save: string;
  saveCorrection: string;
  standsHere: string;
  correct: string;
  reason: RegExp;
  orPaste: string;
  csvText: string;
  check: string;
  checkAgain: string;
  confirmImport: string;
  imported: string;
  acknowledge: string;
  acknowledged: RegExp;
}

export const walkWords: Record<'fr' | 'en', WalkWords> = {
  fr: {
    welcome: 'Première visite',
    search: 'Rechercher',
    show: 'Appliquer',
    oneDossier: '1 dossier',
    why: 'Justification du statut « en cours de qualification »',
    byTheAuthority: 'Confirmé par l’autorité',
    claimedStage: 'déclarée mais non confirmée par l’autorité',
    asOf: 'Situation au',
    goThere: 'Appliquer',
    announced: 'Annoncé',
    backToToday: 'Revenir à aujourd’hui',
    signIn: 'Se connecter',
    key: /^Clé d’API/,
    record: 'Enregistrer un événement',
    milestone: 'Jalon atteint',
    milestoneField: /^Jalon/,
    day: /^Date de l’événement/,
    noMonth: 'octembre 2026',
    october: 'octobre 2026',
    octoberWritten: 'octobre 2026',
    september: 'septembre 2026',
    septemberWritten: 'septembre 2026',
    sourceKind: /^Type de source/,
    publisher: /^Émetteur/,
    address: 'Adresse de la page',
    quote: 'Citation',
    preview: 'Aperçu',
    staysInProgress: 'En cours de qualification',
    save: 'Enregistrer',
    saveCorrection: 'Enregistrer la correction',
    standsHere: 'Étape actuelle',
    correct: 'Corriger',
    reason: /^Motif/,
    orPaste: 'Ou collez le texte',
    csvText: 'Texte CSV',
    check: 'Vérifier le texte',
    checkAgain: 'Vérifier à nouveau',
    confirmImport: 'Enregistrer 2 lignes',
    imported: 'Dossiers concernés',
    acknowledge: 'Prendre acte',
    acknowledged: /Prise d’acte enregistrée/,
  },
  en: {
    welcome: 'New here?',
    search: 'Search',
    show: 'Apply',
    oneDossier: '1 dossier',
    why: 'Why “under evaluation”',
    byTheAuthority: 'Confirmed by the authority',
    claimedStage: 'claimed but not confirmed by the authority',
    asOf: 'As of',
    goThere: 'Apply',
    announced: 'Announced',
    backToToday: 'Back to today',
    signIn: 'Sign in',
    key: /^API key/,
    record: 'Record an event',
    milestone: 'Milestone reached',
    milestoneField: /^Milestone/,
    day: /^Event date/,
    noMonth: 'Octember 2026',
    october: 'October 2026',
    octoberWritten: 'October 2026',
    september: 'September 2026',
    septemberWritten: 'September 2026',
    sourceKind: /^Source type/,
    publisher: /^Publisher/,
    address: 'Page address',
    quote: 'Quote',
    preview: 'Preview',
    staysInProgress: 'Under evaluation',
    save: 'Record the event',
    saveCorrection: 'Record the correction',
    standsHere: 'Current stage',
    correct: 'Correct',
    reason: /^Reason/,
    orPaste: 'Or paste the text',
    csvText: 'CSV text',
    check: 'Check the text',
    checkAgain: 'Check again',
    confirmImport: 'Record 2 rows',
    imported: 'Affected dossiers',
    acknowledge: 'Acknowledge',
    acknowledged: /Deadline acknowledged/,
  },
};
