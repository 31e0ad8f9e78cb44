import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { extendHorizon, planSubscriptions } from '#deadlines/plan/plan-days.js';
import { replanDossiers } from '#deadlines/plan/plan-dossiers.js';
import type { Planning } from '#deadlines/planning.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

export const ZONE = 'Europe/Paris';

/** Planning as the worker puts it together. */
export function planningOn(db: LedgerDatabase, clock: Clock): Planning {
  const events = new EventStore<LedgerEvent>(db, codec);
  const schemes = new SchemeCatalogue(db, events);
  return { events, schemes, clock, zone: ZONE };
}

/** What the scheduler plans, in its order. */
export async function planRound(db: LedgerDatabase, planning: Planning): Promise<void> {
  await extendHorizon(db, planning);
  await planSubscriptions(db, planning);
  await replanDossiers(db, planning);
}
