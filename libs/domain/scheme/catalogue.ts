import type { PartialDate } from '../date/partial-date.js';
import { registerStream, schemeStream } from '../event/ledger-event.js';
import { rank } from '../source/source.js';
import { c5 } from './c5.js';
import { eidas } from './eidas.js';
import { ens } from './ens.js';
import { eucs } from './eucs.js';
import { fedramp } from './fedramp.js';
import { hds } from './hds.js';
import { iso27001 } from './iso-27001.js';
import { pciDss } from './pci-dss.js';
import type { Cited, Scheme } from './scheme.js';
import { secnumcloud } from './secnumcloud.js';
import { soc2 } from './soc-2.js';

/** Schemes by slug. */
export type Schemes = ReadonlyMap<string, Scheme>;

/** The built-in schemes. */
export const builtInSchemes: Schemes = new Map(
  [secnumcloud, hds, iso27001, ens, c5, soc2, fedramp, pciDss, eucs, eidas].map((scheme) => [scheme.slug, scheme]),
);

/** A scheme as of an event: a publication or an amendment of it, or a reading of one of its registers. */
export interface Publication {
  position: number;
  recordedAt: Date;
  scheme: Scheme;
  /** Slug of the register that was read, where its rules are those of before. */
  register?: string;
}

/** The stream of its event. */
export const publicationStream = ({ scheme, register }: Publication): string =>
  register === undefined ? schemeStream(scheme.slug) : registerStream(register);

/** In order of position. */
export type SchemeHistory = readonly Publication[];

/** The schemes at a position (by default, the latest): for each slug the current version, or the built-in scheme. */
export function schemesAt(history: SchemeHistory, upTo = Infinity): Schemes {
  const published = history
    .filter(({ position }) => position <= upTo)
    .map(({ scheme }) => [scheme.slug, scheme] as const);
  return published.length === 0 ? builtInSchemes : new Map([...builtInSchemes, ...published]);
}

/** One scheme at a position (by default, the latest). */
export const schemeAt = (history: SchemeHistory, slug: string, upTo = Infinity): Scheme | undefined =>
  history.findLast(({ position, scheme }) => position <= upTo && scheme.slug === slug)?.scheme ??
  builtInSchemes.get(slug);

/** Each code with what its sentence is given. */
export interface SchemeWarningCodes {
  'published-differs': { version: string; published: string; others: readonly string[] };
}

/** Sources that contradict each other about a version of the standard. */
export interface SchemeWarning {
  code: 'published-differs';
  kind: 'conflict';
  params: SchemeWarningCodes['published-differs'];
  /** The version in question. */
  referential: string;
  /** The statement of the scheme first, then the others by rank of their source. */
  sides: { says: PartialDate; source: Pick<Cited, 'kind' | 'publisher' | 'title' | 'url'> | null }[];
}

/** A scheme as shown in responses. */
export interface SchemeView extends Omit<Scheme, 'readings'> {
  /** Number of events in its stream; 0 for a built-in scheme. */
  version: number;
  warnings: SchemeWarning[];
}

/** The schemes at a position (by default, the latest), by slug. */
export const schemeViews = (history: SchemeHistory, upTo = Infinity): SchemeView[] =>
  [...schemesAt(history, upTo).values()]
    .map(({ readings: _, ...scheme }) => ({
      ...scheme,
      version: history.filter(
        ({ position, register, scheme: { slug } }) =>
          register === undefined && position <= upTo && slug === scheme.slug,
      ).length,
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
