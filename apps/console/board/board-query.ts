import { because } from '#domain/validation.js';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type Status, STATUSES } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { rulesOfLabel } from '#projections/facets.js';
import { BOARD_SORTS, type BoardFilter } from '#projections/list-board.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { ownerReference, type Principal } from '#access/principal.js';
import { type SavedView, SavedViews } from '#views/saved-views.js';
import { ViewServices } from '../../api/views/view-services.js';
import { dossierFacets, providerFacets, seen, yesOrNo } from '../../api/http/query-fields.js';
import { addressOf, pageNumber, type PageContext, type PointInTime } from '../frame/page.js';

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
export type NamedView = Pick<SavedView, 'slug' | 'name'>;

export type BoardChoice = Omit<BoardQuery, 'page' | 'seen'>;

/** Filters by a fact, in the order of the form. */
export const FACETS = [
  'technology',
  'party',
  'owner',
  'sector',
  'serviceKind',
  'level',
  'label',
  'referential',
] as const satisfies readonly (keyof typeof providerFacets | keyof typeof dossierFacets)[];

export const FLAGS = ['expiring', 'overdue', 'stale'] as const;

/** URL of the board or its CSV with changed filters; `undefined` removes one. */
export function boardWith(
  page: PageContext,
  choice: BoardChoice,
  changes: Partial<BoardChoice> = {},
  path = '/',
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
  ) {}

  /** @throws Refusal not-found */
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
  async viewsFor({ caller }: PageContext): Promise<NamedView[]> {
    return caller ? this.views.withServices(ownerReference(caller)) : [];
  }
}
