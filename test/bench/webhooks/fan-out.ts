import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase } from '#test/database.js';
import { run } from '../process.js';
import { recordPortfolio } from '../reminders/portfolio.js';
import { say } from '../report.js';
import { settle } from '../settle.js';
import { SECRET, subscriber } from './ledger.js';
import { settings } from './settings.js';

/** A portfolio's dossiers have four or five events, and every twentieth a provider. */
const OF_A_DOSSIER = 4.8;

const provider = (nth: number): string => uuidOf('bench provider', String(nth));

/** Twenty who want to hear of different things; nobody hears of all. */
const filters: readonly object[] = [
  { schemes: ['secnumcloud'] },
  { schemes: ['hds'] },
  { schemes: ['hds'], eventTypes: ['SurveillancePassed', 'SurveillanceFailed'] },
  { eventTypes: ['GrantIssued', 'GrantWithdrawn', 'GrantSuspended'] },
  { statusChange: true },
  { becomes: ['granted'] },
  { confirmedOnly: true, eventTypes: ['GrantIssued'] },
  { eventTypes: ['TargetSet', 'MilestoneReached'] },
  ...Array.from({ length: 12 }, (_, nth) => ({ providers: [provider(nth), provider(nth + 1)] })),
];

/** From the ledger to rows, with nobody who sends them. */
export async function fanOut(): Promise<void> {
  console.log(`\nfan-out to ${filters.length} subscriptions with filters`);
  await fannedOut(filters, settings.events);
  for (const count of [100, settings.subscribers]) {
    console.log(`\nfan-out of ${EVENTS_TO_MANY} events to ${count.toLocaleString('en')} subscriptions without filters`);
    await fannedOut(
      Array.from({ length: count }, () => ({})),
      EVENTS_TO_MANY,
    );
  }
}

/** One batch. */
const EVENTS_TO_MANY = 100;

async function fannedOut(filters: readonly object[], count: number): Promise<void> {
  const database = await freshDatabase();
  try {
    const events = new EventStore<LedgerEvent>(database.app, codec);
    const confirmed = filters.map((filter, nth) => ({
      id: subscriber(nth),
      channel: 'webhook' as const,
      target: 'http://127.0.0.1:9/hook',
      filter: { changes: true, deadlines: false, ...filter },
    }));
    await insertConfirmed(database.app, confirmed, { at: new Date(), since: 0, secret: SECRET });
    await recordPortfolio(events, Math.ceil(count / OF_A_DOSSIER), settings.seed);
    await settle(database);
    const follower = run('test/bench/webhooks/follower.js', [], { DATABASE_URL: database.appUrl });
    const { position, ms } = await follower.hear<{ position: number; ms: number }>();
    const mb = await follower.peakMb();
    await follower.stop();
    const { planned } = await database.app
      .selectFrom('delivery')
      .select((eb) => eb.fn.countAll<number>().as('planned'))
      .executeTakeFirstOrThrow();
    say('events', (position / ms) * 1000, 'a second', `${position.toLocaleString('en')} of them`);
    say('  deliveries planned', (planned / ms) * 1000, 'a second', `${planned.toLocaleString('en')} of them`);
    say('  follower, at its highest', mb, 'MB');
  } finally {
    await database.close();
  }
}
