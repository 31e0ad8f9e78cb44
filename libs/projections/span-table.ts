/** A table of spans: whose they are, what tells several of one day apart, and the columns that follow from the value. */
export interface SpanTable<V> {
  name: 'dossier_span' | 'deadline_span' | 'board_line' | 'provider_span';
  owner: 'dossier' | 'provider';
  /** The column that holds the key; absent: there is one span a day. */
  key?: 'key';
  /** With their types. The value itself is in the last one. */
  columns: Readonly<Record<string, string>>;
  /** As text, in the order of the columns. */
  valuesOf(value: V): readonly (string | null)[];
  /** The same for equal values, also for one that comes from the table. */
  textOf(value: V): string;
}
