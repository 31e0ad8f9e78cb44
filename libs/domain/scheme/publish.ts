import type { SchemeEvent } from '../event/ledger-event.js';
import type { OnRecord } from '../event/recorded.js';
import { Refusal, refuse } from '../refusal.js';
import { SchemeShape, type Scheme } from './scheme-shape.js';

/** Every version of a scheme that was published, oldest first. */
export type SchemeRecord = readonly OnRecord<SchemeEvent>[];

export const schemeModel = {
  initial: [] as SchemeRecord,
  evolve: (record: SchemeRecord, entry: OnRecord<SchemeEvent>): SchemeRecord => [...record, entry],
};

/**
 * Publishes a scheme: a new one, or a new version that holds from its recording on.
 *
 * @param scheme valid by itself
 * @param builtIn the one of its slug that every ledger starts with
 * @throws Refusal scheme-unchanged, milestone-dropped
 */
export function publishScheme(record: SchemeRecord, scheme: Scheme, builtIn: Scheme | undefined): SchemeEvent[] {
  const before = record.at(-1)?.event.data.scheme ?? builtIn;
  if (before) assertFollows(before, scheme);
  return [{ type: 'SchemePublished', data: { scheme } }];
}

function assertFollows(before: Scheme, scheme: Scheme): void {
  if (written(before) === written(scheme))
    throw refuse('scheme-unchanged', 'slug', `scheme ${scheme.slug} says exactly this already`);
  const kept = new Set(scheme.milestones.map(({ code }) => code));
  const dropped = before.milestones.filter(({ code }) => !kept.has(code)).map(({ code }) => code);
  if (dropped.length === 0) return;
  const reason = `must keep ${dropped.join(', ')}: dossiers may stand there, and their past is told by it`;
  throw new Refusal('milestone-dropped', reason, [{ field: 'milestones', reason }]);
}

/** One spelling for whatever says the same: parsing puts fields into their order. */
const written = (scheme: Scheme): string => JSON.stringify(SchemeShape.parse(scheme));
