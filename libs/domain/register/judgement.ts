import type { PartialDate } from '../date/partial-date.js';
import type { Entry } from './entry.js';

/** How an entry is listed. */
export interface ListedAs {
  listing: Entry['listing'];
  milestone?: string | undefined;
  validFrom?: PartialDate | undefined;
  level?: string | undefined;
}

/** Numbers of entries. */
export interface Figures {
  /** Listed by the document. */
  entries: number;
  /** Listed by the reading before. */
  before: number;
  added: number;
  /** With any difference, those that moved included. */
  changed: number;
  /** To another listing or stage. */
  moved: number;
  gone: number;
  unchanged: number;
  ignored: number;
  unreadable: number;
}

/** What a document says otherwise than the ledger. */
export interface Difference {
  kind: 'added' | 'changed' | 'gone';
  /** Its key. */
  entry: string;
  provider: string;
  service: string | null;
  /** `null` if the reading opens it. */
  dossier: string | null;
  from: ListedAs | null;
  to: ListedAs | null;
  /** Fields of the entry that changed. */
  fields: string[];
}
