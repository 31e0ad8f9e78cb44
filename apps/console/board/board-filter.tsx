import { phrases } from '#language/phrases.js';
import { BOARD_SORTS, type BoardPage } from '#projections/list-board.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { STATUSES } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import { capitalized } from '#language/format.js';
import { statusWordIn } from '#language/describe-standing.js';
import { ChoiceField, Field, Hidden, ProviderField } from '../frame/controls.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { PageContext } from '../frame/page.js';
import { type BoardChoice, boardWith, FACETS, FLAGS, type NamedView } from './board-query.js';

export interface FilterProps {
  page: PageContext;
  choice: BoardChoice;
  schemes: Schemes;
  /** Schemes whose words name the statuses: the one chosen, otherwise those with dossiers. */
  shown: readonly Scheme[];
  /** Options; empty when there are too many. */
  providers: readonly ProviderRef[];
  /** By whose services the reader may filter. */
  views: readonly NamedView[];
  problems: readonly Problem[];
}

export function BoardFilter({ page, choice, schemes, shown, providers, views, problems }: FilterProps) {
  const words = phrases(page.language).console.board;
  const { search, provider, scheme, confirmed, sort, reverse } = choice;
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  const inside = [provider, scheme, confirmed, ...FACETS.map((name) => choice[name])];
  const active = inside.filter((value) => value !== undefined).length;
  return (
    <form
      class="filters"
      method="get"
      action="/"
      aria-label={words.filter}
      data-live=".top, .time, .page-actions, .board-found"
    >
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row board-search">
        <Field page={page} name="search" label={words.search} hint={words.searchHint} problems={problems}>
          {(input) => <input {...input} type="search" value={search} maxLength={200} />}
        </Field>
        {views.length === 0 && choice.view === undefined ? null : (
          <ChoiceField
            page={page}
            name="view"
            label={words.view}
            chosen={choice.view ?? ''}
            options={viewOptions(page, choice.view, views)}
          />
        )}
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
      <details open={problems.length > 0}>
        <summary>{words.more(active)}</summary>
        <div class="row">
          <ProviderField {...{ page, providers, words, problems }} chosen={provider} />
          <ChoiceField
            page={page}
            name="scheme"
            label={words.scheme}
            problems={problems}
            chosen={scheme}
            options={[{ value: '', label: words.everyScheme }, ...names]}
          />
          <ChoiceField
            page={page}
            name="confirmed"
            label={words.confirmed}
            chosen={confirmed === undefined ? '' : String(confirmed)}
            options={[
              { value: '', label: words.whosever },
              { value: 'true', label: words.authority },
              { value: 'false', label: words.claims },
            ]}
          />
          <ChoiceField
            page={page}
            name="sort"
            label={words.sort}
            chosen={sort}
            options={BOARD_SORTS.map((value) => ({ value, label: words.sorts[value] }))}
          />
        </div>
        <div class="row">
          {FACETS.map((name) => (
            <Field {...{ page, name, problems }} label={words.facets[name]}>
              {(input) => <input {...input} type="text" value={choice[name]} maxLength={200} />}
            </Field>
          ))}
        </div>
        <p class="soft">{words.facetsHint}</p>
        <label>
          <input type="checkbox" name="reverse" value="true" checked={reverse === true} /> {words.reverse}
        </label>
        <Checks {...{ page, choice, shown }} />
      </details>
    </form>
  );
}

function viewOptions({ language }: PageContext, chosen: string | undefined, views: readonly NamedView[]) {
  const options = views.map(({ slug, name }) => ({ value: slug, label: name }));
  const isOther = chosen !== undefined && !views.some(({ slug }) => slug === chosen);
  return [
    { value: '', label: phrases(language).console.board.everyService },
    ...options,
    ...(isOther ? [{ value: chosen, label: chosen }] : []),
  ];
}

function Checks({ page, choice, shown }: Pick<FilterProps, 'page' | 'choice' | 'shown'>) {
  const words = phrases(page.language).console.board;
  return (
    <>
      <fieldset class="board-checks">
        <legend>{words.status}</legend>
        {STATUSES.map((status) => (
          <label>
            <input type="checkbox" name="status" value={status} checked={choice.status?.includes(status)} />{' '}
            {capitalized(statusWordIn(status, shown, page.language))}
          </label>
        ))}
      </fieldset>
      <fieldset class="board-checks">
        <legend>{words.attention}</legend>
        {FLAGS.map((flag) => (
          <label>
            <input type="checkbox" name={flag} value="true" checked={choice[flag] === true} /> {words.flag[flag]}
          </label>
        ))}
      </fieldset>
    </>
  );
}

interface CountsProps {
  page: PageContext;
  choice: BoardChoice;
  counts: BoardPage['counts'];
  flags: BoardPage['flags'];
  shown: FilterProps['shown'];
}

/** Counts by status and alert; each links to its dossiers. */
export function BoardCounts({ page, choice, counts, flags, shown }: CountsProps) {
  const words = phrases(page.language).console.board;
  const { status: chosen = [] } = choice;
  const every = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <nav aria-label={words.statuses}>
        <ul class="board-counts">
          <Count href={boardWith(page, choice, { status: [] })} isChosen={chosen.length === 0} count={every}>
            {words.every}
          </Count>
          {counts.map(({ status, count }) => (
            <Count
              href={boardWith(page, choice, { status: [status] })}
              isChosen={chosen.includes(status)}
              count={count}
            >
              {capitalized(statusWordIn(status, shown, page.language))}
            </Count>
          ))}
        </ul>
      </nav>
      <nav aria-label={words.flags}>
        <ul class="board-counts">
          {FLAGS.map((flag) => (
            <Count
              href={boardWith(page, choice, { [flag]: choice[flag] === true ? undefined : true })}
              isChosen={choice[flag] === true}
              count={flags[flag]}
            >
              {words.flag[flag]}
            </Count>
          ))}
          <Count
            href={boardWith(page, choice, { confirmed: choice.confirmed === false ? undefined : false })}
            isChosen={choice.confirmed === false}
            count={flags.unconfirmed}
          >
            {words.flag.unconfirmed}
          </Count>
        </ul>
      </nav>
    </>
  );
}

interface CountProps {
  href: string;
  isChosen: boolean;
  count: number;
  children: string;
}

const Count = ({ href, isChosen, count, children }: CountProps) => (
  <li class={count === 0 && !isChosen ? 'board-none' : undefined}>
    <a href={href} {...(isChosen && { 'aria-current': 'true' })}>
      {children} <strong>{count}</strong>
    </a>
  </li>
);
