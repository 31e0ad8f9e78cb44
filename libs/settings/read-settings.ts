import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Invalid settings: one line per variable, with its name and the expected value. English: read by operators only. */
export class BadSettings extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'BadSettings';
  }
}

/**
 * Reads an app's settings from the environment. An empty variable counts as unset; variables that the schema does not name
 * are ignored.
 *
 * @throws BadSettings
 */
export function readSettings<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given, { error: expectation });
  if (result.success) return result.data;
  throw new BadSettings(result.error.issues.map((issue) => lineOf(issue, given)));
}

/** The message where the schema gives none of its own. */
function expectation(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must have at least ${issue.minimum} characters`;
  if (issue.code === 'too_big') return `must have at most ${issue.maximum} characters`;
  return 'is invalid';
}

function lineOf(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0] ?? 'settings');
  const value = given[name];
  if (value === undefined) return `${name} is required${issue.code === 'custom' ? `: it ${issue.message}` : ''}`;
  return `${name} ${issue.message}${mayBeShown(name) ? `, but is "${value}"` : ''}`;
}

/** Addresses may contain passwords, and an invalid key may be a valid one elsewhere: neither belongs in a log. */
const mayBeShown = (name: string): boolean => !/URL|KEY|SECRET|PASSWORD|TOKEN/.test(name);
