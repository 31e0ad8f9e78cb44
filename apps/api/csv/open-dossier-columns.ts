import type { openAnswerOf } from '../statistics/statistics-answer.js';
import type { Column } from './csv-line.js';

type Open = ReturnType<typeof openAnswerOf>;
type Place = NonNullable<Open['step']>;

const placeColumns: readonly Column<Place>[] = [
  { name: 'from', of: (place) => place.from },
  { name: 'to', of: (place) => place.to },
  { name: 'since', of: (place) => place.since },
  { name: 'days', of: (place) => place.days },
  { name: 'least_days', of: (place) => place.leastDays },
  { name: 'n', of: (place) => place.n },
  { name: 'few', of: (place) => place.few },
  { name: 'note', of: (place) => place.note },
  { name: 'longer_than', of: (place) => place.longerThan },
  { name: 'percentile', of: (place) => place.percentile },
];

const placesOf = (which: 'step' | 'whole' | 'announced'): Column<Open>[] =>
  placeColumns.map(({ name, of }) => ({
    name: `${which}_${name}`,
    of: (open) => {
      const place = open[which];
      return place && of(place);
    },
  }));

export const openDossierColumns: readonly Column<Open>[] = [
  { name: 'dossier', says: 'id', of: (open) => open.id },
  { name: 'provider', says: 'slug', of: (open) => open.provider.slug },
  { name: 'provider_name', of: (open) => open.provider.name },
  { name: 'service', of: (open) => open.service?.name },
  { name: 'status', of: (open) => open.status },
  { name: 'stage', says: 'the furthest milestone', of: (open) => open.stage },
  ...placesOf('step'),
  ...placesOf('whole'),
  ...placesOf('announced'),
];
