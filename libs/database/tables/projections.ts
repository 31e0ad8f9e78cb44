import type { GeneratedAlways, JSONColumnType } from 'kysely';

/** A provider as it is called today; `slug` never changes once given. */
interface ProviderTable {
  id: string;
  slug: string;
  name: string;
  folded: string;
  first_position: number;
}

/** Every name a provider carries or carried, folded as names are compared; the current one has ordinal 0. */
interface ProviderNameTable {
  provider: string;
  folded: string;
  /** What it looks like: names with one skeleton are easily taken for each other. */
  skeleton: string;
  name: string;
  ordinal: number;
}

/** What a provider was called in a stretch of days, as known in a stretch of positions. */
interface ProviderSpanTable extends Spanned {
  provider: string;
  name: string;
}

/** What a provider is found by in a stretch of days, as known in a stretch of positions. */
interface ProviderProfileTable extends Spanned {
  provider: string;
  /** Of the terms, each with its field: `technology:microsoft`. */
  words: string[];
  /** Names in full, folded: `technology: microsoft azure `. */
  terms: string[];
}

interface DossierTable {
  id: string;
  /** The one that it was opened for. */
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
}

interface DossierSpanTable extends Spanned {
  dossier: string;
  /** Who holds the service. */
  provider: string;
  status: string;
  confirmed: boolean;
  expiring: boolean;
  stale: boolean;
  /** The soonest last day of a grant in force. */
  grant_end: string | null;
  /** The service's name folded, for sorting; empty while there is none. */
  service: string;
  depends_on: string[];
  /** What it is found by. */
  terms: string[];
  /** The domain's `Outline`. */
  body: JSONColumnType<object>;
}

interface DeadlineSpanTable extends Spanned {
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

/** A line of the officers' board. */
interface BoardLineTable extends Spanned {
  dossier: string;
  provider: string;
  scheme: string;
  /** The service's name folded, for search and sorting; empty while there is none. */
  service: string;
  /** A number for the status and the flags that are up. */
  alike: number;
  /** What is most urgent has the least. */
  urgency: number;
  /** Of the soonest open deadline. */
  next_day: string | null;
  news_day: string | null;
  /** The board's `Line`. */
  body: JSONColumnType<object>;
  /** A power of four, in days: a line that holds on a day began less than that before it. */
  reach: GeneratedAlways<number>;
}

/** Every provider that holds a dossier on any day, as known at any position. */
interface DossierHolderTable {
  provider: string;
  dossier: string;
}

interface SearchEntryTable {
  stream: string;
  /** Unique within the stream. */
  key: string;
  kind: string;
  /** To which it belongs. */
  provider: string;
  /** The event that states it, its type and date. */
  event: string | null;
  type: string | null;
  occurred: string | null;
  /** As recorded. */
  text: string;
  folded: string;
  /** Other folded words by which it is found. */
  terms: string;
  /** The folded names of its provider. */
  holder: string;
  words: GeneratedAlways<string>;
}

/** Everything the board projects into. */
export interface BoardTables {
  provider: ProviderTable;
  provider_name: ProviderNameTable;
  provider_span: ProviderSpanTable;
  provider_profile: ProviderProfileTable;
  dossier: DossierTable;
  dossier_holder: DossierHolderTable;
  dossier_span: DossierSpanTable;
  deadline_span: DeadlineSpanTable;
  board_line: BoardLineTable;
  search_entry: SearchEntryTable;
}
