/** Every column that a file may have. */
export const COLUMNS = [
  'provider',
  'service',
  'service_kinds',
  'scheme',
  'type',
  'occurred',
  'source_kind',
  'source_publisher',
  'source_url',
  'source_title',
  'quote',
  'title',
  'name',
  'parties',
  'sectors',
  'holders',
  'technology',
  'hosting',
  'speaker',
  'milestone',
  'target',
  'decision',
  'valid_from',
  'valid_until',
  'conditions',
  'reservations',
  'register',
  'listing',
  'authority',
  'depends_on',
  'referential',
  'reason',
  'note',
] as const;

export type Column = (typeof COLUMNS)[number];

/** Without these no row means anything. */
export const REQUIRED = ['provider', 'type'] as const satisfies Column[];

export const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name);

/** The one of some words that a mistyped word is nearest to. */
export function nearest(word: string, words: readonly string[]): string {
  const ranked = words.map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate) }));
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.candidate ?? '';
}

/** Levenshtein's distance; of an over-long word, only the beginning counts. */
function editDistance(word: string, other: string): number {
  const [a, b] = [Array.from(word.slice(0, 50)), Array.from(other.toLowerCase())];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of a.entries()) {
    const next = [index + 1];
    for (const [column, wanted] of b.entries()) {
      const [left = 0, above = 0, diagonal = 0] = [next[column], row[column + 1], row[column]];
      next.push(Math.min(left + 1, above + 1, diagonal + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
