import type { Difference } from '#projections/list-differences.js';
import type { Column } from './csv-line.js';

type Side = NonNullable<Difference['before']>;

const sideColumns: readonly Column<Side>[] = [
  { name: 'status', of: (side) => side.status },
  { name: 'confirmed', of: (side) => side.confirmed },
  { name: 'expiring', of: (side) => side.expiring },
  { name: 'stale', of: (side) => side.stale },
  { name: 'milestone', of: (side) => side.stage?.milestone },
  { name: 'decision', of: (side) => side.grant?.decision },
  { name: 'valid_until', of: (side) => side.grant?.validUntil },
  { name: 'labels', of: (side) => side.labels },
  { name: 'provider', of: (side) => side.provider.slug },
  { name: 'service', of: (side) => side.service?.name },
];

const sidesOf = (which: 'before' | 'after'): Column<Difference>[] =>
  sideColumns.map(({ name, of }) => ({
    name: `${which}_${name}`,
    of: (difference) => {
      const side = difference[which];
      return side && of(side);
    },
  }));

export const differenceColumns: readonly Column<Difference>[] = [
  { name: 'dossier', says: 'id', of: (difference) => difference.id },
  { name: 'provider', says: 'slug', of: (difference) => difference.provider.slug },
  { name: 'provider_name', of: (difference) => difference.provider.name },
  { name: 'service', of: (difference) => difference.service?.name },
  { name: 'scheme', of: (difference) => difference.scheme },
  { name: 'change', of: (difference) => difference.change },
  { name: 'kind', of: (difference) => difference.kind },
  { name: 'fields', says: 'that changed', of: (difference) => difference.fields },
  ...sidesOf('before'),
  ...sidesOf('after'),
  {
    name: 'because',
    says: 'types and ids of events',
    of: ({ because }) => because.map(({ type, id }) => `${type} ${id}`),
  },
  { name: 'more', says: 'further events', of: (difference) => difference.more },
];
