import { sql } from 'kysely';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { type Confirmed, insertConfirmed } from '#test/confirmed-subscriptions.js';
import { until } from '#test/until.js';
import { provider, type Working } from '#test/working.js';

const CHUNK = 200;

/** Somebody who has confirmed, for some dossiers. */
export interface Subscriber extends Confirmed {
  dossiers: readonly string[];
}

/** What an officer sets; every dossier is opened with its first. */
interface SetDeadline {
  dossier: string;
  key: string;
  due: string;
}

/** Makes many subscriptions, confirmed now, without asking each. */
export async function subscribeAll(
  { database, settings, clock, events }: Working,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const confirmed = subscribers.map(({ dossiers, ...subscriber }) => ({ ...subscriber, filter: { dossiers } }));
  const confirmation = { at: clock.now(), since: await events.head(), secret: settings.JALON_SECRET };
  await insertConfirmed(database.app, confirmed, confirmation);
}

/** Records many deadlines at once. */
export async function setDeadlines(jalon: Working, deadlines: readonly SetDeadline[]): Promise<void> {
  const appends = [...byDossierOf(deadlines)].map(([dossier, set]) => ({
    stream: dossierStream(dossier),
    expected: 0,
    events: [
      { id: uuidOf('opened', dossier), event: opened },
      ...set.map(({ key, due }) => ({ id: deadlineEvent(dossier, key), event: deadlineSet(key, due) })),
    ],
  }));
  for (let start = 0; start < appends.length; start += CHUNK)
    await jalon.events.append(appends.slice(start, start + CHUNK), { actor: 'key:1 officer' });
}

/** The key of the deadline, as reminders have it. */
export const keyOf = ({ dossier, key }: Pick<SetDeadline, 'dossier' | 'key'>): string =>
  `officer-set/${dossier}/${key}`;

/** Waits until so many reminders are planned. */
export const untilPlanned = (jalon: Working, count: number): Promise<void> =>
  until(async () => (await jalon.counts()).planned === count);

/** Wakes every reconciler, as any commit does that owes somebody something. */
export const nudge = (jalon: Working): Promise<unknown> =>
  sql`select pg_notify('jalon_owed', 'a test')`.execute(jalon.database.app);

const opened: DossierEvent = { type: 'DossierOpened', data: { provider, scheme: 'secnumcloud', service: 'IaaS' } };
const deadlineEvent = (dossier: string, key: string) => uuidOf('set', dossier, key);
const deadlineSet = (key: string, due: string): DossierEvent => ({ type: 'DeadlineSet', data: { key, due } });

function byDossierOf(deadlines: readonly SetDeadline[]): Map<string, SetDeadline[]> {
  const byDossier = new Map<string, SetDeadline[]>();
  for (const deadline of deadlines) {
    const others = byDossier.get(deadline.dossier);
    if (others) others.push(deadline);
    else byDossier.set(deadline.dossier, [deadline]);
  }
  return byDossier;
}
