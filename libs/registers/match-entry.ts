import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, registerStream } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import type { Match } from '#domain/register/register-record.js';
import { fold } from '#domain/text/text.js';
import { type Receipt, receiptOf } from '#event-store/change.js';
import { Conflict, type Context, type StreamAppend } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { assertApproved, FourEyes, type MaybeApproved, mustRehearse } from '#schemes/four-eyes.js';
import { statusChangesOf } from '#schemes/rehearse-appends.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Attempts } from './attempts.js';
import { entriesOnRecord } from './dossier-on-record.js';
import { KnownRegisters } from './known-registers.js';
import { openProposals } from './list-proposals.js';
import { moveEntries } from './move-entries.js';
import { RegisterNames } from './names.js';
import { ReadingTurns } from './reading-turns.js';

const ATTEMPTS = 5;

/**
 * Records an officer's answer to a proposal. If the name belongs to a provider on record, its entries move to dossiers of
 * that provider, in the same append, and later readings follow the answer.
 *
 * @throws Refusal not-found, unknown-reference; ApprovalNeeded
 */
export class MatchEntry extends Command<Receipt> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly match: Match,
    /** `id`: of the event to record. */
    readonly context: Context & MaybeApproved & { id?: string },
  ) {
    super();
  }
}

@CommandHandler(MatchEntry)
export class MatchEntryHandler implements ICommandHandler<MatchEntry> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly turns: ReadingTurns,
    private readonly names: RegisterNames,
    private readonly attempts: Attempts,
    private readonly schemes: SchemeCatalogue,
    private readonly fourEyes: FourEyes,
    private readonly clock: Clock,
  ) {}

  async execute(command: MatchEntry): Promise<Receipt> {
    await this.registers.get(command.register);
    return this.turns.inTurn(async () => {
      for (let count = 1; ; count++) {
        try {
          return await this.#match(command);
        } catch (error) {
          if (!(error instanceof Conflict) || count === ATTEMPTS) throw error;
        }
      }
    });
  }

  async #match({ register: slug, match, context }: MatchEntry): Promise<Receipt> {
    const earlier = context.id === undefined ? undefined : await this.events.find(context.id);
    if (earlier) return receiptOf({ recorded: [earlier], replayed: true });
    const known = await this.registers.get(slug);
    const ledger = { db: this.db, events: this.events };
    const onRecord = await entriesOnRecord(ledger, known.register);
    const { name, candidate, provider } = match;
    const proposed = (await openProposals(known, onRecord, { names: this.names, attempts: this.attempts })).filter(
      (one) => fold(one.name) === fold(name) && one.candidate.id === candidate,
    );
    if (proposed.length === 0) throw refuse('unknown-reference', 'name', 'proposal-not-found', { name });
    if (provider !== null && this.names.providers.nameOf(provider) === undefined)
      throw refuse('not-found', 'provider', 'provider-not-found', { provider });
    const matched: StreamAppend<LedgerEvent> = {
      stream: registerStream(slug),
      expected: known.record.length,
      events: [{ id: context.id ?? randomUUID(), event: { type: 'EntryMatched', data: match } }],
    };
    const moved = provider === null ? [] : proposed.filter((one) => one.provider !== provider);
    const keys = new Set(moved.flatMap(({ entries }) => entries));
    const moves =
      provider === null || keys.size === 0
        ? []
        : await moveEntries({ known, onRecord, keys, provider }, ledger, this.names);
    const policy = await this.fourEyes.schemes();
    if (mustRehearse(policy, context)) {
      const changes = await statusChangesOf(this.events, moves, await this.schemes.at(), this.clock.now());
      assertApproved(changes, policy, context);
    }
    const { recorded, replayed } = await this.events.append([matched, ...moves], context);
    return receiptOf({ recorded: recorded.slice(0, 1), replayed });
  }
}
