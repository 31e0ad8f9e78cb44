import { commitAsynchronously } from '#database/transactions.js';
import { addDays } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { silences } from '#domain/dossier/status.js';
import { outlineTurns } from '#domain/dossier/spans.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { RangeProjection } from '#event-store/follow.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { SpanTable } from './bitemporal-history.js';
import type { Lane } from './dossier-replay.js';
import { type Line, lineOn, lineTable, soonestTurns } from './board-line.js';
import { projectDossiers, recordsOf, touchedBetween } from './project-dossiers.js';
import { dossiersIn, dues, REACH } from './status-projection.js';
import type { Held } from './validity-interval.js';

/** Follows the ledger into the board's deadlines and its lines, which tell of them, as `boardProjection` does into its statuses. */
export const duesProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): RangeProjection => ({
  ...dues,
  maxRange: REACH,
  async advance(after, upTo, tx) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const touched = await touchedBetween(tx, 'dossier', { after, upTo }, history);
    for await (const some of recordsOf(events, touched, upTo))
      await projectDossiers(tx, duesLane, dossiersIn(some, history), history);
  },
});

/** What falls due for dossiers. */
const deadlineTable: SpanTable<Deadline> = {
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

/** What falls due for a dossier, and its line on the board, which tells of that: deadlines are looked at once for both. */
const duesLane: Lane<Deadline | Line> = {
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
