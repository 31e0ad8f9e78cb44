import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { actorOf, type Principal } from '#access/principal.js';
import { DaySchema } from '#domain/date/day.js';
import { ProviderRef } from '#domain/dossier/standing.js';
import { Status } from '#domain/dossier/status.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Line, Name } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { ListPortfolios } from '#portfolios/portfolio-queries.js';
import {
  CreatePortfolio,
  DeletePortfolio,
  MOST_SERVICES,
  RemoveService,
  RenamePortfolio,
} from '#portfolios/portfolios.js';
import { Answer } from '../http/answer.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { IdInPath } from '../auth/caller-scope.js';
import { Holder } from '../views/view-scope.js';
import type { PortfolioView } from './portfolio-view.js';
import { PortfolioWork } from './portfolio-work.js';

const usedFor = z
  .union([z.literal(''), Line])
  .default('')
  .describe('What the organisation uses the service for.');

const Named = z
  .strictObject({ name: Name })
  .meta({ id: 'PortfolioName', example: { name: 'Hosting of patient records' } });

const NewServices = z
  .strictObject({
    services: z
      .array(
        z.union([
          z.strictObject({ provider: Name.describe('Slug, id or name.'), service: Name, usedFor }),
          z.strictObject({ dossier: z.uuid().describe('Any dossier of the service.'), usedFor }),
        ]),
      )
      .min(1)
      .max(MOST_SERVICES),
  })
  .meta({
    id: 'NewPortfolioServices',
    example: { services: [{ provider: 'outscale', service: 'IaaS Cloud on Demand', usedFor: 'Payroll' }] },
  });

const Certification = z.strictObject({
  id: z.uuid().describe('Of the dossier.'),
  provider: ProviderRef,
  service: z.string().nullable(),
  scheme: z.string(),
  status: Status,
  confirmed: z.boolean(),
  expiring: z.boolean(),
  grantEnd: DaySchema.nullable().describe('The soonest last day of a grant in force.'),
  dependsOn: z.array(z.uuid()),
});

const PortfolioItem = z
  .strictObject({ slug: z.string(), name: z.string(), services: z.int(), createdAt: z.iso.datetime() })
  .meta({ id: 'PortfolioItem' });

const PortfolioAnswer = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    services: z.array(
      z.strictObject({
        dossier: z.uuid().describe('The dossier by which the portfolio has the service.'),
        usedFor: z.string(),
        own: z.array(Certification).describe('Empty if the service was not on record then.'),
        inherited: z.array(Certification).describe('What these depend on, directly or not.'),
        nextEnd: DaySchema.nullable(),
      }),
    ),
    certifications: z
      .array(
        Certification.extend({ affects: z.array(z.uuid()).describe('`dossier` of the services that rest on it.') }),
      )
      .describe('Those that end first, first.'),
  })
  .meta({ id: 'Portfolio' });

