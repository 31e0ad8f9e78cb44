import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DossierView } from '#domain/dossier/standing.js';
import { Refusal } from '#domain/refusal.js';
import { GetDossier, type Viewpoint } from '#dossiers/get-dossier.js';

/** Several dossiers at a point in time, each replayed. */
@Injectable()
export class DossierViews {
  constructor(private readonly queries: QueryBus) {}

  /** In the given order, without dossiers opened after `knownAt`. */
  async of(ids: readonly string[], at: Viewpoint): Promise<DossierView[]> {
    const views = await Promise.all(ids.map((id) => this.#view(id, at)));
    return views.filter((view) => view !== undefined);
  }

  async #view(id: string, at: Viewpoint): Promise<DossierView | undefined> {
    try {
      return await this.queries.execute(new GetDossier(id, at));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unknown-dossier') return undefined;
      throw error;
    }
  }
}
