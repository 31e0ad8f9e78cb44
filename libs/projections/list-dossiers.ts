import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { dossierView, type DossierView } from '#domain/dossier/dossier-view.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dependenciesAt } from './dependencies-at.js';
import type { DossierFilter } from './dossier-filter.js';
import { dossierPage, type DossierRow } from './dossier-page.js';
import { pageOf, type Page } from './page.js';
import { pointOf, type Viewpoint } from './point.js';
import { standingsOf } from './standings-of.js';

export interface DossiersAsked extends Viewpoint, DossierFilter {
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
}

/** The dossiers that had begun by a day, as they stood on it, as far as was known at an instant; by provider and service. */
export class ListDossiers extends Query<Page<DossierView>> {
  constructor(readonly asked: DossiersAsked) {
    super();
  }
}

@QueryHandler(ListDossiers)
export class ListDossiersHandler implements IQueryHandler<ListDossiers> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ asked }: ListDossiers): Promise<Page<DossierView>> {
    const { limit, cursor, asOf } = asked;
    const point = await pointOf(this.events, asked);
    const rows = await dossierPage(this.db, point, asked, { count: limit + 1, cursor });
    const upTo = Math.min(point.position ?? Infinity, rows[0]?.followed ?? 0);
    const schemes = await this.schemes.at(upTo);
    const shown = rows.slice(0, limit);
    const standings = await standingsOf(this.events, schemes, shown, { asOf, upTo });
    const needed = [...new Set([...standings.values()].flatMap(({ standing }) => standing.dependsOn))];
    const dependencies = await dependenciesAt(this.db, point, needed);
    const seen = { asOf, knownAt: asked.knownAt?.toISOString() ?? null };
    const viewOf = ({ id, provider, scheme: slug }: DossierRow): DossierView => {
      const scheme = schemes.get(slug);
      const found = standings.get(id);
      if (!scheme || !found) throw new Error(`dossier ${id} is on the board and cannot be read`);
      const itsOwn = found.standing.dependsOn.flatMap((other) => dependencies.get(other) ?? []);
      return dossierView({ id, provider, scheme, ...found, dependencies: itsOwn }, seen);
    };
    return pageOf(rows, limit, ({ folded, service, id }) => [folded, service, id], viewOf);
  }
}
