import type { LedgerDatabase } from '#database/connection.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import { applying, fact } from '../reminders/life.js';
import { TODAY } from '../reminders/today.js';

/** Opens the secrets of webhooks; no secret at all. */
export const SECRET = 'bench_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
export const subscriber = (nth: number): string => uuidOf('bench endpoint', String(nth));

const PROVIDERS = 50;
const OF_A_DOSSIER = 5;
const AT_ONCE = 200;
const provider = (nth: number): string => uuidOf('bench provider', String(nth % PROVIDERS));
const dossier = (nth: number): string => uuidOf('bench dossier', String(nth));

export interface HookLedger {
  database: TestDatabase;
  events: EventStore<LedgerEvent>;
}

/** A ledger of its own, whose endpoints hear of whatever is recorded from now on. */
export async function openLedger(urls: readonly string[]): Promise<HookLedger> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  await registerProviders(events);
  await subscribeAll(database.app, urls, await events.head());
  return { database, events };
}

async function registerProviders(events: EventStore<LedgerEvent>): Promise<void> {
  const appends = Array.from({ length: PROVIDERS }, (_, nth) => {
    const event = { type: 'ProviderRegistered', data: { name: `Provider ${nth}` } } as const;
    return {
      stream: providerStream(provider(nth)),
      expected: 0,
      events: [{ id: uuidOf('bench', String(nth)), event }],
    };
  });
  await events.append(appends, { actor: 'bench' });
}

async function subscribeAll(db: LedgerDatabase, urls: readonly string[], since: number): Promise<void> {
  const confirmed = urls.map((target, nth) => ({
    id: subscriber(nth),
    channel: 'webhook' as const,
    target,
    filter: { changes: true, deadlines: false },
  }));
  await insertConfirmed(db, confirmed, { at: new Date(), since, secret: SECRET });
}

/** Records so many events, of dossiers with five each. */
export async function record({ events }: HookLedger, count: number, seed: number): Promise<void> {
  const dossiers = Array.from({ length: Math.ceil(count / OF_A_DOSSIER) }, (_, nth) => {
    const opened = { type: 'DossierOpened', data: { provider: provider(nth), scheme: 'secnumcloud' } } as const;
    const lived = applying(dossier(nth), Dice.of(seed, nth));
    return [{ id: uuidOf('bench opened', String(nth)), event: opened }, ...lived];
  });
  const left = count - (dossiers.length - 1) * OF_A_DOSSIER;
  const appends = dossiers.map((of, nth) => ({
    stream: dossierStream(dossier(nth)),
    expected: 0,
    events: of.slice(0, nth === dossiers.length - 1 ? left : OF_A_DOSSIER),
  }));
  for (let start = 0; start < appends.length; start += AT_ONCE)
    await events.append(appends.slice(start, start + AT_ONCE), { actor: 'bench' });
}

/** Records the nth event of one dossier that lives long. */
export async function recordOne({ events }: HookLedger, nth: number): Promise<void> {
  const stream = dossierStream(uuidOf('bench long-lived'));
  const opened = { type: 'DossierOpened', data: { provider: provider(0), scheme: 'secnumcloud' } } as const;
  const event =
    nth === 0 ? opened : fact('TargetSet', TODAY, { milestone: 'J3', target: `20${27 + (nth % 40)}` }, 'company');
  await events.append([{ stream, expected: nth, events: [{ id: uuidOf('bench one', String(nth)), event }] }], {
    actor: 'bench',
  });
}
