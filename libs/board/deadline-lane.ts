import { addDays } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { lastDay, type Deadline } from '#domain/deadline/deadline.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { outlineTurns } from '#domain/dossier/outline.js';
import type { Lane } from './lane.js';

/** What falls due for a dossier. */
export const deadlineLane: Lane<Deadline> = {
  table: {
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
    textOf,
  },
  on: (dossier, facts, scheme, day) =>
    deadlinesOf(dossier, facts, scheme, day).map((value) => ({
      key: value.key,
      value,
      text: textOf(value),
      turns: addDays(lastDay(value), 1),
    })),
  turnsFrom: outlineTurns,
  turnsOf: () => [],
  timeless: ({ dated, undated }) => [...undated, ...dated.filter(({ event }) => event.type.startsWith('Deadline'))],
};

function textOf({ key, kind, due, opens, lapses, state, title, event, confirmed }: Deadline): string {
  return JSON.stringify([key, kind, due, opens, lapses, state, title, event, confirmed]);
}
