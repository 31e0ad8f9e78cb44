import { french as fr } from '../format.js';
import type * as English from '../en/recording.js';

export const recording: typeof English.recording = {
  chooseIntro: 'Choisissez le type d’événement. Un aperçu de ses effets s’affiche avant l’enregistrement.',
  about: 'Concerne',
  back: 'Annuler',
  other: 'Choisir un autre type',
  preview: 'Aperçu',
  recordHint:
    'Enregistré aussitôt si rien n’appelle votre attention. Un changement de statut, un point à vérifier ou un événement similaire est d’abord affiché.',
  effect: 'Effet de cet événement',
  reused:
    'Ce formulaire a déjà été enregistré avec d’autres valeurs. L’enregistrer de nouveau ajoute un second événement. Pour modifier le premier, corrigez-le depuis l’historique.',
  saved: 'Ce formulaire est déjà enregistré.',
  savedLink: 'Voir l’événement enregistré',
  savedHint: 'Le renvoyer sans modification n’a aucun effet.',
  meanwhile: 'Enregistré depuis l’ouverture de ce formulaire :',
  meanwhileHint:
    'L’aperçu ci-dessous tient compte de ces événements. Votre saisie est conservée : vérifiez-la avant d’enregistrer.',
};

export const amending: typeof English.amending = {
  correct: 'Corriger un événement',
  retract: 'Retirer un événement',
  about: 'Concerne',
  correctIntro:
    'Modifiez uniquement ce qui est erroné. L’événement d’origine reste visible dans l’historique, à côté de sa correction.',
  retractIntro:
    'Un événement retiré n’est plus pris en compte, mais reste visible dans l’historique. Si seul un détail est erroné, corrigez plutôt l’événement.',
  entry: 'Cet événement',
  correctReasonHint: 'L’erreur constatée et le fondement de la correction.',
  typingError: 'Erreur de saisie',
  correctReasons: ['Source mal lue', 'Rectifié par la source'],
  recordTypingError: 'Enregistrer comme erreur de saisie',
  retractReasonHint: 'Pourquoi cet événement n’aurait pas dû être enregistré.',
  retractReasons: ['Enregistré deux fois', 'Enregistré au mauvais endroit', 'Retiré par la source'],
  preview: 'Aperçu',
  back: 'Annuler',
  gone: 'Cet événement a déjà été retiré. Il reste visible dans l’historique ; pour le rétablir, annulez son retrait.',
  isAmendment: 'Une correction ou un retrait ne peut pas être corrigé. Annulez-le, puis recommencez.',
  isOpening: 'L’événement qui ouvre un historique ne peut pas être retiré ; corrigez-le.',
  retractInstead: 'Retirer',
};

