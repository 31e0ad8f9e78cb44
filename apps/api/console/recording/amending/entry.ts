import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { SubjectHistory } from '../on-record.js';

/** An entry that is amended, as it reads now. */
export interface Entry {
  id: string;
  event: LedgerEvent;
  /** Of an amendment, what it amends, as that read right before. */
  aim: LedgerEvent | undefined;
}

export function entryOf(
  { id, version, event }: { id: string; version: number; event: LedgerEvent },
  { eventAt, eventOf }: SubjectHistory,
): Entry {
  const aim = event.type === 'EventCorrected' || event.type === 'EventRetracted' ? event.data.event : undefined;
  return { id, event, aim: aim === undefined ? undefined : (eventAt(aim, version - 1) ?? eventOf(aim)) };
}
