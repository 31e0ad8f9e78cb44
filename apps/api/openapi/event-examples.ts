import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import { hds } from '#domain/scheme/hds.js';
import type { Scheme } from '#domain/scheme/scheme.js';

interface Examples {
  NewDossierEvent: NewDossierEvent;
  NewProviderEvent: NewProviderEvent;
  /** An `Amendment`; a scheme within is any JSON to its type. */
  NewSchemeEvent: object;
  Scheme: Scheme;
}

/** What the document shows of the domain's own bodies, by the ids of their schemas. */
export const eventExamples: Examples = {
  NewDossierEvent: {
    type: 'MilestoneReached',
    occurred: '2025-11-17',
    source: { kind: 'company', publisher: 'Bleu', url: 'https://www.bleucloud.fr/' },
    data: { milestone: 'J1' },
  },
  NewProviderEvent: {
    type: 'PartnershipAnnounced',
    occurred: '2021-05-27',
    source: { kind: 'press', publisher: 'Le Monde' },
    data: { title: 'Orange and Capgemini announce Bleu', parties: ['Orange', 'Capgemini', 'Microsoft'] },
  },
  NewSchemeEvent: {
    type: 'EventCorrected',
    data: {
      event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      changes: { data: { scheme: { ...hds, warningDays: 365 } } },
      reason: 'The warning window was misread: it is a year.',
    },
  },
  Scheme: hds,
};