export const opening: typeof English.opening = {
  provider: {
    intro:
      'Chaque fournisseur s’enregistre une seule fois. Ouvrez ensuite un dossier pour chacun de ses services et certifications.',
    nameHint: 'Nom officiel, par exemple OVHcloud.',
    save: 'Enregistrer',
    similar: 'Des fournisseurs enregistrés portent un nom proche',
    similarHint: 'S’il s’agit de l’un d’eux sous un autre nom, ouvrez sa page et enregistrez ce nom comme autre nom.',
    anyway: 'Enregistrer comme fournisseur distinct',
    taken: 'Déjà enregistré :',
  },
  dossier: {
    intro: 'Un dossier suit un service d’un fournisseur au titre d’un schéma.',
    providerHint: 'Nom actuel ou ancien.',
    serviceHint: 'Laissez vide tant que le service n’est pas connu.',
    kinds: 'Types de service',
    kindsHint: 'Un par ligne : IaaS, PaaS, SaaS…',
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
  alreadyHint: 'Ne l’enregistrez de nouveau que si une autre source le confirme ; sinon, revenez en arrière.',
  since: 'enregistré le',
  changes: 'Effets',
  standing: {
    authority: 'L’autorité s’exprime',
    holder: 'Le fournisseur s’exprime',
    company: 'Une entreprise s’exprime',
    other: 'Un tiers s’exprime',
    withdrawn: 'N’est plus pris en compte',
    none: 'Sans source : suivi interne, sans effet sur un statut.',
    confirms: 'Le statut est ainsi confirmé.',
    claims: 'Cela ne confirme rien et ne prévaut jamais sur un acte de l’autorité.',
    weighsNothing: 'Cela est sans effet sur le statut.',
  },
  from: (day) => `À partir du ${day}`,
  stage: 'étape',
  unchanged: (standing) => `Statut inchangé : ${standing}.`,
  renamed: (before, after) => `Nom modifié : ${fr.quote(before)} devient ${fr.quote(after)}.`,
  noStatusOfProvider: 'Les événements d’un fournisseur ne modifient pas le statut de ses services.',
  deadlinesCaption: 'Échéances ajoutées, reportées ou supprimées',
  moves: {
    comes: 'ajoutée',
    goes: 'supprimée',
    moves: 'reportée',
    met: 'respectée',
    missed: 'dépassée',
    cancelled: 'annulée',
    reopens: 'rouverte',
  },
  noDeadline: 'Aucune échéance modifiée.',
  ofAnother: 'd’un dossier dépendant',
  more: (count) => `et ${fr.count(count, 'autre', 'autres')}`,
  warnings: 'Points à vérifier',
  come: 'Nouveaux points à vérifier',
  go: 'Points résolus',
  noWarning: 'Aucune incohérence détectée.',
  told: 'Notifications',
  toldNow: 'Immédiatement',
  toldDaily: 'Dans le prochain récapitulatif',
  othersTold: (count) =>
    count === 1
      ? '1 autre abonné sera notifié selon ses réglages.'
      : `${fr.count(count, 'autre abonné', 'autres abonnés')} seront notifiés selon leurs réglages.`,
  toldNobody: 'Aucun abonné ne sera notifié.',
  others: (count) => fr.count(count, 'autre abonné', 'autres abonnés'),
  save: { recorded: 'Enregistrer', corrected: 'Enregistrer la correction', retracted: 'Retirer l’événement' },
};

export const eventForm: typeof English.eventForm = {
  occurredHint: 'La date de l’événement, et non celle à laquelle vous en avez eu connaissance.',
  occurredOptional: 'Laissez vide si aucune date n’est indiquée.',
  dateHint: 'Aussi précise que possible : 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023.',
  shortDateHint: 'Jour, mois, trimestre, semestre ou année.',
  sourceHints: {
    url: 'Commence par https://',
    quote: 'Texte exact, sans guillemets.',
  },
  speaks: {
    authority: 'L’autorité : confirme un statut',
    holder: 'Le fournisseur : déclaration non confirmée',
    other: 'Un tiers : au plus une déclaration non confirmée',
  },
  again: 'Choisir une source',
  newSource: 'Nouvelle source',
  moreSources: (count) => fr.count(count, 'autre source', 'autres sources'),
  replaced: 'La source choisie a remplacé la saisie précédente :',
  filled: (host, values) => `Renseigné d’après les sources déjà enregistrées de ${host} : ${values}.`,
  optionalSource: 'Ajouter une source',
  file: 'Fichier à joindre comme pièce',
  fileLater: 'Le fichier pourra être joint une fois l’événement approuvé et enregistré.',
  choose: 'Sélectionnez',
  none: 'Non précisé',
  noOpenDeadline: 'Ce dossier n’a aucune échéance manuelle ouverte.',
  noMilestone: 'Ce schéma ne comporte pas de jalon.',
  row: (label, number) => `${label}, ligne ${number}`,
  columns: { text: 'Texte', due: 'À lever avant le', name: 'Nom', share: 'Part en %', country: 'Pays' },
  more: 'Ajouter des précisions',
};

const size = (bytes: number): string => {
  if (bytes < 1_000) return fr.count(bytes, 'octet', 'octets');
  return bytes < 1_000_000
    ? `${fr.number(Math.round(bytes / 100) / 10)} ko`
    : `${fr.number(Math.round(bytes / 1e5) / 10)} Mo`;
};

export const evidence: typeof English.evidence = {
  heading: 'Pièces justificatives',
  attach: 'Joindre une pièce',
  attached: 'La pièce a été jointe.',
  intro:
    'Le fichier est conservé tel quel et son empreinte SHA-256 est enregistrée. Il figure sous l’événement et dans le dossier d’audit.',
  fileHint: (megabytes) => `PDF, PNG, JPEG, GIF, WebP ou courriel (.eml), ${fr.number(megabytes)} Mo au plus`,
  drop: 'Vous pouvez aussi déposer le fichier ici.',
  note: 'Remarque',
  noteHint: 'Par exemple l’origine du fichier ou la page à consulter',
  send: 'Joindre le fichier',
  back: 'Retour à l’événement',
  size,
  types: {
    'application/pdf': 'PDF',
    'image/png': 'image PNG',
    'image/jpeg': 'image JPEG',
    'image/gif': 'image GIF',
    'image/webp': 'image WebP',
    'message/rfc822': 'courriel',
  },
  withdraw: 'Retirer la pièce',
  auditFile: 'Dossier d’audit (ZIP)',
  auditHint: 'Historique, sources, pièces et empreintes pour la situation affichée ; lisible hors ligne',
};
