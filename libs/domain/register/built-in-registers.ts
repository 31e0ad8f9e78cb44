import { fedrampMarketplace } from './fedramp-marketplace.js';
import { anssiCatalogue, ensList, hdsList } from './register-templates.js';
import type { Register } from './register.js';

const bySlug = (registers: readonly Register[]): ReadonlyMap<string, Register> =>
  new Map(registers.map((register) => [register.slug, register]));

/** The built-in registers by slug; the first reading of one publishes it. */
export const builtInRegisters = bySlug([fedrampMarketplace]);

/** Registers to start from, by slug: their files were not at hand, so each must be compared with its own before it is published. */
export const registerTemplates = bySlug([anssiCatalogue, hdsList, ensList]);
