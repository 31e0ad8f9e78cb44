import type { QueryBus } from '@nestjs/cqrs';
import { ApproversOf } from '#approvals/proposal.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';

/** Adds to each entry who approved it; their ids are in proposals, not in the ledger. */
export async function withApprovers(queries: QueryBus, entries: readonly TimelineEntry[]): Promise<TimelineEntry[]> {
  const approvers = await queries.execute(new ApproversOf(entries.map(({ causationId }) => causationId)));
  return entries.map((entry) => {
    const approvedBy = approvers.get(entry.causationId ?? '');
    return approvedBy === undefined ? entry : { ...entry, approvedBy };
  });
}
