import { Get, Injectable, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Proposals } from '#approvals/proposals.js';
import { DeadlinesOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { GetDossier, GetDossiers } from '#dossiers/get-dossier.js';
import { phrases } from '#language/phrases.js';
import { GetTimeline, type TimelineEntry } from '#ledger/get-timeline.js';
import { ListDependents } from '#projections/list-dependents.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { BoardReading, Viewpoints } from '../../api/http/reading.js';
import { NameInPath } from '../../api/http/query-fields.js';
import { type PointInTime, queryOf, Page, type PageContext } from '../frame/page.js';
import { dossierTitle } from '#language/describe-standing.js';
import { NotYet } from '../frame/time-bar.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { amendedEntries, TimelineAsked } from '../frame/timeline-entries.js';
import { Follows } from '../follow/follows.js';
import { describedDossier } from '../public/described.js';
import { DossierContent } from './dossier-view.js';
import type { DossierData } from './section.js';

const MOST_RELATED = 30;

@Injectable()
export class DossierLoader {
  constructor(
    private readonly queries: QueryBus,
    private readonly proposals: Proposals,
    private readonly deadlines: DeadlinesOfDossier,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** @throws Refusal not-found: not recorded at that point in time */
  async of(id: string, point: PointInTime): Promise<DossierData> {
    const at = await this.viewpoints.of({ asOf: point.asOf, knownAt: point.knownAt?.toISOString() });
    const view = await this.queries.execute(new GetDossier(id, at));
    const dependents = await this.queries.execute(new ListDependents([id], at));
    const related = (ids: readonly string[]) => this.queries.execute(new GetDossiers(ids.slice(0, MOST_RELATED), at));
    return {
      view,
      schemes: await this.schemes.at(at.upTo),
      entries: amendedEntries(
        await this.proposals.withApprovers(await this.queries.execute(new GetTimeline(dossierStream(id), at.upTo))),
      ),
      deadlines: await this.deadlines.on(id, at.asOf, at.upTo),
      buildsOn: await related(view.dependsOn),
      dependents: await related(dependents.map((dependent) => dependent.id)),
      dependentsLeftOut: Math.max(0, dependents.length - MOST_RELATED),
    };
  }

  /** The first recorded event; `undefined` for an unknown dossier. */
  async first(id: string): Promise<TimelineEntry | undefined> {
    return (await this.queries.execute(new GetTimeline(dossierStream(id))))[0];
  }
}

@Pages()
export class DossierPages {
  constructor(
    private readonly dossiers: DossierLoader,
    private readonly board: BoardReading,
    private readonly follows: Follows,
  ) {}

  @Get('dossiers/:id')
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Param('id', { schema: NameInPath }) name: string): Promise<Answer> {
    const asked = await queryOf(page, TimelineAsked);
    if (asked.seen !== undefined) await this.board.position(asked.seen);
    const id = name.toLowerCase();
    try {
      const data = await this.dossiers.of(id, page.at);
      const title = dossierTitle(data.view, data.schemes, page.language);
      const children = <DossierContent page={page} data={data} asked={asked} />;
      const follow = await this.follows.of(page, { kind: 'dossier', id });
      const about = describedDossier(page, data.view, data.schemes);
      return { title, menuEntry: 'board', follow, about, children };
    } catch (error) {
      const first = isNotYet(error, page) ? await this.dossiers.first(id) : undefined;
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      return {
        title,
        status: 404,
        menuEntry: 'board',
        children: <NotYet page={page} since={first.recordedAt} />,
      };
    }
  }
}

const isNotYet = (error: unknown, { at }: PageContext): boolean =>
  error instanceof Refusal && error.code === 'not-found' && at.knownAt !== undefined;
