import type { events as English } from '../en/events.js';
import { french as fr } from '../format.js';
import { eventFields } from './event-fields.js';
import { registerEvents } from './registers.js';

const decision = (number: string | undefined): string => (number === undefined ? 'décision' : `décision ${number}`);
const withService = (service: string | undefined): string => (service === undefined ? '' : ` (${service})`);
/** `J1` needs no quotation marks. */
const cited = (milestone: string): string => (milestone === milestone.toUpperCase() ? milestone : fr.quote(milestone));
const due = ({ due: date }: { due: string }): string => fr.date(date);

const types: typeof English.types = {
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
  AnnouncementMade: {
    name: 'annonce',
    hint: 'Une annonce qui ne correspond à aucun jalon.',
    summary: 'annonce',
  },
  PartnershipAnnounced: {
    name: 'partenariat annoncé',
    hint: 'Les partenaires et l’objet du partenariat.',
    summary: 'partenariat annoncé',
  },
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
  OwnershipDeclared: {
    name: 'actionnariat déclaré',
    hint: 'Les actionnaires et la technologie utilisée.',
    summary: 'actionnariat déclaré',
  },
  AuthorizationExpected: {
    name: 'autorisation attendue',
    hint: 'Une autorisation encore à obtenir, même sans date connue.',
    summary: 'autorisation attendue',
  },
  AuthorizationObtained: {
    name: 'autorisation obtenue',
    hint: 'Une autorisation attendue a été accordée.',
    summary: 'autorisation obtenue',
  },
  ValidationIssued: {
    name: 'validation par une autorité',
    hint: 'Un accord qui n’est ni un jalon ni la décision du schéma.',
    summary: ({ authority }) => `validation par ${authority}`,
  },
  StatementMade: {
    name: 'déclaration',
    hint: 'Une déclaration à conserver. Elle ne change aucun statut.',
    summary: ({ speaker, about }) =>
      `déclaration${speaker === undefined ? '' : ` ${fr.of(speaker)}`}${about === undefined ? '' : ` (sujet : ${about})`}`,
  },
  DossierOpened: {
    name: 'dossier ouvert',
    hint: 'Le service est désormais suivi pour ce schéma.',
    summary: 'dossier ouvert',
  },
  ScopeDeclared: {
    name: 'périmètre déclaré',
    hint: 'Le nom du service et son périmètre.',
    summary: ({ service }) => `périmètre déclaré (${service})`,
  },
  IntentDeclared: {
    name: 'intention déclarée',
    hint: 'Le fournisseur déclare viser ce résultat.',
    summary: 'intention déclarée',
  },
  ApplicationFiled: {
    name: 'demande déposée',
    hint: 'Une demande initiale ou de renouvellement est déposée auprès de l’autorité.',
    summary: 'demande déposée',
  },
  TargetSet: {
    name: 'objectif annoncé',
    hint: 'Une date visée pour un jalon.',
    summary: ({ milestone, target }, name) => `${name(milestone)} visé (${fr.date(target)})`,
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
  GrantAnnounced: {
    name: 'obtention annoncée',
    hint: 'Une source annonce l’obtention sans publier la décision.',
    summary: 'obtention annoncée',
  },
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
    summary: ({ name }) => `pièce justificative jointe : ${name}`,
  },
  ReservationLifted: {
    name: 'réserves levées',
    hint: 'Une réserve dont la décision était assortie est levée, ou toutes.',
    summary: ({ reservation }) =>
      reservation === undefined ? 'réserves levées' : `réserve levée : ${fr.quote(reservation)}`,
  },
  SurveillancePassed: {
    name: 'audit de surveillance réussi',
    hint: 'Un audit réalisé pendant la validité est satisfaisant.',
    summary: 'audit de surveillance réussi',
  },
  SurveillanceFailed: {
    name: 'audit de surveillance non satisfaisant',
    hint: 'Un audit réalisé pendant la validité n’est pas satisfaisant. Le schéma définit si la décision est suspendue ou prend fin.',
    summary: 'audit de surveillance non satisfaisant',
  },
  ApplicationRefused: {
    name: 'demande rejetée',
    hint: 'L’autorité a rejeté la demande.',
    summary: 'demande rejetée',
  },
  ApplicationAbandoned: {
    name: 'demande abandonnée',
    hint: 'Le fournisseur a retiré sa demande.',
    summary: 'demande abandonnée',
  },
  ClaimDisputed: {
    name: 'déclaration contestée',
    hint: 'Un tiers conteste une déclaration.',
    summary: 'déclaration contestée',
  },
  DependencyDeclared: {
    name: 'dépendance déclarée',
    hint: 'Le service s’appuie sur la décision d’un autre dossier.',
    summary: 'dépendance déclarée',
  },
  DependencyEnded: {
    name: 'dépendance terminée',
    hint: 'Le service ne s’appuie plus sur la décision d’un autre dossier.',
    summary: 'dépendance terminée',
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
  DeadlineMet: {
    name: 'échéance tenue',
    hint: 'L’action attendue à une échéance manuelle est réalisée.',
    summary: 'échéance tenue',
  },
  DeadlineCancelled: {
    name: 'échéance annulée',
    hint: 'Une échéance manuelle n’a plus lieu d’être, ou un objectif manqué est écarté.',
    summary: 'échéance annulée',
  },
  SchemePublished: {
    name: 'schéma publié',
    hint: 'Une version des règles d’un schéma.',
    summary: 'schéma publié',
  },
  ...registerEvents,
  EventCorrected: { name: 'correction', hint: 'Modifie un événement antérieur.', summary: 'événement corrigé' },
  EventRetracted: { name: 'retrait', hint: 'Retire un événement antérieur.', summary: 'événement retiré' },
};

const LISTED = {
  granted: 'inscrit comme obtenu',
  'in-progress': 'inscrit comme en cours',
  absent: 'absent de la liste',
} as const;

export const events: typeof English = {
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
