import type { Language } from '#language/language.js';
import { printed } from '../../frame/printed.js';
import type { COLUMNS, RowsKind, SourceField } from './form-data.js';

interface FormWords {
  occurred: string;
  occurredHint: string;
  /** Where an event is undated as a rule. */
  occurredOptional: string;
  source: Record<SourceField, string>;
  sourceHints: Partial<Record<SourceField, string>>;
  confirms: string;
  claims: string;
  weighsNothing: string;
  again: string;
  againHint: string;
  newSource: string;
  choose: string;
  none: string;
  noOpenDeadline: string;
  setOne: string;
  /** Of one that stands open. */
  whichDeadline: string;
  noMilestone: string;
  row: (label: string, number: number) => string;
  columns: Record<(typeof COLUMNS)[RowsKind][number], string>;
  /** Labels that mails have no word for, or another one. */
  own: Partial<Record<string, string>>;
  /** How to fill in a field, where its label does not say enough. */
  hints: Partial<Record<string, string>>;
  more: string;
}

export const FORM_WORDS: Record<Language, FormWords> = printed({
  fr: {
    occurred: 'Date du fait',
    occurredHint: 'Quand c’est arrivé, non quand vous l’avez lu.',
    occurredOptional: 'Laissez vide si aucune date n’est donnée.',
    source: {
      kind: 'Nature de la source',
      publisher: 'Qui publie',
      url: 'Adresse de la page',
      title: 'Titre de la page ou du document',
      quote: 'Citation',
      readOn: 'Lu le',
    },
    sourceHints: {
      kind: 'Ce que dit l’autorité elle-même confirme. Le reste est une affirmation.',
      publisher: 'Une autorité, une entreprise, un journal : ANSSI, Orange, Clubic…',
      url: 'Collez-la telle quelle ; elle commence par https://',
      quote: 'Mot pour mot, sans guillemets autour.',
    },
    confirms: 'Confirme',
    claims: 'Affirme',
    weighsNothing: 'Ne change aucun statut',
    again: 'Même source qu’avant',
    againHint: 'Elle remplit ce que vous laissez vide ci-dessous.',
    newSource: 'Une autre source',
    choose: 'Choisissez',
    none: 'Sans précision',
    noOpenDeadline: 'Aucune échéance fixée à la main n’est ouverte sur ce dossier.',
    setOne: 'Fixez-en une d’abord',
    whichDeadline: 'Échéance concernée',
    noMilestone: 'Ce schéma n’a pas de jalon.',
    row: (label, number) => `${label}, ligne ${number}`,
    columns: { text: 'texte', due: 'à lever pour le', name: 'nom', share: 'part en %', country: 'pays' },
    own: {
      dependsOn: 'Dossier dont il dépend',
      to: 'Nouveau fournisseur',
      key: 'Nom court de l’échéance',
      title: 'En une ligne',
    },
    hints: {
      title: 'Ce qui s’est passé, tel qu’on le lira dans l’historique.',
      decision: 'Le numéro tel qu’il est imprimé.',
      conditions: 'Une par ligne.',
      serviceKinds: 'Une par ligne : IaaS, PaaS, SaaS…',
      parties: 'Une par ligne.',
      sectors: 'Un par ligne.',
      technology: 'Une par ligne.',
      validUntil: 'Le dernier jour, tel que la décision le donne. Rien n’est calculé. Vide : sans terme.',
      validFrom: 'Vide : à partir de la date du fait.',
      referential: 'La version du référentiel, comme 3.2.',
      register: 'Le nom de la liste ou du catalogue.',
      reservations: 'Ce que la décision exige encore, et pour quand si elle le dit.',
      holders: 'Un détenteur par ligne ; pays en deux lettres, comme FR.',
      hosting: 'Où les données sont hébergées.',
      key: 'En minuscules, chiffres et traits d’union : dossier-de-renouvellement.',
      opens: 'À partir de quand s’en occuper. Vide : un délai d’avertissement avant l’échéance.',
      lapses: 'Si agir sert encore après l’échéance.',
      dependsOn: 'Choisissez-le, écrivez le nom de son fournisseur ou collez son adresse.',
      speaker: 'Personne ou organisme.',
      authority: 'L’autorité qui a dit oui.',
      target: 'Pour quand c’est annoncé.',
      milestone: 'Les étapes de ce schéma, dans leur ordre.',
      duty: 'Vide : toutes les obligations.',
    },
    more: 'Ajouter des précisions',
  },
  en: {
    occurred: 'Day of the fact',
    occurredHint: 'When it happened, not when you read of it.',
    occurredOptional: 'Leave it empty if no date is given.',
    source: {
      kind: 'Kind of source',
      publisher: 'Who publishes it',
      url: 'Address of the page',
      title: 'Title of the page or document',
      quote: 'Quote',
      readOn: 'Read on',
    },
    sourceHints: {
      kind: 'What the authority itself says confirms. All the rest is a claim.',
      publisher: 'An authority, a company, a newspaper: ANSSI, Orange, Clubic…',
      url: 'Paste it as it is; it begins with https://',
      quote: 'Word for word, without quotation marks around it.',
    },
    confirms: 'Confirms',
    claims: 'Claims',
    weighsNothing: 'Changes no status',
    again: 'Same source as before',
    againHint: 'It fills in what you leave empty below.',
    newSource: 'Another source',
    choose: 'Choose',
    none: 'Not said',
    noOpenDeadline: 'No deadline that was set by hand stands open on this dossier.',
    setOne: 'Set one first',
    whichDeadline: 'Deadline meant',
    noMilestone: 'This scheme has no milestones.',
    row: (label, number) => `${label}, row ${number}`,
    columns: { text: 'text', due: 'to be lifted by', name: 'name', share: 'share in %', country: 'country' },
    own: {
      dependsOn: 'Dossier it builds on',
      to: 'New provider',
      key: 'Short name of the deadline',
      title: 'In one line',
    },
    hints: {
      title: 'What happened, as it will be read in the history.',
      decision: 'The number as it is printed.',
      conditions: 'One a line.',
      serviceKinds: 'One a line: IaaS, PaaS, SaaS…',
      parties: 'One a line.',
      sectors: 'One a line.',
      technology: 'One a line.',
      validUntil: 'The last day, as the decision gives it. Nothing is computed. Empty: open-ended.',
      validFrom: 'Empty: from the day of the fact.',
      referential: 'The version of the referential, such as 3.2.',
      register: 'The name of the list or catalogue.',
      reservations: 'What the decision still asks for, and by when if it says so.',
      holders: 'One holder a row; countries in two letters, such as FR.',
      hosting: 'Where the data is hosted.',
      key: 'In lower-case letters, digits and hyphens: renewal-file.',
      opens: 'From when to act on it. Empty: the usual warning before the deadline.',
      lapses: 'If acting still helps after the deadline.',
      dependsOn: 'Choose it, write the name of its provider, or paste its address.',
      speaker: 'A person or an organization.',
      authority: 'The authority that said yes.',
      target: 'For when it is announced.',
      milestone: 'The stages of this scheme, in their order.',
      duty: 'Empty: all of the duties.',
    },
    more: 'Say more',
  },
});
