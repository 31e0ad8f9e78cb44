import { Body, Get, Param, Post } from '@nestjs/common';
import { type Command, CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { Line, Name } from '#domain/text/text.js';
import { phrases } from '#language/phrases.js';
import { ListPortfolios } from '#portfolios/portfolio-queries.js';
import {
  CreatePortfolio,
  DeletePortfolio,
  RemoveService,
  RenamePortfolio,
  UsesReplaced,
} from '#portfolios/portfolios.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { FormWithFile } from '../frame/forms.js';
import { NameInPath } from '../../http/query-fields.js';
import { Viewpoints } from '../../http/reading.js';
import { type NamedService, namedServicesIn } from '../../portfolios/portfolio-rows.js';
import { PortfolioWork } from '../../portfolios/portfolio-work.js';
import { IdInPath } from '../../auth/caller-scope.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { addressOf, callerOf, Page, type PageContext, pageNumber, problemsUnder, queryOf } from '../frame/page.js';
import { PortfolioList } from './portfolio-list.js';
import { PortfolioContent } from './portfolio-content.js';

const menuEntry = 'portfolio';
const Named = z.object({ name: Name });
const NewService = z.object({ provider: Name, service: Name, usedFor: z.union([z.literal(''), Line]) });

/** Of its services, and of the certifications that these rest on. */
const PagesQuery = z.object({ page: pageNumber, ends: pageNumber });
export type PagesOfPortfolio = z.output<typeof PagesQuery>;

/** What a form was sent with, and what is wrong with it. */
export interface Typed {
  typed: URLSearchParams;
  problems: readonly Problem[];
  /** What somebody else changed, so that nothing was done. */
  meanwhile?: 'name' | 'content' | UsesReplaced;
}

const nothingTyped: Typed = { typed: new URLSearchParams(), problems: [] };

@Pages('portfolios')
export class PortfolioPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly work: PortfolioWork,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('read')
  async list(@Page() page: PageContext): Promise<Answer> {
    return this.#list(page);
  }

  @Post()
  @ConsoleRoute('record')
  async create(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const name = (form.get('name') ?? '').trim();
    const problems = await problemsUnder(Named, { name });
    if (problems.length > 0) return this.#list(page, { typed: form, problems });
    try {
      const { slug } = await this.commands.execute(new CreatePortfolio(name, actorOf(callerOf(page))));
      return { redirect: addressOf(page, `/portfolios/${slug}`, { done: 'created' }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'limit-reached') throw error;
      return this.#list(page, { typed: form, problems: error.problems });
    }
  }

  @Get(':slug')
  @ConsoleRoute('read')
  async look(@Page() page: PageContext, @Param('slug', { schema: NameInPath }) slug: string): Promise<Answer> {
    return this.#show(page, slug);
  }

  @Post(':slug/services')
  @ConsoleRoute('record')
  async add(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const typed = (name: string): string => (form.get(name) ?? '').trim();
    const asked = { provider: typed('provider'), service: typed('service'), usedFor: typed('usedFor') };
    const problems = await problemsUnder(NewService, asked);
    return this.#add(page, slug, { typed: form, problems }, [{ ...asked, row: 1 }]);
  }

  @Post(':slug/file')
  @ConsoleRoute('record', 'files')
  async addFile(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const file = form instanceof FormWithFile ? form.file : undefined;
    const text = form.get('text') ?? '';
    const bytes = file && file.bytes.length > 0 ? file.bytes : Buffer.from(text);
    const none: Problem[] = bytes.length === 0 ? [{ field: 'file', ...reason('required') }] : [];
    const { services, problems } = none.length > 0 ? { services: [], problems: none } : await namedServicesIn(bytes);
    return this.#add(page, slug, { typed: form, problems }, services);
  }

  @Post(':slug/remove')
  @ConsoleRoute('record')
  async remove(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const command = new RemoveService(slug, IdInPath.parse(form.get('dossier') ?? ''), form.get('was') ?? undefined);
    return this.#unlessChanged(page, { slug, done: 'removed' }, command, { ...nothingTyped, meanwhile: 'content' });
  }

  @Post(':slug/rename')
  @ConsoleRoute('record')
  async rename(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const name = (form.get('name') ?? '').trim();
    const problems = await problemsUnder(Named, { name });
    if (problems.length > 0) return this.#show(page, slug, { typed: form, problems });
    const command = new RenamePortfolio(slug, name, form.get('was') ?? undefined);
    return this.#unlessChanged(page, { slug, done: 'renamed' }, command, {
      ...nothingTyped,
      typed: form,
      meanwhile: 'name',
    });
  }

  @Post(':slug/delete')
  @ConsoleRoute('record')
  async delete(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    try {
      await this.commands.execute(new DeletePortfolio(slug, form.get('was') ?? undefined));
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#show(page, slug, { ...nothingTyped, meanwhile: 'content' });
      if (!(error instanceof Refusal)) throw error; // deleted already
    }
    return { redirect: addressOf(page, '/portfolios', { done: 'deleted' }) };
  }

  async #add(page: PageContext, slug: string, wrong: Typed, services: readonly NamedService[]): Promise<Answer> {
    if (wrong.problems.length > 0) return this.#show(page, slug, wrong);
    try {
      await this.work.add(slug, { named: services }, callerOf(page), wrong.typed.get('seen') ?? '');
    } catch (error) {
      if (error instanceof UsesReplaced) return this.#show(page, slug, { ...wrong, meanwhile: error });
      if (!(error instanceof Refusal) || error.code === 'unknown-portfolio') throw error;
      return this.#show(page, slug, { ...wrong, problems: error.problems });
    }
    return { redirect: addressOf(page, `/portfolios/${slug}`, { done: 'added' }) };
  }

  async #unlessChanged(
    page: PageContext,
    { slug, done }: { slug: string; done: string },
    command: RemoveService | RenamePortfolio,
    changed: Typed,
  ): Promise<Answer> {
    try {
      await this.commands.execute<Command<unknown>, unknown>(command);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#show(page, slug, changed);
      throw error;
    }
    return { redirect: addressOf(page, `/portfolios/${slug}`, { done }) };
  }

  async #list(page: PageContext, { typed, problems }: Typed = nothingTyped): Promise<Answer> {
    const found = await this.queries.execute(new ListPortfolios());
    return {
      title: phrases(page.language).console.portfolios.title,
      menuEntry,
      status: problems.length > 0 ? 422 : 200,
      children: <PortfolioList {...{ page, found, problems }} name={typed.get('name') ?? ''} />,
    };
  }

  async #show(page: PageContext, slug: string, wrong: Typed = nothingTyped): Promise<Answer> {
    const { asOf, knownAt } = page.at;
    const pages = await queryOf(page, PagesQuery);
    const view = await this.work.view({ slug }, { asOf, knownAt });
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.schemes.at(upTo);
    const here = { ...page, path: `/portfolios/${slug}` };
    return {
      page: here,
      title: view.name,
      menuEntry,
      status: wrong.meanwhile ? 409 : wrong.problems.length > 0 ? 422 : 200,
      children: <PortfolioContent {...{ page: here, view, schemes, pages, ...wrong }} />,
    };
  }
}
