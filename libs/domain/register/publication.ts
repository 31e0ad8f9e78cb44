import { schemeOf } from '../dossier/dossier.js';
import { type Problem, Refusal, refuse } from '../refusal.js';
import type { Schemes } from '../scheme/catalogue.js';
import { canonical } from '../text/canonical.js';
import type { RegisterEvent } from './register-events.js';
import { registerIn, type RegisterRecord } from './register-record.js';
import type { PlacedReason } from '../validation.js';
import { registerProblems } from './register-rules.js';
import type { Register } from './register.js';

/**
 * Publishes a register, or a new version of it.
 *
 * @param register valid by itself
 * @throws Refusal not-found, register-invalid, unchanged
 */
export function publishRegister(
  record: RegisterRecord,
  register: Register,
  { schemes, builtIn }: { schemes: Schemes; builtIn: Register | undefined },
): RegisterEvent[] {
  const [first, ...others] = registerProblems(register, schemeOf(register.scheme, schemes)).map(problemOf);
  if (first) throw new Refusal('register-invalid', first, [first, ...others]);
  const before = registerIn(record) ?? builtIn;
  if (before && canonical(before) === canonical(register))
    throw refuse('unchanged', 'slug', 'register-unchanged', { slug: register.slug });
  return [{ type: 'RegisterPublished', data: { register } }];
}

const problemOf = ({ path, why }: PlacedReason): Problem => ({ field: path.join('.'), ...why });
