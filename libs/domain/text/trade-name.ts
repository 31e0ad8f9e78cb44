import { skeletonOf } from './look-alike.js';
import { fold } from './text.js';

/** Legal forms as they end the names of companies, folded. */
const LEGAL_FORMS = [
  'inc, incorporated, corp, corporation, co, company, llc, l l c, llp, lp, ltd, limited, plc, pty, pvt',
  'sa, s a, sas, s a s, sasu, sarl, s a r l, gmbh, ag, kg, ug, bv, b v, nv, n v',
  'srl, s r l, spa, s p a, sl, s l, ab, as, oy, oyj, aps',
].flatMap((forms) => forms.split(', '));

/**
 * What a company is called without its legal form, as the name looks: `Cisco Systems, Inc.` and `Cisco Systems LLC` have the
 * same. For comparison only, never shown.
 */
export function tradeNameOf(name: string): string {
  let rest = fold(name);
  for (;;) {
    const form = LEGAL_FORMS.find((one) => rest.endsWith(` ${one}`));
    if (form === undefined) return skeletonOf(rest);
    rest = rest.slice(0, -form.length - 1);
  }
}
