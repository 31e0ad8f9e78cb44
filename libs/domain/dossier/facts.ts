import { liveEvents, type Live } from '../event/corrections.js';
import type { Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { DossierEventSchema, type DossierEvent } from '../event/dossier-events.js';
import type { OnRecord } from '../event/ledger-event.js';

/** The events of a dossier as recorded. `evolve` only collects them; dates and corrections are applied on reading. */
export type DossierRecord = readonly OnRecord<DossierEvent>[];

export const dossierModel = {
  initial: [] as DossierRecord,
  evolve: (record: DossierRecord, entry: OnRecord<DossierEvent>): DossierRecord => [...record, entry],
};

export type DossierFact = Live<DossierEvent>;

/** The live events, dated ones by earliest day, then by order of recording. */
export interface DossierFacts {
  provider: string;
  scheme: string;
  dated: readonly DatedFact[];
  undated: readonly DossierFact[];
}

export type DatedFact = DossierFact & { day: Day };

/** `undefined` while nothing is on record. */
export function factsOf(record: DossierRecord): DossierFacts | undefined {
  const live = liveEvents(record, DossierEventSchema);
  const opened = record.find((entry) => entry.event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const dated = live.flatMap((entry) => datedOf(entry) ?? []);
  return {
    provider: opened.data.provider,
    scheme: opened.data.scheme,
    dated: dated.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.position - b.position)),
    undated: live.filter((entry) => !entry.event.occurred),
  };
}

const known = new WeakMap<DossierFact, DatedFact>();

/** Returns the same object for the same entry, so that folds can compare lists of facts by identity. */
function datedOf(entry: DossierFact): DatedFact | undefined {
  if (!entry.event.occurred) return undefined;
  const dated = known.get(entry) ?? { ...entry, day: earliest(entry.event.occurred) };
  known.set(entry, dated);
  return dated;
}

/** The dated facts up to and including a day, in order. */
export function happenedBy({ dated }: DossierFacts, day: Day): DatedFact[] {
  const after = dated.findIndex((fact) => fact.day > day);
  return dated.slice(0, after < 0 ? dated.length : after);
}

/** The facts of the given types. */
export const ofType = <T extends DossierFact['event']['type']>(facts: readonly DatedFact[], ...types: T[]) =>
  facts.filter((fact): fact is DatedFact & { event: Extract<DossierFact['event'], { type: T }> } =>
    (types as string[]).includes(fact.event.type),
  );
