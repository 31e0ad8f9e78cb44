import type { Day } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { deadlinesOn } from '#domain/deadline/deadlines-on.js';
import { isAliveIn } from '#domain/deadline/dependency-end.js';
import {
  dossierModel,
  factsOf,
  happenedBy,
  ofType,
  type DossierFacts,
  type DossierRecord,
} from '#domain/dossier/facts.js';
import { readingOn } from '#domain/dossier/reading.js';
import { holderFrom } from '#domain/dossier/holder.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Round } from './round.js';

/** A dossier's own deadlines as they stand today. */
export interface Outlook {
  dossier: string;
  /** The one that holds the service today. */
  provider: string;
  scheme: string;
  /** What it builds on, as long as it has something to lose. */
  dependsOn: string[];
  deadlines: Deadline[];
  /** The first later day on which any of this may change by the passage of time. */
  nextTurn: Day | null;
  /** The position of the last that was recorded of it. */
  heard: number;
  /** When the first after a position was recorded. */
  firstAfter: (position: number) => Date | undefined;
}

/** Those that are on record, as it stands now: a plan is never older than its facts. */
export async function outlooksOf(round: Round, dossiers: readonly string[]): Promise<Outlook[]> {
  if (dossiers.length === 0) return [];
  const records = await round.planning.events.loadAll(dossiers.map(dossierStream), dossierModel);
  return dossiers.flatMap((dossier) => outlookOf(round, dossier, records.get(dossierStream(dossier)) ?? []) ?? []);
}

function outlookOf({ schemes, published, today }: Round, dossier: string, record: DossierRecord): Outlook | undefined {
  const facts = factsOf(record);
  const scheme = facts && schemes.get(facts.scheme);
  if (!scheme) return undefined;
  const { deadlines, nextTurn } = deadlinesOn(dossier, facts, scheme, today);
  const publication = published.get(facts.scheme);
  const recorded = [...record, ...(publication ? [publication] : [])].sort((a, b) => a.position - b.position);
  return {
    dossier,
    ...placeOn(facts, scheme, today),
    scheme: facts.scheme,
    deadlines,
    nextTurn,
    heard: recorded.at(-1)?.position ?? 0,
    firstAfter: (position) => recorded.find((entry) => entry.position > position)?.recordedAt,
  };
}

function placeOn(facts: DossierFacts, scheme: Scheme, today: Day): Pick<Outlook, 'provider' | 'dependsOn'> {
  const known = happenedBy(facts, today);
  const declared = ofType(known, 'DependencyDeclared').map(({ event }) => event.data.dependsOn);
  const isAlive = declared.length > 0 && isAliveIn(readingOn(facts, scheme, today).standpoint);
  return { provider: holderFrom(facts, known), dependsOn: isAlive ? [...new Set(declared)] : [] };
}
