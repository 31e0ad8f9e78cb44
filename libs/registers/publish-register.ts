import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Register } from '#domain/register/register.js';
import type { Receipt } from '#event-store/change.js';
import type { Context } from '#event-store/events.js';

/**
 * Publishes a register, or a new version of it, which the next reading is read by.
 *
 * @throws Refusal unknown-scheme, register-invalid, register-unchanged; Conflict, IdReused
 */
export class PublishRegister extends Command<Receipt> {
  constructor(
    readonly register: Register,
    /** `id`: of the event to record; `expected`: the stream's version that the caller has seen. */
    readonly context: Context & { id?: string; expected?: number },
  ) {
    super();
  }
}

@CommandHandler(PublishRegister)
export class PublishRegisterHandler implements ICommandHandler<PublishRegister> {
  execute(_: PublishRegister): Promise<Receipt> {
    throw new Error('under construction');
  }
}
