import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { Column } from './csv-line.js';

export const deadlineColumns: readonly Column<ListedDeadline>[] = [
  { name: 'key', of: (deadline) => deadline.key },
  { name: 'kind', of: (deadline) => deadline.kind },
  { name: 'due', of: (deadline) => deadline.due },
  { name: 'opens', of: (deadline) => deadline.opens },
  { name: 'lapses', of: (deadline) => deadline.lapses },
  { name: 'state', of: (deadline) => deadline.state },
  { name: 'days_left', says: 'below 0: days since', of: (deadline) => deadline.daysLeft },
  { name: 'title', of: (deadline) => deadline.title },
  { name: 'provider', says: 'slug', of: ({ dossier }) => dossier.provider.slug },
  { name: 'provider_name', of: ({ dossier }) => dossier.provider.name },
  { name: 'service', of: ({ dossier }) => dossier.service?.name },
  { name: 'scheme', of: ({ dossier }) => dossier.scheme },
  { name: 'dossier', says: 'id', of: ({ dossier }) => dossier.id },
  { name: 'depends_on', says: 'the dossier whose grant ends', of: (deadline) => deadline.dependsOn },
  { name: 'event', says: 'that it falls out of', of: (deadline) => deadline.event },
  {
    name: 'confirmed',
    says: 'on the authority’s own word, or set by an officer',
    of: (deadline) => deadline.confirmed,
  },
];
