import { dossierEvents } from '#domain/event/dossier-events.js';
import { fold } from '#domain/text/text.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { InputKind } from '#domain/event/describe.js';
import type { FieldName } from '#domain/event/ledger-event.js';
import { providerEvents } from '#domain/event/provider-events.js';

/** Columns that say what a row is about, when it happened and according to which source. */
const ROW_COLUMNS = [
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
] as const;

/** Columns that every file must have. */
export const REQUIRED = ['provider', 'type'] as const;

type SnakeCase<S extends string> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : S;

export type Column = (typeof ROW_COLUMNS)[number] | SnakeCase<FieldName>;

/** `validUntil` of an event is the column `valid_until`. */
export const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Placeholder for a dossier that is not resolved yet. */
const PLACEHOLDER_DOSSIER = '00000000-0000-4000-8000-000000000000';

type ReadCell = (cell: string) => unknown;
const asText: ReadCell = (cell) => cell;

/** How a cell is read, by the kind of the field; `null`: a type that requires such a field cannot be imported. */
const CELLS: Readonly<Record<InputKind, ReadCell | null>> = {
  text: asText,
  prose: asText,
  date: asText,
  milestone: asText,
  listing: asText,
  subject: asText,
  identifier: asText,
  decision: asText,
  reservation: asText,
  referential: asText,
  level: asText,
  authority: asText,
  duty: asText,
  lines: listIn,
  reservations: (cell) => listIn(cell).map((text) => ({ text })),
  holders: (cell) => listIn(cell).map(holderIn),
  dossier: () => PLACEHOLDER_DOSSIER,
  provider: null,
  key: null,
  openKey: null,
};

const recordable = [...providerEvents, ...dossierEvents].filter(({ group }) => group !== undefined);

const isImportable = ({ fields }: (typeof recordable)[number]): boolean =>
  fields.every(({ input, required }) => CELLS[input] !== null || !required);

/** Types that are recorded by REST and the console only. */
export const NOT_IMPORTABLE: ReadonlySet<string> = new Set(
  recordable.filter((description) => !isImportable(description)).map(({ type }) => type),
);

/** The fields of the types that can be imported, by column: `name` is that of the event's data. */
export const FIELDS: ReadonlyMap<string, { name: string; read: ReadCell }> = new Map(
  recordable
    .filter(isImportable)
    .flatMap(({ fields }) => fields)
    .flatMap(({ name, input }) => {
      const read = CELLS[input];
      return read ? [[snakeCase(name), { name, read }] as const] : [];
    }),
);

/** Columns of dates, in any notation of the form. */
export const DATE_COLUMNS = [
  'occurred',
  ...new Set(
    recordable
      .flatMap(({ fields }) => fields)
      .filter(({ input }) => input === 'date')
      .map(({ name }) => snakeCase(name)),
  ),
] as readonly Column[];

export const COLUMNS = [...new Set<string>([...ROW_COLUMNS, ...FIELDS.keys()])] as readonly Column[];

export const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name);

export function listIn(cell: string): string[] {
  const parts = cell.split(';').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** A longer text is not split: it is refused as a name that is too long. */
const LONGEST_HOLDER = 300;

const SHARE_AND_COUNTRY = /^(?:(\d+(?:[.,]\d+)?)\s*%)?(?:\s*,)?\s*([A-Z]{2})?$/;

/** `Name`, `Name (60 %)`, `Name (FR)` or `Name (60 %, FR)`. */
function holderIn(text: string): object {
  const opening = text.lastIndexOf('(');
  const name = text.slice(0, Math.max(0, opening)).trim();
  if (name === '' || !text.endsWith(')') || text.length > LONGEST_HOLDER) return { name: text };
  const [, share, country] = SHARE_AND_COUNTRY.exec(text.slice(opening + 1, -1).trim()) ?? [];
  if (share === undefined && country === undefined) return { name: text };
  return {
    name,
    ...(share !== undefined && { share: Number(share.replace(',', '.')) }),
    ...(country !== undefined && { country }),
  };
}

/**
 * The word that a mistyped one was probably meant to be; `null` if it resembles none.
 *
 * @param labels the names that people know the words by
 */
export function nearest(word: string, words: readonly string[], labels: (word: string) => string[]): string | null {
  const [typed, short] = [fold(word), word.slice(0, LONGEST_COMPARED).toLowerCase()];
  const called = words.find((one) => labels(one).some((label) => fold(label) === typed));
  if (called !== undefined) return called;
  const ranked = words.map((candidate) => ({ candidate, distance: editDistance(short, candidate.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(short.length, best.candidate.length) * LARGEST_DIFFERENCE
    ? best.candidate
    : null;
}

const LONGEST_COMPARED = 50;
/** The share of its letters in which a word may differ from the one that was meant. */
const LARGEST_DIFFERENCE = 0.4;

/** What forms call the field of a column, in every language. */
export const columnLabels = (column: string): string[] =>
  LANGUAGES.flatMap((language) => {
    const { fields, source, occurred } = phrases(language).events;
    const labels: Readonly<Record<string, string>> = { ...fields, ...prefixed(source), quote: source.quote, occurred };
    return labels[FIELDS.get(column)?.name ?? column] ?? [];
  });

const prefixed = (source: object): object =>
  Object.fromEntries(Object.entries(source).map(([name, label]) => [`source_${name}`, label as string]));

/** Levenshtein distance. */
function editDistance(word: string, other: string): number {
  const [a, b] = [Array.from(word), Array.from(other)];
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
