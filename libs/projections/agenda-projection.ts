import { commitAsynchronously } from '#database/transactions.js';
import { addDays } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { stalenessDays } from '#domain/dossier/activity.js';
import { nextOutdated, outlineChangePoints } from '#domain/dossier/spans.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import { Isolation } from '#event-store/isolation.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { SpanTable } from './bitemporal-history.js';
import type { ProjectionDefinition } from './dossier-replay.js';
import { type StoredLine, boardLineOn, boardLineTable, nextDeadlineChange } from './board-line.js';
import { affectedStreams, assertReadable, projectDossiers, readAffected } from './project-dossiers.js';
import { affectedDossiers, agendaCheckpoint, MAX_RANGE } from './status-projection.js';
import type { KeyedValue } from './validity-interval.js';

/** Projects the ledger into deadlines and board lines, as `statusProjection` does into statuses. */
export const agendaProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): RebuildableProjection => ({
  ...agendaCheckpoint,
  tables: [deadlineTable.name, boardLineTable.name],
  maxRange: MAX_RANGE,
  async advance(after, upTo, tx, isolation = new Isolation(tx)) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const affected = await affectedStreams(tx, { after, upTo }, history, isolation);
    await isolation.each(affected.dossier, async (streams) => {
      for await (const some of readAffected(events, streams, upTo))
        await projectDossiers(tx, deadlineDefinition, affectedDossiers(some, history), history);
    });
    await isolation.each([...affected.scheme, ...affected.register], (streams) =>
      assertReadable(events, streams, upTo),
    );
  },
});

/** The deadlines of dossiers. */
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

/** Deadlines and board lines of a dossier; one computation of its deadlines serves both. */
export const deadlineDefinition: ProjectionDefinition<Deadline | StoredLine> = {
  tables: [deadlineTable, boardLineTable],
  valuesOn: (dossier, facts, scheme, day) => {
    const deadlines = deadlinesOf(dossier, facts, scheme, day);
    const line = boardLineOn(facts, scheme, day, deadlines);
    const turns = [nextDeadlineChange(deadlines, day), nextOutdated(facts, scheme, day)];
    const nextChange = turns.filter((turn) => turn !== undefined).sort()[0];
    return [...deadlines.map(keyed), { key: '', value: line, text: boardLineTable.textOf(line), nextChange }];
  },
  changePointsOfFact: outlineChangePoints,
  changePointsOfFacts: ({ dated }, scheme) => stalenessDays(dated, scheme),
  timeIndependent: ({ dated, undated }) => [
    ...undated,
    ...dated.filter(({ event }) => event.type.startsWith('Deadline')),
  ],
};

const keyed = (value: Deadline): KeyedValue<Deadline> => ({
  key: value.key,
  value,
  text: deadlineTable.textOf(value),
  nextChange: addDays(lastDay(value), 1),
});
