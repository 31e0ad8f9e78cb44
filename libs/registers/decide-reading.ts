import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Selectable } from 'kysely';
import { Clock } from '#database/clock.js';
import type { RegisterReadingTable } from '#database/tables/register.js';
import { refuse } from '#domain/refusal.js';
import type { Decided, ReadingOutcome } from './attempt.js';
import { attemptIn, Attempts, judgedIn } from './attempts.js';
import { unknownReading } from './get-reading.js';
import { KnownRegisters } from './known-registers.js';
import { NOTHING, outcomeOf } from './outcome.js';
import { ReadingTurns } from './reading-turns.js';
import { type ReadableDocument, type ReadingContext, RecordReading } from './record-reading.js';

/**
 * Accepts or discards a held reading. An accepted one is judged again: the ledger may have moved on.
 *
 * @throws Refusal not-found, reading-not-held, reading-older
 */
export class DecideReading extends Command<ReadingOutcome> {
  constructor(
    /** Of the attempt. */
    readonly id: string,
    readonly decision: 'accept' | 'discard',
    readonly reason: string,
    readonly context: ReadingContext,
  ) {
    super();
  }
}

@CommandHandler(DecideReading)
export class DecideReadingHandler implements ICommandHandler<DecideReading> {
  constructor(
    private readonly clock: Clock,
    private readonly registers: KnownRegisters,
    private readonly turns: ReadingTurns,
    private readonly readings: RecordReading,
    private readonly attempts: Attempts,
  ) {}

  execute(command: DecideReading): Promise<ReadingOutcome> {
    return this.turns.inTurn(() => this.#decide(command));
  }

  async #decide({ id, decision, reason, context }: DecideReading): Promise<ReadingOutcome> {
    const row = await this.attempts.find(id);
    if (!row) throw unknownReading(id);
    const { state, sha256, day } = row;
    if (state !== 'held' || sha256 === null || day === null)
      throw refuse('reading-not-held', 'id', 'reading-state', { state });
    const decided = { decision, by: context.actor, at: this.clock.now(), reason };
    const document = { sha256, day };
    return decision === 'accept'
      ? this.#accept(row, decided, document, context)
      : this.#discard(row, decided, document);
  }

  async #accept(row: Row, decided: Decided, { sha256, day }: Held, context: ReadingContext): Promise<ReadingOutcome> {
    const known = await this.registers.get(row.register);
    const last = known.readings.at(-1)?.day;
    if (last !== undefined && day < last) throw refuse('reading-older', 'id', 'reading-older-than', { day, last });
    const kept = await this.attempts.document(sha256);
    if (!kept) throw unknownReading(row.id);
    const document = await this.readings.read(known, kept.bytes, kept.mediaType, day);
    return this.readings.conclude({ ...attemptIn(row), decided }, document, { ...context, isDecision: true });
  }

  async #discard(row: Row, decided: Decided, document: Held): Promise<ReadingOutcome> {
    const attempt = { ...attemptIn(row), state: 'discarded' as const, decided };
    const at = await this.attempts.save(attempt);
    return { ...outcomeOf(attempt, document, judgedIn(row.result) ?? NOTHING), state: 'discarded', event: null, at };
  }
}

type Row = Selectable<RegisterReadingTable>;

/** The document of a held reading. */
type Held = Pick<ReadableDocument, 'day' | 'sha256'>;
