import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { PendingImportTable } from '#database/tables/pending-import.js';
import { Refusal } from '#domain/refusal.js';
import type { Context } from '#event-store/events.js';
import { ImportCsv, type ImportStep } from './import-csv.js';
import { HEARTBEAT_MS, type ImportAccess, type ImportResult, HEARTBEAT_TIMEOUT_MS } from './pending-imports.js';

/** Starts a pending import in the background; returns whether this call started it. */
export class RunImport extends Command<boolean> {
  constructor(
    readonly id: string,
    readonly access: ImportAccess,
    readonly context: Context,
    /** From the preview, stored with the result. */
    readonly previewed: Pick<ImportResult, 'changes' | 'touched' | 'about'>,
  ) {
    super();
  }
}

interface Run {
  id: string;
  beganAt: Date;
}

/**
 * An import is atomic. If the process stops in the middle, its heartbeat ends; the import then counts as unfinished and can
 * be started again, which records nothing twice.
 */
@CommandHandler(RunImport)
export class RunImportHandler implements ICommandHandler<RunImport>, BeforeApplicationShutdown {
  readonly #running = new Set<Promise<void>>();
  readonly #log = new Logger(RunImport.name);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly commands: CommandBus,
  ) {}

  async execute({ id, access, context, previewed }: RunImport): Promise<boolean> {
    const beganAt = this.clock.now();
    const timedOutBefore = new Date(beganAt.getTime() - HEARTBEAT_TIMEOUT_MS);
    const { rows } = await sql<{ bytes: Buffer }>`
      update pending_import set state = 'running', step = 'reading', began_at = ${beganAt}, beat_at = ${beganAt}
      where id = ${id} and ${access === 'all' ? sql`true` : sql`api_key = ${access.key}`}
        and (state in ('waiting', 'refused', 'unfinished') or state = 'running' and beat_at < ${timedOutBefore})
      returning bytes
    `.execute(this.db);
    const bytes = rows[0]?.bytes;
    if (!bytes) return false;
    const run = this.#run({ id, beganAt }, bytes, { context, previewed });
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
    return true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(run: Run, bytes: Buffer, { context, previewed }: Pick<RunImport, 'context' | 'previewed'>): Promise<void> {
    let step: ImportStep = 'reading';
    const heartbeat = setInterval(() => void this.#update(run, { step, beat_at: this.clock.now() }), HEARTBEAT_MS);
    try {
      const imported = await this.commands.execute(
        new ImportCsv(bytes, context, (at) => {
          step = at;
        }),
      );
      clearInterval(heartbeat);
      await this.#update(run, { state: 'done', step: null, result: JSON.stringify({ ...imported, ...previewed }) });
    } catch (error) {
      clearInterval(heartbeat);
      const isRefused = error instanceof Refusal;
      if (!isRefused) this.#log.error(error);
      await this.#update(run, { state: isRefused ? 'refused' : 'unfinished', step: null });
    }
  }

  /** No-op if another run has started since. If the update fails, the missing heartbeat shows it. */
  async #update({ id, beganAt }: Run, set: RunUpdate): Promise<void> {
    await this.db
      .updateTable('pending_import')
      .set(set)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .where('began_at', '=', beganAt)
      .execute()
      .catch((error: unknown) => {
        this.#log.error(error);
      });
  }
}

type RunUpdate = Partial<Pick<PendingImportTable, 'state' | 'step' | 'beat_at'>> & { result?: string };