const certificationExample: z.input<typeof Certification> = {
  id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  provider: { id: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11', slug: 'outscale', name: 'Outscale' },
  service: 'IaaS Cloud on Demand',
  scheme: 'secnumcloud',
  ...{ status: 'granted', confirmed: true, expiring: true, grantEnd: '2026-12-29', dependsOn: [] },
};
const itemExample = {
  ...{ slug: 'hosting-of-patient-records', name: 'Hosting of patient records' },
  createdAt: '2026-11-25T08:00:00.000Z',
};
const { id: dossier } = certificationExample;
const portfolioExample: z.input<typeof PortfolioAnswer> = {
  ...itemExample,
  services: [{ dossier, usedFor: 'Payroll', own: [certificationExample], inherited: [], nextEnd: '2026-12-29' }],
  certifications: [{ ...certificationExample, affects: [dossier] }],
};

const answerOf = ({
  slug,
  name,
  createdAt,
  services,
  dependences,
}: PortfolioView): z.input<typeof PortfolioAnswer> => ({
  ...{ slug, name, createdAt: createdAt.toISOString(), services },
  certifications: dependences.map(({ dossier: certification, services: affected }) => ({
    ...certification,
    affects: affected.map(({ service }) => service.dossier),
  })),
});

const PointQuery = z.strictObject(viewpoint);

@ApiTags('portfolios')
@Controller('v1/portfolios')
export class PortfoliosController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly work: PortfolioWork,
    private readonly viewpoints: Viewpoints,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get()
  @Route({
    summary: 'List portfolios by name',
    description: 'Each with the number of its services.',
    needs: 'read',
    etag: 'content',
    answers: z.strictObject({ items: z.array(PortfolioItem) }).meta({ id: 'Portfolios' }),
    example: { items: [{ ...itemExample, services: 1 }] },
  })
  async listPortfolios() {
    const found = await this.queries.execute(new ListPortfolios());
    const items = found.map(({ slug, name, services, createdAt }) => ({
      ...{ slug, name, services },
      createdAt: createdAt.toISOString(),
    }));
    return new Answer({ items }, { position: await this.events.head() });
  }

  @Post()
  @Route({
    summary: 'Create a portfolio of services that the organisation uses',
    description: 'A portfolio of the same name is returned as it is.',
    needs: 'record',
    status: 201,
    answers: PortfolioAnswer,
    example: { ...portfolioExample, services: [], certifications: [] },
    problems: ['invalid-body', 'limit-reached'],
  })
  async createPortfolio(@Body({ schema: Named }) { name }: z.output<typeof Named>, @Holder() caller: Principal) {
    const { slug } = await this.commands.execute(new CreatePortfolio(name, actorOf(caller)));
    return this.#answer(slug, {}, `/v1/portfolios/${slug}`);
  }

  @Get(':slug')
  @Route({
    summary: 'Get a portfolio',
    description:
      'Each service with its certifications, what it inherits through dependencies, and for each certification which services rest on it, at a point in time. The services themselves have no history.',
    needs: 'read',
    answers: PortfolioAnswer,
    example: portfolioExample,
    problems: ['unknown-portfolio'],
  })
  async getPortfolio(
    @Param('slug', { schema: NameInPath }) slug: string,
    @Query({ schema: PointQuery }) query: z.output<typeof PointQuery>,
  ) {
    return this.#answer(slug, query);
  }

  @Patch(':slug')
  @Route({
    summary: 'Rename a portfolio',
    description: 'The slug does not change.',
    needs: 'record',
    answers: PortfolioAnswer,
    example: portfolioExample,
    problems: ['invalid-body', 'unknown-portfolio'],
  })
  async renamePortfolio(
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body({ schema: Named }) { name }: z.output<typeof Named>,
  ) {
    await this.commands.execute(new RenamePortfolio(slug, name));
    return this.#answer(slug, {});
  }

  @Delete(':slug')
  @HttpCode(204)
  @Route({
    summary: 'Delete a portfolio',
    description: 'The ledger keeps its dossiers. Feeds and subscriptions of the portfolio no longer match anything.',
    needs: 'record',
    status: 204,
    problems: ['unknown-portfolio'],
  })
  async deletePortfolio(@Param('slug', { schema: NameInPath }) slug: string): Promise<void> {
    await this.commands.execute(new DeletePortfolio(slug));
  }

  @Post(':slug/services')
  @HttpCode(200)
  @Route({
    summary: 'Add services to a portfolio',
    description: 'All or none. What a service that it has already is used for is replaced.',
    needs: 'record',
    answers: PortfolioAnswer,
    example: portfolioExample,
    problems: ['invalid-body', 'unknown-portfolio', 'unknown-dossier', 'unknown-service', 'limit-reached'],
  })
  async addServices(
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body({ schema: NewServices }) { services }: z.output<typeof NewServices>,
    @Holder() caller: Principal,
  ) {
    const named = services.flatMap((one, index) => ('provider' in one ? [{ ...one, row: index + 1 }] : []));
    const known = services.flatMap((one) => ('dossier' in one ? [one] : []));
    await this.work.add(slug, { named, known }, caller);
    return this.#answer(slug, {});
  }

  @Delete(':slug/services/:dossier')
  @HttpCode(204)
  @Route({
    summary: 'Remove a service from a portfolio',
    description: 'By its `dossier`, as the portfolio lists it. Idempotent.',
    needs: 'record',
    status: 204,
    problems: ['unknown-portfolio'],
  })
  async removeService(
    @Param('slug', { schema: NameInPath }) slug: string,
    @Param('dossier', { schema: IdInPath }) id: string,
  ): Promise<void> {
    await this.commands.execute(new RemoveService(slug, id));
  }

  async #answer(slug: string, query: z.output<typeof PointQuery>, location?: string) {
    const view = await this.work.view({ slug }, this.viewpoints.day(query));
    const about = { position: await this.events.head(), ...(location !== undefined && { location }) };
    return new Answer(answerOf(view), about);
  }
}
