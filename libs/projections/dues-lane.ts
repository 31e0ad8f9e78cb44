import { addDays } from '#domain/date/day.js';
import { lastDay, type Deadline } from '#domain/deadline/deadline.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { silences } from '#domain/dossier/flags.js';
import { outlineTurns } from '#domain/dossier/outline.js';
import { deadlineTable } from './deadline-table.js';
import type { Lane } from './lane.js';
import { lineOn, soonestTurns, type Line } from './line.js';
import { lineTable } from './line-table.js';
import type { Held } from './stretch.js';

/** What falls due for a dossier, and its line on the board, which tells of that: deadlines are looked at once for both. */
export const duesLane: Lane<Deadline | Line> = {
  tables: [deadlineTable, lineTable],
  on: (dossier, facts, scheme, day) => {
    const deadlines = deadlinesOf(dossier, facts, scheme, day);
    const line = lineOn(facts, scheme, day, deadlines);
    const turns = soonestTurns(deadlines, day);
    return [...deadlines.map(held), { key: '', value: line, text: lineTable.textOf(line), ...(turns && { turns }) }];
  },
  turnsFrom: outlineTurns,
  turnsOf: ({ dated }, scheme) => silences(dated, scheme),
  timeless: ({ dated, undated }) => [...undated, ...dated.filter(({ event }) => event.type.startsWith('Deadline'))],
};

const held = (value: Deadline): Held<Deadline> => ({
  key: value.key,
  value,
  text: deadlineTable.textOf(value),
  turns: addDays(lastDay(value), 1),
});
