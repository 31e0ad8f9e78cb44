import { ListBoard, ListBoardHandler } from '#projections/list-board.js';
import { ledgerRows } from '../generator/ledger-rows.js';
import { END } from '../generator/dates.js';
import { fill } from '../million/fill.js';
import { Ledger } from '../million/ledger.js';
import { settle } from '../settle.js';
import { askedOfQuery } from './questions.js';
import { settings } from './settings.js';

/** A ledger of so many dossiers with its board, and an API that anybody may read in front of it. */
export class BoardLedger {
  private constructor(private readonly ledger: Ledger) {}

  static async of(dossiers: number): Promise<BoardLedger> {
    const { seed, waves, eventsEach } = settings;
    const ledger = await Ledger.open({ PUBLIC_READ: 'true' });
    await fill(ledger.events, ledgerRows({ seed, waves, dossiers, events: dossiers * eventsEach }));
    for (const name of ['board', 'dues'] as const) await ledger.project(name);
    await settle(ledger.database);
    return new BoardLedger(ledger);
  }

  /** The whole page, as a browser without a session gets it. */
  async page(query: Record<string, string>): Promise<{ ms: number; kb: number }> {
    const address = `${this.ledger.url}/?${new URLSearchParams(query).toString()}`;
    const start = performance.now();
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    const body = await response.arrayBuffer();
    const ms = performance.now() - start;
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
    return { ms, kb: body.byteLength / 1000 };
  }

  /** The query behind it, without a page and HTTP. */
  async query(query: Record<string, string>): Promise<{ ms: number }> {
    const { database, events } = this.ledger;
    const handler = new ListBoardHandler(database.app, events);
    const start = performance.now();
    await handler.execute(new ListBoard(askedOfQuery(query, END)));
    return { ms: performance.now() - start };
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}
