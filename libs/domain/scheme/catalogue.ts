import { hds } from './hds.js';
import { iso27001 } from './iso-27001.js';
import type { Scheme } from './scheme.js';
import { secnumcloud } from './secnumcloud.js';

/** Schemes by slug. */
export type Schemes = ReadonlyMap<string, Scheme>;

/** The schemes that every ledger starts with. */
export const builtInSchemes: Schemes = new Map([secnumcloud, hds, iso27001].map((scheme) => [scheme.slug, scheme]));
