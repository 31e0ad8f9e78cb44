import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { slipDays, type Target } from '#domain/dossier/progress.js';
import type { ProviderRef, Standing } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type BitemporalPoint, providerRefAt, type PointInTime, resolvePoint, spanAt } from './bitemporal-point.js';
import { standingsOf } from './list-grants.js';
import { statusCheckpoint } from './status-projection.js';

/** What came of a target date. */
export const TARGET_OUTCOMES = ['onTime', 'late', 'overdue', 'ahead'] as const;
export type TargetOutcome = (typeof TARGET_OUTCOMES)[number];

/** An announced target date of a dossier. */
export interface ListedTarget extends Target {
  dossier: { id: string; provider: ProviderRef; service: Standing['service']; scheme: string };
  slipDays: number;
  outcome: TargetOutcome;
}

export interface TargetsFound {
  /** By provider, service and announcement. */
  targets: ListedTarget[];
  /** More dossiers have targets than are evaluated. */
  isCut: boolean;
}

/** So many dossiers are replayed at most. */
export const MOST_WITH_TARGETS = 2_000;

/** Every target date that was announced, and what came of it, at a point in time. */
export class ListTargets extends Query<TargetsFound> {
  /** @param asked `provider`: id of the one that holds the service */
  constructor(readonly asked: PointInTime & { provider?: string | undefined }) {
    super();
  }
}

interface Row {
  id: string;
  scheme: string;
  provider: ProviderRef;
  followed: number;
}

@QueryHandler(ListTargets)
export class ListTargetsHandler implements IQueryHandler<ListTargets> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ asked }: ListTargets): Promise<TargetsFound> {
    const { asOf } = asked;
    const point = await resolvePoint(this.events, asked);
    const rows = await this.#dossiers(point, asked.provider);
    const shown = rows.slice(0, MOST_WITH_TARGETS);
    const upTo = Math.min(point.position ?? Infinity, rows[0]?.followed ?? 0);
    const standings = await standingsOf(this.events, await this.schemes.at(upTo), shown, { asOf, upTo });
    const targets = shown.flatMap(({ id, provider, scheme }) => {
      const standing = standings.get(id)?.standing;
      const dossier = { id, provider, service: standing?.service ?? null, scheme };
      return (standing?.targets ?? []).map((target) => {
        const days = slipDays(target, asOf);
        return { ...target, dossier, slipDays: days, outcome: outcomeOf(target, days) };
      });
    });
    return { targets, isCut: rows.length > shown.length };
  }

  /** Every target is a deadline, which the projection of deadlines holds in whatever state. */
  async #dossiers(point: BitemporalPoint, provider: string | undefined): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select dossier.id, dossier.scheme, ${providerRefAt('provider', point)} as provider,
        (select coalesce(max(position), 0) from checkpoint where name = ${statusCheckpoint.name}) as followed
      from (select distinct dossier from deadline_span where kind = 'target') as aimed
      join dossier on dossier.id = aimed.dossier
      cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
      join provider on provider.id = span.provider
      where ${provider === undefined ? sql`true` : sql`provider.id = ${provider}::uuid`}
      order by provider.folded, span.service, dossier.id
      limit ${MOST_WITH_TARGETS + 1}
    `.execute(this.db.reads);
    return rows;
  }
}

function outcomeOf({ reached }: Target, days: number): TargetOutcome {
  if (reached === null) return days > 0 ? 'overdue' : 'ahead';
  return days > 0 ? 'late' : 'onTime';
}
