import { answersTo } from '../rungs/answers.js';
import { deadlinesNear } from './near-deadlines.js';
import { planReminders } from './plan-reminders.js';
import type { Round } from '../round.js';
import { owed, type Days } from '../rungs/rungs-for.js';

/**
 * Plans what a round's recipients are to be told on some days, of the deadlines that are kept.
 *
 * @param since only what is to be sent from then on; absent: all of those days
 * @param only of deadlines under these schemes; absent: under any
 * @param signal it rejects when that aborts
 */
export async function planNear(
  round: Round,
  days: Days,
  { since, only, signal }: { since?: Date; only?: readonly string[]; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (days.from > days.to || round.recipients.length === 0) return;
  for await (const deadlines of deadlinesNear(round, days, only)) {
    signal?.throwIfAborted();
    const answers = await answersTo(
      round.tx,
      deadlines.map(({ key }) => key),
    );
    await planReminders(round, deadlines, answers, (_deadline, _recipient, ladder) => owed(ladder(days), since));
  }
}
