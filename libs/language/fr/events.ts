import type { DatedOnce } from '#domain/warning/warning.js';
import { french as fr } from '../format.js';
import type * as English from '../en/events.js';

const fields: typeof English.eventFields.fields = {
  name: 'Nom',
  slug: 'Nom court dans les URL',
  service: 'Service',
  serviceKinds: 'Types de service',
  scheme: 'Schéma',
  grant: 'Décision d’octroi',
  decision: 'Numéro de décision',
  milestone: 'Jalon',
  target: 'Date cible',
  validFrom: 'Début de validité',
  validUntil: 'Fin de validité',
  due: 'Échéance',
  opens: 'À traiter à partir du',
  lapses: 'Encore possible jusqu’au',
  level: 'Niveau',
  referential: 'Version du référentiel',
  authority: 'Autorité',
  conditions: 'Conditions',
  reservation: 'Réserve',
  reservations: 'Réserves',
  register: 'Liste officielle',
  listing: 'Statut dans la liste',
  duty: 'Obligation',
  speaker: 'Auteur de la déclaration',
  about: 'Sujet',
  aboutKind: 'Nature du sujet',
  identifierKind: 'Type d’identifiant',
  parties: 'Parties',
  sectors: 'Secteurs',
  holders: 'Actionnaires',
  technology: 'Technologie',
  hosting: 'Hébergement',
  fulfils: 'Répond à',
  partlyFulfils: 'Répond en partie à',
  title: 'Titre',
  reason: 'Motif',
  note: 'Note',
  key: 'Identifiant de l’échéance',
  provider: 'Fournisseur',
  to: 'Nouveau fournisseur',
  dependsOn: 'Dépend de',
  event: 'Événement',
  changes: 'Modifications',
  sha256: 'SHA-256',
  mediaType: 'Type de fichier',
  size: 'Taille du fichier en octets',
  bytes: 'Taille en octets',
  entries: 'Inscriptions',
  ignored: 'Inscriptions sans statut',
  unreadable: 'Inscriptions illisibles',
  unconfirmed: 'Inscriptions connues illisibles, non confirmées',
  added: 'Ajoutées',
  changed: 'Modifiées',
  gone: 'Retirées',
  content: 'Empreinte du contenu',
  frozen: 'Sans changement depuis, non confirmé',
  nextUpdate: 'Prochaine mise à jour de la liste',
  profile: 'Version du profil de lecture',
  accepted: 'Motif de l’acceptation',
  candidate: 'Fournisseur proposé',
  registerSlug: 'Liste officielle',
  entry: 'Inscription',
  milestones: 'Jalons datés par la liste',
};

