import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Codec } from '#event-store/events.js';
import { eventIn, type ReadLine } from './event-line.js';
import { LedgerFrame } from './ledger-frame.js';
import { LedgerOrder } from './ledger-order.js';
import { linesOf } from './lines.js';

/** What a ledger file holds. */
export interface Held {
  events: number;
  providers: number;
  dossiers: number;
}

/** Takes what is read. */
export interface Taker {
  /** Every event, in turn. */
  add(line: ReadLine): Promise<void>;
  /** Whenever something came. */
  heard(): Promise<void>;
}

/**
 * Reads a ledger file to its end, and judges every line of it. Until it returns nothing that was taken can be trusted.
 *
 * @throws Refusal import-invalid, naming the line
 */
export async function readLedger(
  file: AsyncIterable<Uint8Array>,
  codec: Codec<LedgerEvent>,
  taker: Taker,
): Promise<Held> {
  const frame = new LedgerFrame();
  const order = new LedgerOrder();
  const held = { events: 0, providers: 0, dossiers: 0 };
  for await (const lines of linesOf(file)) {
    for (const line of lines) {
      const text = frame.take(line);
      if (text === undefined) continue;
      const read = eventIn(line.number, text, codec);
      order.take(read);
      held.events += 1;
      if (read.event.type === 'ProviderRegistered') held.providers += 1;
      if (read.event.type === 'DossierOpened') held.dossiers += 1;
      await taker.add(read);
    }
    await taker.heard();
  }
  frame.end();
  order.end();
  return held;
}
