import type { QueryBus } from '@nestjs/cqrs';
import { ApproversOf } from '#approvals/list-proposals.js';
import { maybeProposalIn } from '#domain/event/causes.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';

/** Adds to each entry who approved it; their ids are in proposals, not in the ledger. */
export async function withApprovers(queries: QueryBus, entries: readonly TimelineEntry[]): Promise<TimelineEntry[]> {
  const ids = [...new Set(entries.flatMap(({ causationId }) => maybeProposalIn(causationId) ?? []))];
  const approvers = await queries.execute(new ApproversOf(ids));
  return entries.map((entry) => {
    const approvedBy = approvers.get(maybeProposalIn(entry.causationId) ?? '');
    return approvedBy === undefined ? entry : { ...entry, approvedBy };
  });
}
