import { anssiCatalogue } from './anssi-catalogue.js';
import { fedrampChangelog } from './fedramp-changelog.js';
import { fedrampMarketplace } from './fedramp-marketplace.js';
import type { Register } from './register.js';
import { frenchTrustedList } from './trusted-list.js';

/** The built-in registers by slug; the first reading of one publishes it. */
export const builtInRegisters: ReadonlyMap<string, Register> = new Map(
  [fedrampMarketplace, fedrampChangelog, anssiCatalogue, frenchTrustedList].map((register) => [
    register.slug,
    register,
  ]),
);
