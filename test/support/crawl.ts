import type { ConsoleClient } from './console.js';
import { type FoundForm, formsOf, linksOf, type Tag, tagsOf } from './markup.js';

export interface Visited {
  /** As it was linked to. */
  path: string;
  /** The path without what it names, and the names of its parameters: pages of one shape are made by one piece of code. */
  shape: string;
  status: number;
  html: string;
  tags: Tag[];
  forms: FoundForm[];
}

/** What the menu leads to, and what has no other way in: from there links lead to every page. */
export const ENTRANCES = [
  '/',
  '/help',
  '/search?q=cloud',
  '/providers',
  '/dossiers?show=grants',
  '/dossiers?show=chart',
  '/deadlines',
  '/schemes',
  '/registers',
  '/import',
  '/subscribers',
  '/views',
  '/views/new',
  '/account',
  '/accounts',
  '/mails',
  '/activity',
  '/approvals',
];

/** So many pages of a shape are visited. */
const OF_A_SHAPE = 2;

/**
 * Visits all pages that links lead to from some addresses, a few of each shape; files and other hosts' pages are left alone.
 *
 * @param fewest one page of a shape, and of a list that is filtered or sorted, one for all ways of it
 */
export async function crawl(client: ConsoleClient, starts: readonly string[], fewest = false): Promise<Visited[]> {
  const visited: Visited[] = [];
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const agenda = [...starts];
  for (let path = agenda.shift(); path !== undefined; path = agenda.shift()) {
    const shape = shapeOf(path);
    const kind = shape.replace(fewest ? /\?.+/ : /\?.*&.*/, '?several'); // combinations of filters are without end
    const count = counts.get(kind) ?? 0;
    if (seen.has(path) || count >= (fewest ? 1 : OF_A_SHAPE)) continue;
    seen.add(path);
    counts.set(kind, count + 1);
    const { status, html, headers } = await client.get(path);
    if (!(headers.get('content-type') ?? '').startsWith('text/html')) continue;
    const tags = tagsOf(html);
    visited.push({ path, shape, status, html, tags, forms: formsOf(tags) });
    for (const link of linksOf(tags)) {
      const target = link.split('#', 1)[0] ?? '';
      if (target.startsWith('/') && !/^\/(v1|docs|openapi|assets)\b/.test(target)) agenda.push(target);
    }
  }
  return visited;
}

export function shapeOf(path: string): string {
  const [place = '', query = ''] = path.split('?', 2);
  const parts = place.split('/').map((part) => (/^[0-9a-f-]{36}$/.test(part) ? ':id' : part));
  if (['providers', 'schemes', 'registers'].includes(parts[1] ?? '') && parts[2] !== undefined && parts[2] !== 'new')
    parts[2] = ':slug';
  const names = [...new Set(new URLSearchParams(query).keys())].filter((name) => !['asOf', 'knownOn'].includes(name));
  return `${parts.join('/')}?${names.sort().join('&')}`;
}
