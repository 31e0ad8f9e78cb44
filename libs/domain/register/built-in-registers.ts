import { anssiCatalogue } from './anssi-catalogue.js';
import { fedrampMarketplace } from './fedramp-marketplace.js';
import type { Register } from './register.js';
import { frenchTrustedList } from './trusted-list.js';

/** The built-in registers by slug; the first reading of one publishes it. */
export const builtInRegisters: ReadonlyMap<string, Register> = new Map(
  [fedrampMarketplace, anssiCatalogue, frenchTrustedList].map((register) => [
    register.slug,
    register,
  ]),
);
