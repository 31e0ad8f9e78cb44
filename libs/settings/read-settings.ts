import { type z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that do not do: the message holds one line per bad variable, naming it and what would be right. */
export class BadSettings extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'BadSettings';
  }
}

/**
 * Reads an app's settings from the environment, once, into one typed object. A variable that is set to nothing counts as
 * unset. What the schema does not name is left alone: an environment holds other programs' variables too.
 *
 * @throws BadSettings
 */
export function readSettings<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new BadSettings(result.error.issues.map((issue) => lineOf(issue, given)));
}

function lineOf(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0] ?? 'settings');
  const value = given[name];
  if (value === undefined) return `${name} is missing${issue.code === 'custom' ? `: it ${issue.message}` : ''}`;
  return `${name} ${issue.message}${mayBeShown(name) ? `, and is "${value}"` : ''}`;
}

/** Addresses may hold passwords, and a bad key is still somebody's key: neither belongs in a log. */
const mayBeShown = (name: string): boolean => !/URL|KEY|SECRET|PASSWORD|TOKEN/.test(name);
