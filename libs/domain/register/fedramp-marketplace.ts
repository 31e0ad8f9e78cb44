import type { Register } from './register.js';

/** What spreadsheets and the marketplace write where there is no value. */
const blanks = [
  ...['Not Active', 'No FRR Date', 'Not Agency Partnered', 'Not In Process', 'Not Authorized', 'Not Ready'],
  ...[
    '#N/A',
    '#REF!',
    '#VALUE!',
    '#NAME?',
    '#ERROR!',
    '#DIV/0!',
    'N/A',
    'NA',
    'None',
    'null',
    'TBD',
    '-',
    'Invalid date',
  ],
];

/** The services that FedRAMP lists, as the marketplace's own data file states them. */
export const fedrampMarketplace: Register = {
  slug: 'fedramp-marketplace',
  name: 'FedRAMP Marketplace',
  scheme: 'fedramp',
  publisher: 'FedRAMP Marketplace',
  kind: 'list',
  url: 'https://marketplace.fedramp.gov/data.json',
  staleAfterDays: 45,
  limits: { gonePercent: 5, movedPercent: 5 },
  reader: {
    format: 'json',
    entries: ['data.Products', 'data.products', 'Products', 'products'],
    readOn: ['meta.last_change', 'meta.Last_Change', 'meta.produced_on'],
    dates: 'iso',
    blanks,
    fields: {
      entry: ['id', 'ID', 'package_id'],
      provider: ['csp', 'name', 'provider'],
      service: ['cso', 'service_offering', 'package'],
      serviceKinds: 'service_model',
      stage: ['status', 'designation'],
      level: ['certification_class', 'class', 'impact_level'],
      validFrom: ['auth_date', 'fedramp_auth'],
      dependents: 'leveraged_systems.id',
    },
    stages: {
      '': 'ignored',
      'FedRAMP Authorized': 'granted',
      Authorized: 'granted',
      'FedRAMP Certified': 'granted',
      Certified: 'granted',
      Compliant: 'granted',
      'FedRAMP In Process': 'assessment',
      'In Process': 'assessment',
      'FedRAMP Ready': 'listing',
      Ready: 'listing',
    },
    milestones: {
      listing: ['ready_date', 'ready_status'],
      assessment: [
        ...['ip_jab_date', 'ip_prog_date', 'ip_prog_date2', 'ip_agency_date', 'ip_pmo_date'],
        ...['ip_jab_status', 'ip_prog_status', 'ip_agency_status', 'ip_pmo_status'],
      ],
    },
    levels: {
      'LI-SaaS': 'low',
      '20x Low': 'low',
      '20x Moderate': 'moderate',
      '20x High': 'high',
      A: 'class A',
      B: 'class B',
      C: 'class C',
      D: 'class D',
    },
  },
  notes: [],
};
