import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Selectable } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import type { RegisterReadingTable } from '#database/tables/work.js';
import { inTurn } from '#database/transactions.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse, Refusal } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import type { Context } from '#event-store/events.js';
import type { Upload } from '#imports/uploads.js';
import {
  attemptIn,
  Attempts,
  type Decided,
  type ReadingOutcome,
  judgedIn,
  type NewAttempt,
  unknownReading,
} from './attempts.js';
import { KnownRegisters, type KnownRegister } from './known-registers.js';
import {
  interrupted,
  RecordReading,
  NOTHING,
  outcomeOf,
  type ReadableDocument,
  type ReadingContext,
} from './record-reading.js';

/** One reading after the other, each after what a process has left when it stopped. */
@Injectable()
export class ReadingTurns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #resuming: Promise<void> = Promise.resolve();
  readonly #log = new Logger(ReadingTurns.name);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
    private readonly readings: RecordReading,
  ) {}

  /** Does not wait: a process starts whatever was left. */
  onApplicationBootstrap(): void {
    this.#resuming = this.#resumeAtStart().catch((error: unknown) => {
      this.#log.error(error);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#resuming;
  }

  /**
   * One reading at a time, in this process or another: what is judged is what is recorded on. First ends what a process has
   * left when it stopped.
   */
  async inTurn<T>(work: () => Promise<T> | T): Promise<T> {
    return inTurn(this.db, 'readings', async () => {
      await this.#resume();
      return work();
    });
  }

  async #resumeAtStart(): Promise<void> {
    if ((await this.attempts.applying()).length > 0) await this.inTurn(() => undefined);
  }

  /** Ends the attempts that a process has left: those whose events are on record are recorded, the others are judged again. */
  async #resume(): Promise<void> {
    for (const row of await this.attempts.applying()) {
      const attempt = attemptIn(row);
      if (row.event !== null && (await this.events.find(row.event))) {
        await this.attempts.save({ ...attempt, state: 'recorded' });
        continue;
      }
      try {
        const kept = row.sha256 === null ? undefined : await this.attempts.document(row.sha256);
        if (!kept) throw new Error(`the document of reading ${row.id} is missing`);
        const known = await this.registers.get(row.register);
        const document = await this.readings.read(known, kept.bytes, kept.mediaType, row.day ?? undefined);
        await this.readings.conclude(attempt, document, { actor: row.actor });
      } catch (error) {
        if (outageOf(error) !== undefined) throw error;
        this.#log.error(error);
        await this.attempts.save({ ...attempt, state: 'failed', event: null, result: { problem: interrupted } });
      }
    }
  }
}

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

/**
 * Accepts or discards the held readings of a register in order of their days. Ends with the first that stays on hold; those of
 * before the last reading can only be discarded.
 *
 * @returns what became of them
 * @throws Refusal not-found, reading-not-held, and what `DecideReading` throws for the first of them
 */
export class DecideReadings extends Command<ReadingOutcome[]> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly decision: 'accept' | 'discard',
    readonly reason: string,
    readonly context: ReadingContext,
  ) {
    super();
  }
}

@CommandHandler(DecideReadings)
export class DecideReadingsHandler implements ICommandHandler<DecideReadings> {
  constructor(
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
    private readonly commands: CommandBus,
  ) {}

  async execute({ register, decision, reason, context }: DecideReadings): Promise<ReadingOutcome[]> {
    const { readings } = await this.registers.get(register);
    const last = readings.at(-1)?.day ?? '';
    const held = await this.attempts.heldOf(register);
    const open = held.filter(({ day }) => decision === 'discard' || (day ?? '') >= last);
    if (open.length === 0) throw refuse('reading-not-held', 'register', 'readings-not-held', { register });
    const outcomes: ReadingOutcome[] = [];
    for (const { id } of open) {
      try {
        outcomes.push(await this.commands.execute(new DecideReading(id, decision, reason, context)));
      } catch (error) {
        if (!(error instanceof Refusal) || outcomes.length === 0) throw error;
        break;
      }
      if (outcomes.at(-1)?.state === 'held') break;
    }
    return outcomes;
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

type Held = Pick<ReadableDocument, 'day' | 'sha256'>;

/** A document of a register, as it was sent or served. */
export interface RegisterDocument {
  bytes: Buffer;
  mediaType: string;
  /** Where it was fetched from. */
  address?: string;
  /** The day that it is of. Default: the day that it states, else today. */
  day?: Day;
}

export interface UploadedAs extends Omit<RegisterDocument, 'bytes'> {
  /** Slug. */
  register: string;
}

/** An uploaded document and the state of its recording; `reading`: the attempt that it became. */
export type RegisterUpload = Upload<{ reading: string }, UploadedAs> & { bytes: Buffer };

export interface ReadingOptions {
  how: RegisterReadingTable['how'];
  preview?: boolean;
  /** The reason to record it even if it would be held. */
  accept?: string;
}

/**
 * Reads a document of a register: judges it against the entries on record and records the differences and the reading, all
 * or nothing, or holds it for an officer. Every attempt is on record, except a preview.
 *
 * @throws Refusal not-found, register-document-invalid
 */
export class ReadRegister extends Command<ReadingOutcome> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly document: RegisterDocument,
    readonly options: ReadingOptions,
    readonly context: ReadingContext,
  ) {
    super();
  }
}

@CommandHandler(ReadRegister)
export class ReadRegisterHandler implements ICommandHandler<ReadRegister> {
  constructor(
    private readonly clock: Clock,
    private readonly registers: KnownRegisters,
    private readonly turns: ReadingTurns,
    private readonly readings: RecordReading,
    private readonly attempts: Attempts,
  ) {}

  async execute({ register, document: sent, options, context }: ReadRegister): Promise<ReadingOutcome> {
    const known = await this.registers.get(register);
    const attempt = this.#attempt(known, sent, options, context);
    const document = await this.#read(known, sent, attempt, options);
    if (options.preview) return this.readings.preview(known, document, attempt);
    return this.turns.inTurn(async () => {
      const held = await this.attempts.held(register, document);
      if (!held) return this.readings.conclude(attempt, document, context);
      return this.readings.conclude({ ...attemptIn(held), decided: attempt.decided }, document, context);
    });
  }

  #attempt(
    { register: { slug } }: KnownRegister,
    { address, day }: RegisterDocument,
    { how, accept }: ReadingOptions,
    { actor }: Context,
  ): NewAttempt {
    const decided =
      accept === undefined ? null : { decision: 'accept' as const, by: actor, at: this.clock.now(), reason: accept };
    return {
      id: randomUUID(),
      register: slug,
      actor,
      how,
      address: address ?? null,
      day: day ?? null,
      state: 'held',
      result: null,
      event: null,
      decided,
    };
  }

  async #read(
    known: KnownRegister,
    { bytes, mediaType, day }: RegisterDocument,
    attempt: NewAttempt,
    { preview }: ReadingOptions,
  ): Promise<ReadableDocument> {
    try {
      return await this.readings.read(known, bytes, mediaType, day);
    } catch (error) {
      if (error instanceof Refusal && !preview) {
        const { why, problems } = error;
        await this.attempts.save({
          ...attempt,
          state: 'refused',
          decided: null,
          result: { problem: { why, problems } },
        });
      }
      throw error;
    }
  }
}
