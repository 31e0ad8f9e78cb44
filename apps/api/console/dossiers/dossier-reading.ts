import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DeadlinesOfDossier, type DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import type { DossierView } from '#domain/dossier/dossier-view.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { GetTimeline } from '#ledger/get-timeline.js';
import type { TimelineEntry } from '#ledger/timeline.js';
import { ListDependents } from '#providers/list-dependents.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { DossierViews } from '../../dossiers/dossier-views.js';
import { Viewpoints } from '../../http/viewpoints.js';
import { type AmendedEntry, amendedEntries } from '../frame/amended-entry.js';
import type { PointInTime } from '../frame/page.js';

/** Other dossiers that are told on one page at most. */
const MOST_RELATED = 30;

/** A dossier with everything around it, at one point in time. */
export interface ReadDossier {
  view: DossierView;
  schemes: Schemes;
  /** By id, in the order of recording. */
  entries: ReadonlyMap<string, AmendedEntry>;
  deadlines: DossierDeadline[];
  buildsOn: DossierView[];
  dependents: DossierView[];
  /** Dossiers that build on it and are left out of `dependents`. */
  dependentsLeftOut: number;
}

@Injectable()
export class DossierReading {
  constructor(
    private readonly queries: QueryBus,
    private readonly views: DossierViews,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** @throws Refusal unknown-dossier: none was on record at that moment */
  async of(id: string, point: PointInTime): Promise<ReadDossier> {
    const at = await this.viewpoints.of({ asOf: point.asOf, knownAt: point.knownAt?.toISOString() });
    const view = await this.queries.execute(new GetDossier(id, at));
    const dependents = await this.queries.execute(new ListDependents(id, at.asOf, at.upTo));
    return {
      view,
      schemes: await this.schemes.at(at.upTo),
      entries: amendedEntries(await this.queries.execute(new GetTimeline(dossierStream(id), at.upTo))),
      deadlines: await this.queries.execute(new DeadlinesOfDossier(id, at.asOf, at.upTo)),
      buildsOn: await this.views.of(view.dependsOn.slice(0, MOST_RELATED), at),
      dependents: await this.views.of(dependents.slice(0, MOST_RELATED), at),
      dependentsLeftOut: Math.max(0, dependents.length - MOST_RELATED),
    };
  }

  /** The first that was ever recorded of it; nothing where there is no such dossier. */
  async first(id: string): Promise<TimelineEntry | undefined> {
    return (await this.queries.execute(new GetTimeline(dossierStream(id))))[0];
  }
}
