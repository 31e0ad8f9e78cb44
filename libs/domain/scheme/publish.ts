import type { SchemeEvent } from '../event/ledger-event.js';
import { refuse } from '../refusal.js';
import { assertKeepsMilestones } from './kept-milestones.js';
import { schemeIn, type SchemeRecord } from './scheme-record.js';
import type { Scheme } from './scheme-shape.js';
import { written } from './written.js';

/**
 * Publishes a scheme: a new one, or a new version that holds from its recording on.
 *
 * @param scheme valid by itself
 * @param builtIn the one of its slug that every ledger starts with
 * @throws Refusal scheme-unchanged, milestone-dropped
 */
export function publishScheme(record: SchemeRecord, scheme: Scheme, builtIn: Scheme | undefined): SchemeEvent[] {
  const before = schemeIn(record) ?? builtIn;
  if (before) assertFollows(before, scheme);
  return [{ type: 'SchemePublished', data: { scheme } }];
}

function assertFollows(before: Scheme, scheme: Scheme): void {
  if (written(before) === written(scheme))
    throw refuse('scheme-unchanged', 'slug', 'scheme-unchanged', { slug: scheme.slug });
  assertKeepsMilestones(before, scheme, 'milestones');
}
