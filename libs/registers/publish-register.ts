import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { registerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { publishRegister, registerModel } from '#domain/register/register-record.js';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import type { Register } from '#domain/register/register.js';
import { type Receipt, receiptOf } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { compilePatterns } from './reading/entry-reader.js';

/**
 * Publishes a register, or a new version of it, which the next reading is read by.
 *
 * @throws Refusal not-found, register-invalid, unchanged; Conflict, IdReused
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
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ register, context }: PublishRegister): Promise<Receipt> {
    checkPatterns(register);
    const schemes = await this.schemes.at();
    const changed = await this.events.change(
      registerStream(register.slug),
      registerModel,
      (record) => publishRegister(record, register, { schemes, builtIn: builtInRegisters.get(register.slug) }),
      context,
    );
    return receiptOf(changed);
  }
}

/** The schema checks what both engines have in common; only the one that reads knows whether it can. */
function checkPatterns({ reader }: Register): void {
  try {
    compilePatterns(reader);
  } catch {
    throw refuse('register-invalid', 'reader', 'register-pattern');
  }
}
