import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { LedgerDatabase } from '#database/connection.js';
import { type LedgerEvent, registerStream } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { publishRegister, type ReadEvent, readsIn, registerModel } from '#domain/register/register-record.js';
import type { Register } from '#domain/register/register.js';
import { ProviderNames } from '#dossiers/provider-names.js';
import { type Receipt, receiptOf } from '#event-store/change-stream.js';
import { EventStore } from '#event-store/event-store.js';
import type { Context } from '#event-store/events.js';
import { DossierRegistry, type RegisteredDossier } from '#imports/name-registry.js';
import { type RegisterKnown, SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { compilePatterns } from './reading/entry-reader.js';

export interface KnownRegister extends RegisterKnown {
  /** The events of its readings that are not retracted. */
  reads: readonly ReadEvent[];
}

@Injectable()
export class KnownRegisters {
  constructor(private readonly schemes: SchemeCatalogue) {}

  /** By slug. */
  async all(): Promise<KnownRegister[]> {
    const registers = await this.schemes.registers();
    return [...registers].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, known]) => withReads(known));
  }

  /** @throws Refusal not-found */
  async get(slug: string): Promise<KnownRegister> {
    const registers = await this.schemes.registers();
    const known = registers.get(slug);
    if (known) return withReads(known);
    throw refuse('not-found', 'register', 'register-not-found', {
      slug,
      registers: [...registers.keys()].sort(),
    });
  }
}

const withReads = (known: RegisterKnown): KnownRegister => ({ ...known, reads: readsIn(known.record) });

/** Providers by name, and their dossiers, as they are on record. */
@Injectable()
export class RegisterNames {
  readonly providers: ProviderNames;
  private readonly dossiers: DossierRegistry;
  private readonly reading = new KeyedMutex();

  constructor(
    db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {
    this.providers = new ProviderNames(db, events.codec);
    this.dossiers = new DossierRegistry(db, events.codec);
  }

  /** `providers` knows every name that is on record now. */
  async catchUp(): Promise<void> {
    const head = await this.events.head();
    await this.reading.runExclusive('names', () => this.providers.catchUp(head));
  }

  /** By provider. */
  async dossiersOf(providers: readonly string[]): Promise<ReadonlyMap<string, readonly RegisteredDossier[]>> {
    const head = await this.events.head();
    return this.reading.runExclusive('names', () => this.dossiers.of(providers, head));
  }
}

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
