import { sql } from 'kysely';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { type Confirmed, insertConfirmed } from '#test/confirmed-subscriptions.js';
import { fact, uuid } from '#test/events.js';
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

/** An endpoint for some dossiers; the last part of its address is the subscription. */
export const hookOf = ({ receiver }: Working, id: string, dossiers: readonly string[], wishes: object): Subscriber => ({
  ...{ id, channel: 'webhook', target: `${receiver.url}/${id}`, dossiers, wishes },
});

/** Makes many subscriptions, confirmed now, without asking each. */
export async function subscribeAll(
  { database, settings, clock, events }: Working,
  subscribers: readonly Subscriber[],
  filter: object = {},
): Promise<void> {
  const confirmed = subscribers.map(({ dossiers, ...subscriber }) => ({
    ...subscriber,
    filter: { ...(dossiers.length > 0 && { dossiers }), ...filter },
  }));
  const confirmation = { at: clock.now(), since: await events.head(), secret: settings.JALON_SECRET };
  await insertConfirmed(database.app, confirmed, confirmation);
}

/** Makes so many endpoints that are told of all that is recorded from now on. */
export const subscribeToChanges = (jalon: Working, endpoints: number): Promise<void> =>
  subscribeAll(
    jalon,
    Array.from({ length: endpoints }, (_, nth) => hookOf(jalon, uuid(1_000 + nth), [], {})),
    { changes: true, deadlines: false },
  );

/** Records so many events on each of so many new dossiers. @param options.from number of the first dossier */
export async function recordStatements(
  { events }: Working,
  { dossiers, each, from = 0 }: { dossiers: number; each: number; from?: number },
): Promise<void> {
  const appends = Array.from({ length: dossiers }, (_, index) => ({
    stream: dossierStream(uuid(10_000 + from + index)),
    expected: 0,
    events: Array.from({ length: each }, (__, n) => ({
      id: uuidOf('told', String(from + index), String(n)),
      event: n === 0 ? opened : fact('StatementMade', '2026-11-20', { speaker: `${from + index}/${n}` }),
    })),
  }));
  await events.append(appends, { actor: 'key:1 officer' });
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

/** A deadline on each of some dossiers: a week after the Monday on which most of these tests begin. */
export const setDeadlineOn = (jalon: Working, dossiers: readonly string[], due = '2026-11-30'): Promise<void> =>
  setDeadlines(
    jalon,
    dossiers.map((dossier) => ({ dossier, key: 'file', due })),
  );

/** The key of the deadline, as reminders have it. */
export const keyOf = ({ dossier, key }: Pick<SetDeadline, 'dossier' | 'key'>): string =>
  `officer-set/${dossier}/${key}`;

/** Waits until so many reminders are planned. */
export const untilPlanned = (jalon: Working, count: number): Promise<void> =>
  until(async () => (await jalon.counts()).planned === count);

/** Wakes every worker, as any commit does that owes somebody something. */
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
