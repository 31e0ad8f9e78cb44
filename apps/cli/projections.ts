import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProjectionVersion } from '#event-store/checkpoint.js';
import type { EventStore } from '#event-store/event-store.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { boardCheckpoint, boardProjection } from '#projections/board-projection.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';

interface KnownProjection extends ProjectionVersion {
  /** Absent: its rows do not follow from the ledger alone, so they cannot be built beside those that serve. */
  define?: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue) => RebuildableProjection;
}

export const projections: readonly KnownProjection[] = [
  { ...boardCheckpoint, define: boardProjection },
  planningCheckpoint,
  CHANGES,
];
