import { type z } from 'zod';
import { ListedDeadline } from '#projections/list-deadlines.js';
import type { Column } from '../csv/csv-line.js';
import { dossierExample } from '../ledger/dossier-answer.js';

export const DeadlineAnswer = ListedDeadline.meta({ id: 'Deadline' });

export const deadlineExample: z.input<typeof DeadlineAnswer> = {
  key: 'grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  kind: 'grant-end',
  due: '2026-12-29',
  opens: '2026-07-02',
  lapses: null,
  state: 'open',
  title: '2279',
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  confirmed: true,
  daysLeft: 34,
  dossier: {
    id: dossierExample.id,
    provider: dossierExample.provider,
    service: dossierExample.service,
    scheme: dossierExample.scheme,
  },
  referential: '3.2',
  dependsOn: null,
  dependency: null,
};

export const deadlineColumns: readonly Column<ListedDeadline>[] = [
  { name: 'key', of: (deadline) => deadline.key },
  { name: 'kind', of: (deadline) => deadline.kind },
  { name: 'due', of: (deadline) => deadline.due },
  { name: 'opens', of: (deadline) => deadline.opens },
  { name: 'lapses', of: (deadline) => deadline.lapses },
  { name: 'state', of: (deadline) => deadline.state },
  { name: 'days_left', description: 'negative after the deadline', of: (deadline) => deadline.daysLeft },
  { name: 'title', of: (deadline) => deadline.title },
  { name: 'provider', description: 'slug', of: ({ dossier }) => dossier.provider.slug },
  { name: 'provider_name', of: ({ dossier }) => dossier.provider.name },
  { name: 'service', of: ({ dossier }) => dossier.service?.name },
  { name: 'scheme', of: ({ dossier }) => dossier.scheme },
  { name: 'referential', description: 'version of the standard', of: (deadline) => deadline.referential },
  { name: 'dossier', description: 'id', of: ({ dossier }) => dossier.id },
  { name: 'depends_on', description: 'dossier whose grant ends', of: (deadline) => deadline.dependsOn },
  { name: 'event', description: 'id of the event that sets it', of: (deadline) => deadline.event },
  {
    name: 'confirmed',
    description: 'by the authority, or set by an officer',
    of: (deadline) => deadline.confirmed,
  },
];
