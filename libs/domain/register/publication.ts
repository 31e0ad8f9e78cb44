import { schemeOf } from '../dossier/dossier.js';
import { refuse } from '../refusal.js';
import type { Schemes } from '../scheme/catalogue.js';
import type { RegisterEvent } from './register-events.js';
import { registerIn, type RegisterRecord } from './register-record.js';
import type { Register } from './register.js';

/**
 * Publishes a register, or a new version of it.
 *
 * @param register valid by itself
 * @throws Refusal unknown-scheme, register-unchanged
 */
export function publishRegister(
  record: RegisterRecord,
  register: Register,
  { schemes, builtIn }: { schemes: Schemes; builtIn: Register | undefined },
): RegisterEvent[] {
  schemeOf(register.scheme, schemes);
  const before = registerIn(record) ?? builtIn;
  if (before && canonical(before) === canonical(register))
    throw refuse('register-unchanged', 'slug', 'register-unchanged', { slug: register.slug });
  return [{ type: 'RegisterPublished', data: { register } }];
}

/** Fields in order of name; lists keep their order. */
const canonical = (register: Register): string => JSON.stringify(register, inOrder);

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
