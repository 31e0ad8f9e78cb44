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
  limits: { gonePercent: 5, movedPercent: 5 },
  reader: {
    format: 'json',
    entries: 'products',
    readOn: 'metadata.export_timestamp',
    dates: 'iso',
    blanks: [],
    fields: {
      entry: 'id',
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
    milestones: {},
    levels: { 'LI-SaaS': 'low', '20x Low': 'low', '20x Moderate': 'moderate', '20x High': 'high' },
  },
  notes: [],
};
