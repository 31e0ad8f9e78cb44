import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RegisterReadingTable } from '#database/tables/register.js';
import type { Day } from '#domain/date/day.js';
import type { Context } from '#event-store/events.js';
import type { ReadingOutcome } from './attempt.js';

/** A document of a register, as it was sent or served. */
export interface RegisterDocument {
  bytes: Buffer;
  mediaType: string;
  /** Where it was fetched from. */
  address?: string;
  /** The day that it is of. Default: the day that it states, else today. */
  day?: Day;
}

/** Injection token: the IANA time zone that defines "today". */
export const ZONE = Symbol('time zone of registers');

/**
 * Reads a document of a register: judges it against the entries on record and records the differences and the reading, all
 * or nothing, or holds it for an officer. Every attempt is on record, except a dry run.
 *
 * @throws Refusal unknown-register, register-document-invalid
 */
export class ReadRegister extends Command<ReadingOutcome> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly document: RegisterDocument,
    /** `accept`: the reason to record it even if it would be held. */
    readonly options: { how: RegisterReadingTable['how']; dryRun?: boolean; accept?: string },
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ReadRegister)
export class ReadRegisterHandler implements ICommandHandler<ReadRegister> {
  execute(_: ReadRegister): Promise<ReadingOutcome> {
    throw new Error('under construction');
  }
}
