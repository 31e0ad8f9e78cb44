import { Get } from '@nestjs/common';
import { z } from 'zod';
import { type Day, earlier } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { GrantState } from '#domain/dossier/grant.js';
import type { GrantView, ProviderRef } from '#domain/dossier/standing.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { type DossierGrants, type GrantsPage, GrantLists } from '#projections/list-grants.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../api/http/reading.js';
import { DateText, type Axis, axisOver } from '../frame/display.js';
import { GrantMark } from '../frame/marks.js';
import { Table, Pager } from '../frame/table.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import {} from '../frame/controls.js';
import { select, providerField } from '../frame/fields.js';
import { Toolbar } from '../frame/toolbar.js';
import { type PageContext, addressOf, pageNumber, queryOf, Page, currentUrlWith } from '../frame/page.js';

@Pages('grants')
export class GrantPages {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly grantLists: GrantLists,
    private readonly providers: ProviderIds,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async grants(@Page() page: PageContext): Promise<PageAnswer> {
    const { scheme, provider, page: number } = await queryOf(page, GrantsQuery);
    const { upTo } = await this.viewpoints.of({ knownAt: page.at.knownAt?.toISOString() });
    const schemes = await this.schemes.at(upTo);
    const providers = await this.providerLists.names({ ...page.at, most: MOST_PROVIDERS });
    const { found, problems, id } = await this.#found(page, { scheme, provider, number }, schemes);
    const choice = { scheme, provider: providers.find((one) => one.id === id)?.slug ?? provider };
    return {
      title: phrases(page.language).console.grants.title,
      menuEntry: 'grants',
      status: problems.length > 0 ? 404 : 200,
      children: <GrantsView {...{ page, choice, schemes, providers, problems, found, number }} />,
    };
  }

  /** An unknown provider or scheme is reported beside its field. */
  async #found({ at }: PageContext, { scheme, provider, number }: Asked, schemes: Schemes) {
    try {
      if (scheme !== undefined) schemeOf(scheme, schemes);
      const id = provider === undefined ? undefined : await this.providers.of(provider, 'provider');
      const found = await this.grantLists.page({ ...at, scheme, provider: id, limit: PAGE_SIZE, page: number });
      return { id, found, problems: [] };
    } catch (error) {
      if (error instanceof Refusal) return { found: undefined, problems: error.problems };
      throw error;
    }
  }
}

interface PictureProps {
  page: PageContext;
  dossiers: readonly DossierGrants[];
  schemes: Schemes;
}

const HEAD = 54;

const ROW = 38;

const LINE = 14;

/** Horizontal positions in percent: fits any screen and keeps the text size. */
function GrantsPicture({ page, dossiers, schemes }: PictureProps) {
  const { picture } = phrases(page.language).console.grants;
  const rows = dossiers.map((dossier) => ({ dossier, bars: latestOf(dossier).shown.map(barOf) }));
  const days = daysOf(
    rows.flatMap(({ bars }) => bars),
    [page.today, page.at.asOf],
  );
  const axis = axisOver(days);
  const end = days.reduce((last, day) => (day > last ? day : last));
  const height = HEAD + rows.length * ROW + 8;
  return (
    <svg class="grants-picture" width="100%" height={height} role="img" aria-labelledby="grants-title grants-how">
      <title id="grants-title">{picture.title}</title>
      <desc id="grants-how">{picture.how}</desc>
      <Patterns />
      <Years axis={axis} height={height} />
      {rows.map(({ bars }, index) => (
        <g>
          {bars.map((bar) => (
            <BarShape bar={bar} axis={axis} end={end} y={HEAD + index * ROW + 20} />
          ))}
        </g>
      ))}
      <Moments page={page} axis={axis} height={height} />
      {rows.map(({ dossier }, index) => (
        <text x="0" y={HEAD + index * ROW + 14}>
          {labelOf(dossier, schemes, page)}
        </text>
      ))}
    </svg>
  );
}

function Years({ axis, height }: { axis: Axis; height: number }) {
  return (
    <>
      {axis.years.map(({ year, day }) => (
        <g>
          <line class="year" x1={axis.at(day)} x2={axis.at(day)} y1={HEAD - 4} y2={height} />
          <text class="small" x={axis.at(day)} y={HEAD - 10} text-anchor="middle">
            {year}
          </text>
        </g>
      ))}
    </>
  );
}

