import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterUploadTable } from '#database/tables/register.js';
import { Refusal } from '#domain/refusal.js';
import type { Context } from '#event-store/events.js';
import { ReadRegister } from '../read-register.js';
import { GetUpload, HEARTBEAT_MS, HEARTBEAT_TIMEOUT_MS, type RegisterUpload } from './uploads.js';

/** Starts the reading of an uploaded document in the background; nothing happens if it runs already or is done. */
export class RunUpload extends Command<void> {
  constructor(
    readonly id: string,
    /** Id of the API key. */
    readonly key: string,
    /** Why a reading that would be held is accepted. */
    readonly accept: string | undefined,
    readonly context: Context,
  ) {
    super();
  }
}

interface Run {
  id: string;
  beganAt: Date;
}

/**
 * A reading is all or nothing. If the process stops in the middle, the heartbeat ends; the upload then counts as unfinished
 * and can be confirmed again, which records nothing twice.
 */
@CommandHandler(RunUpload)
export class RunUploadHandler implements ICommandHandler<RunUpload>, BeforeApplicationShutdown {
  readonly #running = new Set<Promise<void>>();
  readonly #log = new Logger(RunUpload.name);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, key, accept, context }: RunUpload): Promise<void> {
    const upload = await this.queries.execute(new GetUpload(id, key));
    const beganAt = this.clock.now();
    const timedOutBefore = new Date(beganAt.getTime() - HEARTBEAT_TIMEOUT_MS);
    const { numUpdatedRows } = await this.db
      .updateTable('register_upload')
      .set({ state: 'running', began_at: beganAt, beat_at: beganAt })
      .where('id', '=', id)
      .where('api_key', '=', key)
      .where((is) =>
        is.or([
          is('state', 'in', ['waiting', 'refused', 'unfinished']),
          is.and([is('state', '=', 'running'), is('beat_at', '<', timedOutBefore)]),
        ]),
      )
      .executeTakeFirst();
    if (!upload || numUpdatedRows === 0n) return;
    const run = this.#run({ id, beganAt }, upload, accept, context);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(run: Run, upload: RegisterUpload, accept: string | undefined, context: Context): Promise<void> {
    const { register, bytes, mediaType, address, day } = upload;
    const heartbeat = setInterval(() => void this.#update(run, { beat_at: this.clock.now() }), HEARTBEAT_MS);
    const document = { bytes, mediaType, ...(address !== undefined && { address }), ...(day !== undefined && { day }) };
    const options = { how: 'upload', ...(accept !== undefined && { accept }) } as const;
    try {
      const outcome = await this.commands.execute(new ReadRegister(register, document, options, context));
      clearInterval(heartbeat);
      await this.#update(run, { state: 'done', reading: outcome.id });
    } catch (error) {
      clearInterval(heartbeat);
      const isRefused = error instanceof Refusal;
      if (!isRefused) this.#log.error(error);
      await this.#update(run, { state: isRefused ? 'refused' : 'unfinished' });
    }
  }

  /** No-op if another run has started since. If the update fails, the missing heartbeat shows it. */
  async #update({ id, beganAt }: Run, set: Partial<RegisterUploadTable>): Promise<void> {
    await this.db
      .updateTable('register_upload')
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
