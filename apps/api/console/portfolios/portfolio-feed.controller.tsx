import { Body, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { actorOf, ownerReference } from '#access/principal.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Line, Name } from '#domain/text/text.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { CreateFeed } from '#feeds/feeds.js';
import { dossierTitle } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { GetPortfolio, ListPortfolios } from '#portfolios/portfolio-queries.js';
import { CreatePortfolio, type Portfolio, UsesReplaced } from '#portfolios/portfolios.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { feedUrl, webcalUrl } from '../../feeds/feed-addresses.js';
import { NameInPath } from '../../http/query-fields.js';
import { Viewpoints } from '../../http/reading.js';
import { PortfolioWork } from '../../portfolios/portfolio-work.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { IdInPath } from '../../auth/caller-scope.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Choice, Field, Form, Hidden } from '../frame/controls.js';
import { Meanwhile } from '../frame/meanwhile.js';
import { addressOf, callerOf, Page, type PageContext, problemsUnder } from '../frame/page.js';

const menuEntry = 'portfolio';
const DossierAsked = z.object({ dossier: z.uuid() });
const NewOne = z.object({ newName: Name, usedFor: z.union([z.literal(''), Line]) });
const KnownOne = NewOne.omit({ newName: true }).extend({ portfolio: Name });

/** What leads into a portfolio and out of it: a dossier that is added, and feeds. */
@Pages('portfolios')
export class PortfolioFeedPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly work: PortfolioWork,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get('add')
  @ConsoleRoute('record')
  async ask(@Page() page: PageContext, @Query({ schema: DossierAsked }) { dossier }: z.output<typeof DossierAsked>) {
    return this.#ask(page, dossier);
  }

  @Post('add')
  @ConsoleRoute('record')
  async add(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const dossier = IdInPath.parse(form.get('dossier') ?? '');
    const typed = (name: string): string => (form.get(name) ?? '').trim();
    const [portfolio, newName, usedFor] = [typed('portfolio'), typed('newName'), typed('usedFor')];
    const problems =
      portfolio === ''
        ? await problemsUnder(NewOne, { newName, usedFor })
        : await problemsUnder(KnownOne, { portfolio, usedFor });
    if (problems.length > 0) return this.#ask(page, dossier, form, problems);
    const caller = callerOf(page);
    try {
      const slug =
        portfolio === ''
          ? (await this.commands.execute(new CreatePortfolio(newName, actorOf(caller)))).slug
          : portfolio;
      await this.work.add(slug, { known: [{ dossier, usedFor }] }, caller, form.get('seen') ?? '');
      return { redirect: addressOf(page, `/portfolios/${slug}`, { done: 'added' }) };
    } catch (error) {
      if (error instanceof UsesReplaced) return this.#ask(page, dossier, form, [], error);
      if (!(error instanceof Refusal) || !['limit-reached', 'unknown-portfolio'].includes(error.code)) throw error;
      return this.#ask(
        page,
        dossier,
        form,
        error.problems.map((problem) => ({ ...problem, field: 'portfolio' })),
      );
    }
  }

  @Post(':slug/feed')
  @ConsoleRoute('record')
  async feed(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<Answer> {
    const { id, name } = await this.queries.execute(new GetPortfolio({ slug }));
    const words = phrases(page.language).console.portfolios;
    const kind = form.get('kind') === 'atom' ? 'atom' : 'calendar';
    const filter = { portfolio: id, changes: kind === 'atom', deadlines: kind === 'calendar' };
    const asked = { kind, name: words.feedName(name).slice(0, 200), filter, language: page.language } as const;
    const { token } = await this.commands.execute(new CreateFeed(asked, ownerReference(callerOf(page))));
    const url = feedUrl(this.settings.PUBLIC_URL, kind, token);
    void reply.header('Cache-Control', 'no-store');
    return {
      title: words.feeds,
      menuEntry,
      timeless: true,
      children: (
        <>
          <p>{words.feedMade}</p>
          <p>
            <code class="long">{url}</code>
          </p>
          {kind === 'calendar' ? (
            <p>
              <a class="button" href={webcalUrl(url)}>
                {words.subscribe}
              </a>
            </p>
          ) : null}
          <p>
            <a href={addressOf(page, `/portfolios/${slug}`)}>{name}</a>
          </p>
        </>
      ),
    };
  }

  async #ask(
    page: PageContext,
    dossier: string,
    typed = new URLSearchParams(),
    problems: readonly Problem[] = [],
    replaced?: UsesReplaced,
  ): Promise<Answer> {
    const view = await this.queries.execute(new GetDossier(dossier, await this.viewpoints.of({})));
    const name = dossierTitle(view, await this.schemes.at(), page.language);
    const portfolios = await this.queries.execute(new ListPortfolios());
    return {
      title: phrases(page.language).console.portfolios.addTo,
      menuEntry,
      timeless: true,
      status: replaced ? 409 : problems.length > 0 ? 422 : 200,
      children: <AddForm {...{ page, dossier, name, portfolios, typed, problems, replaced }} />,
    };
  }
}

interface AddProps {
  page: PageContext;
  dossier: string;
  name: string;
  portfolios: readonly Portfolio[];
  typed: URLSearchParams;
  problems: readonly Problem[];
  /** The use of the service that somebody else has entered. */
  replaced: UsesReplaced | undefined;
}

function AddForm({ page, dossier, name, portfolios, typed, problems, replaced }: AddProps) {
  const words = phrases(page.language).console.portfolios;
  const options = [
    ...portfolios.map((one) => ({ value: one.slug, label: one.name })),
    { value: '', label: words.newOne },
  ];
  return (
    <Form page={page} action={addressOf(page, '/portfolios/add')}>
      <p>
        <strong>{name}</strong>
      </p>
      <Meanwhile page={page} now={(replaced?.uses ?? []).map(({ usedFor }) => [words.use, usedFor])} />
      <Hidden
        fields={[
          ['dossier', dossier],
          ['seen', replaced?.seen ?? ''],
        ]}
      />
      <Field page={page} name="portfolio" label={words.which} problems={problems}>
        {(input) => <Choice {...input} chosen={typed.get('portfolio') ?? options[0]?.value} options={options} />}
      </Field>
      <Field page={page} name="newName" label={words.newOne} hint={words.nameHint} problems={problems}>
        {(input) => <input {...input} value={typed.get('newName') ?? ''} maxLength={200} />}
      </Field>
      <Field page={page} name="usedFor" label={words.use} hint={words.useHint} problems={problems}>
        {(input) => <input {...input} value={typed.get('usedFor') ?? ''} maxLength={500} />}
      </Field>
      <p class="actions">
        <button>{words.addSubmit}</button> <a href={addressOf(page, `/dossiers/${dossier}`)}>{words.back}</a>
      </p>
    </Form>
  );
}
