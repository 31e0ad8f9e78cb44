import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { carriedBy, claimDue } from '#deadlines/claim-due.js';
import type { ClaimedReminder } from '#deadlines/claimed-reminder.js';
import { deadlines } from '#deadlines/deadlines-projection.js';
import { type DossierPlace, placesOf } from '#deadlines/dossier-places.js';
import { isPlannedFor } from '#deadlines/is-planned-for.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { waitUntilSeen } from '#event-store/seen.js';
import { Deliveries } from '#subscriptions/delivery/deliveries.js';
import type { Held } from '#subscriptions/delivery/leases.js';
import { deliveryId } from '#subscriptions/delivery/plan.js';
import { timeZonesOf } from '#subscriptions/delivery/time-zones.js';
import { Links } from '#subscriptions/links.js';
import type { Handler } from './queue/handler.js';
import { reminderMessage, type Telling } from './reminder-messages.js';
import { ReminderSettling } from './reminder-settling.js';
import { SUBSCRIPTIONS_EACH } from './reminder-wake-ups.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

const PATIENCE_MS = 10_000;
const LOOK_MS = 500;
const CATCHING_UP_MS = 120_000;

/** As many are claimed at once as the last ones let expect: large batches cost less, small ones are sent while others are claimed. */
const REMINDERS_EACH = 1_000;
const MOST_SUBSCRIPTIONS = 100;

/**
 * Turns due reminders into deliveries, and sends them: in one transaction, the reminders of a batch of subscriptions are
 * claimed and their deliveries planned, claimed by this process already; then they are sent, and while the last of them are
 * under way the next batch is claimed. A crash leaves the plan, or claimed deliveries, whose claims lapse. It waits until all that is on record has been planned from, so nobody is
 * reminded of what the ledger knows better.
 */
@Injectable()
export class ReminderHandler implements Handler {
  readonly queue = 'reminder';
  #most = SUBSCRIPTIONS_EACH;

  constructor(
    @Inject(LedgerDatabase) private readonly db: LedgerDatabase,
    @Inject(EventStore) private readonly events: EventStore<LedgerEvent>,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(ReminderSettling) private readonly reminders: ReminderSettling,
    @Inject(Links) private readonly links: Links,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
  ) {}

  /** Goes on until nothing is due. When the follower is far behind, it all stays planned, and its arrival wakes us. */
  async handle(): Promise<void> {
    if (!(await this.#isPlanned())) return;
    const settling = new Set<Promise<void>>();
    try {
      await this.deliveries.attemptAll(this.#batches(), (id) => {
        const settled = this.reminders.settle([id]).catch(() => undefined); // the reconciler makes good for it
        settling.add(settled);
        void settled.then(() => settling.delete(settled));
      });
    } finally {
      await Promise.all(settling);
    }
  }

  /** One after the other, each when it is asked for, until nothing is due. */
  async *#batches(): AsyncGenerator<Held[]> {
    while (await this.#mayGoOn()) {
      const held = await this.db.transaction().execute((tx) => this.#claim(tx));
      if (!held) return;
      yield held;
    }
  }

  /**
   * After downtime the reconciler has days to make up for, and whoever is told before it has is told twice: a queue may
   * wake us sooner, by what it was asked for before. When that takes long, all of it stays planned, and the reconciler wakes
   * us again. A dossier that cannot be planned does not hold up the others.
   */
  async #isPlanned(): Promise<boolean> {
    for (let waited = 0; waited < CATCHING_UP_MS && !this.deliveries.isStopping; waited += LOOK_MS) {
      if (await isPlannedFor(this.db, this.clock.today(this.settings.JALON_TIMEZONE))) return true;
      await sleep(LOOK_MS);
    }
    return false;
  }

  async #mayGoOn(): Promise<boolean> {
    const head = await this.events.head();
    for (let waited = 0; waited < PATIENCE_MS && !this.deliveries.isStopping; waited += LOOK_MS)
      if (await waitUntilSeen(this.db, deadlines, head, LOOK_MS)) return !this.deliveries.isStopping;
    return false;
  }

  /** @returns the deliveries that are ours to send; nothing when no reminder was due */
  async #claim(tx: Transaction<Database>): Promise<Held[] | undefined> {
    const claimed = await claimDue(tx, this.clock.now(), this.#most, this.settings.JALON_TIMEZONE);
    if (claimed.size === 0) return undefined;
    const reminders = [...claimed.values()].reduce((sum, its) => sum + its.length, 0);
    this.#most = Math.min(MOST_SUBSCRIPTIONS, Math.ceil((REMINDERS_EACH * claimed.size) / reminders));
    const telling = await this.#telling(tx, claimed);
    const planned = [...claimed].map(([subscription, its]) => reminderMessage(subscription, its, telling));
    const held = await this.deliveries.planClaimed(tx, planned);
    await carriedBy(
      tx,
      planned.map(({ cause, subscription }) => ({
        ids: (claimed.get(subscription) ?? []).map(({ id }) => id),
        delivery: deliveryId(cause, subscription),
      })),
      this.clock.now(),
    );
    return held;
  }

  async #telling(
    tx: Transaction<Database>,
    claimed: ReadonlyMap<string, readonly ClaimedReminder[]>,
  ): Promise<Telling> {
    const { JALON_TIMEZONE: usual } = this.settings;
    const zones = await timeZonesOf(tx, [...claimed.keys()]);
    const days = new Map<string, Day>();
    for (const zone of new Set([usual, ...zones.values()])) days.set(zone, this.clock.today(zone));
    const dossiers = [...claimed.values()].flatMap((its) => its.map(({ dossier }) => dossier));
    const places = new Map<Day, ReadonlyMap<string, DossierPlace>>();
    for (const day of new Set(days.values())) places.set(day, await placesOf(this.events, dossiers, day));
    return {
      placeOn: (dossier, day) => places.get(day)?.get(dossier),
      todayOf: (subscription) => days.get(zones.get(subscription) ?? usual) ?? this.clock.today(usual),
      links: this.links,
    };
  }
}
