import { addDays } from '#domain/date/day.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { run } from '../process.js';
import { fact } from './life.js';
import { settle } from '../settle.js';
import { subscribe, type Subscriber } from './subscribers.js';
import { AFTER_NINE, TODAY } from './today.js';

/** Who is reminded of what, at nine o'clock today. */
export interface Case {
  name: string;
  subscribers: number;
  deadlines: number;
  /** Each subscriber of all the deadlines, or of one. */
  each: 'all' | 'one';
}

export const remindersOf = ({ subscribers, deadlines, each }: Case): number =>
  each === 'all' ? subscribers * deadlines : subscribers;

const provider = uuidOf('bench provider', 'due');
const dossier = (nth: number): string => uuidOf('bench due dossier', String(nth));

/** A database in which all these reminders are planned, by the planner itself, and none has been sent. */
export async function openDue(due: Case, channel: Subscriber['channel'], url: string): Promise<TestDatabase> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  await events.append(grantsEnding(due.deadlines), { actor: 'bench' });
  const subscribers = Array.from({ length: due.subscribers }, (_, index) => ({
    channel,
    target: channel === 'email' ? `officer-${index}@example.org` : url,
    filter: due.each === 'all' ? {} : { dossiers: [dossier(index % due.deadlines)] },
  }));
  await subscribe(database.app, subscribers);
  const planner = run('test/bench/reminders/planner.js', [], { DATABASE_URL: database.appUrl });
  await planner.hear();
  await planner.stop();
  const planned = await dueIn(database);
  if (planned !== remindersOf(due)) throw new Error(`${planned} reminders are due, not ${remindersOf(due)}`);
  await settle(database);
  return database;
}

async function dueIn({ app }: TestDatabase): Promise<number> {
  const { count } = await app
    .selectFrom('reminder')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('state', '=', 'planned')
    .where('fire_at', '<=', AFTER_NINE)
    .executeTakeFirstOrThrow();
  return count;
}

/** Dossiers whose grants end thirty days from now: one rung each is today's. */
function grantsEnding(count: number) {
  const until = addDays(TODAY, 30);
  const from = addDays(until, -1095);
  const registered = { type: 'ProviderRegistered', data: { name: 'The host' } } as const;
  return [
    { stream: providerStream(provider), expected: 0, events: [{ id: uuidOf('bench due'), event: registered }] },
    ...Array.from({ length: count }, (_, nth) => ({
      stream: dossierStream(dossier(nth)),
      expected: 0,
      events: lifeOf(nth, from, until).map((event, index) => ({
        id: uuidOf('bench due event', String(nth), String(index)),
        event,
      })),
    })),
  ];
}

const lifeOf = (nth: number, validFrom: string, validUntil: string): LedgerEvent[] => [
  { type: 'DossierOpened', data: { provider, scheme: 'secnumcloud', service: `Service ${nth}` } },
  fact('ApplicationFiled', addDays(validFrom, -600), {}, 'company'),
  fact('GrantIssued', validFrom, { decision: String(nth), validFrom, validUntil, milestone: 'J3', referential: '3.2' }),
  fact('ApplicationFiled', addDays(TODAY, -300), {}, 'company'), // the time to ask for the next one is no deadline then
];
