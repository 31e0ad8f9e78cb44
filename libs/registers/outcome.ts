import type { Day } from '#domain/date/day.js';
import { reason } from '#domain/refusal.js';
import { DIFFERENCES_LISTED, UNREADABLE_LISTED } from './attempt.js';
import type { JudgedResult, NewAttempt } from './attempts.js';
import type { Judgement } from './judge.js';

/** What a document changes that was not judged. */
export const NOTHING: JudgedResult = {
  holds: [],
  figures: { entries: 0, before: 0, added: 0, changed: 0, moved: 0, gone: 0, unchanged: 0, ignored: 0, unreadable: 0 },
  differences: [],
  unreadable: [],
  unmatched: [],
};

/** Why a document is not on record whose process stopped, or failed, in the middle. */
export const interrupted = { why: reason('reading-interrupted'), problems: [] };

/** What is kept of a judgement. */
export const resultOf = ({ holds, figures, differences, unreadable, unmatched, preview }: Judgement): JudgedResult => ({
  ...{ holds, figures },
  differences,
  unreadable: unreadable.slice(0, UNREADABLE_LISTED),
  unmatched: unmatched.slice(0, DIFFERENCES_LISTED),
  ...(preview && { preview: { ...preview, changes: preview.changes.slice(0, DIFFERENCES_LISTED) } }),
});

/** But for what became of the document. */
export const outcomeOf = (
  { id, register, decided }: Pick<NewAttempt, 'id' | 'register' | 'decided'>,
  { day, sha256 }: { day: Day; sha256: string },
  result: JudgedResult,
) => ({
  ...{ id, register, day, sha256, position: null, ...result },
  ...(decided?.decision === 'accept' && { accepted: decided.reason }),
});
