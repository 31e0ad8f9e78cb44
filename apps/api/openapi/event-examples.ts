import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import { hds } from '#domain/scheme/hds.js';
import type { Scheme } from '#domain/scheme/scheme.js';

interface Examples {
  NewDossierEvent: NewDossierEvent;
  NewProviderEvent: NewProviderEvent;
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
  Scheme: hds,
};
