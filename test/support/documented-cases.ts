import { readFileSync } from 'node:fs';
import { source } from './events.js';
import type { SourceKind } from '#domain/source/source.js';

const GRANT = '2023-11-30 GrantIssued decision {"decision":"2118","validUntil":"2026-11-30"}';

/** A row of a table of warnings: its kind, code and example. */
export interface DocumentedCase {
  kind: string;
  code: string;
  example: string;
}

/** The rows of the tables with examples on a page; a blank kind is that of the row above. */
export function casesIn(page: string): DocumentedCase[] {
  const rows: DocumentedCase[] = [];
  for (const line of readFileSync(`docs/${page}`, 'utf8').split('\n')) {
    const [, kind = '', code, , example] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    if (code === undefined || !(example?.includes('→') || example?.startsWith('names: '))) continue;
    rows.push({ kind: kind === '' ? (rows.at(-1)?.kind ?? '') : kind, code, example });
  }
  return rows;
}

/**
 * `DATE TYPE SOURCE-KIND DATA`; after the kind, `:` and a publisher that does not speak for the provider, or `@` and the day on
 * which it was read.
 *
 * @param other the id of the dossier that examples call `A`
 */
export function documentedEvent(text: string, other: string): object {
  const [, occurred, type, kind, data] = /^(\S+) (\S+) (\S+) (\{.*\})$/.exec(text) ?? [];
  if (data === undefined) throw new Error(`not an event: ${text}`);
  const named = data.replace('"dependsOn":"A"', `"dependsOn":"${other}"`);
  const [said = '', readOn] = (kind ?? '').split('@');
  const [of, publisher] = said.split(':');
  const by = source(of as SourceKind, {
    ...(publisher !== undefined && { publisher, speaker: 'other' as const }),
    ...(readOn !== undefined && { readOn }),
  });
  return { occurred, type, source: by, data: JSON.parse(named) as object };
}

/** The day of an example, the slug of its scheme, and its events, without the name of another dossier; `G` is a grant. */
export function partsOf(example: string) {
  const [told = '', day = ''] = example.split(' → ');
  const [, scheme = 'secnumcloud', list = ''] = /^(?:([a-z0-9-]+): )?(.*)$/.exec(told) ?? [];
  const parts = list.split('; ').map((part) => part.replace(/\bG$/, GRANT));
  const others = parts.filter((part) => part.startsWith('A: ')).map((part) => part.slice('A: '.length));
  return { day, scheme, others, own: parts.filter((part) => !part.startsWith('A: ')) };
}
