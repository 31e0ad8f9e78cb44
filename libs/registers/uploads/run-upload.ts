import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { UploadRuns } from '#imports/uploads.js';
import type { ReadingContext } from '../record-reading.js';
import { ReadRegister } from '../read-register.js';
import { GetUpload } from './uploads.js';

/** Starts the reading of an uploaded document in the background; nothing happens if it runs already or is done. */
export class RunUpload extends Command<void> {
  constructor(
    readonly id: string,
    /** Id of the API key. */
    readonly key: string,
    /** Why a reading that would be held is accepted. */
    readonly accept: string | undefined,
    readonly context: ReadingContext,
  ) {
    super();
  }
}

/** A reading is all or nothing, and one that is confirmed again records nothing twice. */
@CommandHandler(RunUpload)
export class RunUploadHandler implements ICommandHandler<RunUpload>, BeforeApplicationShutdown {
  readonly #runs: UploadRuns;

  constructor(
    db: LedgerDatabase,
    clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    this.#runs = new UploadRuns('register_upload', db, clock);
  }

  async execute({ id, key, accept, context }: RunUpload): Promise<void> {
    const upload = await this.queries.execute(new GetUpload(id, key));
    if (!upload) return;
    const { register, mediaType, address, day } = upload;
    const stated = { mediaType, ...(address !== undefined && { address }), ...(day !== undefined && { day }) };
    const options = { how: 'upload', ...(accept !== undefined && { accept }) } as const;
    await this.#runs.start(
      id,
      { key },
      {
        record: async (bytes) => {
          const document = { ...stated, bytes };
          const { id: reading } = await this.commands.execute(new ReadRegister(register, document, options, context));
          return { reading };
        },
      },
    );
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#runs.ended();
  }
}
