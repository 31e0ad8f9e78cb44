import { c5 } from './c5.js';
import { ens } from './ens.js';
import { eucs } from './eucs.js';
import { fedramp } from './fedramp.js';
import { hds } from './hds.js';
import { iso27001 } from './iso-27001.js';
import { pciDss } from './pci-dss.js';
import type { Scheme } from './scheme.js';
import { secnumcloud } from './secnumcloud.js';
import { soc2 } from './soc-2.js';

/** Schemes by slug. */
export type Schemes = ReadonlyMap<string, Scheme>;

/** The schemes that every ledger starts with. */
export const builtInSchemes: Schemes = new Map(
  [secnumcloud, hds, iso27001, ens, c5, soc2, fedramp, pciDss, eucs].map((scheme) => [scheme.slug, scheme]),
);
