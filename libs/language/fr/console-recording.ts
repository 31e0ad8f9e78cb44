import { french as fr } from '../format.js';
import type * as English from '../en/console-recording.js';

export const recording: typeof English.recording = {
  choose: 'Enregistrer un événement',
  chooseIntro: 'Choisissez le type d’événement. Un aperçu de ses effets précède tout enregistrement.',
  about: 'À propos de',
  back: 'Annuler',
  other: 'Choisir un autre type',
  preview: 'Aperçu',
  source: 'Source',
  effect: 'Effet de cet événement',
  reused:
    'Ce formulaire a déjà été enregistré avec d’autres valeurs. L’enregistrer de nouveau ajoute un second événement. Pour modifier le premier, corrigez-le depuis l’historique.',
  saved: 'Ce formulaire est déjà enregistré.',
  savedLink: 'Voir l’événement enregistré',
  savedHint: 'Le renvoyer sans modification n’a aucun effet.',
  meanwhile: 'Enregistré depuis l’ouverture de ce formulaire :',
  meanwhileHint:
    'L’aperçu ci-dessous tient compte de ces événements. Votre saisie est conservée : vérifiez-la avant d’enregistrer.',
  by: 'par',
};

export const amending: typeof English.amending = {
  correct: 'Corriger un événement',
  retract: 'Retirer un événement',
  about: 'À propos de',
  correctIntro:
    'Modifiez uniquement ce qui est erroné. L’événement d’origine reste visible dans l’historique, à côté de sa correction.',
  retractIntro:
    'Un événement retiré n’est plus pris en compte, mais reste visible dans l’historique. Si seul un détail est erroné, corrigez plutôt l’événement.',
  asItReads: 'Contenu actuel',
  entry: 'Cet événement',
  reason: 'Motif',
  correctReasonHint: 'L’erreur constatée et le fondement de la correction.',
  retractReasonHint: 'Pourquoi cet événement n’aurait pas dû être enregistré.',
  preview: 'Aperçu',
  back: 'Annuler',
  gone: 'Cet événement a déjà été retiré. Il reste visible dans l’historique ; retirez le retrait pour le rétablir.',
  isAmendment: 'Une correction ou un retrait ne peut pas être corrigé. Retirez-le, puis recommencez.',
  isOpening: 'L’événement qui ouvre un historique ne peut pas être retiré ; corrigez-le.',
  retractInstead: 'Retirer',
};

export const opening: typeof English.opening = {
  provider: {
    title: 'Enregistrer un fournisseur',
    intro:
      'Chaque fournisseur s’enregistre une seule fois. Ouvrez ensuite un dossier pour chacun de ses services et certifications.',
    name: 'Nom',
    nameHint: 'Nom officiel, par exemple OVHcloud.',
    slug: 'Nom court dans les URL',
    slugHint: 'Minuscules, chiffres et traits d’union. Laissez vide pour le déduire du nom.',
    more: 'Choisir le nom court',
    save: 'Enregistrer',
    similar: 'Des fournisseurs enregistrés portent un nom proche',
    similarHint: 'S’il s’agit de l’un d’eux sous un autre nom, ouvrez sa page et ajoutez ce nom comme alias.',
    anyway: 'Enregistrer comme fournisseur distinct',
    taken: 'Déjà enregistré :',
  },
  dossier: {
    title: 'Ouvrir un dossier',
    intro: 'Un dossier suit un service d’un fournisseur au titre d’un schéma.',
    provider: 'Fournisseur',
    providerHint: 'Nom, ou nom court dans les URL.',
    scheme: 'Schéma',
    service: 'Service',
    serviceHint: 'Laissez vide tant que le service n’est pas connu.',
    kinds: 'Types de service',
    kindsHint: 'Un par ligne : IaaS, PaaS, SaaS…',
    save: 'Ouvrir le dossier',
    existing: 'Dossiers existants de ce fournisseur',
  },
  reused: 'Ce formulaire a déjà été envoyé avec d’autres valeurs. Renvoyez-le pour créer une seconde entrée.',
  back: 'Annuler',
};

export const preview: typeof English.preview = {
  title: 'Aperçu',
  will: {
    recorded: 'Événement à enregistrer',
    corrected: 'Correction à enregistrer',
    retracted: 'Événement à retirer',
  },
  understood: (canonical) => `interprété comme ${canonical}`,
  already: (count) =>
    count === 1 ? 'Un événement similaire est déjà enregistré' : `${count} événements similaires sont déjà enregistrés`,
  alreadyHint: 'Ne l’enregistrez de nouveau que si une autre source le confirme ; sinon, revenez en arrière.',
  since: 'enregistré le',
  changes: 'Effets',
  status: 'Statut',
  from: (day) => `À partir du ${day}`,
  today: 'Aujourd’hui',
  before: 'Avant',
  after: 'Après',
  stage: 'étape',
  unchanged: (standing) => `Statut inchangé : ${standing}.`,
  renamed: (before, after) => `Nom modifié : ${fr.quote(before)} devient ${fr.quote(after)}.`,
  noStatusOfProvider: 'Les événements d’un fournisseur ne modifient pas le statut de ses services.',
  deadlines: 'Échéances',
  deadlinesCaption: 'Échéances ajoutées, reportées ou supprimées',
  deadline: 'Échéance',
  becomes: 'Changement',
  dates: 'Date',
  moves: {
    comes: 'ajoutée',
    goes: 'supprimée',
    moves: 'reportée',
    met: 'tenue',
    missed: 'manquée',
    cancelled: 'annulée',
    reopens: 'rouverte',
  },
  noDeadline: 'Aucune échéance ne change.',
  ofAnother: 'd’un dossier dépendant',
  more: (count) => `et ${fr.count(count, 'autre', 'autres')}`,
  warnings: 'Points d’attention',
  come: 'Nouveaux points d’attention',
  go: 'Points d’attention résolus',
  noWarning: 'Aucune incohérence détectée.',
  told: 'Notifications',
  toldNow: 'Immédiatement',
  toldDaily: 'Dans le résumé quotidien',
  othersTold: (count) =>
    count === 1
      ? '1 autre abonné sera notifié selon ses réglages.'
      : `${fr.count(count, 'autre abonné', 'autres abonnés')} seront notifiés selon leurs réglages.`,
  toldNobody: 'Aucun abonné ne sera notifié.',
  others: (count) => fr.count(count, 'autre abonné', 'autres abonnés'),
  reminders: 'Rappels',
  noReminder: 'Aucun rappel ne change.',
  planned: 'Programmés',
  cancelled: 'Annulés',
  onlyUnanswered: 'uniquement si les rappels précédents n’ont fait l’objet d’aucune prise d’acte',
  othersReminded: (count) => `Les rappels de ${fr.count(count, 'autre abonné', 'autres abonnés')} changent également.`,
  save: { recorded: 'Enregistrer', corrected: 'Enregistrer la correction', retracted: 'Retirer l’événement' },
  change: 'Modifier',
};
