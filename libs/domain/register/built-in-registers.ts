import { fedrampMarketplace } from './fedramp-marketplace.js';
import type { Register } from './register.js';

/** The built-in registers by slug; the first reading of one publishes it. */
export const builtInRegisters: ReadonlyMap<string, Register> = new Map([[fedrampMarketplace.slug, fedrampMarketplace]]);

/** Registers to start from, by slug: their files were not at hand, so that each must be checked against its own. */
export const registerTemplates: ReadonlyMap<string, Register> = new Map();
