import { arrayLiteral } from '#database/array-literal.js';
import { addDays, type Day } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { nextOutdated, type Outline, outlineOn } from '#domain/dossier/spans.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import type { KeyedValue, SpanTable } from './bitemporal-history.js';
import { boardLineOn, boardLineTable, nextDeadlineChange, type StoredLine } from './board-line.js';
import { outlineTerms } from './facets.js';

/** What the lists hold of a dossier on a day: its outline, its deadlines and its line of the board. */
export type Projected = Outline | Deadline | StoredLine;

/** All of a dossier on a day, from one derivation. Those of a table without keys have its name as key. */
export function projectedOn(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): KeyedValue<Projected>[] {
  const outline = outlineOn(facts, scheme, day);
  const deadlines = deadlinesOf(dossier, facts, scheme, day);
  const line = boardLineOn({ outline, deadlines }, facts, scheme, day);
  const outdated = nextOutdated(facts, scheme, day);
  return [
    { key: outlineTable.name, value: outline, nextChange: outdated },
    ...deadlines.map((value) => ({
      key: value.key,
      value,
      nextChange: addDays(lastDay(value), 1),
    })),
    {
      key: boardLineTable.name,
      value: line,
      nextChange: nextDeadlineChange(deadlines, day),
    },
  ];
}

/** The outline of a dossier. */
const outlineTable: SpanTable<Outline> = {
  name: 'dossier_span',
  owner: 'dossier',
  columns: {
    provider: 'uuid',
    status: 'text',
    confirmed: 'boolean',
    expiring: 'boolean',
    stale: 'boolean',
    grant_end: 'date',
    service: 'text',
    depends_on: 'uuid[]',
    terms: 'text[]',
    body: 'jsonb',
  },
  valuesOf: (outline) => [
    outline.provider,
    outline.status,
    String(outline.confirmed),
    String(outline.expiring),
    String(outline.stale),
    outline.grantEnd,
    fold(outline.service?.name ?? ''),
    `{${outline.dependsOn.join()}}`,
    arrayLiteral(outlineTerms(outline)),
    JSON.stringify(outline),
  ],
};

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
};

/** The tables of `Projected`. */
export const spanTables = [outlineTable, deadlineTable, boardLineTable] as readonly SpanTable<Projected>[];