const eventFields: typeof English.eventFields = {
  fields,
  hints: {
    title: 'Une ligne, affichée dans l’historique.',
    decision: 'Tel qu’il figure sur la décision.',
    conditions: 'Une par ligne.',
    serviceKinds: 'Un par ligne : IaaS, PaaS, SaaS…',
    parties: 'Une par ligne.',
    sectors: 'Un par ligne.',
    technology: 'Une par ligne.',
    validFrom: 'Par défaut, la date de l’événement.',
    validUntil: 'Dernier jour indiqué par la décision. Laissez vide en l’absence de date de fin.',
    referential: 'La version du référentiel, par exemple 3.2.',
    register: 'Le nom de la liste ou du catalogue.',
    reservation: 'Le texte de la réserve. Laissez vide pour lever toutes les réserves.',
    reservations: 'Les exigences de la décision, avec leur échéance si elle est connue.',
    holders: 'Un actionnaire par ligne ; code pays à deux lettres, par exemple FR.',
    hosting: 'Lieu d’hébergement des données.',
    key: 'Minuscules, chiffres et traits d’union, par exemple dossier-de-renouvellement.',
    opens: 'Par défaut, la date d’alerte prévue par le schéma.',
    lapses: 'Uniquement si une action reste possible après l’échéance.',
    dependsOn: 'Sélectionnez-le, saisissez le nom de son fournisseur ou collez son adresse.',
    speaker: 'Personne ou organisme.',
    about:
      'Loi, marché, fournisseur ou service visé par la déclaration. Laissez vide si elle porte sur le fournisseur ou le dossier lui-même.',
    aboutKind: 'Seulement si un sujet est indiqué.',
    identifierKind: 'Si le nom est un numéro d’un registre d’entreprises, comme un numéro de TVA.',
    fulfils: 'Titre de l’autorisation attendue à laquelle celle-ci répond. Par défaut, celle de même titre.',
    partlyFulfils: 'Titre d’une autorisation attendue dont celle-ci n’est qu’une partie. Elle reste attendue.',
    authority: 'Autorité ayant rendu la décision.',
    target: 'Date annoncée.',
    milestone: 'Les jalons du schéma, dans l’ordre.',
    duty: 'Laissez vide pour toutes les obligations.',
  },
  listings: {
    granted: 'inscrit',
    'in-progress': 'en cours',
    absent: 'absent',
    suspended: 'suspendu',
    withdrawn: 'retiré',
    expired: 'expiré',
  },
  identifierKinds: { vat: 'numéro de TVA', siren: 'SIREN', lei: 'LEI', uei: 'UEI' },
  subjectKinds: { law: 'loi', market: 'marché', provider: 'fournisseur', service: 'service' },
  sourceKinds: {
    decision: 'décision de l’autorité',
    catalogue: 'catalogue officiel',
    list: 'liste officielle',
    statement: 'déclaration de l’autorité',
    company: 'entreprise',
    press: 'presse',
    other: 'autre',
  },
  source: {
    kind: 'Type de source',
    publisher: 'Émetteur',
    url: 'Adresse de la page',
    title: 'Titre de la page ou du document',
    quote: 'Citation',
    readOn: 'Consulté le',
    sha256: 'SHA-256',
  },
  occurred: 'Date de l’événement',
  undated: 'sans date',
  accordingTo: 'D’après',
  amendedSource: 'Source',
  transferred: ({ from, to }) => `transféré ${fr.of(from)} à ${to}`,
  dueBy: (date) => `échéance : ${date}`,
  nothing: 'aucun',
  changed: 'modifié',
};

const registerEvents: typeof English.registerEvents = {
  RegisterPublished: {
    name: 'liste officielle publiée',
    hint: 'Une version de la manière dont une liste officielle est lue.',
    summary: ({ register }) => `liste officielle ${fr.quote(register.name)} publiée`,
  },
  RegisterRead: {
    name: 'relevé d’une liste officielle',
    hint: 'Ce que la liste indiquait un jour donné.',
    summary: ({ register, entries, added, changed, gone }) =>
      `relevé de ${fr.quote(register)} : ${fr.count(entries, 'inscription', 'inscriptions')}, dont ${fr.count(added.length, 'ajoutée', 'ajoutées')} et ${fr.count(changed.length, 'modifiée', 'modifiées')} ; ${fr.count(gone.length, 'retirée', 'retirées')}`,
  },
  EntryMatched: {
    name: 'fournisseur rapproché',
    hint: 'La réponse à la question de savoir si deux noms désignent le même fournisseur.',
    summary: ({ name, provider }) =>
      provider === null ? `${fr.quote(name)} est un autre fournisseur` : `${fr.quote(name)} rapproché`,
  },
};

const decision = (number: string | undefined): string => (number === undefined ? 'décision' : `décision ${number}`);

const withService = (service: string | undefined): string => (service === undefined ? '' : ` (${service})`);

/** `J1` needs no quotation marks. */
const cited = (milestone: string): string => (milestone === milestone.toUpperCase() ? milestone : fr.quote(milestone));

const due = ({ due: date }: { due: string }): string => fr.date(date);

