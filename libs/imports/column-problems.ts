import type { z } from 'zod';
import { recordableOnDossier } from '#domain/event/dossier-events.js';
import { recordableOnProvider } from '#domain/event/provider-events.js';
import type { Problem, Sentence } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason } from '#language/reason.js';
import { type CsvRow, isColumn, nearest } from './csv-rows.js';

/** What a schema says against the event of a row, in the words of the file: by column. */
export const columnProblems = (error: z.ZodError, event: unknown, row: CsvRow): Problem[] =>
  error.issues.flatMap((issue) => {
    if (issue.code === 'invalid_union' && issue.path[0] === 'type') return [unknownType(row)];
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => notOfType([...path, key], row));
    return refusedIn(row, problemsOf([issue], event));
  });

/** A refusal's problems in the words of the file. */
export const refusedIn = (row: CsvRow, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => problemAt(problem.field.split('.'), problem, row));

/** @param path into the event, such as `data`, `validUntil` */
function problemAt(path: readonly string[], why: Sentence | Reason, { line, cells: { type = '' } }: CsvRow): Problem {
  const field = columnAt(path);
  if (field !== undefined) return { ...why, row: line, field };
  return {
    row: line,
    field: 'type',
    reason: `${type} cannot be imported: it has ${path.join('.')}, and files have not`,
  };
}

const SPECIAL: Readonly<Record<string, string>> = { quote: 'quote', slug: 'provider', dossier: 'service' };

function columnAt([first = '', second = 'kind']: readonly string[]): string | undefined {
  const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const column =
    first === 'source' ? (SPECIAL[second] ?? `source_${second}`) : snake(first === 'data' ? second : first);
  const known = SPECIAL[column] ?? column;
  return isColumn(known) ? known : undefined;
}

function notOfType(path: readonly string[], row: CsvRow): Problem {
  const { type = '', scheme } = row.cells;
  const on = scheme === undefined ? 'provider (the row has no scheme)' : 'dossier';
  return problemAt(path, { reason: `${type} on a ${on} has no such field: leave the cell blank` }, row);
}

const typesOf = (schemas: readonly { shape: { type: z.ZodLiteral<string> } }[]): string[] =>
  schemas.map(({ shape }) => shape.type.value);

function unknownType({ line, cells: { type, scheme } }: CsvRow): Problem {
  const [ours, theirs] = [typesOf(recordableOnProvider), typesOf(recordableOnDossier)];
  const [here, there] = scheme === undefined ? [ours, theirs] : [theirs, ours];
  const problem = (reason: string): Problem => ({ row: line, field: 'type', reason });
  if (type === undefined) return problem('is required');
  if (!there.includes(type)) return problem(`no such type: ${type}; the nearest is ${nearest(type, here)}`);
  return problem(
    scheme === undefined
      ? `${type} is about a dossier: give its scheme`
      : `${type} is about the provider: leave scheme blank`,
  );
}
