import { fedrampMarketplace } from './fedramp-marketplace.js';
import type { Register } from './register.js';

const notAtHand = (en: string, fr: string) => ({
  en: `${en} was not at hand: the names of its columns are assumptions. Compare them with the file and correct them before publishing this register; a preview of a reading shows what is read and what is not.`,
  fr: `${fr} n’était pas disponible : les noms de ses colonnes sont des hypothèses. Comparez-les avec le fichier et corrigez-les avant de publier cette liste ; un essai de relevé montre ce qui est lu et ce qui ne l’est pas.`,
});

const limits = { gonePercent: 5, movedPercent: 5 };

/** ANSSI publishes a monthly PDF with the columns provider, service, type, start, end and decision number. */
export const anssiCatalogue: Register = {
  slug: 'anssi-catalogue',
  name: 'Catalogue des services qualifiés SecNumCloud (ANSSI)',
  scheme: 'secnumcloud',
  publisher: 'ANSSI',
  kind: 'catalogue',
  staleAfterDays: 45,
  limits,
  reader: {
    format: 'csv',
    dates: 'day-month-year',
    blanks: ['-', '–', '/', 'N/A', 's.o.', 'sans objet'],
    separator: ',',
    fields: {
      provider: ['Prestataire', 'Fournisseur', 'Société', 'Commercialisé par'],
      service: ['Service qualifié', 'Service', 'Produit', 'Offre'],
      serviceKinds: ['Type de service', 'Type', 'Catégorie'],
      decision: ['N° de décision', 'Numéro de décision', 'Décision'],
      validFrom: ['Date de début', 'Début', 'Date de qualification', 'Date de décision'],
      validUntil: ['Date de fin', 'Fin', 'Date de fin de validité', 'Échéance'],
      conditions: ['Conditions et réserves', 'Conditions', 'Réserves'],
    },
    stages: {},
    milestones: {},
  },
  notes: [
    notAtHand('A machine-readable catalogue', 'Un catalogue exploitable par un logiciel'),
    {
      en: 'ANSSI publishes the catalogue as a monthly PDF (https://cyber.gouv.fr); no other format was found. Its rows state the provider, the service, the type (IaaS, PaaS, CaaS, SaaS), the start, the end and the decision number. This profile reads a transcription of them as CSV, for example one that was saved by Excel; change `format` to `xlsx` for a workbook.',
      fr: 'L’ANSSI publie le catalogue chaque mois au format PDF (https://cyber.gouv.fr) ; aucun autre format n’a été trouvé. Ses lignes indiquent le prestataire, le service, le type (IaaS, PaaS, CaaS, SaaS), le début, la fin et le numéro de décision. Ce profil en lit une transcription au format CSV, enregistrée par exemple avec Excel ; pour un classeur, remplacez la valeur de `format` par `xlsx`.',
    },
    {
      en: 'Every entry is granted. Services in the process of qualification are on another list, which needs a register of its own.',
      fr: 'Chaque inscription vaut qualification. Les services en cours de qualification figurent dans une autre liste, à publier séparément.',
    },
    {
      en: 'The catalogue has no key: an entry is known by its provider and service. Decision numbers restart each year and are no key. The end is read as published, never computed.',
      fr: 'Le catalogue n’a pas d’identifiant : une inscription est reconnue par son prestataire et son service. Les numéros de décision repartent de un chaque année et ne peuvent pas en tenir lieu. La date de fin est lue telle que publiée, jamais calculée.',
    },
  ],
};

/** The hosts of health data that ANS lists. */
const hdsList: Register = {
  slug: 'hds-list',
  name: 'Liste des hébergeurs de données de santé certifiés (ANS)',
  scheme: 'hds',
  publisher: 'ANS',
  kind: 'list',
  staleAfterDays: 60,
  limits,
  reader: {
    format: 'html',
    dates: 'day-month-year',
    blanks: ['-', '–', '/', 'N/A'],
    separator: ',',
    fields: {
      provider: ['Hébergeur', "Nom de l'hébergeur", 'Raison sociale', 'Société'],
      serviceKinds: ['Activités certifiées', 'Activités', 'Périmètre', 'Type de certificat'],
      decision: ['N° de certificat', 'Numéro de certificat', 'Certificat'],
      validFrom: ['Date de certification', 'Date de début', "Date d'obtention", 'Date de délivrance'],
      validUntil: ['Date de fin', "Date d'expiration", 'Fin de validité', "Date d'échéance"],
    },
    stages: {},
    milestones: {},
  },
  notes: [
    notAtHand('The list', 'Le fichier de la liste'),
    {
      en: 'The list is published at https://esante.gouv.fr/produits-services/hds. If it is also offered as a file, change `format` to `csv` or `xlsx`.',
      fr: 'La liste est publiée à l’adresse https://esante.gouv.fr/produits-services/hds. Si elle est aussi proposée sous forme de fichier, remplacez la valeur de `format` par `csv` ou `xlsx`.',
    },
    {
      en: 'Every entry is granted and is the dossier of its provider without a service. The activities, from 1 to 6, are read as kinds of service.',
      fr: 'Chaque inscription vaut certification et correspond au dossier du fournisseur sans service. Les activités, de 1 à 6, sont lues comme des types de service.',
    },
  ],
};

/** The certified systems that CCN lists. */
const ensList: Register = {
  slug: 'ens-list',
  name: 'Relación de entidades certificadas en el ENS (CCN)',
  scheme: 'ens',
  publisher: 'CCN',
  kind: 'list',
  staleAfterDays: 60,
  limits,
  reader: {
    format: 'html',
    dates: 'day-month-year',
    blanks: ['-', '–', '/', 'N/A'],
    fields: {
      provider: ['Entidad', 'Empresa', 'Organización', 'Razón social'],
      service: ['Sistema', 'Servicio'],
      level: ['Categoría', 'Nivel'],
      decision: ['Número de certificado', 'N.º de certificado', 'Certificado'],
      validFrom: ['Fecha de certificación', 'Fecha de emisión', 'Fecha de concesión'],
      validUntil: ['Fecha de caducidad', 'Fecha de expiración', 'Válido hasta', 'Vigencia'],
    },
    stages: {},
    milestones: {},
    levels: { Básica: 'basic', Media: 'medium', Alta: 'high', Básico: 'basic', Medio: 'medium', Alto: 'high' },
  },
  notes: [
    notAtHand('The list', 'Le fichier de la liste'),
    {
      en: 'CCN publishes the list at https://ens.ccn.cni.es. Every entry is granted; the category of the system is its level.',
      fr: 'Le CCN publie la liste à l’adresse https://ens.ccn.cni.es. Chaque inscription vaut certification ; la catégorie du système en est le niveau.',
    },
    {
      en: 'An entry is known by its entity and system. If an entity has several certificates for one system, set `fields.entry` to the column that tells them apart.',
      fr: 'Une inscription est reconnue par son entité et son système. Si une entité a plusieurs certificats pour un même système, indiquez dans `fields.entry` la colonne qui les distingue.',
    },
  ],
};

const bySlug = (registers: readonly Register[]): ReadonlyMap<string, Register> =>
  new Map(registers.map((register) => [register.slug, register]));

/** The built-in registers by slug; the first reading of one publishes it. */
export const builtInRegisters = bySlug([fedrampMarketplace]);

/** Registers to start from, by slug: their files were not at hand, so each must be compared with its own before it is published. */
export const registerTemplates = bySlug([anssiCatalogue, hdsList, ensList]);
