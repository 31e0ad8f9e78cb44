import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ownerReference, type Principal } from '#access/principal.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { STATUSES, type Status } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import { statusWordIn } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { rulesOfLabel } from '#projections/facets.js';
import { BOARD_SORTS, type BoardPage, type BoardFilter } from '#projections/list-board.js';
import { type SavedView, SavedViews } from '#views/saved-views.js';
import { dossierFacets, providerFacets, seen, yesOrNo } from '../../api/http/query-fields.js';
import { ViewServices } from '../../api/views/view-services.js';
import { select, providerField } from '../frame/fields.js';
import { Toolbar } from '../frame/toolbar.js';
import { type PageContext, addressOf, pageNumber, type PointInTime } from '../frame/page.js';

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

export function BoardFilterForm({ page, choice, schemes, shown, providers, views, problems }: FilterProps) {
  const words = phrases(page.language).console.board;
  const { search, provider, scheme, confirmed, sort, reverse } = choice;
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  const inside = [provider, confirmed, ...FACETS.map((name) => choice[name])];
  const active = inside.filter((value) => value !== undefined).length;
  const hasViews = views.length > 0 || choice.view !== undefined;
  return (
    <Toolbar
      page={page}
      action="/dossiers"
      label={words.filter}
      live=".top, .page-actions, .board-found"
      go={words.show}
      problems={problems}
      fields={[
        { kind: 'search', name: 'search', label: words.search, hint: words.searchHint, value: search },
        select('scheme', words.scheme, scheme, names, words.everyScheme),
        hasViews ? select('view', words.view, choice.view, viewOptions(page, choice.view, views)) : null,
        select(
          'sort',
          words.sort,
          sort,
          BOARD_SORTS.map((value) => ({ value, label: words.sorts[value] })),
        ),
      ]}
      folded={{
        label: words.more(active),
        isOpen: problems.length > 0,
        fields: [
          providerField(words, providers, provider),
          select('confirmed', words.confirmed, confirmed?.toString(), [
            { value: '', label: words.whosever },
            { value: 'true', label: words.authority },
            { value: 'false', label: words.claims },
          ]),
          ...FACETS.map((name) => ({ name, label: words.facets[name], value: choice[name] })),
          { kind: 'checkbox', name: 'reverse', label: words.reverse, value: 'true', isChecked: reverse === true },
        ],
        children: (
          <>
            <p class="soft">{words.facetsHint}</p>
            <Checks {...{ page, choice, shown }} />
          </>
        ),
      }}
    />
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
      <fieldset class="choices">
        <legend>{words.status}</legend>
        {STATUSES.map((status) => (
          <label>
            <input type="checkbox" name="status" value={status} checked={choice.status?.includes(status)} />{' '}
            {capitalized(statusWordIn(status, shown, page.language))}
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
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
        <ul class="chips">
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
        <ul class="chips">
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
  <li>
    <a href={href} {...(isChosen && { 'aria-current': 'true' })}>
      {children} <strong>{count}</strong>
    </a>
  </li>
);

const isStatus = (text: string): text is Status => (STATUSES as readonly string[]).includes(text);

/** Query parameters of the board, besides the point in time. */
export const BoardQuery = z.object({
  search: Name.optional(),
  /** Slug of a saved view that names services. */
  view: Name.optional(),
  provider: Name.optional(),
  scheme: Name.optional(),
  /** Comma-separated. */
  status: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))])
    .refine((parts): parts is Status[] => parts.every(isStatus), {
      error: because('not-one-of'),
      params: { values: [...STATUSES] },
    })
    .optional(),
  confirmed: yesOrNo('Only by the word of the authority, or only claims.'),
  expiring: yesOrNo('Whether a grant ends soon.'),
  overdue: yesOrNo('Whether a deadline was missed.'),
  stale: yesOrNo('Whether nothing was heard for too long.'),
  ...providerFacets,
  ...dossierFacets,
  sort: z.enum(BOARD_SORTS).default('urgency'),
  reverse: yesOrNo('The other way round.'),
  page: pageNumber,
  ...seen,
});

export type BoardQuery = z.output<typeof BoardQuery>;

/** A view that names services. */
type NamedView = Pick<SavedView, 'slug' | 'name'>;

export type BoardChoice = Omit<BoardQuery, 'page' | 'seen'>;

/** Filters by a fact, in the order of the form. */
const FACETS = [
  'technology',
  'party',
  'owner',
  'sector',
  'serviceKind',
  'level',
  'label',
  'referential',
] as const satisfies readonly (keyof typeof providerFacets | keyof typeof dossierFacets)[];

const FLAGS = ['expiring', 'overdue', 'stale'] as const;

/** URL of the board or its CSV with changed filters; `undefined` removes one. */
export function boardWith(
  page: PageContext,
  choice: BoardChoice,
  changes: Partial<BoardChoice> = {},
  path = '/dossiers',
): string {
  const { status = [], confirmed, expiring, overdue, stale, sort, reverse, ...names } = { ...choice, ...changes };
  return addressOf(page, path, {
    ...names,
    status: status.length === 0 ? undefined : status.join(','),
    confirmed: said(confirmed),
    expiring: said(expiring),
    overdue: said(overdue),
    stale: said(stale),
    sort: sort === 'urgency' ? undefined : sort,
    reverse: reverse === true ? 'true' : undefined,
  });
}

const said = (flag: boolean | undefined): string | undefined => (flag === undefined ? undefined : String(flag));

/** For `ListBoard`. */
export const sorting = ({ sort, reverse = false }: Pick<BoardChoice, 'sort' | 'reverse'>) => ({
  sort,
  isReversed: reverse,
});

/** Whether any filter is set; the sort order is not a filter. */
export const isNarrowed = ({ sort: _, reverse: __, status = [], ...choice }: BoardChoice): boolean =>
  status.length > 0 || Object.values(choice).some((value) => value !== undefined);

@Injectable()
export class BoardChoices {
  constructor(
    private readonly providers: ProviderIds,
    private readonly views: SavedViews,
    private readonly services: ViewServices,
    private readonly kept: KeptQueries,
  ) {}

  async filterOf(
    { provider, view, status: statuses, label, sort: _, reverse: __, ...choice }: BoardChoice,
    schemes: Schemes,
    { at, caller }: PageContext,
  ): Promise<BoardFilter> {
    if (choice.scheme !== undefined) schemeOf(choice.scheme, schemes);
    const id = provider === undefined ? undefined : await this.providers.of(provider, 'provider');
    const labelled = label === undefined ? undefined : rulesOfLabel(schemes, label, at.asOf);
    return { ...choice, provider: id, dossiers: await this.#dossiersOf(view, at, caller), statuses, labelled };
  }

  async #dossiersOf(view: string | undefined, { asOf, knownAt }: PointInTime, caller: Principal | undefined) {
    if (view === undefined) return undefined;
    const found = await this.views.get({ slug: view }, caller && ownerReference(caller));
    return [...(await this.services.dossiersOf([found], { asOf, knownAt })).keys()];
  }

  /** The views by whose services the board can be filtered. */
  async viewsFor({ caller, look }: PageContext): Promise<NamedView[]> {
    const reader = caller && ownerReference(caller);
    if (reader === undefined) return [];
    return this.kept.of(look, { of: 'views', reader }, async (own) => {
      own?.revisionOf('views');
      return this.views.withServices(reader);
    });
  }
}
