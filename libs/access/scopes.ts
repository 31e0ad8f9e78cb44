import { z } from 'zod';

/** Permissions of a key: each of these scopes includes the previous ones. */
const levels = ['read', 'record', 'approve', 'admin'] as const;

/** For programs that need not hold an admin key: `bounces` allows reporting returned emails only, `metrics` reading metrics. */
const single = ['bounces', 'metrics'] as const;

export const scopes = [...levels, ...single] as const;
export const ScopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof ScopeSchema>;

/** The scopes and all that they include. */
export function withIncluded(asked: readonly Scope[]): ReadonlySet<Scope> {
  if (asked.includes('admin')) return new Set(scopes);
  const highest = Math.max(...levels.map((level, index) => (asked.includes(level) ? index : -1)));
  return new Set([...levels.slice(0, highest + 1), ...asked]);
}
