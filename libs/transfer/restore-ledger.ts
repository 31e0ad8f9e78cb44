import { CommandHandler, Command, type ICommandHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { eventIn } from './event-line.js';
import { LedgerFrame } from './ledger-frame.js';
import { linesOf } from './lines.js';
import { Restoration } from './restoration.js';

export interface Restored {
  /** Events. */
  recorded: number;
  providers: number;
  dossiers: number;
  position: number;
}

/**
 * Makes an empty ledger what a file says: the same positions, ids, versions, times, actors, causes. All of it is recorded or
 * nothing, however long it takes; memory stays bounded.
 *
 * @throws Refusal ledger-not-empty, import-invalid (naming the line)
 */
export class RestoreLedger extends Command<Restored> {
  constructor(readonly file: AsyncIterable<Uint8Array>) {
    super();
  }
}

@CommandHandler(RestoreLedger)
export class RestoreLedgerHandler implements ICommandHandler<RestoreLedger> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ file }: RestoreLedger): Promise<Restored> {
    const restoration = await Restoration.begin(this.db);
    try {
      const restored = await this.#read(file, restoration);
      await restoration.commit();
      return restored;
    } finally {
      await restoration.end();
    }
  }

  async #read(file: AsyncIterable<Uint8Array>, restoration: Restoration): Promise<Restored> {
    const frame = new LedgerFrame();
    let [providers, dossiers] = [0, 0];
    for await (const lines of linesOf(file))
      for (const line of lines) {
        const text = frame.take(line);
        if (text === undefined) continue;
        const read = eventIn(line.number, text, this.events.codec);
        if (read.event.type === 'ProviderRegistered') providers += 1;
        if (read.event.type === 'DossierOpened') dossiers += 1;
        await restoration.add(read);
      }
    frame.end();
    await restoration.flush();
    return { recorded: frame.events, providers, dossiers, position: frame.events };
  }
}
