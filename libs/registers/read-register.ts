import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import type { RegisterReadingTable } from '#database/tables/register.js';
import type { Day } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import type { Context } from '#event-store/events.js';
import type { Upload } from '#imports/uploads.js';
import type { ReadingOutcome } from './attempt.js';
import { attemptIn, Attempts, type NewAttempt } from './attempts.js';
import { type KnownRegister, KnownRegisters } from './known-registers.js';
import { ReadingTurns } from './reading-turns.js';
import { type ReadableDocument, type ReadingContext, RecordReading } from './record-reading.js';

/** A document of a register, as it was sent or served. */
export interface RegisterDocument {
  bytes: Buffer;
  mediaType: string;
  /** Where it was fetched from. */
  address?: string;
  /** The day that it is of. Default: the day that it states, else today. */
  day?: Day;
}

/** What is said of an uploaded document. */
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
 * or nothing, or holds it for an officer. Every attempt is on record, except a dry run.
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
