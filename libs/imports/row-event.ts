import type { Column, CsvRow } from './csv-rows.js';

/** Stands for a dossier that a row names, until it is known which one that is. */
export const SOME_DOSSIER = '00000000-0000-4000-8000-000000000000';

const LISTS: ReadonlySet<Column> = new Set(['parties', 'sectors', 'technology', 'service_kinds', 'conditions']);

/** What a row is about, not what happened. */
const ABOUT: ReadonlySet<Column> = new Set(['provider', 'scheme', 'type', 'occurred']);

/** The event that a row describes; still to be validated. */
export function rowEvent({ cells }: CsvRow): Record<string, unknown> {
  const { type, occurred } = cells;
  const source = sourceOf(cells);
  return { type, ...(occurred && { occurred }), ...(source && { source }), data: dataOf(cells) };
}

function sourceOf(cells: CsvRow['cells']): object | undefined {
  const { source_kind: kind, source_publisher: publisher, source_url: url, source_title: title, quote } = cells;
  const said = Object.entries({ kind, publisher, url, title, quote }).filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

function dataOf(cells: CsvRow['cells']): Record<string, unknown> {
  const entries = Object.entries(cells) as [Column, string][];
  return Object.fromEntries(
    entries
      .filter(([column]) => !ABOUT.has(column) && !column.startsWith('source_') && column !== 'quote')
      .filter(([column]) => !isScope(column) || scopeIsData(cells))
      .map(([column, cell]) => [camelCase(column), valueOf(column, cell)]),
  );
}

const isScope = (column: Column): boolean => column === 'service' || column === 'service_kinds';

/** In a row about a dossier, the service says which one; in others it is part of what happened. */
const scopeIsData = ({ scheme, type }: CsvRow['cells']): boolean => scheme === undefined || type === 'ScopeDeclared';

function valueOf(column: Column, cell: string): unknown {
  if (LISTS.has(column)) return listIn(cell);
  if (column === 'holders') return listIn(cell).map(holderIn);
  if (column === 'reservations') return listIn(cell).map((text) => ({ text }));
  return column === 'depends_on' ? SOME_DOSSIER : cell;
}

export const listIn = (cell: string): string[] =>
  cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `Name`, `Name (60 %)`, `Name (FR)` or `Name (60 %, FR)`. */
function holderIn(text: string): object {
  const match = /^(.+?)\s*\(\s*(?:(\d+(?:[.,]\d+)?)\s*%)?\s*,?\s*([A-Z]{2})?\s*\)$/.exec(text);
  const [, name, share, country] = match ?? [];
  if (name === undefined || (share === undefined && country === undefined)) return { name: text };
  return {
    name,
    ...(share !== undefined && { share: Number(share.replace(',', '.')) }),
    ...(country !== undefined && { country }),
  };
}

/** `valid_until` is `validUntil` in an event. */
const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
