import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { SchemeDurations, type StepAsked } from '#projections/scheme-durations.js';
import { Refusal } from '#domain/refusal.js';
import { stepAsked } from '#domain/durations/durations.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type SchemeView, schemeViews } from '#domain/scheme/catalogue.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { ListRegisters } from '#registers/get-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { NameInPath, stepFields } from '../../api/http/query-fields.js';
import { Viewpoints } from '../../api/http/reading.js';
import { addressOf, Page, type PageContext, queryOf } from '../frame/page.js';
import { Facts } from '../frame/display.js';
import { NotYet } from '../frame/time-bar.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { describedScheme } from '../public/described.js';
import { Follows } from '../follow/follows.js';
import { authorityOf, OneScheme, validityOf } from './scheme-view.js';
import { versionStates } from './versions.js';

const StepQuery = z.object({ ...stepFields });

/** The pages of schemes. Scheme data changes with publications only, so only `knownOn` applies. */
@Pages('schemes')
export class SchemePages {
  constructor(
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly follows: Follows,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async list(@Page() page: PageContext): Promise<Answer> {
    const schemes = schemeViews(await this.#history(page));
    const { title } = phrases(page.language).console.schemes;
    return { title, menuEntry: 'schemes', children: <SchemeList page={page} schemes={schemes} /> };
  }

  @Get(':slug')
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Param('slug', { schema: NameInPath }) slug: string): Promise<Answer> {
    const history = await this.#history(page);
    const scheme = schemeViews(history).find((view) => view.slug === slug);
    if (!scheme) return this.#notYet(page, slug);
    const durations = await this.#durations(page, scheme);
    const known = await this.queries.execute(new ListRegisters());
    const registers = known.map(({ register }) => register).filter((register) => register.scheme === slug);
    return {
      title: scheme.name[page.language],
      menuEntry: 'schemes',
      follow: await this.follows.of(page, { kind: 'scheme', id: slug }),
      about: describedScheme(page, scheme),
      status: durations.problems.length > 0 ? 422 : 200,
      children: <OneScheme {...{ page, scheme, history, durations, registers }} />,
    };
  }

  /** Milestones that make no step are reported beside their field; all other figures are shown. */
  async #durations(page: PageContext, scheme: SchemeView) {
    const query = await queryOf(page, StepQuery);
    const read = (asked: StepAsked) =>
      this.queries.execute(new SchemeDurations({ ...page.at, scheme: scheme.slug, ...asked }));
    try {
      const found = await read(query);
      return { found, choice: { ...query, ...stepAsked(scheme, query) }, problems: [] };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'unknown-reference') throw error;
      const step = stepAsked(scheme, {});
      const choice = { ...query, from: query.from ?? step.from, to: query.to ?? step.to };
      return { found: await read({ ...query, ...step }), choice, problems: error.problems };
    }
  }

  /** @throws Refusal not-found: not published later either */
  async #notYet(page: PageContext, slug: string): Promise<Answer> {
    const later = await this.schemes.history();
    const scheme = schemeOf(slug, await this.schemes.at());
    const since = later.find((publication) => publication.scheme.slug === slug)?.recordedAt;
    return {
      title: scheme.name[page.language],
      menuEntry: 'schemes',
      status: 404,
      children: since && <NotYet page={page} since={since} />,
    };
  }

  async #history({ at }: PageContext) {
    const { upTo } = await this.viewpoints.of({ knownAt: at.knownAt?.toISOString() });
    return this.schemes.history(upTo);
  }
}

/** All schemes, sorted by name in the reader's language. */
function SchemeList({ page, schemes }: { page: PageContext; schemes: readonly SchemeView[] }) {
  const { language } = page;
  const words = phrases(language).console.schemes;
  const sorted = schemes.toSorted((a, b) => a.name[language].localeCompare(b.name[language], language));
  return (
    <>
      <p>{words.intro}</p>
      <div class="cards">
        {sorted.map((scheme) => (
          <SchemeCard key={scheme.slug} page={page} scheme={scheme} />
        ))}
      </div>
    </>
  );
}

function SchemeCard({ page, scheme }: { page: PageContext; scheme: SchemeView }) {
  const { language } = page;
  const { facts, family, stageCount, dossiers } = phrases(language).console.schemes;
  const { slug, name, outcome, milestones, referentials } = scheme;
  const latest = referentials[versionStates(scheme, page.at.asOf).indexOf('latest')];
  return (
    <section class="card">
      <h2>
        <a href={addressOf(page, `/schemes/${encodeURIComponent(slug)}`)}>{name[language]}</a>
      </h2>
      <Facts
        facts={[
          [facts.kind, family[scheme.family].word],
          [facts.authority, authorityOf(scheme, language)],
          [facts.outcome, outcome[language]],
          [facts.validity, validityOf(scheme, page)],
          [facts.stages, stageCount(milestones.length)],
          [facts.version, latest && schemeText(latest.version, language)],
        ]}
      />
      <p>
        <a href={addressOf(page, '/', { scheme: slug })}>
          {dossiers}
          <span class="unseen"> ({name[language]})</span>
        </a>
      </p>
    </section>
  );
}
