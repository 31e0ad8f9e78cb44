import { z } from 'zod';
import { urlIn } from '#domain/text/text.js';
import { because } from '#domain/validation.js';

/** The lists that can be saved, and their filters. */
const LISTS: readonly { path: RegExp; filters: readonly string[] }[] = [
  {
    path: /^\/$/,
    filters: [
      ...['search', 'view', 'provider', 'scheme', 'status', 'confirmed', 'expiring', 'overdue', 'stale', 'technology'],
      ...['party', 'owner', 'sector', 'serviceKind', 'level', 'label', 'referential', 'sort'],
    ],
  },
  { path: /^\/deadlines$/, filters: ['state', 'within', 'scheme', 'provider', 'kind', 'month'] },
  { path: /^\/grants$/, filters: ['scheme', 'provider'] },
  { path: /^\/providers$/, filters: ['name'] },
  { path: /^\/registers\/(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, filters: ['search', 'listing'] },
];

const filtersOf = (path: string): readonly string[] | undefined => LISTS.find((list) => list.path.test(path))?.filters;

const LONGEST = 2_000;

export interface ViewAddress {
  path: string;
  /** Encoded, without a question mark. */
  query: string;
}

/** The list and its filters; `undefined` if the address is not that of a list. Dates, pages and unknown parameters are left out. */
export function viewAddressIn(text: string): ViewAddress | undefined {
  const url = text.startsWith('/') ? urlIn(text, 'http://here.invalid') : undefined;
  const filters = url?.host === 'here.invalid' ? filtersOf(url.pathname) : undefined;
  if (!url || !filters) return undefined;
  const kept = [...url.searchParams].filter(([name, value]) => filters.includes(name) && value.trim() !== '');
  return { path: url.pathname, query: new URLSearchParams(kept).toString() };
}

export const addressOfView = ({ path, query }: ViewAddress): string => (query === '' ? path : `${path}?${query}`);

export const ViewAddressSchema = z
  .string()
  .max(LONGEST)
  .refine((text) => viewAddressIn(text) !== undefined, { error: because('view-address') })
  .transform((text): ViewAddress => viewAddressIn(text) ?? { path: '/', query: '' });
