import type { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { keptDeadlines } from '../keeping/kept-deadlines.js';
import { laddersOf } from './ladders-of.js';
import type { Planning } from '../planning.js';
import { byMark, type MarkedReminder, type ReminderFilter } from './reminder-filter.js';
import type { ReminderView } from './reminder-view.js';

/**
 * All reminders of one deadline, in the order of their instants.
 *
 * @throws Refusal no-such-deadline
 */
export async function ladderOfDeadline(
  db: LedgerDatabase,
  planning: Planning,
  key: string,
  { filter, now }: { filter: ReminderFilter; now: Date },
): Promise<MarkedReminder[]> {
  const kept = await keptDeadlines(db, planning, [key], now);
  if (kept.length === 0) throw refuse('no-such-deadline', 'deadline', `no deadline ${key} is kept`);
  const whose = { owner: filter.owner, subscription: filter.subscription };
  const recipients = await planning.recipients(db, whose);
  const ladder = await laddersOf(db, planning, kept, { recipients, whose, now });
  return ladder.filter((reminder) => passes(reminder, filter)).sort((a, b) => byMark(a.mark, b.mark));
}

const passes = (
  { state, day, dossier }: ReminderView,
  filter: Omit<ReminderFilter, 'owner' | 'subscription'>,
): boolean =>
  (filter.dossier === undefined || dossier.id === filter.dossier) &&
  (filter.provider === undefined || dossier.provider.id === filter.provider) &&
  (filter.scheme === undefined || dossier.scheme === filter.scheme) &&
  (filter.state === undefined || state === filter.state) &&
  (filter.from === undefined || day >= filter.from) &&
  (filter.to === undefined || day <= filter.to);
