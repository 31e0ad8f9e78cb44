import { dossierModel, factsOf, type DossierRecord } from '#domain/dossier/facts.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { outlookOn, type DayOutlook } from './outlook-on.js';
import type { Round } from '../round.js';

/** A dossier as it stands today, and what it was worked out from. */
export interface Outlook extends DayOutlook {
  /** The position of the last that was recorded of it. */
  heard: number;
  /** When the first after a position was recorded. */
  firstAfter: (position: number) => Date | undefined;
}

/** Those that are on record, as it stands now: a plan is never older than its facts. */
export async function outlooksOf(round: Round, dossiers: readonly string[]): Promise<Outlook[]> {
  const records = await round.planning.events.loadAll(dossiers.map(dossierStream), dossierModel);
  return dossiers.flatMap((dossier) => outlookOf(round, dossier, records.get(dossierStream(dossier)) ?? []) ?? []);
}

function outlookOf({ schemes, published, today }: Round, dossier: string, record: DossierRecord): Outlook | undefined {
  const facts = factsOf(record);
  const scheme = facts && schemes.get(facts.scheme);
  if (!scheme) return undefined;
  const publication = published.get(facts.scheme);
  const recorded = [...record, ...(publication ? [publication] : [])].sort((a, b) => a.position - b.position);
  return {
    ...outlookOn(dossier, facts, scheme, today),
    heard: recorded.at(-1)?.position ?? 0,
    firstAfter: (position) => recorded.find((entry) => entry.position > position)?.recordedAt,
  };
}
