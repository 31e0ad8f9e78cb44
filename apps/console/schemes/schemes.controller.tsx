import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import { stepAsked } from '#domain/durations/durations.js';
import { Refusal } from '#domain/refusal.js';
import type { Register } from '#domain/register/register.js';
import {
  builtInSchemes,
  type Publication,
  type SchemeHistory,
  type SchemeView,
  schemeViews,
} from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { milestoneName, statusWord, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, typeset } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { SchemeDurations, type StepAsked } from '#projections/scheme-durations.js';
import { ListRegisters } from '#registers/get-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { stepFields } from '../../api/http/query-fields.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Follows } from '../follow/follow.controller.js';
import { Timestamp, DateText, DoneNote, Facts, SchemeText } from '../frame/display.js';
import { Badge } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { followDone, NotYet } from '../frame/page-head.js';
import { Named, type PageContext, addressOf, Page, queryOf } from '../frame/page.js';
import { describedScheme } from '../public/public-index.controller.js';
import { DurationsSection, type DurationsProps } from './durations.js';
import { Versions, versionStates } from './versions.js';

/** The pages of schemes. Scheme data changes with publications only, so only `knownOn` applies. */
@Pages('schemes')
export class SchemePages {
  constructor(
    private readonly durations: SchemeDurations,
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly follows: Follows,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async list(@Page() page: PageContext): Promise<PageAnswer> {
    const schemes = schemeViews(await this.#history(page));
    const { title } = phrases(page.language).console.schemes;
    return { title, menuEntry: 'schemes', children: <SchemeList page={page} schemes={schemes} /> };
  }

  @Get(':slug')
  @ConsoleRoute('public-read')
  async one(@Page() page: PageContext, @Named('slug') slug: string): Promise<PageAnswer> {
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
  async #notYet(page: PageContext, slug: string): Promise<PageAnswer> {
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

/** Revisions shown; REST returns all of them. */
const MOST = 30;

function HistoryOfScheme({ page, slug, history }: { page: PageContext; slug: string; history: SchemeHistory }) {
  const words = phrases(page.language).console.schemes.history;
  const builtIn = builtInSchemes.get(slug);
  const publications = history.filter(({ scheme, register }) => scheme.slug === slug && register === undefined);
  const told = publications.map((publication, index) => ({
    publication,
    before: publications[index - 1]?.scheme ?? builtIn,
  }));
  return (
    <section>
      <h2>{words.title}</h2>
      <ul>
        {told
          .reverse()
          .slice(0, MOST)
          .map(({ publication, before }) => (
            <li>
              <Published {...{ page, publication, before }} />
            </li>
          ))}
        {builtIn && told.length < MOST ? <li>{words.builtIn}</li> : null}
      </ul>
    </section>
  );
}

interface PublishedProps {
  page: PageContext;
  publication: Publication;
  before: Scheme | undefined;
}

function Published({ page, publication: { recordedAt, scheme }, before }: PublishedProps) {
  const words = phrases(page.language).console.schemes.history;
  const changes = before && changesBetween(before, scheme);
  return (
    <>
      {words.published} <Timestamp page={page} at={recordedAt} />
      {'. '}
      {changes === undefined ? words.first : null}
      {changes?.length === 0 ? words.same : null}
      {changes && changes.length > 0 ? (
        <ul>
          {changes.map((change) => (
            <li>{changeInWords(change, page)}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function changeInWords({ field, added, gone }: SchemeChange, { language }: PageContext): string {
  const words = phrases(language).console.schemes.history;
  const named = [
    ...(added.length > 0 ? [`${words.added} ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${words.gone} ${gone.join(', ')}`] : []),
  ];
  return named.length === 0
    ? words.changed[field]
    : `${words.changed[field]} (${named.join(language === 'fr' ? '\u202f; ' : '; ')})`;
}

type ChangedField = Exclude<keyof Scheme, 'slug' | 'readings'>;

interface SchemeChange {
  field: ChangedField;
  /** For lists of named items: those added and those removed. */
  added: string[];
  gone: string[];
}

const FIELDS: readonly ChangedField[] = [
  'name',
  'authority',
  'publishers',
  'country',
  'outcome',
  'family',
  'milestones',
  'levels',
  'maximalValidity',
  'duties',
  'onSurveillanceFailed',
  'currentForMonths',
  'warningDays',
  'renewalDays',
  'staleAfterDays',
  'ladder',
  'referentials',
  'labels',
  'sources',
];

/** Fields in which two revisions of a scheme differ. */
export const changesBetween = (before: Scheme, after: Scheme): SchemeChange[] =>
  FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field])).map((field) => {
    const [had, has] = [namesIn(before, field), namesIn(after, field)];
    return {
      field,
      added: has.filter((name) => !had.includes(name)),
      gone: had.filter((name) => !has.includes(name)),
    };
  });

function namesIn(scheme: Scheme, field: ChangedField): string[] {
  if (field === 'milestones') return scheme.milestones.map(({ code }) => code);
  if (field === 'referentials') return scheme.referentials.map(({ version }) => version);
  if (field === 'duties') return (scheme.duties ?? []).map(({ code }) => code);
  return field === 'levels' ? (scheme.levels ?? []) : [];
}

/** Canonical JSON: independent of the order of fields. */
const canonical = (value: unknown): string =>
  JSON.stringify([value], (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

interface OneSchemeProps {
  page: PageContext;
  scheme: SchemeView;
  history: SchemeHistory;
  durations: Pick<DurationsProps, 'found' | 'choice' | 'problems'>;
  /** Those that list its services. */
  registers: readonly Register[];
}

function OneScheme({ page, scheme, history, durations, registers }: OneSchemeProps) {
  const words = phrases(page.language).console.schemes;
  const { slug, sources } = scheme;
  return (
    <>
      <DoneNote page={page} words={followDone(page)} />
      <SchemeFacts page={page} scheme={scheme} registers={registers} />
      <p class="row no-print">
        <a href={addressOf(page, '/dossiers', { scheme: slug })}>{words.dossiers}</a>
        <a href={addressOf(page, '/grants', { scheme: slug })}>{words.grants}</a>
      </p>
      <Stages page={page} scheme={scheme} />
      <Duties page={page} scheme={scheme} />
      <Versions page={page} scheme={scheme} />
      <Labels page={page} scheme={scheme} />
      <DurationsSection {...{ page, scheme, ...durations }} />
      {sources.length === 0 ? null : (
        <section>
          <h2>{words.sources.title}</h2>
          <ul>
            {sources.map((source) => (
              <li>
                <SchemeText page={page} text={source} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <HistoryOfScheme {...{ page, slug, history }} />
    </>
  );
}

function SchemeFacts({ page, scheme, registers }: Pick<OneSchemeProps, 'page' | 'scheme' | 'registers'>) {
  const { language } = page;
  const words = phrases(language).console.schemes;
  const { facts } = words;
  const { word, text } = words.family[scheme.family];
  const { currentForMonths: current, renewalDays, levels, ladder, publishers, onSurveillanceFailed } = scheme;
  return (
    <Facts
      facts={[
        [facts.kind, `${word}. ${text}`],
        [facts.authority, authorityOf(scheme, language)],
        [facts.publishers, publishers?.map((publisher) => schemeText(publisher, language)).join(', ')],
        [facts.outcome, scheme.outcome[language]],
        [facts.validity, validityOf(scheme, page)],
        [facts.current, current === undefined ? undefined : words.months(current)],
        [facts.levels, levels?.map((level) => schemeText(level, language)).join(', ')],
        [facts.surveillance, words.surveillanceFailed[onSurveillanceFailed ?? 'none']],
        [facts.warning, words.before(scheme.warningDays)],
        [facts.renewal, renewalDays === undefined ? undefined : words.before(renewalDays)],
        [facts.stale, words.silence(scheme.staleAfterDays)],
        [words.registers, registers.length === 0 ? undefined : <Registers page={page} registers={registers} />],
        [facts.reminders, ladder && words.reminders(ladder.before, ladder.overdue)],
      ]}
    />
  );
}

const Registers = ({ page, registers }: Pick<OneSchemeProps, 'page' | 'registers'>) => (
  <>
    {registers.map(({ slug, name }) => (
      <div>
        <a href={addressOf(page, `/registers/${slug}`)}>{name}</a>
      </div>
    ))}
  </>
);

/** Only decisions expire. */
function validityOf({ family, maximalValidity: max }: SchemeView, { language }: PageContext): string | undefined {
  if (family !== 'decision') return undefined;
  const { validity, noEnd } = phrases(language).console.schemes;
  return max ? validity(max.years, max.toleranceDays) : noEnd;
}

/** The stages, each with its meaning and common confusions. */
function Stages({ page, scheme }: { page: PageContext; scheme: Scheme }) {
  const { language } = page;
  const { stages } = phrases(language).console.schemes;
  return (
    <section>
      <h2>{stages.title}</h2>
      {scheme.milestones.length === 0 ? <p>{stages.none}</p> : null}
      <ol class="scheme-stages">
        {scheme.milestones.map(({ code, means, isNot, gives, after = [] }) => (
          <li class="card">
            <h3>{capitalized(wholeMilestone(code, scheme, language))}</h3>
            {means ? <p>{typeset(means[language], language)}</p> : null}
            {isNot ? (
              <p>
                <strong>{typeset(stages.isNot, language)}</strong> {typeset(isNot[language], language)}.
              </p>
            ) : null}
            <p class="small soft">
              {stages.gives}{' '}
              <Badge tone={gives === 'granted' ? 'good' : 'warn'}>{statusWord(gives, scheme, language)}</Badge>
              {after.length > 0
                ? ` · ${stages.after}${colon(language)}${after.map((one) => milestoneName(one, scheme, language)).join(', ')}`
                : null}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Duties({ page, scheme }: { page: PageContext; scheme: Scheme }) {
  const { language } = page;
  const { duties } = phrases(language).console.schemes;
  if (!scheme.duties || scheme.duties.length === 0) return null;
  return (
    <section>
      <h2>{duties.title}</h2>
      <ul>
        {scheme.duties.map(({ name, everyMonths, graceDays }) => (
          <li>
            {[
              typeset(name[language], language),
              duties.every(everyMonths),
              ...(graceDays === undefined ? [] : [duties.grace(graceDays)]),
            ].join(', ')}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Labels({ page, scheme }: { page: PageContext; scheme: Scheme }) {
  const { language } = page;
  const { labels } = phrases(language).console.schemes;
  if (scheme.labels.length === 0) return null;
  return (
    <section>
      <h2>{labels.title}</h2>
      <Table
        caption={labels.intro}
        columns={[labels.name, labels.from, labels.until, labels.basis]}
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
    </section>
  );
}

const NAMES = {
  fr: new Intl.DisplayNames('fr', { type: 'region' }),
  en: new Intl.DisplayNames('en', { type: 'region' }),
};

const authorityOf = ({ authority, country }: Scheme, language: Language): string =>
  `${schemeText(authority, language)} (${countryName(country, language)})`;

/** Country name for an ISO 3166 code; other text unchanged. */
const countryName = (country: string, language: Language): string =>
  /^[A-Z]{2}$/.test(country) ? (NAMES[language].of(country) ?? country) : country;

const StepQuery = z.object({ ...stepFields });

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
          <SchemeCard page={page} scheme={scheme} />
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
        <a href={addressOf(page, '/dossiers', { scheme: slug })}>
          {dossiers}
          <span class="unseen"> ({name[language]})</span>
        </a>
      </p>
    </section>
  );
}
