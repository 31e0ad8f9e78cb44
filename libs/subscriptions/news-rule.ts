import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { PlacedChange } from '#notifications/changes-of.js';

/** Which events of an import are news. */
export interface NewsRule {
  /** Age in days up to which an event of an import is sent on its own. */
  newsDays: number;
}

/**
 * Whether an event is past when an import records it: its day is over for longer than `newsDays`. The opening of a provider or
 * dossier has no date and says nothing that the events of the import do not.
 *
 * @param today day of the recording
 */
export function isHistory(
  event: Pick<LedgerEvent, 'type'> & { occurred?: string | undefined },
  today: Day,
  newsDays: number,
): boolean {
  if (event.occurred === undefined) return event.type === 'ProviderRegistered' || event.type === 'DossierOpened';
  return latest(event.occurred) < addDays(today, -newsDays);
}

/** The import that recorded a change as history; `undefined` for news. */
export function historyOf(
  { change, importId }: PlacedChange,
  { newsDays, zone }: NewsRule & { zone: string },
): string | undefined {
  return isHistory(change, dayIn(zone, new Date(change.recordedAt)), newsDays) ? importId : undefined;
}
