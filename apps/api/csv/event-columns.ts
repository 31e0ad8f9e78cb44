import type { changeAnswerOf } from '../changes/change-answer.js';
import type { entryAnswerOf } from '../http/timeline-answer.js';
import { jsonCell, type Column } from './csv-line.js';

interface Said {
  occurred: string | null;
  source: object | null;
  data: object;
}

const sourceOf = ({ source }: Said): Partial<Record<'kind' | 'publisher' | 'url' | 'title' | 'quote', string>> =>
  source ?? {};

const said: readonly Column<Said>[] = [
  { name: 'occurred', of: (event) => event.occurred },
  { name: 'source_kind', of: (event) => sourceOf(event).kind },
  { name: 'source_publisher', of: (event) => sourceOf(event).publisher },
  { name: 'source_url', of: (event) => sourceOf(event).url },
  { name: 'source_title', of: (event) => sourceOf(event).title },
  { name: 'quote', of: (event) => sourceOf(event).quote },
  { name: 'data', says: 'JSON', of: (event) => jsonCell(event.data) },
];

type Change = ReturnType<typeof changeAnswerOf>;

export const changeColumns: readonly Column<Change>[] = [
  { name: 'position', of: (event) => event.position },
  { name: 'id', of: (event) => event.id },
  { name: 'stream', of: (event) => event.stream },
  { name: 'version', of: (event) => event.version },
  { name: 'type', of: (event) => event.type },
  ...said,
  { name: 'recorded_at', of: (event) => event.recordedAt },
  { name: 'actor', says: 'for those with a key', of: (event) => event.actor },
];

type Entry = ReturnType<typeof entryAnswerOf>;

export const timelineColumns: readonly Column<Entry>[] = [
  { name: 'position', of: (event) => event.position },
  { name: 'id', of: (event) => event.id },
  { name: 'version', of: (event) => event.version },
  { name: 'type', of: (event) => event.type },
  ...said,
  { name: 'corrected', says: 'whether corrections apply', of: (event) => event.current !== null },
  { name: 'current_occurred', says: 'with its corrections applied', of: (event) => event.current?.occurred },
  { name: 'current_data', says: 'JSON', of: ({ current }) => current && jsonCell(current.data) },
  { name: 'retracted', of: (event) => event.retracted },
  { name: 'recorded_at', of: (event) => event.recordedAt },
  { name: 'actor', says: 'for those with a key', of: (event) => event.actor },
];
