import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { ApprovalNeeded } from '#domain/approval.js';
import type { Context } from '#event-store/events.js';
import { ImportCsv, type ImportStep } from './import-csv.js';
import type { ImportResult } from './pending-imports.js';
import { type UploadAccess, UploadRuns } from './uploads.js';

/** Starts a pending import in the background; returns whether this call started it. */
export class RunImport extends Command<boolean> {
  constructor(
    readonly id: string,
    readonly access: UploadAccess,
    readonly context: Context,
    /** From the preview, stored with the result. */
    readonly previewed: Pick<ImportResult, 'changes' | 'touched' | 'about'>,
    /** What becomes of a file that a second person has to look at; returns the id of the proposal. */
    readonly propose: (needed: ApprovalNeeded, bytes: Buffer) => Promise<string>,
  ) {
    super();
  }
}

/** An import is atomic, and one that is started again records nothing twice. */
@CommandHandler(RunImport)
export class RunImportHandler implements ICommandHandler<RunImport>, BeforeApplicationShutdown {
  readonly #runs: UploadRuns;

  constructor(
    db: LedgerDatabase,
    clock: Clock,
    private readonly commands: CommandBus,
  ) {
    this.#runs = new UploadRuns('pending_import', db, clock);
  }

  execute({ id, access, context, previewed, propose }: RunImport): Promise<boolean> {
    let step: ImportStep = 'reading';
    const onStep = (at: ImportStep): void => {
      step = at;
    };
    return this.#runs.start(id, access, {
      record: async (bytes) => {
        try {
          const imported = await this.commands.execute(new ImportCsv(bytes, context, onStep));
          return { result: JSON.stringify({ ...imported, ...previewed }) };
        } catch (error) {
          if (!(error instanceof ApprovalNeeded)) throw error;
          return { result: JSON.stringify({ proposal: await propose(error, bytes) }) };
        }
      },
      progress: () => ({ step }),
    });
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#runs.ended();
  }
}
