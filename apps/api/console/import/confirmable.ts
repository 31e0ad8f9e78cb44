import type { JudgedFile } from '#imports/pending/judged-file.js';
import type { ImportResult } from '#imports/pending-imports.js';

/** Whether a file may be recorded, and there is something to record. */
export const isRight = ({ problems, counts }: JudgedFile): boolean =>
  problems.length === 0 && counts.wrong + counts.unclear === 0 && counts.recorded > 0;

const MOST = 50;

/** The providers that rows to be recorded are about, as the file calls them. */
export function aboutIn({ rows }: JudgedFile): ImportResult['about'] {
  const about = new Map<string, string>();
  for (const { outcome, provider, cells } of rows)
    if (outcome === 'recorded' && provider !== undefined && !about.has(provider))
      about.set(provider, cells.provider ?? '');
  return [...about].slice(0, MOST).map(([id, name]) => ({ id, name }));
}
