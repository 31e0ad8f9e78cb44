import { arrayLiteral } from '#database/array-literal.js';
import { addDays, type Day } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { memoizeLast } from '#domain/dossier/memoize.js';
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
    { key: outlineTable.name, value: outline, text: outlineTable.textOf(outline), nextChange: outdated },
    ...deadlines.map((value) => ({
      key: value.key,
      value,
      text: deadlineTable.textOf(value),
      nextChange: addDays(lastDay(value), 1),
    })),
    {
      key: boardLineTable.name,
      value: line,
      text: boardLineTable.textOf(line),
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
  textOf: outlineText,
};

/** One flat list; lists in it are preceded by their length. */
function outlineText(outline: Outline): string {
  const { provider, status, confirmed, expiring, stale, grantEnd, dependsOn, service, announced, stage, grants } =
    outline;
  const { granted } = outline;
  const parts = [provider, status, confirmed, expiring, stale, grantEnd, dependsOn.length, ...dependsOn];
  if (service) parts.push(service.name, service.kinds.length, ...service.kinds);
  parts.push(announced && announced.occurred, announced && announced.event);
  parts.push(stage && stage.milestone, milestonesText(outline.milestones), grants.length);
  for (const { id, decision, validUntil, state, confirmed: byAuthority, referential, level } of grants)
    parts.push(id, decision, validUntil, state, byAuthority, referential, level);
  parts.push(outline.grantedFrom, outline.level, outline.ended);
  if (granted) parts.push(granted.occurred, granted.confirmed, granted.dated);
  return JSON.stringify(parts);
}

const milestonesText = memoizeLast((milestones: Outline['milestones']) =>
  JSON.stringify(milestones.map((one) => [one.milestone, one.occurred, one.confirmed, one.day, one.event])),
);

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

/** The tables of `Projected`. */
export const spanTables = [outlineTable, deadlineTable, boardLineTable] as readonly SpanTable<Projected>[];
