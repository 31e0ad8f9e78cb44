import { z } from 'zod';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { STATUSES, type Status } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { statusWordIn } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { BOARD_SORTS, type BoardPage } from '#projections/list-board.js';
import type { SavedView } from '#views/saved-views.js';
import { dossierFacets, providerFacets, seen, yesOrNo } from '../../api/http/query-fields.js';
import { Hidden } from '../frame/controls.js';
import { select, providerField } from '../frame/fields.js';
import { Switch, Toolbar } from '../frame/table.js';
import { type Page, addressOf, pageNumber } from '../frame/page.js';

export interface FilterProps {
  page: Page;
  choice: BoardChoice;
  schemes: Schemes;
  /** Schemes whose words name the statuses: the one chosen, otherwise those with dossiers. */
  shown: readonly Scheme[];
  /** Options; empty when there are too many. */
  providers: readonly ProviderRef[];
  views: readonly NamedView[];
  problems: readonly Problem[];
  found: BoardPage;
}

/** One line: search, scheme, status, what else, and how the dossiers are shown. */
export function BoardToolbar({ page, choice, schemes, shown, providers, views, problems, found }: FilterProps) {
  const { board: words, terms } = phrases(page.language).console;
  const { search, provider, scheme, confirmed, view, sort, reverse } = choice;
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  const sorts = BOARD_SORTS.map((value) => ({ value, label: words.sorts[value] }));
  const active = [provider, confirmed, view, ...FACETS.map((name) => choice[name])].filter((one) => one !== undefined);
  const isOther = view !== undefined && !views.some(({ slug }) => slug === view);
  const ofViews = [...views, ...(isOther ? [{ slug: view, name: view }] : [])].map(({ slug, name }) => ({
    value: slug,
    label: name,
  }));
  return (
    <Toolbar
      page={page}
      action="/dossiers"
      label={words.filter}
      live=".top, .page-actions, .of-status, .toolbar .switch, .board-found"
      kept={['asOf', 'knownOn', 'show', 'years']}
      go={terms.apply}
      problems={problems}
      fields={[
        { kind: 'search', name: 'search', label: terms.search, hint: words.searchHint, value: search },
        select('scheme', terms.scheme, scheme, names, terms.everyScheme),
      ]}
      folded={{
        label: words.more(active.length),
        isOpen: problems.length > 0,
        fields: [
          providerField(page, providers, provider),
          select('confirmed', terms.source, confirmed?.toString(), [
            { value: '', label: words.whosever },
            { value: 'true', label: words.authority },
            { value: 'false', label: words.claims },
          ]),
          ofViews.length === 0 ? null : select('view', words.view, view, ofViews, words.everyService),
          ...FACETS.map((name) => ({ name, label: words.facets[name], value: choice[name] })),
          select('sort', terms.sortBy, sort, sorts),
          { kind: 'checkbox', name: 'reverse', label: words.reverse, value: 'true', isChecked: reverse === true },
        ],
        children: <p class="soft">{words.facetsHint}</p>,
      }}
      end={
        <Switch
          label={words.ways.label}
          ways={WAYS.map((show) => ({
            href: boardWith(page, choice, { show }),
            label: words.ways[show ?? 'list'],
            isHere: show === choice.show,
          }))}
        />
      }
    >
      <OfStatus {...{ page, choice, shown, found }} />
    </Toolbar>
  );
}

const WAYS = [undefined, 'grants', 'chart'] as const;

/** Statuses and alerts, each with how many dossiers have it besides the other filters; several statuses may be chosen. */
function OfStatus({ page, choice, shown, found }: Pick<FilterProps, 'page' | 'choice' | 'shown' | 'found'>) {
  const words = phrases(page.language).console.board;
  const { status: chosen = [], confirmed } = choice;
  const nameOf = (status: Status): string => capitalized(statusWordIn(status, shown, page.language));
  const flagged = FLAGS.filter((flag) => choice[flag] === true);
  const label = [
    ...STATUSES.filter((one) => chosen.includes(one)).map(nameOf),
    ...flagged.map((flag) => words.flag[flag]),
  ].join(', ');
  const all = found.counts.reduce((sum, { count }) => sum + count, 0);
  const none = { status: [], expiring: undefined, overdue: undefined, stale: undefined };
  const toggled = (status: Status): Status[] => STATUSES.filter((one) => (one === status) !== chosen.includes(one));
  const lines: [label: string, count: number, isChosen: boolean, changes: Partial<BoardChoice>][] = [
    [words.every, all, label === '', none],
    ...found.counts.map(({ status, count }): (typeof lines)[number] => [
      nameOf(status),
      count,
      chosen.includes(status),
      { status: toggled(status) },
    ]),
    ...FLAGS.map((flag): (typeof lines)[number] => [
      words.flag[flag],
      found.flags[flag],
      choice[flag] === true,
      { [flag]: choice[flag] === true ? undefined : true },
    ]),
    [
      words.flag.unconfirmed,
      found.flags.unconfirmed,
      confirmed === false,
      { confirmed: confirmed === false ? undefined : false },
    ],
  ];
  return (
    <details class="menu of-status no-print" name="menu">
      <summary class="button second">{label === '' ? words.everyStatus : label}</summary>
      <ul>
        {lines.map(([name, count, isChosen, changes], index) => (
          <li class={index === lines.length - FLAGS.length - 1 ? 'apart' : undefined}>
            <a href={boardWith(page, choice, changes)} {...(isChosen && { 'aria-current': 'true' })}>
              {name} <span class="number">{count}</span>
            </a>
          </li>
        ))}
      </ul>
      <Hidden
        fields={[
          ...(chosen.length === 0 ? [] : [['status', chosen.join(',')] as const]),
          ...flagged.map((flag) => [flag, 'true'] as const),
        ]}
      />
    </details>
  );
}

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
  /** Instead of a line each: their grants as a list, or as bars over so many years. */
  show: z.enum(['grants', 'chart']).optional(),
  years: z.enum(['3', '10']).optional(),
  page: pageNumber,
  ...seen,
});

export type BoardQuery = z.output<typeof BoardQuery>;

export type NamedView = Pick<SavedView, 'slug' | 'name'>;

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
  page: Page,
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

/** Whether any filter is set; the order and the way of showing are none. */
export const isNarrowed = ({ sort: _, reverse: __, show: ___, years: ____, status = [], ...choice }: BoardChoice) =>
  status.length > 0 || Object.values(choice).some((value) => value !== undefined);
