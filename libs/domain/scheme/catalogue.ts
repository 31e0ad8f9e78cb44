import type { warnings } from '#language/en/warnings.js';
import type { PartialDate } from '../date/partial-date.js';
import { rank, type Source } from '../source/source.js';
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

/** The scheme that holds from an event of its stream on: from its publication, or from an amendment of one. */
export interface Publication {
  position: number;
  recordedAt: Date;
  scheme: Scheme;
}

/** In order of position. */
export type SchemeHistory = readonly Publication[];

/**
 * The schemes as they were on record at a position: for each slug the one that holds by then, before any the
 * built-in one. Absent: after all of them.
 */
export function schemesAt(history: SchemeHistory, upTo = Infinity): Schemes {
  const published = history
    .filter(({ position }) => position <= upTo)
    .map(({ scheme }) => [scheme.slug, scheme] as const);
  return published.length === 0 ? builtInSchemes : new Map([...builtInSchemes, ...published]);
}

/** Sources that say different things about one version of a referential. */
export interface SchemeWarning {
  code: 'published-differs';
  kind: 'conflict';
  params: Parameters<(typeof warnings)['published-differs']['text']>[0];
  /** The version that is disputed. */
  referential: string;
  /** The scheme's own word first, then the others by the rank of their source. */
  sides: { says: PartialDate; source: Pick<Source, 'kind' | 'publisher' | 'title' | 'url'> | null }[];
}

/** A scheme as every answer shows it. */
export interface SchemeView extends Scheme {
  /** How many events its stream has by then; 0: it is the built-in one. */
  version: number;
  warnings: SchemeWarning[];
}

/** The schemes on record at a position (absent: after all of them), by slug. */
export const schemeViews = (history: SchemeHistory, upTo = Infinity): SchemeView[] =>
  [...schemesAt(history, upTo).values()]
    .map((scheme) => ({
      ...scheme,
      version: history.filter(({ position, scheme: { slug } }) => position <= upTo && slug === scheme.slug).length,
      warnings: schemeWarnings(scheme),
    }))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));

const schemeWarnings = ({ referentials }: Scheme): SchemeWarning[] =>
  referentials.flatMap(({ version, published, source = null, otherwise = [] }) => {
    if (otherwise.length === 0) return [];
    const others = otherwise
      .map((other) => ({ says: other.published, source: other.source }))
      .sort((a, b) => rank(a.source) - rank(b.source));
    const params = { version, published, others: others.map(({ says }) => says) };
    return [
      {
        code: 'published-differs',
        kind: 'conflict',
        params,
        referential: version,
        sides: [{ says: published, source }, ...others],
      },
    ];
  });
