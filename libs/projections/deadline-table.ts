import { earliest, latest } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { SpanTable } from './span-table.js';

/** What falls due for dossiers. */
export const deadlineTable: SpanTable<Deadline> = {
  name: 'deadline_span',
  owner: 'dossier',
  key: 'key',
  columns: {
    kind: 'text',
    state: 'text',
    due_earliest: 'date',
    due_latest: 'date',
    lapses: 'date',
    body: 'jsonb',
  },
  valuesOf: (deadline) => [
    deadline.kind,
    deadline.state,
    earliest(deadline.due),
    latest(deadline.due),
    deadline.lapses,
    JSON.stringify(deadline),
  ],
  textOf: ({ key, kind, due, opens, lapses, state, title, event, confirmed }) =>
    JSON.stringify([key, kind, due, opens, lapses, state, title, event, confirmed]),
};
