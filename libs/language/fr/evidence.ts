import { french as fr } from '../format.js';
import type * as English from '../en/evidence.js';

export const evidenceReasons: typeof English.evidenceReasons = {
  'event-takes-no-evidence': 'doit être un événement autre qu’une correction, un retrait ou une pièce jointe',
  'evidence-fixed': 'une pièce justificative ne se corrige pas ; retirez-la et joignez le bon fichier',
  'evidence-store-down': 'L’espace de stockage des pièces ne répond pas ; rien n’a été enregistré',
  'evidence-empty': 'est vide',
  'evidence-type': 'doit être, par son contenu, un PDF, une image (PNG, JPEG, GIF, WebP) ou un courriel (.eml)',
  'evidence-larger-than': ({ megabytes }) => `dépasse ${fr.number(megabytes)} Mo`,
  'evidence-quota': ({ megabytes }) =>
    `ne peut pas être conservé : les ${megabytes} Mo prévus pour l’ensemble des pièces sont atteints`,
  'evidence-removed': 'Le contenu de ce fichier a été supprimé par un administrateur',
  'evidence-not-found': ({ sha256 }) => `Aucun fichier conservé n’a l’empreinte SHA-256 ${sha256}`,
};

export const evidenceRefusals: typeof English.evidenceRefusals = {
  'evidence-invalid': {
    title: 'Fichier non accepté comme pièce justificative',
    text: 'Le fichier est vide ou d’un autre type que PDF, PNG, JPEG, GIF, WebP ou courriel (.eml). Le type est déterminé par le contenu. Rien n’a été conservé.',
  },
  'evidence-too-large': {
    title: 'Fichier trop volumineux',
    text: 'Le fichier dépasse la limite de cette installation (`EVIDENCE_MAX_MB`). Rien n’a été conservé.',
  },
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
  file: 'Fichier',
  fileHint: (megabytes) => `PDF, PNG, JPEG, GIF, WebP ou courriel (.eml), ${fr.number(megabytes)} Mo au plus`,
  drop: 'Vous pouvez aussi déposer le fichier ici.',
  note: 'Remarque',
  noteHint: 'Par exemple l’origine du fichier ou la page à consulter',
  send: 'Joindre le fichier',
  sending: 'Envoi du fichier',
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
  digest: 'SHA-256',
  auditFile: 'Dossier d’audit (ZIP)',
  auditHint: 'Historique, sources, pièces et empreintes pour la situation affichée ; lisible hors ligne',
};

export const auditFile: typeof English.auditFile = {
  name: 'dossier-d-audit',
  page: 'a-lire-en-premier',
  title: (subject) => `Dossier d’audit : ${subject}`,
  asOf: 'Situation au',
  knownAt: 'Telle que connue au',
  knownNow: 'tous les événements enregistrés',
  position: 'Position du registre',
  createdAt: 'Établi le',
  verify: 'Vérifier les fichiers',
  verifyText: (manifest) =>
    `${manifest} donne l’empreinte SHA-256 de chaque fichier. Dans le dossier extrait de l’archive, exécutez :`,
  verifyMore:
    'L’empreinte de chaque pièce justificative est aussi enregistrée avec l’événement qui l’a jointe. events.json contient tous les événements tels qu’ils ont été enregistrés, à l’usage des programmes.',
  contents: 'Sommaire',
  status: 'Statut',
  confirmed: 'confirmé par l’autorité',
  claimed: 'non confirmé par l’autorité',
  because: 'Établi par',
  stages: 'Étapes',
  stage: 'Étape',
  grants: 'Décisions',
  decision: 'Décision',
  validFrom: 'Valable du',
  validUntil: 'Valable jusqu’au',
  state: 'État',
  none: 'aucun',
  warnings: 'Points à vérifier',
  trail: 'Historique',
  trailText:
    'Tous les événements alors enregistrés, dans l’ordre d’enregistrement. Les événements corrigés ou retirés sont conservés, avec ce qui les remplace.',
  later: 'postérieur à la date de ce dossier',
  occurred: 'Date de l’événement',
  recorded: 'Enregistré',
  id: 'Événement',
  corrected: 'corrigé',
  retracted: 'retiré',
  now: 'Valeurs actuelles',
  corrects: 'Corrige l’événement',
  retracts: 'Retire l’événement',
  source: 'Source',
  readOn: 'Consulté le',
  evidence: 'Pièces justificatives',
  noEvidence: 'Aucune pièce n’est jointe.',
  file: 'Fichier',
  proves: 'Justifie',
  size: 'Taille',
  missing: 'Le contenu de ce fichier manque dans l’espace de stockage.',
  provider: 'Fournisseur',
  dossier: 'Dossier',
};
