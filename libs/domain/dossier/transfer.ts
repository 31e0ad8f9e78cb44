import type { Day } from '../date/day.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { movesStatus } from '../source/source.js';
import { type DatedFact, type DossierFacts, type DossierRecord, factsOf, happenedBy, ofType } from './facts.js';

/** A provider or dossier named by an event or a correction. */
interface Reference {
  kind: 'dossier' | 'provider';
  id: string;
  /** Path into the request, such as `data.to`. */
  field: string;
}

/** The ids in the fields `dependsOn` and `to`, at any depth. */
export const referencesIn = (value: object, path = 'data'): Reference[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]): Reference[] => {
    const field = `${path}.${key}`;
    if (typeof inner === 'object' && inner !== null) return referencesIn(inner, field);
    if (typeof inner !== 'string') return [];
    if (key === 'dependsOn') return [{ kind: 'dossier', id: inner, field }];
    return key === 'to' ? [{ kind: 'provider', id: inner, field }] : [];
  });

/**
 * Rejects a new or amended transfer to the provider that holds the service on that day. Transfers already on record stay valid,
 * whatever is amended before them.
 *
 * @param decided the events about to be recorded
 * @throws Refusal transfer-to-holder
 */
export function assertTransfers(record: DossierRecord, decided: readonly DossierEvent[]): void {
  const isTransfer = ({ type }: DossierEvent): boolean => type === 'ServiceTransferred';
  if (!decided.some(isTransfer) && !record.some(({ event }) => isTransfer(event))) return;
  const all = [...record, ...decided.map((event, index) => drafted(event, record, index))];
  const before = new Map(factsOf(record)?.dated.map((fact) => [fact.id, JSON.stringify(fact.event)]));
  const after = factsOf(all);
  for (const [index, { id, event }] of (after?.dated ?? []).entries()) {
    if (!after || event.type !== 'ServiceTransferred' || before.get(id) === JSON.stringify(event)) continue;
    const { to } = event.data;
    if (holderFrom(after, after.dated.slice(0, index)) === to)
      throw refuse('transfer-to-holder', fieldOf(decided), 'transfer-to-holder', { provider: to });
  }
}

/** An event about to be recorded, as it would stand in the record. */
export const drafted = (event: DossierEvent, record: DossierRecord, index: number): DossierRecord[number] => ({
  id: `draft ${index}`,
  position: (record.at(-1)?.position ?? 0) + index + 1,
  version: record.length + index + 1,
  recordedAt: record.at(-1)?.recordedAt ?? new Date(0),
  event,
});

/** Path of the provider in the request. */
function fieldOf([event]: readonly DossierEvent[]): string {
  if (event?.type === 'EventRetracted') return 'data.event';
  return event?.type === 'EventCorrected' ? 'data.changes.data.to' : 'data.to';
}

/** Id of the provider that holds the service on a day: the one the dossier was opened for, until a transfer. */
export const holderOn = (facts: DossierFacts, day: Day): string => holderFrom(facts, happenedBy(facts, day));

/** @param known the facts up to the day */
export const holderFrom = ({ provider }: DossierFacts, known: DossierFacts['dated']): string =>
  ofType(known, 'ServiceTransferred').findLast(({ event }) => movesStatus(event.source))?.event.data.to ?? provider;

type Transferred = DatedFact & { event: Extract<DatedFact['event'], { type: 'ServiceTransferred' }> };

/** A transfer of a service between two providers. */
export interface Move {
  from: string;
  to: string;
  fact: Transferred;
}

/** The transfers of a service up to a day, in order, without those to the current holder. */
export function movesBy(facts: DossierFacts, day: Day): Move[] {
  const moves: Move[] = [];
  let holder = facts.provider;
  for (const fact of ofType(happenedBy(facts, day), 'ServiceTransferred')) {
    const { to } = fact.event.data;
    if (!movesStatus(fact.event.source) || to === holder) continue;
    moves.push({ from: holder, to, fact });
    holder = to;
  }
  return moves;
}
