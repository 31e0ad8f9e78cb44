import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { notFound, type Portfolio, portfolioOf, servicesIn, type UsedService } from './portfolios.js';

/** By name, each with the number of its services. */
export class ListPortfolios extends Query<(Portfolio & { services: number })[]> {}

@QueryHandler(ListPortfolios)
export class ListPortfoliosHandler implements IQueryHandler<ListPortfolios> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute(): Promise<(Portfolio & { services: number })[]> {
    const rows = await this.db
      .selectFrom('portfolio')
      .selectAll('portfolio')
      .select(sql<number>`(select count(*)::int from portfolio_service where portfolio = portfolio.id)`.as('services'))
      .orderBy(sql`lower(name)`)
      .execute();
    return rows.map(({ services, ...row }) => ({ ...portfolioOf(row), services }));
  }
}

export class GetPortfolio extends Query<Portfolio & { services: UsedService[] }> {
  /** @param asked by its slug, or by its id */
  constructor(readonly asked: { slug: string } | { id: string }) {
    super();
  }
}

@QueryHandler(GetPortfolio)
export class GetPortfolioHandler implements IQueryHandler<GetPortfolio> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-portfolio */
  async execute({ asked }: GetPortfolio): Promise<Portfolio & { services: UsedService[] }> {
    const [column, value] = 'slug' in asked ? (['slug', asked.slug] as const) : (['id', asked.id] as const);
    const row = await this.db.selectFrom('portfolio').selectAll().where(column, '=', value).executeTakeFirst();
    if (!row) throw notFound(value);
    return { ...portfolioOf(row), services: await servicesIn(this.db, row.id) };
  }
}
