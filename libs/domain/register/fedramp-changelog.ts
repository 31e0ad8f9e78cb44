import { fedrampMarketplace } from './fedramp-marketplace.js';
import type { Register } from './register.js';

/** When each product of the marketplace reached which status, as FedRAMP has published it in May 2026. */
export const fedrampChangelog: Register = {
  slug: 'fedramp-changelog',
  name: 'FedRAMP status changelog',
  scheme: 'fedramp',
  publisher: 'FedRAMP Marketplace',
  kind: 'list',
  keysOf: fedrampMarketplace.slug,
  staleAfterDays: 365,
  reader: {
    format: 'json',
    entries: 'products.*',
    joined: { entries: 'products', key: 'id', of: '*' },
    readOn: 'metadata.export_timestamp',
    fields: {
      entry: '*',
      provider: 'csp',
      service: 'cso',
      serviceKinds: 'service_model',
      stage: 'current_status',
      level: 'impact_level',
    },
    history: { rows: 'statuses', day: 'start_date', stage: 'status_name' },
    stages: {
      Authorized: 'granted',
      'Agency Review': 'assessment',
      'Agency In Process': 'assessment',
      'JAB Review': 'assessment',
      'PMO Review': 'assessment',
      'Initial Program Review': 'assessment',
      'Final Program Review': 'assessment',
      FRR: 'listing',
      'No Status Found': 'absent',
      'No Status Found (Delisted)': 'absent',
    },
    levels: { 'LI-SaaS': 'low', '20x Low': 'low', '20x Moderate': 'moderate', '20x High': 'high' },
  },
  notes: [
    {
      en: 'Two documents of the marketplace’s data (https://github.com/FedRAMP/marketplace-fedramp-gov-data) make one reading: the status changelog and, after it, the list of products, which has the names. Checked against the changelog of 29 May and the list of 30 May 2026.',
      fr: 'Deux documents des données de la place de marché (https://github.com/FedRAMP/marketplace-fedramp-gov-data) forment un relevé : le journal des statuts, puis la liste des produits, qui contient les noms. Vérifié sur le journal du 29 mai et la liste du 30 mai 2026.',
    },
    {
      en: 'The keys are those of the marketplace. Reviews by an agency, the program office, the program or the former Joint Authorization Board are all the assessment; "FRR" is FedRAMP Ready, and "No Status Found" is not listed.',
      fr: 'Les identifiants sont ceux de la place de marché. Les examens par une agence, le bureau du programme, le programme ou l’ancien Joint Authorization Board relèvent tous de l’évaluation ; « FRR » désigne FedRAMP Ready, et « No Status Found » un service absent de la liste.',
    },
    {
      en: '`current_status` differs from the last dated status for 176 of the 776 products: 48 were renamed ("Agency In Process"), and 128 have no day (114 "No Status Found", 12 "Authorized", 2 "FRR"), so that they count from the day of the document (`export_timestamp`).',
      fr: '`current_status` diffère du dernier statut daté pour 176 des 776 produits : 48 par un changement de nom (« Agency In Process »), et 128 sans date (114 « No Status Found », 12 « Authorized », 2 « FRR »), qui comptent donc à partir du jour du document (`export_timestamp`).',
    },
  ],
};
