import type { Sample } from './store-load.js';

/** One event as long as most are. */
export const sample: Sample = {
  data: { title: 'Qualification SecNumCloud 3.2', decision: '2279', validFrom: '2023-12-28', validUntil: '2026-12-29' },
  source: { kind: 'catalogue', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/', quote: 'Décision de qualification' },
};
