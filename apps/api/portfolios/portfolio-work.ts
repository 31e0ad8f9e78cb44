import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { actorOf, type Principal } from '#access/principal.js';
import { type Problem, Refusal, reason } from '#domain/refusal.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { GetPortfolio } from '#portfolios/portfolio-queries.js';
import { AddServices, type UsedService } from '#portfolios/portfolios.js';
import type { PointInTime } from '#projections/bitemporal-point.js';
import { FindService, ServicesWith } from '#projections/services-with.js';
import { ProviderIds } from '#providers/provider-ids.js';
import type { Filter } from '#subscriptions/filter.js';
import { Viewpoints } from '../http/reading.js';
import type { NamedService } from './portfolio-rows.js';
import { type PortfolioView, portfolioView } from './portfolio-view.js';

/** What feeds of a portfolio are filtered by: its services when the feed is read. */
interface FeedFilter extends Filter {
  portfolio?: string;
}

/** Portfolios at a point in time, and services that are added to them. */
@Injectable()
export class PortfolioWork {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** @throws Refusal unknown-portfolio */
  async view(asked: GetPortfolio['asked'], at: PointInTime): Promise<PortfolioView> {
    const portfolio = await this.queries.execute(new GetPortfolio(asked));
    const dossiers = portfolio.services.map(({ dossier }) => dossier);
    return portfolioView(portfolio, await this.queries.execute(new ServicesWith(dossiers, at)));
  }

  /**
   * Adds services, by name or by a dossier: all or none.
   *
   * @throws Refusal unknown-service, with a problem for each row that names nothing on record; unknown-dossier,
   *   unknown-portfolio, limit-reached; UsesReplaced, if uses are replaced that are not those `seen`
   */
  async add(
    slug: string,
    { named = [], known = [] }: { named?: readonly NamedService[]; known?: readonly UsedService[] },
    caller: Principal,
    seen?: string,
  ): Promise<void> {
    const at = await this.viewpoints.of({});
    for (const { dossier } of known) await this.queries.execute(new GetDossier(dossier, at));
    const problems: Problem[] = [];
    const services: UsedService[] = [...known];
    for (const one of named) {
      const found = await this.#found(one);
      if (typeof found === 'string') services.push({ dossier: found, usedFor: one.usedFor });
      else problems.push(found);
    }
    if (problems[0]) throw new Refusal('unknown-service', problems[0], problems);
    await this.commands.execute(new AddServices(slug, services, actorOf(caller), seen));
  }

  /** The filter of a feed as it is evaluated; a portfolio that was deleted has no services. */
  async filterOfFeed(filter: object): Promise<Filter> {
    const { portfolio: id, ...rest } = filter as FeedFilter;
    if (id === undefined) return rest;
    try {
      const { dependences } = await this.view({ id }, { asOf: this.viewpoints.today() });
      return { ...rest, dossiers: dependences.map(({ dossier }) => dossier.id) };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unknown-portfolio') return { ...rest, dossiers: [] };
      throw error;
    }
  }

  async #found({ provider, service, row }: NamedService): Promise<string | Problem> {
    try {
      const id = await this.providers.of(provider, 'provider');
      const found = await this.queries.execute(new FindService(id, service, this.viewpoints.today()));
      return found ?? { field: 'service', row, ...reason('service-not-found', { service }) };
    } catch (error) {
      const problem = error instanceof Refusal ? error.problems[0] : undefined;
      if (!problem) throw error;
      return { ...problem, row };
    }
  }
}
