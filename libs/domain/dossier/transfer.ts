import type { Day } from '../date/day.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { movesStatus } from '../source/source.js';
import { type DatedFact, type DossierFacts, type DossierRecord, factsOf, happenedBy, ofType } from './facts.js';

/** The providers and dossiers that an event or a correction names, and where in it. */
interface Reference {
  kind: 'dossier' | 'provider';
  id: string;
  /** Path into the request, such as `data.to`. */
  field: string;
}

/** Anything that the fields `dependsOn` and `to` hold, however deep a correction has them. */
export const referencesIn = (value: object, path = 'data'): Reference[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]): Reference[] => {
    const field = `${path}.${key}`;
    if (typeof inner === 'object' && inner !== null) return referencesIn(inner, field);
    if (typeof inner !== 'string') return [];
    if (key === 'dependsOn') return [{ kind: 'dossier', id: inner, field }];
    return key === 'to' ? [{ kind: 'provider', id: inner, field }] : [];
  });

/**
 * A transfer that events record, or make by amending, has to lead to another provider than the one who holds the service
 * on that day, unless it tells again of the move that made it the holder. Others may come to lead nowhere by what becomes
 * of those before them: they stay.
 *
 * @param decided what is about to be recorded
 * @throws Refusal transfer-to-holder
 */
export function assertTransfers(record: DossierRecord, decided: readonly DossierEvent[]): void {
  const all = [...record, ...decided.map((event, index) => drafted(event, record, index))];
  if (!all.some(({ event }) => event.type === 'ServiceTransferred')) return;
  const before = new Map(factsOf(record)?.dated.map((fact) => [fact.id, JSON.stringify(fact.event)]));
  const after = factsOf(all);
  for (const [index, { id, event }] of (after?.dated ?? []).entries()) {
    if (!after || event.type !== 'ServiceTransferred' || before.get(id) === JSON.stringify(event)) continue;
    const { to } = event.data;
    const earlier = after.dated.slice(0, index);
    if (
      holderFrom(after, earlier) === to &&
      !ofType(earlier, 'ServiceTransferred').some((one) => one.event.data.to === to)
    )
      throw refuse('transfer-to-holder', fieldOf(decided), 'transfer-to-holder', { provider: to });
  }
}

const drafted = (event: DossierEvent, record: DossierRecord, index: number): DossierRecord[number] => ({
  id: `draft ${index}`,
  position: (record.at(-1)?.position ?? 0) + index + 1,
  version: record.length + index + 1,
  recordedAt: record.at(-1)?.recordedAt ?? new Date(0),
  event,
});

/** Where the request says it. */
function fieldOf([event]: readonly DossierEvent[]): string {
  if (event?.type === 'EventRetracted') return 'data.event';
  return event?.type === 'EventCorrected' ? 'data.changes.data.to' : 'data.to';
}

/** The provider (its id) who holds the service on a day: the one it was opened for, until it is transferred. */
export const holderOn = (facts: DossierFacts, day: Day): string => holderFrom(facts, happenedBy(facts, day));

/** @param known what had happened by the day */
export const holderFrom = ({ provider }: DossierFacts, known: DossierFacts['dated']): string =>
  ofType(known, 'ServiceTransferred').findLast(({ event }) => movesStatus(event.source))?.event.data.to ?? provider;

type Transferred = DatedFact & { event: Extract<DatedFact['event'], { type: 'ServiceTransferred' }> };

/** One move of a service from the provider who held it to another. */
export interface Move {
  from: string;
  to: string;
  fact: Transferred;
}

/** The moves of a service up to a day, in their order. A transfer to the holder moves nothing. */
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
