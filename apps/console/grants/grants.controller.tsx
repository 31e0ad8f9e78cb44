import { Get } from '@nestjs/common';
import { z } from 'zod';
import { ProviderLists } from '#projections/list-providers.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type GrantsPage, GrantLists, type DossierGrants } from '#projections/list-grants.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { GrantView, ProviderRef } from '#domain/dossier/standing.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../api/http/reading.js';
import { GrantBadge } from '../frame/badges.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Choice, Field, Hidden, ProviderField } from '../frame/controls.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, type PageContext, pageNumber, queryOf, Page, currentUrlWith } from '../frame/page.js';
import { Pager } from '../frame/pagers.js';
import { latestOf, GrantsPicture, Legend } from './picture.js';

const GrantsQuery = z.object({ scheme: Name.optional(), provider: Name.optional(), page: pageNumber });

/** Beyond this, the provider filter is a text input. */
const MOST_PROVIDERS = 200;

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
  async grants(@Page() page: PageContext): Promise<Answer> {
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
    <form class="filters" method="get" action="/grants" aria-label={words.filter}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field page={page} name="scheme" label={words.scheme} problems={problems}>
          {(input) => (
            <Choice {...input} chosen={choice.scheme} options={[{ value: '', label: words.everyScheme }, ...names]} />
          )}
        </Field>
        <ProviderField {...{ page, providers, words, problems }} chosen={choice.provider} />
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
    </form>
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
    <Table isMain caption={table.caption} columns={columns}>
      {dossiers.flatMap((dossier) => {
        const { shown, older } = latestOf(dossier);
        return shown.map((grant, index) => (
          <GrantRow
            key={grant.id}
            {...{ page, dossier, grant, schemes }}
            older={index === shown.length - 1 ? older : 0}
          />
        ));
      })}
    </Table>
  );
}

interface RowProps {
  page: PageContext;
  dossier: DossierGrants;
  grant: GrantView;
  schemes: Schemes;
  older: number;
}

function GrantRow({ page, dossier, grant, schemes, older }: RowProps) {
  const { language } = page;
  const { table } = phrases(language).console.grants;
  const { provider, service } = dossier;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
          {service === null ? provider.name : `${provider.name}, ${service.name}`}
        </a>
        {older > 0 ? <div class="small soft">{table.older(older)}</div> : null}
      </th>
      <td class="grants-scheme" data-label={table.scheme}>
        {schemeName(dossier.scheme, schemes, language)}
      </td>
      <td data-label={table.decision}>{grant.decision ?? <span class="soft">{table.noDecision}</span>}</td>
      <td data-label={table.from}>
        <DateText page={page} date={grant.validFrom} />
        {grant.runsFrom === null || grant.runsFrom === earliest(grant.validFrom) ? null : (
          <div class="small soft">
            {table.runsFrom} <DateText page={page} date={grant.runsFrom} />
          </div>
        )}
      </td>
      <td data-label={table.until}>
        <Until page={page} grant={grant} />
      </td>
      <td data-label={table.state}>
        <GrantBadge {...grant} language={language} />
      </td>
      <td data-label={table.word}>{phrases(language).standing.confirmation(grant.confirmed, 'grant')}</td>
    </tr>
  );
}

/** The end of validity and, where different, the effective end. */
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
