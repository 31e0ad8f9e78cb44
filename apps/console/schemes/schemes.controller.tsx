import { stepFields } from '../../api/http/query-fields.js';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import { stepAsked } from '#domain/durations/durations.js';
import { Refusal } from '#domain/refusal.js';
import type { Register } from '#domain/register/register.js';
import { type SchemeView, schemeViews } from '#domain/scheme/catalogue.js';
import { milestoneName, statusWord, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, typeset } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { SchemeDurations, type StepAsked } from '#projections/scheme-durations.js';
import { RegisterViews } from '#registers/register-views.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Follows } from '../follow/follow.controller.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { linkTo, buttonTo, DateText, DoneNote, Facts, SchemeText, Section, Badge } from '../frame/display.js';
import { followDone, NotYet } from '../frame/page-head.js';
import { Named } from '../../api/auth/caller.js';
import { addressOf, Page, queryOf } from '../frame/page.js';
import { Table } from '../frame/table.js';
import { describedScheme } from '../public/public-index.controller.js';
import { DurationsSection } from './durations.js';
import { revisions, versions, versionStates } from './versions.js';

const StepQuery = z.object({ ...stepFields });

/** The pages of schemes. Scheme data changes with publications only, so only `knownOn` applies. */
@Pages('schemes')
export class SchemePages {
  constructor(
    private readonly durations: SchemeDurations,
    private readonly registerViews: RegisterViews,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly follows: Follows,
  ) {}

  @ConsoleGet('', 'public-read')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const schemes = schemeViews(await this.#history(page));
    const { schemes: title } = phrases(page.language).console.terms;
    return { title, menuEntry: 'schemes', children: schemeList(page, schemes) };
  }

  @ConsoleGet(':slug', 'public-read')
  async one(@Page() page: Page, @Named('slug') slug: string): Promise<PageAnswer> {
    const history = await this.#history(page);
    const scheme = schemeViews(history).find((view) => view.slug === slug);
    if (!scheme) return this.#notYet(page, slug);
    const durations = await this.#durations(page, scheme);
    const known = await this.registerViews.all();
    const registers = known.map(({ register }) => register).filter((register) => register.scheme === slug);
    const words = phrases(page.language).console.schemes;
    return {
      title: scheme.name[page.language],
      menuEntry: 'schemes',
      follow: await this.follows.of(page, { kind: 'scheme', id: slug }),
      about: describedScheme(page, scheme),
      status: durations.problems.length > 0 ? 422 : 200,
      actions: (
        <>
          {buttonTo(addressOf(page, '/dossiers', { scheme: slug }), words.dossiers)}
          {buttonTo(addressOf(page, '/grants', { scheme: slug }), words.grants)}
        </>
      ),
      children: (
        <>
          <DoneNote page={page} words={followDone(page)} />
          <Facts facts={factsOf(page, scheme, registers)} />
          <Stages page={page} scheme={scheme} />
          {bulleted('duties', words.duties.title, dutiesIn(scheme, page.language))}
          {versions(page, scheme)}
          <Labels page={page} scheme={scheme} />
          <DurationsSection {...{ page, scheme, ...durations }} />
          {bulleted(
            'sources',
            words.sources.title,
            scheme.sources.map((source) => <SchemeText page={page} text={source} />),
          )}
          {revisions(page, slug, history)}
        </>
      ),
    };
  }

  /** Milestones that make no step are reported beside their field; all other figures are shown. */
  async #durations(page: Page, scheme: SchemeView) {
    const query = await queryOf(page, StepQuery);
    const read = (asked: StepAsked) => this.durations.of({ ...page.at, scheme: scheme.slug, ...asked });
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
  async #notYet(page: Page, slug: string): Promise<PageAnswer> {
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

  async #history({ at }: Page) {
    const { upTo } = await this.viewpoints.of({ knownAt: at.knownAt?.toISOString() });
    return this.schemes.history(upTo);
  }
}

interface Props {
  page: Page;
  scheme: SchemeView;
}

/** All schemes, sorted by name in the reader's language. */
function schemeList(page: Page, schemes: readonly SchemeView[]) {
  const { language } = page;
  const { facts, family, dossiers } = phrases(language).console.schemes;
  const { terms } = phrases(language).console;
  const { scheme, schemes: title } = terms;
  const sorted = schemes.toSorted((a, b) => a.name[language].localeCompare(b.name[language], language));
  return (
    <Table
      isMain
      isList
      label={title}
      columns={[
        { name: scheme },
        { first: terms.kind },
        facts.authority,
        { wide: facts.outcome },
        facts.validity,
        { number: terms.stages },
        { wide: terms.standard },
        { act: dossiers },
      ]}
      rows={sorted.map((one) => {
        const { slug, name, outcome, milestones, referentials } = one;
        const latest = referentials[versionStates(one, page.at.asOf).indexOf('latest')];
        return [
          linkTo(page, `/schemes/${encodeURIComponent(slug)}`, name[language]),
          family[one.family].word,
          authorityOf(one, language),
          outcome[language],
          validityOf(page, one, 'short'),
          milestones.length,
          latest && schemeText(latest.version, language),
          <a href={addressOf(page, '/dossiers', { scheme: slug })}>
            {dossiers}
            <span class="unseen"> ({name[language]})</span>
          </a>,
        ];
      })}
    />
  );
}

