import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { ListBoard, ListBoardHandler } from '#projections/list-board.js';
import { fact } from '#test/events.js';
import { ledgerRows } from '../generator/ledger-rows.js';
import { END } from '../generator/dates.js';
import { fill } from '../million/fill.js';
import { Ledger } from '../million/ledger.js';
import { run } from '../process.js';
import { settle } from '../settle.js';
import { askedOfQuery } from './questions.js';
import { SearchLedger } from './search.js';
import { settings } from './settings.js';

/** A ledger of so many dossiers with its board and deadlines, and an API that anybody may read in front of it. */
export class BoardLedger {
  private constructor(private readonly ledger: Ledger) {}

  static async of(dossiers: number): Promise<BoardLedger> {
    const { seed, waves, eventsEach } = settings;
    const ledger = await Ledger.open({ PUBLIC_READ: 'true' });
    await fill(ledger.events, ledgerRows({ seed, waves, dossiers, events: dossiers * eventsEach }));
    await recordHubs(ledger.events, settings.dependents);
    for (const name of ['board', 'agenda', 'search'] as const) await ledger.project(name);
    const planner = run('test/bench/reminders/planner.js', [], { DATABASE_URL: ledger.database.appUrl });
    await planner.hear();
    await planner.stop();
    await settle(ledger.database);
    return new BoardLedger(ledger);
  }

  /** What an address answers to somebody without a session; an address outside `/v1` is a page. */
  async get(path: string): Promise<{ ms: number; kb: number }> {
    const address = `${this.ledger.url}${path}`;
    const start = performance.now();
    const response = await fetch(address, { headers: { accept: path.startsWith('/v1/') ? '*/*' : 'text/html' } });
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

  searching(): Promise<SearchLedger> {
    return SearchLedger.of(this.ledger);
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}

/** The provider `hub`, on whose dossier many depend, and `alone`, on whose nobody does. */
async function recordHubs(events: EventStore<LedgerEvent>, dependents: number): Promise<void> {
  const id = (...of: string[]): string => uuidOf('bench hub', ...of);
  const append = (stream: string, ...some: LedgerEvent[]) => ({
    ...{ stream, expected: 0 },
    events: some.map((event, nth) => ({ id: id(stream, String(nth)), event })),
  });
  const opened = (provider: string, service: string) =>
    ({ type: 'DossierOpened', data: { provider: id(provider), scheme: 'secnumcloud', service } }) as const;
  const declared = fact('DependencyDeclared', '2024-01-01', { dependsOn: id('dossier of Hub') }, 'company');
  const others = Array.from({ length: dependents }, (_, nth) => `Dependent ${nth}`);
  await events.append(
    [
      ...['Hub', 'Alone', ...others].map((name) =>
        append(providerStream(id(name)), { type: 'ProviderRegistered', data: { name } }),
      ),
      ...['Hub', 'Alone'].map((name) => append(dossierStream(id(`dossier of ${name}`)), opened(name, 'Base'))),
      ...others.map((name) => append(dossierStream(id(`dossier of ${name}`)), opened(name, 'On top'), declared)),
    ],
    { actor: 'bench' },
  );
}
