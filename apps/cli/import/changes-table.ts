import type { MergedChange } from './merged-changes.js';

const HEADER = ['PROVIDER', 'SERVICE', 'SCHEME', 'BEFORE', 'AFTER', 'EVENTS'];
const WIDEST = 36;

/** A line per dossier, in columns. */
export function changesTable(changes: readonly MergedChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = [HEADER, ...changes.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function cellsOf({ dossier, before, after, confirmedBefore, confirmedAfter, events, apart }: MergedChange): string[] {
  return [
    cut(dossier.provider),
    cut(dossier.service ?? '-'),
    dossier.scheme,
    before === null ? 'new' : said(before, confirmedBefore ?? false),
    said(after, confirmedAfter) + (apart ? ' *' : ''),
    String(events),
  ];
}

/** Statuses that the authority does not confirm are somebody's word. */
const said = (status: string, confirmed: boolean): string =>
  confirmed || status === 'unknown' ? status : `${status} (claimed)`;

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);
