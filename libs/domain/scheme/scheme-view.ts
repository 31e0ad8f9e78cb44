import type { warnings } from '#language/en/warnings.js';
import type { PartialDate } from '../date/partial-date.js';
import { rank, type Source } from '../source/source.js';
import type { SchemeHistory } from './history.js';
import { schemesAt } from './history.js';
import type { Scheme } from './scheme.js';

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

export const schemeWarnings = ({ referentials }: Scheme): SchemeWarning[] =>
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
