import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Selectable, sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { RegisterUploadTable } from '#database/tables/register.js';
import type { Day } from '#domain/date/day.js';
import { uuidOf } from '#event-store/encoding.js';
import { deleteOldUploads, hasTimedOut, keptSince, MAX_PER_KEY } from '#imports/uploads.js';
import { sha256Of } from '../attempts.js';

/** A document of a register, with what an officer says of it. */
interface Uploaded {
  /** Slug. */
  register: string;
  /** File name. */
  name: string;
  mediaType: string;
  address?: string | undefined;
  day?: Day | undefined;
  bytes: Buffer;
}

/** An uploaded document and the state of its recording. */
export interface RegisterUpload extends Uploaded {
  id: string;
  state:
    | { is: 'waiting' | 'refused' | 'unfinished' }
    | { is: 'running'; beganAt: Date }
    | { is: 'done'; reading: string };
}

/** Stores a document for a day until it is confirmed. The same one again resets its state, unless it is being recorded. */
export class StoreUpload extends Command<string> {
  constructor(
    readonly upload: Uploaded,
    /** Id of the API key. */
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(StoreUpload)
export class StoreUploadHandler implements ICommandHandler<StoreUpload> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ upload, key }: StoreUpload): Promise<string> {
    const { register, name, mediaType, address = null, day = null, bytes } = upload;
    const id = uuidOf('register-upload', key, register, sha256Of(bytes), address ?? '', day ?? '');
    const now = this.clock.now();
    await this.db.transaction().execute(async (tx) => {
      await deleteOldUploads(tx, now);
      await sql`
        delete from register_upload where state <> 'running' and id in (
          select id from register_upload where api_key = ${key} and id <> ${id}
          order by created_at desc offset ${MAX_PER_KEY - 1}
        )
      `.execute(tx);
      const row = { id, api_key: key, register, name, media_type: mediaType, address, day, bytes };
      await tx
        .insertInto('register_upload')
        .values({ ...row, created_at: now, state: 'waiting' })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ name, created_at: now, state: 'waiting', reading: null })
            .where('register_upload.state', '<>', 'running'),
        )
        .execute();
    });
    return id;
  }
}

/** An uploaded document of a key; `undefined` if there is none. */
export class GetUpload extends Query<RegisterUpload | undefined> {
  constructor(
    readonly id: string,
    readonly key: string,
  ) {
    super();
  }
}

@QueryHandler(GetUpload)
export class GetUploadHandler implements IQueryHandler<GetUpload> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ id, key }: GetUpload): Promise<RegisterUpload | undefined> {
    const now = this.clock.now();
    const row = await this.db
      .selectFrom('register_upload')
      .selectAll()
      .where('id', '=', id)
      .where('api_key', '=', key)
      .where('created_at', '>', keptSince(now))
      .executeTakeFirst();
    if (!row) return undefined;
    const { register, name, media_type: mediaType, address, day, bytes } = row;
    return {
      ...{ id, register, name, mediaType, bytes, state: stateOf(row, now) },
      address: address ?? undefined,
      day: day ?? undefined,
    };
  }
}

function stateOf(
  { state, began_at: beganAt, beat_at: beatAt, reading }: Selectable<RegisterUploadTable>,
  now: Date,
): RegisterUpload['state'] {
  if (reading !== null) return { is: 'done', reading };
  if (state === 'refused' || state === 'waiting') return { is: state };
  return state !== 'running' || hasTimedOut(beatAt, now) || !beganAt
    ? { is: 'unfinished' }
    : { is: 'running', beganAt };
}
