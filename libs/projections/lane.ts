import type { Day } from '#domain/date/day.js';
import type { DatedFact, DossierFacts } from '#domain/dossier/facts.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { SpanTable } from './span-table.js';
import type { Held } from './stretch.js';

/** What the board says of a dossier in stretches of days, and the tables that hold it. */
export interface Lane<V> {
  /** At most one with a key and one without: a span of an empty key goes into the latter. */
  tables: readonly SpanTable<V>[];
  /** What holds on a day. */
  on(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): readonly Held<V>[];
  /** The days on which a fact by itself may make something turn. */
  turnsFrom(fact: DatedFact, scheme: Scheme): readonly Day[];
  /** The others, on which all of the facts together may. */
  turnsOf(facts: DossierFacts, scheme: Scheme): readonly Day[];
  /** Facts that matter on every day, whatever their own is. */
  timeless(facts: DossierFacts): readonly object[];
}