const types: typeof English.events.types = {
  ProviderRegistered: {
    name: 'fournisseur enregistré',
    hint: 'Le fournisseur figure désormais au registre.',
    summary: ({ name }) => `fournisseur ${name} enregistré`,
  },
  ProviderRenamed: {
    name: 'fournisseur renommé',
    hint: 'L’ancien nom reste utilisable dans la recherche.',
    summary: ({ name }) => `renommé ${fr.quote(name)}`,
  },
  AliasAdded: {
    name: 'autre nom ajouté',
    hint: 'Un autre nom du fournisseur, utilisable dans la recherche.',
    summary: ({ name }) => `aussi connu sous le nom ${name}`,
  },
  AnnouncementMade: { name: 'annonce', hint: 'Une annonce qui ne correspond à aucun jalon.' },
  PartnershipAnnounced: { name: 'partenariat annoncé', hint: 'Les partenaires et l’objet du partenariat.' },
  CompanyCreated: {
    name: 'société créée',
    hint: 'La société existe juridiquement.',
    summary: ({ service }) => `société créée${withService(service)}`,
  },
  ServiceLaunched: {
    name: 'service lancé',
    hint: 'Le service est ouvert aux clients.',
    summary: ({ service }) => `service lancé${withService(service)}`,
  },
  OwnershipDeclared: { name: 'actionnariat déclaré', hint: 'Les actionnaires et la technologie utilisée.' },
  AuthorizationExpected: {
    name: 'autorisation attendue',
    hint: 'Une autorisation encore à obtenir, même sans date connue.',
  },
  AuthorizationObtained: { name: 'autorisation obtenue', hint: 'Une autorisation attendue a été accordée.' },
  ValidationIssued: {
    name: 'validation par une autorité',
    hint: 'Un accord qui n’est ni un jalon ni la décision du schéma.',
    summary: ({ authority }) => `validation par ${authority}`,
  },
  StatementMade: {
    name: 'déclaration',
    hint: 'Une déclaration à conserver. Elle ne change aucun statut.',
    summary: ({ speaker, about }) =>
      `déclaration${speaker === undefined ? '' : ` ${fr.of(speaker)}`}${about === undefined ? '' : ` (sujet : ${about})`}`,
  },
  DossierOpened: { name: 'dossier ouvert', hint: 'Le service est désormais suivi pour ce schéma.' },
  ScopeDeclared: {
    name: 'périmètre déclaré',
    hint: 'Le nom du service et son périmètre.',
    summary: ({ service }) => `périmètre déclaré (${service})`,
  },
  IntentDeclared: { name: 'intention déclarée', hint: 'Le fournisseur déclare viser ce résultat.' },
  ApplicationFiled: {
    name: 'demande déposée',
    hint: 'Une demande initiale ou de renouvellement est déposée auprès de l’autorité.',
  },
  TargetSet: {
    name: 'date cible annoncée',
    hint: 'La date à laquelle un jalon doit être atteint, selon la source.',
    summary: ({ milestone, target }, name) => `date cible annoncée pour ${cited(name(milestone))} (${fr.date(target)})`,
  },
  MilestoneReached: {
    name: 'jalon atteint',
    hint: 'Une étape du schéma est franchie, comme J1.',
    summary: ({ milestone }, name) => `jalon ${cited(name(milestone))} atteint`,
  },
  GrantIssued: {
    name: 'décision délivrée',
    hint: 'La décision de l’autorité, avec son numéro, sa validité et ses réserves.',
    summary: (data) => `${decision(data.decision)} délivrée`,
  },
  GrantAnnounced: { name: 'obtention annoncée', hint: 'Une source annonce l’obtention sans publier la décision.' },
  RegisterObserved: {
    name: 'liste officielle consultée',
    hint: 'La mention relevée dans une liste ou un catalogue à cette date.',
    summary: ({ listing, milestone, register }, name) =>
      `${LISTED[listing]}${milestone === undefined ? '' : `, ${cited(name(milestone))}`} (${register})`,
  },
  GrantSuspended: {
    name: 'décision suspendue',
    hint: 'La décision est temporairement sans effet.',
    summary: (data) => `${decision(data.decision)} suspendue`,
  },
  GrantReinstated: {
    name: 'décision rétablie',
    hint: 'Une suspension a pris fin.',
    summary: (data) => `${decision(data.decision)} rétablie`,
  },
  GrantWithdrawn: {
    name: 'décision retirée',
    hint: 'L’autorité a mis fin à la décision avant son terme.',
    summary: (data) => `${decision(data.decision)} retirée`,
  },
  GrantExpired: {
    name: 'décision expirée',
    hint: 'Enregistré par Jalon à la fin de validité d’une décision.',
    summary: (data) => `${decision(data.decision)} expirée`,
  },
  EvidenceAttached: {
    name: 'pièce justificative jointe',
    hint: 'Enregistré par Jalon lorsqu’un fichier est joint à un événement.',
    summary: ({ name }) => `pièce justificative jointe : ${name}`,
  },
  ReservationLifted: {
    name: 'réserves levées',
    hint: 'Une réserve dont la décision était assortie est levée, ou toutes.',
    summary: ({ reservation }) =>
      reservation === undefined ? 'réserves levées' : `réserve levée : ${fr.quote(reservation)}`,
  },
  SurveillancePassed: {
    name: 'audit de surveillance réussi',
    hint: 'Un audit réalisé pendant la validité est satisfaisant.',
  },
  SurveillanceFailed: {
    name: 'audit de surveillance non satisfaisant',
    hint: 'Un audit réalisé pendant la validité n’est pas satisfaisant. Le schéma définit si la décision est suspendue ou prend fin.',
  },
  ApplicationRefused: { name: 'demande rejetée', hint: 'L’autorité a rejeté la demande.' },
  ApplicationAbandoned: { name: 'demande abandonnée', hint: 'Le fournisseur a retiré sa demande.' },
  ClaimDisputed: { name: 'déclaration contestée', hint: 'Un tiers conteste une déclaration.' },
  DependencyDeclared: { name: 'dépendance déclarée', hint: 'Le service s’appuie sur la décision d’un autre dossier.' },
  DependencyEnded: {
    name: 'dépendance terminée',
    hint: 'Le service ne s’appuie plus sur la décision d’un autre dossier.',
  },
  ServiceTransferred: {
    name: 'service transféré',
    hint: 'Un autre fournisseur est responsable du service à partir de cette date.',
    summary: 'service transféré à un autre fournisseur',
  },
  DeadlineSet: {
    name: 'échéance fixée',
    hint: 'Une date que vous souhaitez suivre. Les calendriers et les rappels la désignent par son titre.',
    summary: (data) => `échéance fixée (${due(data)})`,
  },
  DeadlineMoved: {
    name: 'échéance reportée',
    hint: 'Une échéance manuelle a une nouvelle date.',
    summary: (data) => `échéance reportée (${due(data)})`,
  },
  DeadlineMet: { name: 'échéance respectée', hint: 'L’action attendue à une échéance manuelle est réalisée.' },
  DeadlineCancelled: {
    name: 'échéance annulée',
    hint: 'Une échéance manuelle n’a plus lieu d’être, ou une date cible dépassée est écartée.',
  },
  SchemePublished: { name: 'schéma publié', hint: 'Une version des règles d’un schéma.' },
  ...registerEvents,
  EventCorrected: { name: 'correction', hint: 'Modifie un événement antérieur.', summary: 'événement corrigé' },
  EventRetracted: { name: 'retrait', hint: 'Retire un événement antérieur.', summary: 'événement retiré' },
};

const LISTED = {
  granted: 'inscrit comme obtenu',
  'in-progress': 'inscrit comme en cours',
  absent: 'absent de la liste',
  suspended: 'inscrit comme suspendu',
  withdrawn: 'inscrit comme retiré',
  expired: 'inscrit comme expiré',
} as const;

export const events: typeof English.events = {
  types,
  groups: {
    progress: 'Avancement',
    grants: 'Décisions',
    oversight: 'Surveillance',
    said: 'Déclarations',
    structure: 'Structure et dépendances',
    authorizations: 'Autorisations',
    names: 'Noms',
    deadlines: 'Échéances manuelles',
  },
  ...eventFields,
};

/** What happens on one day only, after "differently dated". */
export const datedOnce: Readonly<Record<DatedOnce, string>> = {
  CompanyCreated: 'la création de la société',
  AnnouncementMade: 'la même annonce',
  PartnershipAnnounced: 'le même partenariat',
  ServiceLaunched: 'le même lancement',
};
