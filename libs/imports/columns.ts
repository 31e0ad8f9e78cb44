import { dossierEvents } from '#domain/event/dossier-events.js';
import { fold } from '#domain/text/text.js';
import { type Language, LANGUAGES } from '#language/language.js';
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

/** Codes by what people call them in any language, folded: written without regard to case, accents and punctuation. */
type Named = ReadonlyMap<string, string>;

const named = (codes: readonly string[], labels: (code: string) => readonly string[]): Named =>
  new Map(codes.flatMap((code) => [...labels(code), code].map((label) => [fold(label), code])));

/**
 * The code whose name resembles a mistyped word most; `null` if none does.
 *
 * @param codes among which to look
 */
export function nearest(word: string, codes: readonly string[], names: Named): string | null {
  const short = fold(word.slice(0, LONGEST_COMPARED));
  const ranked = [...names].flatMap(([label, code]) =>
    codes.includes(code) ? [{ code, label, distance: editDistance(short, label) }] : [],
  );
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(short.length, best.label.length) * LARGEST_DIFFERENCE ? best.code : null;
}

const LONGEST_COMPARED = 50;
/** The share of its letters in which a word may differ from the one that was meant. */
const LARGEST_DIFFERENCE = 0.4;

/** What the console calls a column. */
export function columnLabel(column: Column, language: Language): string {
  const { events, console } = phrases(language);
  const { fields, source, occurred } = events;
  const labels: Readonly<Record<string, string>> = {
    ...{ ...fields, quote: source.quote, occurred, type: console.frame.timeline.kind },
    ...Object.fromEntries(Object.entries(source).map(([name, label]) => [`source_${name}`, label])),
  };
  return labels[FIELDS.get(column)?.name ?? column] ?? column;
}

export const COLUMN_NAMES = named(COLUMNS, (column) =>
  LANGUAGES.map((language) => columnLabel(column as Column, language)),
);

/** The column that a heading names. */
export const columnIn = (heading: string): Column | undefined => COLUMN_NAMES.get(fold(heading)) as Column | undefined;

type EventWords = ReturnType<typeof phrases>['events'];

/** @param of by code */
const inWords = (of: (events: EventWords) => Readonly<Record<string, string>>): Named =>
  named(Object.keys(of(phrases('en').events)), (code) =>
    LANGUAGES.flatMap((language) => of(phrases(language).events)[code] ?? []),
  );

/** Columns whose cells hold one of a few codes. */
export const CODES = {
  type: inWords(({ types }) => Object.fromEntries(recordable.map(({ type }) => [type, types[type].name]))),
  source_kind: inWords(({ sourceKinds }) => sourceKinds),
  listing: inWords(({ listings }) => listings),
  about_kind: inWords(({ subjectKinds }) => subjectKinds),
} satisfies { [column in Column]?: Named };

/** Levenshtein distance. */
function editDistance(word: string, other: string): number {
  const [a, b] = [Array.from(word), Array.from(other)];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of a.entries()) {
    const next = [index + 1];
    for (let column = 0; column < b.length; column++) {
      const aside = Math.min(next[column] ?? 0, row[column + 1] ?? 0);
      next.push(Math.min(aside + 1, (row[column] ?? 0) + (letter === b[column] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
