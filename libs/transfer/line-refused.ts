import { Refusal } from '#domain/refusal.js';

/** A refusal of the whole file: at which line, in which field of it, and what would be right. */
export const lineRefused = (line: number, field: string, reason: string): Refusal =>
  new Refusal('import-invalid', `line ${line}: ${field === 'file' ? '' : `${field} `}${reason}`, [
    { row: line, field, reason },
  ]);
