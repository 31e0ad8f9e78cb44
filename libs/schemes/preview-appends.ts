import { TimeSlice } from '#concurrency/time-slice.js';
import { dossierModel, type DossierRecord } from '#domain/dossier/facts.js';
import { type StatusChange, statusChange } from '#domain/dossier/status-change.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { type LedgerEvent, streamId, streamKind } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { withDrafts } from '#event-store/change-stream.js';
import type { EventStore } from '#event-store/event-store.js';
import type { StreamAppend } from '#event-store/events.js';

/** Dossiers read at once; bounds memory. */
const AT_ONCE = 200;

/**
 * How appends would move the statuses of the dossiers that they are about.
 *
 * @param appends of no events where only the schemes differ: those that cannot be read are left out
 * @param recordedAt when they would be recorded
 * @param after the schemes as they would be then, with the readings of their registers
 */
export async function statusChangesOf(
  events: EventStore<LedgerEvent>,
  appends: readonly StreamAppend<LedgerEvent>[],
  schemes: Schemes,
  recordedAt: Date,
  after = schemes,
): Promise<StatusChange[]> {
  const slice = new TimeSlice();
  const onDossiers = appends.filter(({ stream }) => streamKind(stream) === 'dossier');
  const changes: StatusChange[] = [];
  for (let start = 0; start < onDossiers.length; start += AT_ONCE) {
    const some = onDossiers.slice(start, start + AT_ONCE);
    const streams = some.map(({ stream }) => stream);
    const skipUnreadable = some.every((one) => one.events.length === 0);
    const records = await events.loadAll<DossierRecord, DossierEvent>(streams, dossierModel, { skipUnreadable });
    for (const { stream, events: appended } of some) {
      if (slice.isOver) await slice.yield();
      const before = records.get(stream) ?? [];
      const added = appended.map(({ event }) => event as DossierEvent);
      const record = { before, after: withDrafts(before, stream, added, recordedAt) };
      const change = statusChange(streamId(stream), record, { before: schemes, after });
      if (change) changes.push(change);
    }
  }
  return changes;
}
