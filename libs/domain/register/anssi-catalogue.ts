import type { Register } from './register.js';

const decision = 'Lien vers la décision de qualification';

/** The cloud services that ANSSI has qualified: chapter 3.3 of its monthly catalogue. */
export const anssiCatalogue: Register = {
  slug: 'anssi-catalogue',
  name: 'Catalogue de l’ANSSI, chapitre 3.3 (SecNumCloud)',
  scheme: 'secnumcloud',
  publisher: 'ANSSI',
  kind: 'catalogue',
  staleAfterDays: 45,
  reader: {
    format: 'pdf',
    entries: "Services d'informatique en nuage (SecNumCloud)",
    head: [
      'Nom du fournisseur de service (par ordre alphabétique)',
      'Nom du service',
      ...['SaaS', 'PaaS', 'CaaS', 'IaaS'],
      'Date de début de qualification',
      'Date de fin de qualification',
      decision,
      'Niveau de recommandation',
    ],
    readOn: { at: 'text', part: 'mis à jour le (?<day>\\d{1,2}/\\d{1,2}/\\d{4})' },
    dates: 'day-month-year',
    timeZone: 'Europe/Paris',
    fields: {
      entry: { at: `${decision}@href`, part: '(?<yearAndNumber>\\d{4}_\\d+)' },
      provider: ['Nom du fournisseur de service (par ordre alphabétique)', 'Nom du fournisseur de service'],
      service: 'Nom du service',
      serviceKinds: { marked: ['SaaS', 'PaaS', 'CaaS', 'IaaS'] },
      decision,
      validFrom: 'Date de début de qualification',
      validUntil: 'Date de fin de qualification',
    },
  },
  notes: [
    {
      en: 'ANSSI publishes the catalogue at least monthly as a PDF (https://cyber.gouv.fr). Checked against that of 27 January 2026.',
      fr: 'L’ANSSI publie le catalogue au moins une fois par mois au format PDF (https://cyber.gouv.fr). Vérifié sur celui du 27 janvier 2026.',
    },
    {
      en: 'Every entry is granted. Its key is the year and number of the decision, which are in the address of the link: numbers restart each year. The level of recommendation is drawn, not written, and is not read.',
      fr: 'Chaque inscription vaut qualification. Son identifiant est l’année et le numéro de la décision, tirés de l’adresse du lien : les numéros repartent de un chaque année. Le niveau de recommandation est dessiné et non écrit ; il n’est pas lu.',
    },
    {
      en: 'For another chapter, change `entries` and the names of the columns; for an archived one, add `"stage": { "always": "expired" }`.',
      fr: 'Pour un autre chapitre, modifiez `entries` et les noms des colonnes ; pour un chapitre archivé, ajoutez `"stage": { "always": "expired" }`.',
    },
  ],
};