/** @param registers those that list its services */
function factsOf(page: Page, scheme: SchemeView, registers: readonly Register[]) {
  const { language } = page;
  const { schemes: words, terms } = phrases(language).console;
  const { facts } = words;
  const { word, text } = words.family[scheme.family];
  const { currentForMonths: current, renewalDays, levels, ladder, publishers, onSurveillanceFailed } = scheme;
  return [
    [terms.kind, `${word}. ${text}`],
    [facts.authority, authorityOf(scheme, language)],
    [facts.publishers, publishers?.map((publisher) => schemeText(publisher, language)).join(', ')],
    [facts.outcome, scheme.outcome[language]],
    [facts.validity, validityOf(page, scheme, 'whole')],
    [facts.current, current === undefined ? undefined : words.months(current)],
    [facts.levels, levels?.map((level) => schemeText(level, language)).join(', ')],
    [facts.surveillance, words.surveillanceFailed[onSurveillanceFailed ?? 'none']],
    [facts.warning, words.before(scheme.warningDays)],
    [facts.renewal, renewalDays === undefined ? undefined : words.before(renewalDays)],
    [facts.stale, words.silence(scheme.staleAfterDays)],
    [terms.registers, registers.length === 0 ? undefined : registersIn(page, registers)],
    [terms.reminders, ladder && words.reminders(ladder.before, ladder.overdue)],
  ] as const;
}

const registersIn = (page: Page, registers: readonly Register[]) =>
  registers.map(({ slug, name }, index) => (
    <>
      {index > 0 ? ', ' : null}
      {linkTo(page, `/registers/${slug}`, name)}
    </>
  ));

/** Only decisions expire. */
function validityOf(
  { language }: Page,
  { family, maximalValidity: max }: SchemeView,
  form: 'whole' | 'short',
): string | undefined {
  if (family !== 'decision') return undefined;
  const { validity, noEnd } = phrases(language).console.schemes;
  return max ? validity(max.years, form === 'short' ? 0 : max.toleranceDays) : noEnd;
}

/** The stages in order, each with its meaning and what it is confused with. */
function Stages({ page, scheme }: Props) {
  const { language } = page;
  const { stages } = phrases(language).console.schemes;
  const { terms } = phrases(language).console;
  return (
    <Section id="stages" title={terms.stages}>
      <Table
        label={terms.stages}
        columns={[terms.stage, { plain: stages.means }, { first: stages.gives }, terms.after]}
        rows={scheme.milestones.map(({ code, means, isNot, gives, after = [] }) => [
          capitalized(wholeMilestone(code, scheme, language)),
          <>
            {means ? typeset(means[language], language) : null}
            {isNot ? (
              <div class="soft">
                {typeset(stages.isNot, language)} {typeset(isNot[language], language)}.
              </div>
            ) : null}
          </>,
          <Badge tone={gives === 'granted' ? 'good' : 'warn'}>{statusWord(gives, scheme, language)}</Badge>,
          after.map((one) => milestoneName(one, scheme, language)).join(', '),
        ])}
        empty={stages.none}
      />
    </Section>
  );
}

const bulleted = (id: string, title: string, items: readonly ComponentChildren[]) =>
  items.length === 0 ? null : (
    <Section id={id} title={title}>
      <ul>
        {items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    </Section>
  );

function dutiesIn({ duties = [] }: SchemeView, language: Language): string[] {
  const words = phrases(language).console.schemes.duties;
  return duties.map(({ name, everyMonths, graceDays }) => {
    const grace = graceDays === undefined ? [] : [words.grace(graceDays)];
    return [typeset(name[language], language), words.every(everyMonths), ...grace].join(', ');
  });
}

function Labels({ page, scheme }: Props) {
  const { language } = page;
  const { labels } = phrases(language).console.schemes;
  const { terms } = phrases(language).console;
  if (scheme.labels.length === 0) return null;
  return (
    <Section id="labels" title={terms.labels}>
      <Table
        caption={labels.intro}
        columns={[labels.name, terms.from, terms.until, labels.basis]}
        rows={scheme.labels.map(({ name, from, until, basis, referentials }) => [
          typeset(name[language], language),
          <DateText page={page} date={from} />,
          until === undefined ? null : <DateText page={page} date={until} />,
          <>
            <SchemeText page={page} text={basis} />
            {referentials ? <div class="soft small">{labels.only(referentials)}</div> : null}
          </>,
        ])}
      />
    </Section>
  );
}

const NAMES = {
  fr: new Intl.DisplayNames('fr', { type: 'region' }),
  en: new Intl.DisplayNames('en', { type: 'region' }),
};

/** With the name of a country of ISO 3166, or another place as it is. */
function authorityOf({ authority, country }: SchemeView, language: Language): string {
  const place = /^[A-Z]{2}$/.test(country) ? NAMES[language].of(country) : undefined;
  return `${schemeText(authority, language)} (${place ?? country})`;
}
