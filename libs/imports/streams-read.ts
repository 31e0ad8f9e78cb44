import type { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';
import type { Codec } from '#event-store/codec.js';
import { Draft } from './draft.js';
import { readRecords, readVersions } from './read-records.js';

/** The streams that an import may add to, as they stand: the versions of all, the records of those that are looked at. */
export class StreamsRead {
  private constructor(
    private readonly versions: ReadonlyMap<string, number>,
    private readonly records: ReadonlyMap<string, readonly OnRecord<LedgerEvent>[]>,
  ) {}

  static async of(
    { db, codec }: { db: LedgerDatabase; codec: Codec<LedgerEvent> },
    streams: ReadonlySet<string>,
    lookedAt: ReadonlySet<string>,
  ): Promise<StreamsRead> {
    const records = await readRecords(db, codec, [...lookedAt]);
    return new StreamsRead(
      await readVersions(
        db,
        [...streams].filter((stream) => !lookedAt.has(stream)),
      ),
      records,
    );
  }

  draftOf<E extends LedgerEvent>(stream: string): Draft<E> {
    const version = this.versions.get(stream);
    if (version !== undefined) return new Draft<E>(stream, version);
    const record = (this.records.get(stream) ?? []) as readonly OnRecord<E>[];
    return new Draft<E>(stream, record.length, record);
  }
}
