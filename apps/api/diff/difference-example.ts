import type { Difference } from '#projections/list-differences.js';
import { dossierExample } from '../dossiers/dossier-answer.js';

const { id, provider, service, scheme } = dossierExample;

const before = {
  status: 'granted',
  confirmed: true,
  expiring: false,
  stale: false,
  stage: { milestone: 'J3', occurred: '2023-12-28', confirmed: true },
  grant: { decision: '2279', validUntil: '2026-12-29' },
  labels: ['cloud-de-confiance'],
  provider,
  service,
} as const;

/** Two points on one dossier: its grant has come into the scheme's warning window, so that nobody had to record anything. */
export const differenceExample = {
  id,
  provider,
  service,
  scheme,
  change: 'changed',
  kind: 'happened',
  fields: ['expiring'],
  before: { ...before, labels: [...before.labels] },
  after: { ...before, labels: [...before.labels], expiring: true },
  because: [],
  more: 0,
} satisfies Difference;
