import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { run, type Running } from '../process.js';
import { recordPortfolio, type Grant } from './portfolio.js';
import { settle } from '../settle.js';
import { subscribe, type Subscriber } from './subscribers.js';

/** A ledger of its own, whose dossiers nobody has planned for. */
export interface PortfolioLedger {
  dossiers: number;
  database: TestDatabase;
  events: EventStore<LedgerEvent>;
  /** Those whose ends may move. */
  grants: readonly Grant[];
  close(): Promise<void>;
}

export async function openPortfolio(dossiers: number, seed: number): Promise<PortfolioLedger> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  const grants = await recordPortfolio(events, dossiers, seed);
  await subscribe(database.app, [everything, ...narrow]);
  await settle(database);
  return { dossiers, database, events, grants, close: () => database.close() };
}

export const startPlanner = ({ database }: PortfolioLedger): Running =>
  run('test/bench/reminders/planner.js', [], { DATABASE_URL: database.appUrl });

const mail = (name: string, filter: object): Subscriber => ({
  channel: 'email',
  target: `${name}@example.org`,
  filter,
});

const everything = mail('everything', {});

/** Nine who want to hear of one provider, and one of a single dossier. */
const narrow: Subscriber[] = [
  ...Array.from({ length: 9 }, (_, index) =>
    mail(`narrow-${index}`, { providers: [uuidOf('bench provider', String(index))] }),
  ),
  mail('one', { dossiers: [uuidOf('bench dossier', '0')] }),
];
