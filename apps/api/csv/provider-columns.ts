import type { ListedProvider } from '#projections/list-providers.js';
import type { Column } from './csv-line.js';

export const providerColumns: readonly Column<ListedProvider>[] = [
  { name: 'id', of: (provider) => provider.id },
  { name: 'provider', says: 'slug', of: (provider) => provider.slug },
  { name: 'provider_name', of: (provider) => provider.name },
  { name: 'aliases', of: (provider) => provider.aliases },
  { name: 'dossiers', says: 'how many', of: (provider) => provider.dossiers.length },
  {
    name: 'standings',
    says: 'scheme, service if there is one, and status of each dossier',
    of: ({ dossiers }) =>
      dossiers.map(({ scheme, service, status }) => [scheme, service?.name, status].filter(Boolean).join(' / ')),
  },
];
