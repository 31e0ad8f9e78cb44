import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { dossierView, type DossierView } from '#domain/dossier/dossier-view.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { dependenciesAt } from './dependencies-at.js';
import { dossierPage, type DossierFilter, type DossierRow } from './dossier-page.js';
import { pageOf, type Page } from './page.js';
import { pointOf, type Viewpoint } from './point.js';

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
  ) {}

  async execute({ asked }: ListDossiers): Promise<Page<DossierView>> {
    const { limit, cursor } = asked;
    const point = await pointOf(this.events, asked);
    const rows = await dossierPage(this.db, point, asked, { count: limit + 1, cursor });
    const needed = [...new Set(rows.flatMap(({ body }) => body.dependsOn))];
    const dependencies = await dependenciesAt(this.db, point, needed);
    const seen = { asOf: asked.asOf, knownAt: asked.knownAt?.toISOString() ?? null };
    const viewOf = ({ id, provider, scheme: slug, version, body: standing }: DossierRow): DossierView => {
      const scheme = builtInSchemes.get(slug);
      if (!scheme) throw new Error(`dossier ${id} is on the board under a scheme that does not exist: ${slug}`);
      const itsOwn = standing.dependsOn.flatMap((other) => dependencies.get(other) ?? []);
      return dossierView({ id, provider, scheme, version, standing, dependencies: itsOwn }, seen);
    };
    return pageOf(rows, limit, ({ folded, service, id }) => [folded, service, id], viewOf);
  }
}