/** Marks today and, where different, `asOf`; labels go to the side with more room. */
function Moments({ page, axis, height }: { page: PageContext; axis: Axis; height: number }) {
  const { today, asOf } = phrases(page.language).console.grants.picture;
  const moments = [
    { day: page.today, name: today, kind: 'today' },
    ...(page.at.asOf === page.today ? [] : [{ day: page.at.asOf, name: asOf, kind: 'asked' }]),
  ];
  return (
    <>
      {moments.map(({ day, name, kind }, line) => {
        const x = axis.at(day);
        return (
          <g class={kind}>
            <line x1={x} x2={x} y1={16 + line * LINE} y2={height} />
            <text class="small" x={x} y={12 + line * LINE} text-anchor={Number.parseFloat(x) > 60 ? 'end' : 'start'}>
              {name}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Claims are thin, each state has its own pattern, open-ended grants end in a point. */
function BarShape({ bar, axis, end, y }: { bar: Bar; axis: Axis; end: string; y: number }) {
  const { state, confirmed, from, to } = bar;
  const height = confirmed ? 12 : 6;
  const top = y + (12 - height) / 2;
  const shape = { x: axis.at(from), width: axis.width(from, earlier(to ?? end, end)), y: top, height };
  return (
    <>
      <rect class={`bar ${state}`} {...shape} />
      {state === 'suspended' || state === 'withdrawn' || state === 'expired' ? (
        <rect fill={`url(#grants-${state})`} {...shape} />
      ) : null}
      {to === undefined || to > end ? <Point x={axis.at(end)} y={top} height={height} state={state} /> : null}
    </>
  );
}

/** Nested SVG, because paths cannot be placed in percent. */
const Point = ({ x, y, height, state }: { x: string; y: number; height: number; state: string }) => (
  <svg x={x} y={y} width="1" height="1" overflow="visible">
    <path class={`bar ${state}`} d={`M0-2 ${height} ${height / 2} 0 ${height + 2}Z`} />
  </svg>
);

/** Characters of a label, which fit a phone in the size of its style. */
const LONGEST = 57;

function labelOf({ provider, service, scheme }: DossierGrants, schemes: Schemes, { language }: PageContext): string {
  const names = [provider.name, ...(service ? [service.name] : []), schemeName(scheme, schemes, language)].join(' · ');
  return names.length > LONGEST ? `${names.slice(0, LONGEST - 1)}…` : names;
}

const STATES: readonly GrantState[] = ['in-force', 'suspended', 'expired', 'withdrawn', 'refuted', 'not-yet-valid'];

const PATTERNED: ReadonlySet<GrantState> = new Set(['suspended', 'withdrawn', 'expired']);

/** Legend; reuses the patterns of the chart, so it must follow it. */
function Legend({ page }: { page: PageContext }) {
  const { legend } = phrases(page.language).console.grants;
  const words = phrases(page.language).standing.grantStates;
  return (
    <div class="small">
      <h3 class="unseen">{legend.title}</h3>
      <ul class="grants-legend">
        {STATES.map((state) => (
          <li>
            <svg class="grants-picture" width="36" height="12" aria-hidden="true">
              <rect class={`bar ${state}`} x="1" y="1" width="34" height="10" />
              {PATTERNED.has(state) ? <rect fill={`url(#grants-${state})`} x="1" y="1" width="34" height="10" /> : null}
            </svg>{' '}
            {words[state]}
          </li>
        ))}
        <li>{legend.thin}</li>
        <li>{legend.open}</li>
      </ul>
    </div>
  );
}

const Patterns = () => (
  <defs>
    <pattern id="grants-suspended" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M3 0V6" />
    </pattern>
    <pattern id="grants-withdrawn" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 0 6 6M6 0 0 6" />
    </pattern>
    <pattern id="grants-expired" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 6 6 0M-1 1 1-1M5 7 7 5" />
    </pattern>
  </defs>
);

interface Bar {
  id: string;
  state: GrantView['state'];
  confirmed: boolean;
  from: Day;
  /** Last day; `undefined`: open-ended. */
  to: Day | undefined;
}

const MOST = 6;

function latestOf({ grants }: Pick<DossierGrants, 'grants'>): { shown: GrantView[]; older: number } {
  const sorted = grants.toSorted((a, b) => (earliest(a.validFrom) < earliest(b.validFrom) ? 1 : -1));
  return { shown: sorted.slice(0, MOST), older: Math.max(0, sorted.length - MOST) };
}

/** A grant that is never in force is drawn as one day. */
function barOf({ id, state, confirmed, validFrom, runsFrom, runsUntil }: GrantView): Bar {
  const from = runsFrom ?? earliest(validFrom);
  return { id, state, confirmed, from, to: runsFrom === null ? from : (runsUntil ?? undefined) };
}

function daysOf(bars: readonly Bar[], moments: readonly Day[]): Day[] {
  const ends = bars.flatMap(({ from, to }) => [from, ...(to === undefined ? [] : [to])]);
  return [...ends, ...moments].map((day) => earlier(day, LATEST));
}

/** Cuts off absurd validities, which would squeeze all others. */
const LATEST: Day = '2099-12-31';

const GrantsQuery = z.object({ scheme: Name.optional(), provider: Name.optional(), page: pageNumber });

/** Beyond this, the provider filter is a text input. */
const MOST_PROVIDERS = 200;

interface Asked {
  scheme: string | undefined;
  provider: string | undefined;
  number: number;
}

/** Dossiers per page: what fits on a printed sheet. */
const PAGE_SIZE = 25;

interface GrantsViewProps {
  page: PageContext;
  choice: GrantsChoice;
  schemes: Schemes;
  providers: readonly ProviderRef[];
  problems: readonly Problem[];
  /** Absent: the provider or scheme is unknown. */
  found: GrantsPage | undefined;
  number: number;
}

function GrantsView({ page, choice, schemes, providers, problems, found, number }: GrantsViewProps) {
  const words = phrases(page.language).console.grants;
  return (
    <>
      <p>{words.intro}</p>
      <GrantsFilter {...{ page, choice, schemes, providers, problems }} />
      {found?.dossiers.length === 0 ? <NoGrants {...{ page, choice, found }} /> : null}
      {found && found.dossiers.length > 0 ? (
        <>
          <section>
            <h2>{words.picture.title}</h2>
            <GrantsPicture {...{ page, schemes }} dossiers={found.dossiers} />
            <Legend page={page} />
          </section>
          <section>
            <h2>{words.table.title}</h2>
            <GrantsTable {...{ page, schemes }} dossiers={found.dossiers} />
            <Pager {...{ page, number, size: PAGE_SIZE, total: found.total }} />
          </section>
        </>
      ) : null}
    </>
  );
}

function NoGrants({ page, choice, found }: { page: PageContext; choice: GrantsChoice; found: GrantsPage }) {
  const { empty } = phrases(page.language).console.grants;
  const isNarrowed = choice.scheme !== undefined || choice.provider !== undefined;
  if (found.total > 0)
    return (
      <p class="empty">
        {empty.noPage} <a href={currentUrlWith(page, { page: undefined })}>{empty.firstPage}</a>
      </p>
    );
  return isNarrowed ? (
    <p class="empty">
      {empty.noMatch} <a href={addressOf(page, '/grants')}>{empty.all}</a>
    </p>
  ) : (
    <p class="empty">
      {empty.nothing} {empty.whatToDo}
    </p>
  );
}

interface GrantsChoice {
  scheme: string | undefined;
  provider: string | undefined;
}

interface FilterProps {
  page: PageContext;
  choice: GrantsChoice;
  schemes: Schemes;
  /** Options; empty when there are too many. */
  providers: readonly ProviderRef[];
  problems: readonly Problem[];
}

function GrantsFilter({ page, choice, schemes, providers, problems }: FilterProps) {
  const words = phrases(page.language).console.grants;
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  return (
    <Toolbar
      page={page}
      action="/grants"
      label={words.filter}
      go={words.show}
      problems={problems}
      fields={[
        select('scheme', words.scheme, choice.scheme, names, words.everyScheme),
        providerField(words, providers, choice.provider),
      ]}
    />
  );
}

interface TableProps {
  page: PageContext;
  dossiers: readonly DossierGrants[];
  schemes: Schemes;
}

function GrantsTable({ page, dossiers, schemes }: TableProps) {
  const { table } = phrases(page.language).console.grants;
  const columns = [table.dossier, table.scheme, table.decision, table.from, table.until, table.state, table.word];
  return (
    <Table
      isMain
      class="grants"
      caption={table.caption}
      columns={columns}
      rows={dossiers.flatMap((dossier) => {
        const { shown, older } = latestOf(dossier);
        return shown.map((grant, index) =>
          grantRowOf({ page, dossier, grant, schemes, older: index === shown.length - 1 ? older : 0 }),
        );
      })}
    />
  );
}

interface RowProps {
  page: PageContext;
  dossier: DossierGrants;
  grant: GrantView;
  schemes: Schemes;
  older: number;
}

function grantRowOf({ page, dossier, grant, schemes, older }: RowProps) {
  const { language } = page;
  const { table } = phrases(language).console.grants;
  const { provider, service } = dossier;
  return [
    <>
      <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
        {service === null ? provider.name : `${provider.name}, ${service.name}`}
      </a>
      {older > 0 ? <div class="small soft">{table.older(older)}</div> : null}
    </>,
    schemeName(dossier.scheme, schemes, language),
    grant.decision ?? <span class="soft">{table.noDecision}</span>,
    <>
      <DateText page={page} date={grant.validFrom} />
      {grant.runsFrom === null || grant.runsFrom === earliest(grant.validFrom) ? null : (
        <div class="small soft">
          {table.runsFrom} <DateText page={page} date={grant.runsFrom} />
        </div>
      )}
    </>,
    <Until page={page} grant={grant} />,
    <GrantMark {...grant} language={language} />,
    phrases(language).standing.confirmation(grant.confirmed, 'grant'),
  ];
}

function Until({ page, grant: { validUntil, runsUntil } }: { page: PageContext; grant: GrantView }) {
  const { table } = phrases(page.language).console.grants;
  return (
    <>
      {validUntil === null ? <span class="soft">{table.noEnd}</span> : <DateText page={page} date={validUntil} />}
      {runsUntil === null || (validUntil !== null && latest(validUntil) === runsUntil) ? null : (
        <div class="small soft">
          {table.runsUntil} <DateText page={page} date={runsUntil} />
        </div>
      )}
    </>
  );
}
