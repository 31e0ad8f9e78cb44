import type { BoardLine } from '#projections/list-board.js';
import type { Column } from '../../csv/csv-line.js';

/** Of the file with what the board shows; docs/console.md tells them. */
export const boardColumns: readonly Column<BoardLine>[] = [
  { name: 'dossier', says: 'id', of: (line) => line.id },
  { name: 'provider', says: 'slug', of: (line) => line.provider.slug },
  { name: 'provider_name', of: (line) => line.provider.name },
  { name: 'service', of: (line) => line.service },
  { name: 'scheme', of: (line) => line.scheme },
  { name: 'status', of: (line) => line.status },
  { name: 'confirmed', of: (line) => line.confirmed },
  { name: 'expiring', of: (line) => line.expiring },
  { name: 'stale', of: (line) => line.stale },
  { name: 'overdue', says: 'how many deadlines were missed', of: (line) => line.overdue },
  { name: 'milestone', says: 'the furthest', of: (line) => line.stage?.milestone },
  { name: 'milestone_occurred', of: (line) => line.stage?.occurred },
  { name: 'milestone_confirmed', of: (line) => line.stage?.confirmed },
  { name: 'grant_end', says: 'the soonest of those in force', of: (line) => line.grantEnd },
  { name: 'deadline_kind', says: 'of the next one', of: (line) => line.next?.kind },
  { name: 'deadline_due', of: (line) => line.next?.due },
  { name: 'deadline_lapses', of: (line) => line.next?.lapses },
  { name: 'deadline_title', of: (line) => line.next?.title },
  { name: 'days_left', says: 'below 0: days since', of: (line) => line.next?.daysLeft },
  { name: 'news', says: 'the type of the last event', of: (line) => line.news?.type },
  { name: 'news_occurred', of: (line) => line.news?.occurred },
];
