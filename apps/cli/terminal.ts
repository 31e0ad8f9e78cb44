import { adviceOn } from '#database/advice.js';
import { EmbeddedUnavailable } from '#database/embedded/server-location.js';
import { NoSystemAccount } from '#database/embedded/system-account.js';
import { SchemaTooNew, ServerTooOld } from '#database/migrator.js';
import { Refusal } from '#domain/refusal.js';
import { say } from '#language/phrases.js';
import { BadSettings } from '#settings/settings.js';

/** A failure that the user can fix. Only its message is printed, without a stack. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}

const FOR_USERS = [UserError, EmbeddedUnavailable, NoSystemAccount, ServerTooOld, SchemaTooNew];

/** Prints why a command failed: errors that the user can fix as their message, others with their stack. */
export function printError(error: unknown): void {
  if (error instanceof BadSettings) {
    for (const line of error.lines) console.error(`Invalid setting: ${line}`);
  } else if (error instanceof Refusal) {
    const why = say(error.why, 'en');
    console.error(`${why}.`);
    for (const problem of error.problems) {
      const text = say(problem, 'en');
      if (text !== why) console.error(`${problem.field}: ${text}`);
    }
  } else if (FOR_USERS.some((kind) => error instanceof kind)) {
    console.error((error as Error).message);
  } else {
    console.error(adviceOn(error) ?? error);
  }
}

/** Rows of text as aligned columns, two spaces apart. */
export function asTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
