import { z } from 'zod';

/** What a key may do. Each scope includes the ones before it: whoever may record may read. */
export const scopes = ['read', 'record', 'admin'] as const;
export const ScopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof ScopeSchema>;

/** The scopes asked for and all that they include. */
export function withIncluded(asked: readonly Scope[]): ReadonlySet<Scope> {
  const highest = Math.max(-1, ...asked.map((scope) => scopes.indexOf(scope)));
  return new Set(scopes.slice(0, highest + 1));
}
