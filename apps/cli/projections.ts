import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProjectionVersion } from '#event-store/checkpoint.js';
import type { EventStore } from '#event-store/event-store.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { agendaProjection } from '#projections/agenda-projection.js';
import { searchCheckpoint, searchProjection } from '#projections/search/search-projection.js';
import { agendaCheckpoint, statusCheckpoint, statusProjection } from '#projections/status-projection.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { CHANGES } from '#subscriptions/fan-out.js';

interface KnownProjection extends ProjectionVersion {
  /** Absent: its rows do not follow from the ledger alone, so they cannot be built beside those that serve. */
  define?: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue) => RebuildableProjection;
}

/** The projections of this release. */
export const projections: readonly KnownProjection[] = [
  { ...statusCheckpoint, define: statusProjection },
  { ...agendaCheckpoint, define: agendaProjection },
  { ...searchCheckpoint, define: searchProjection },
  planningCheckpoint,
  CHANGES,
];
