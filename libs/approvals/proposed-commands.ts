import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { ApprovalNeeded } from '#domain/approval.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import { reason, Refusal } from '#domain/refusal.js';
import { RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { IdReused, UnreadableEvent } from '#event-store/events.js';
import { ImportCsv } from '#imports/import-csv.js';
import type { Reason } from '#domain/reasons.js';
import { MatchEntry } from '#registers/match-entry.js';
import { type Approval, rehearsalOf } from '#schemes/four-eyes.js';
import { AmendScheme, PublishScheme } from '#schemes/publish-scheme.js';
import { causeOf, type Proposal } from './proposal.js';

/** What a proposal would do, were it recorded now; `refused`: nothing. */
export type Rehearsed =
  | { changes: readonly StatusChange[]; rehearsal: string; refused?: undefined }
  | { refused: Reason; changes?: undefined };

/** Runs the commands of proposals. The same decision is taken as when they were proposed, on the ledger as it is now. */
@Injectable()
export class ProposedCommands {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  /** Records nothing. */
  async rehearse(proposal: Proposal): Promise<Rehearsed> {
    try {
      await this.run(proposal, { rehearsal: null });
      return { refused: reason('proposal-recorded') };
    } catch (error) {
      if (error instanceof ApprovalNeeded) return { changes: error.changes, rehearsal: rehearsalOf(error.changes) };
      if (error instanceof Refusal) return { refused: refusalIn(error) };
      if (error instanceof IdReused) return { refused: reason('proposal-recorded') };
      if (error instanceof UnreadableEvent) return { refused: reason('proposal-unreadable') };
      throw error;
    }
  }

  /**
   * Records a proposal in the name of its author. Repeating it records nothing twice: the id of the event is that of the
   * proposal, those of a file derive from its rows.
   *
   * @returns the last position of what it records
   * @throws ApprovalNeeded it would no longer do what was approved; and as the commands do
   */
  async run(proposal: Proposal, approval: Approval): Promise<{ position: number }> {
    const { id, proposed, event, proposer: actor } = proposal;
    const context = { actor, causationId: causeOf(proposed.kind, id), approval };
    const withId = { ...context, id: event };
    switch (proposed.kind) {
      case 'dossier-event': {
        const today = this.clock.today('UTC'); // of the answer, which is not used
        return this.commands.execute(new RecordDossierEvent(proposed.dossier, proposed.event, today, withId));
      }
      case 'import':
        return this.commands.execute(new ImportCsv(proposed.bytes, context));
      case 'scheme':
        return this.commands.execute(new PublishScheme(proposed.scheme, withId));
      case 'scheme-amendment':
        return this.commands.execute(new AmendScheme(proposed.slug, proposed.amendment, withId));
      case 'match':
        return this.commands.execute(new MatchEntry(proposed.register, proposed.match, withId));
    }
  }
}

/** The most specific reason. */
export const refusalIn = ({ why, problems: [first] }: Refusal): Reason =>
  first ? ({ code: first.code, ...(first.params && { params: first.params }) } as Reason) : why;
