import { Refusal, type Problem } from '#domain/refusal.js';

const LISTED = 100;

/** A refusal of the file as a whole: what is wrong with it and at which line, the header being 1. */
export const fileRefused = (reason: string, row = 1, field = 'file'): Refusal =>
  new Refusal('import-invalid', reason, [{ row, field, reason }]);

/** A refusal that lists what is wrong with which rows: the first hundred of them, and how many there are. */
export function rowsRefused(problems: readonly Problem[]): Refusal {
  const rows = new Set(problems.map(({ row }) => row)).size;
  const counted = `${count(problems.length, 'problem')} in ${count(rows, 'row')}`;
  const listed = problems.length > LISTED ? `, the first ${LISTED} of them listed` : '';
  return new Refusal('import-invalid', `nothing was recorded: ${counted}${listed}`, problems.slice(0, LISTED));
}

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
