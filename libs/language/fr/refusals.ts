import type { refusals as English } from '../en/refusals.js';

export const refusals: typeof English = {
  'unknown-provider': {
    title: 'Fournisseur introuvable',
    text: 'Aucun fournisseur ne porte cet identifiant ou ce nom.',
  },
  'unknown-dossier': {
    title: 'Dossier introuvable',
    text: 'Aucun dossier ne porte cet identifiant, ou il n’était pas encore enregistré.',
  },
  'unknown-scheme': {
    title: 'Schéma introuvable',
    text: 'Aucun schéma ne porte cet identifiant, ou il n’était pas encore publié.',
  },
  'unknown-subscription': {
    title: 'Abonnement introuvable',
    text: 'Aucun abonnement auquel vous avez accès ne porte cet identifiant.',
  },
  'unknown-delivery': { title: 'Envoi introuvable', text: 'L’abonnement n’a pas d’envoi portant cet identifiant.' },
  'subscription-unfit': {
    title: 'Impossible dans l’état de l’abonnement',
    text: 'L’état de l’abonnement ne permet pas cette opération. `detail` indique l’état.',
  },
  'unknown-reminder': {
    title: 'Rappel introuvable',
    text: 'Aucun rappel auquel vous avez accès ne porte cet identifiant.',
  },
  'no-such-deadline': { title: 'Échéance introuvable', text: 'Aucune échéance ne porte cette clé.' },
  'reminder-not-sent': {
    title: 'Rappel pas encore envoyé',
    text: 'Seul un rappel envoyé peut être acquitté ou reporté.',
  },
  'reminder-over': {
    title: 'Échéance déjà close',
    text: 'L’échéance est déjà close : son rappel ne peut plus être reporté.',
  },
  'snooze-out-of-range': {
    title: 'Date de report non valide',
    text: 'Un rappel peut être reporté de demain à la veille de l’échéance. `detail` indique les bornes.',
  },
  'unknown-key': { title: 'Clé d’API introuvable', text: 'Aucune clé d’API ne porte cet identifiant.' },
  'unknown-milestone': { title: 'Jalon introuvable', text: 'Le schéma ne définit pas ce jalon.' },
  'scheme-unchanged': {
    title: 'Schéma inchangé',
    text: 'La version publiée du schéma est identique. Rien n’a été enregistré.',
  },
  'milestone-dropped': {
    title: 'Jalon supprimé',
    text: 'Une nouvelle version conserve tous les jalons de la précédente. Ajoutez le jalon manquant.',
  },
  'unknown-duty': { title: 'Obligation introuvable', text: 'Le schéma ne définit pas cette obligation.' },
  'unknown-event': {
    title: 'Événement introuvable',
    text: 'Aucun événement portant cet identifiant n’est enregistré sur cette ressource.',
  },
  'unknown-deadline': {
    title: 'Aucune échéance ouverte de ce nom',
    text: 'Le dossier n’a pas d’échéance ouverte portant ce titre.',
  },
  'provider-exists': {
    title: 'Fournisseur déjà enregistré',
    text: 'Un fournisseur de ce nom existe déjà. Enregistrez l’événement sur lui.',
  },
  'dossier-exists': {
    title: 'Dossier déjà ouvert',
    text: 'Un dossier existe déjà pour ce fournisseur, ce schéma et ce service. Enregistrez l’événement sur lui.',
  },
  'name-taken': { title: 'Nom déjà pris', text: 'Un autre fournisseur porte ce nom.' },
  'slug-taken': {
    title: 'Identifiant déjà pris',
    text: 'Un autre fournisseur porte cet identifiant. Choisissez-en un autre.',
  },
  'deadline-exists': {
    title: 'L’échéance existe déjà',
    text: 'Le dossier a déjà une échéance ouverte portant ce titre.',
  },
  'already-retracted': { title: 'Événement déjà retiré', text: 'L’événement a déjà été retiré.' },
  'name-ambiguous': {
    title: 'Nom ambigu',
    text: 'Plusieurs fournisseurs correspondent à ce nom. Utilisez l’identifiant de l’un d’eux.',
  },
  'service-ambiguous': {
    title: 'Service ambigu',
    text: 'Le fournisseur a plusieurs dossiers pour ce schéma. Précisez le service.',
  },
  'name-unusable': { title: 'Nom non valide', text: 'Un nom contient au moins une lettre ou un chiffre.' },
  'no-such-dependency': {
    title: 'Dépendance introuvable',
    text: 'Le dossier n’a pas cette dépendance à cette date.',
  },
  'depends-on-itself': { title: 'Dépendance circulaire', text: 'Un dossier ne peut pas dépendre de lui-même.' },
  'transfer-to-holder': {
    title: 'Service déjà détenu par ce fournisseur',
    text: 'Le fournisseur destinataire du transfert détient déjà le service.',
  },
  'amendment-invalid': {
    title: 'Correction non valide',
    text: 'L’événement corrigé ne serait pas valide. `problems` indique chaque champ et le motif.',
  },
  'import-invalid': {
    title: 'Import non valide',
    text: 'Des lignes du fichier ne sont pas valides. `problems` les indique. Rien n’a été enregistré.',
  },
  'ledger-not-empty': {
    title: 'Registre non vide',
    text: 'Un registre se restaure dans une base vide, ou à la suite d’une restauration interrompue du même fichier.',
  },
  'too-many-rows': { title: 'Trop de lignes', text: 'L’import compte trop de lignes. Scindez le fichier.' },
  'unknown-feed': { title: 'Flux introuvable', text: 'Aucun flux privé n’existe à cette adresse.' },
  'feed-revoked': { title: 'Flux révoqué', text: 'Le flux privé a été révoqué. Créez-en un nouveau.' },
  'unknown-suppression': {
    title: 'Adresse non bloquée',
    text: 'Cette adresse ne figure pas parmi les adresses bloquées.',
  },
  'not-a-bounce': {
    title: 'Pas un avis de non-remise',
    text: 'Le message n’est pas un avis de non-remise (RFC 3464). Envoyez le message complet, tel que reçu.',
  },
  'bounce-unknown': {
    title: 'Courriel retourné introuvable',
    text: 'L’avis porte sur un courriel qui n’a pas été envoyé par cette installation.',
  },
  'token-invalid': { title: 'Jeton non valide', text: 'Le jeton est erroné ou a expiré. Demandez-en un nouveau.' },
  'target-not-allowed': {
    title: 'Destination non autorisée',
    text: 'La destination du webhook n’est pas autorisée, par exemple une adresse privée (protection contre les SSRF).',
  },
};
