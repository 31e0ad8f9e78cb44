import type { DossierRecord } from '#domain/dossier/facts.js';
import { statusChange } from '#domain/dossier/status-change.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { withDrafts } from '#event-store/change.js';
import type { EventStore } from '#event-store/event-store.js';
import { assertApproved, type MaybeApproved } from '#schemes/four-eyes.js';

type Decide = (record: DossierRecord) => DossierEvent[];

interface Rehearsing {
  schemes: Schemes;
  policy: ReadonlySet<string>;
  context: MaybeApproved & { id?: string };
  recordedAt: Date;
}

/**
 * A decision that is refused if it changes a status that a second person has to look at first: on the state that it is
 * recorded on, so that nothing recorded meanwhile goes unseen. What is on record already was allowed when it was recorded.
 */
export async function rehearsed(
  decide: Decide,
  events: EventStore<LedgerEvent>,
  dossier: string,
  { schemes, policy, context, recordedAt }: Rehearsing,
): Promise<Decide> {
  if (context.id !== undefined && (await events.find(context.id)) !== undefined) return decide;
  return (before) => {
    const decided = decide(before);
    const after = withDrafts(before, dossierStream(dossier), decided, recordedAt);
    const change = statusChange(dossier, { before, after }, { before: schemes, after: schemes });
    assertApproved(change ? [change] : [], policy, context);
    return decided;
  };
}
