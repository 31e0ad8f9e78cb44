import { type Outage, outageOf } from '#database/errors.js';
import { EmbeddedUnavailable } from '#database/embedded/server-location.js';
import { NoSystemAccount } from '#database/embedded/system-account.js';
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

/** Prints why a command failed: errors that the user can fix as their message, others with their stack. */
export function printError(error: unknown): void {
  if (error instanceof BadSettings) {
    for (const line of error.lines) console.error(`Invalid setting: ${line}`);
  } else if (error instanceof Refusal) {
    console.error(`${say(error.why, 'en')}.`);
    for (const problem of error.problems) console.error(`${problem.field}: ${say(problem, 'en')}`);
  } else if ([UserError, EmbeddedUnavailable, NoSystemAccount].some((kind) => error instanceof kind)) {
    console.error((error as Error).message);
  } else {
    console.error(adviceOn(error) ?? error);
  }
}

const kinds: Readonly<Record<string, Outage | 'denied' | 'schema'>> = {
  '28P01': 'unreachable', // wrong password
  '28000': 'unreachable', // no such role
  '3D000': 'unreachable', // no such database
  '42501': 'denied',
  '42P01': 'schema', // no such table
  '42703': 'schema', // no such column
  '42883': 'schema', // no such function
};

const advice: Readonly<Record<Outage | 'denied' | 'schema', (said: string) => string>> = {
  unreachable: (said) => `Cannot connect to the database: ${said}. Check DATABASE_URL.`,
  denied: (said) => `Insufficient rights: ${said}. Set MIGRATION_DATABASE_URL to the role that runs jalon migrate.`,
  schema: (said) => `The database schema is not that of this release: ${said}. Run jalon migrate first.`,
  'read-only': (said) => `The database is read-only: ${said}. Connect to the primary, or end the read-only mode.`,
  full: (said) => `The disk of the database is full: ${said}. Free space and run the command again.`,
  busy: (said) => `The database is busy: ${said}. Run the command again.`,
  slow: (said) => `The database took too long: ${said}. Run the command again.`,
};

/** What to do about an error of the database; `undefined` for other errors. */
export function adviceOn(error: unknown): string | undefined {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const name = typeof code === 'string' ? code : '';
  const kind = kinds[name] ?? (name === 'EPIPE' ? undefined : outageOf(error)); // EPIPE: the output was closed
  return kind && advice[kind](message || name);
}

/** Rows of text as aligned columns, two spaces apart. */
export function asTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
