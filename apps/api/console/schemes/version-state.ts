import type { Day } from '#domain/date/day.js';
import type { Scheme } from '#domain/scheme/scheme.js';

export type VersionState = 'draft' | 'to-come' | 'over' | 'latest' | 'earlier';

/** What each version of a referential is on a day, in the order of the scheme. */
export function versionStates({ referentials }: Pick<Scheme, 'referentials'>, day: Day): VersionState[] {
  const latest = referentials.findLastIndex(({ draft, published }) => !draft && published <= day);
  return referentials.map(({ draft, published, graceEnds }, index) => {
    if (published > day) return 'to-come';
    if (draft) return 'draft';
    if (graceEnds !== undefined && graceEnds < day) return 'over';
    return index === latest ? 'latest' : 'earlier';
  });
}
