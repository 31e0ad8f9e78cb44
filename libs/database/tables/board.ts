import type { Generated, JSONColumnType } from 'kysely';

/** A provider as it is called today; `slug` never changes once given. */
export interface ProviderTable {
  id: string;
  slug: string;
  name: string;
  folded: string;
  first_position: number;
}

/** Every name a provider carries or carried, folded as names are compared; the current one has ordinal 0. */
export interface ProviderNameTable {
  provider: string;
  folded: string;
  name: string;
  ordinal: number;
}

export interface DossierTable {
  id: string;
  provider: string;
  scheme: string;
  first_position: number;
}

/** Two stretches in which a value holds: days, both ends included, and positions, `known_to` excluded (null: still). */
interface Spanned {
  from_day: string;
  to_day: string;
  known_from: number;
  known_to: number | null;
  /** The same stretches as ranges, for the index. */
  days: Generated<string>;
  known: Generated<string>;
}

export interface DossierSpanTable extends Spanned {
  dossier: string;
  status: string;
  confirmed: boolean;
  expiring: boolean;
  stale: boolean;
  /** The soonest last day of a grant in force. */
  grant_end: string | null;
  /** The service's name folded, for sorting; empty while there is none. */
  service: string;
  depends_on: string[];
  /** The domain's `Standing`. */
  body: JSONColumnType<object>;
}

export interface DeadlineSpanTable extends Spanned {
  dossier: string;
  key: string;
  kind: string;
  state: string;
  due_earliest: string;
  due_latest: string;
  lapses: string | null;
  /** The domain's `Deadline`. */
  body: JSONColumnType<object>;
}

/** Everything the board projects into. */
export interface BoardTables {
  provider: ProviderTable;
  provider_name: ProviderNameTable;
  dossier: DossierTable;
  dossier_span: DossierSpanTable;
  deadline_span: DeadlineSpanTable;
}
