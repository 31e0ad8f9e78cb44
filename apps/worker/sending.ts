import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Batcher } from '#concurrency/batcher.js';
import { Clock, confirmedTime } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import type { DeliveryKind } from '#database/tables/subscription.js';
import {
  assignDeliveries,
  claimDueReminders,
  type ClaimedReminder,
  settleReminders,
} from '#deadlines/claim-reminders.js';
import { planningCheckpoint, isPlannedFor } from '#deadlines/plan/plan-dossiers.js';
import { zoneOf } from '#deadlines/queries/reminders.js';
import { type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { daysLeft, lastDay } from '#domain/deadline/deadline.js';
import type { DossierNames } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { byUrgency } from '#domain/reminder/schedule.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { say } from '#language/phrases.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { Links } from '#subscriptions/messages/links.js';
import type { Reminder } from '#subscriptions/messages/message.js';
import { Deliveries, type OnFinished } from '#subscriptions/sending/deliveries.js';
import type { Claim } from '#subscriptions/sending/delivery-states.js';
import { errorOf, type FinishedAttempt } from '#subscriptions/sending/attempt.js';
import {
  deliveryId,
  planClaimed,
  type PlannedDelivery,
  writtenCause,
} from '#subscriptions/sending/planned-deliveries.js';
import { LOG, type Log, SETTINGS, type WorkerSettings } from './settings.js';
import { type Handler, SUBSCRIPTIONS_EACH, type WakeUp } from './queues.js';

/** Gives reminders the outcome of their deliveries, in batches. */
@Injectable()
export class ReminderSettling {
  readonly #batcher: Batcher<string, undefined>;

  constructor(db: LedgerDatabase) {
    const settle = async (deliveries: readonly string[]): Promise<undefined[]> => {
      await settleReminders(db, deliveries);
      return [];
    };
    this.#batcher = new Batcher(settle, { isItemError: isRefusedValue });
  }

  /** What fails is made good for by the scheduler. @param id of a delivery whose attempt has ended */
  async settle(id: string): Promise<void> {
    await this.#batcher.add(id).catch(() => undefined);
  }
}

/** Longer delays are left to the scheduler, which runs every minute. */
const SOON_MS = 120_000;
const CARRY_REMINDERS: readonly DeliveryKind[] = ['reminder', 'digest'];

/**
 * Sends the due deliveries of a subscription, one at a time per process; a wake-up that arrives meanwhile causes
 * another pass. Later deliveries are queued again here and by the scheduler.
 */
@Injectable()
export class DeliveryHandler implements Handler {
  readonly queue = 'delivery';
  readonly #working = new Map<string, { again: boolean }>();

  constructor(
    private readonly deliveries: Deliveries,
    private readonly reminders: ReminderSettling,
    private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    deliveries.onAttempt.push((made) => {
      log.info(lineOf(made), 'Delivery attempted');
    });
  }

  async handle(subscription: string, release: () => void): Promise<WakeUp | undefined> {
    const other = this.#working.get(subscription);
    if (other) {
      other.again = true;
      return undefined;
    }
    const turn = { again: false };
    this.#working.set(subscription, turn);
    try {
      const next = await this.deliveries.work(subscription, this.#settle, release);
      return this.#wakeUp(subscription, turn.again ? this.clock.now() : next);
    } finally {
      this.#working.delete(subscription);
    }
  }

  /** An immediate wake-up gets a new job id, because the id of the current job is still in use. */
  #wakeUp(id: string, at: Date | undefined): WakeUp | undefined {
    const delayMs = at ? at.getTime() - this.clock.now().getTime() : Infinity;
    if (!at || delayMs > SOON_MS) return undefined;
    return {
      jobId: `delivery-${delayMs > 0 ? 'next' : randomUUID()}-${id}-${at.getTime()}`,
      id,
      delayMs: Math.max(0, delayMs),
    };
  }

  #settle: OnFinished = async ({ id, kind }, attempted) => {
    if (attempted !== 'retry' && CARRY_REMINDERS.includes(kind)) await this.reminders.settle(id);
  };
}

/** Not the address, which may be that of a person. `requestId`: of the request that caused the message. */
function lineOf({ attempt: { delivery, subscription }, outcome, tookMs }: FinishedAttempt) {
  const { result } = outcome;
  const error = result === 'postponed' ? null : errorOf(outcome);
  return {
    ...(delivery.request_id !== null && { requestId: delivery.request_id }),
    ...{ delivery: delivery.id, cause: writtenCause(delivery), type: delivery.message.type },
    ...{ subscription: subscription.id, channel: subscription.channel, attempt: delivery.attempts, result },
    ...(error && { error: say(error, 'en') }),
    tookMs: Math.round(tookMs),
  };
}

const PATIENCE_MS = 10_000;
const LOOK_MS = 500;

/**
 * Target number of reminders per batch. The number of subscriptions adapts to the previous batch: large batches cost
 * less, small ones can be sent while the next is claimed.
 */
const REMINDERS_EACH = 1_000;
const MOST_SUBSCRIPTIONS = 100;

/**
 * Turns due reminders into deliveries and sends them. One transaction claims the reminders of a batch of subscriptions
 * and plans their deliveries, claimed by this process. The next batch is claimed while the last ones are being sent. A
 * crash leaves planned deliveries, or claims that lapse. Waits until planning is up to date with the ledger, so that
 * no outdated reminder is sent.
 */
@Injectable()
export class ReminderHandler implements Handler {
  readonly queue = 'reminder';
  #most = SUBSCRIPTIONS_EACH;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    private readonly deliveries: Deliveries,
    private readonly reminders: ReminderSettling,
    private readonly links: Links,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
  ) {}

  /**
   * Runs until nothing is due; does nothing with a wrong clock. If planning has not reached today, for example after
   * downtime, reminders stay planned; the scheduler queues another job once planning has caught up. Dossiers that fail
   * to be planned do not block the others.
   */
  async handle(): Promise<undefined> {
    if (!(await isPlannedFor(this.db, this.clock.today(this.settings.JALON_TIMEZONE)))) return;
    await this.deliveries.attemptAll(this.#batches(), (id) => this.reminders.settle(id));
  }

  /** Claims the next batch when it is requested, until nothing is due. */
  async *#batches(): AsyncGenerator<Claim[]> {
    while (await this.#mayGoOn()) {
      const held = await this.db.transaction().execute((tx) => this.#claim(tx));
      if (!held) return;
      yield held;
    }
  }

  async #mayGoOn(): Promise<boolean> {
    const head = await this.events.head();
    for (let waited = 0; waited < PATIENCE_MS && !this.deliveries.stopping.aborted; waited += LOOK_MS)
      if (await waitUntilSeen(this.db, planningCheckpoint, head, LOOK_MS)) return !this.deliveries.stopping.aborted;
    return false;
  }

  /** @returns the deliveries claimed by this process; `undefined` if no reminder was due */
  async #claim(tx: Transaction<Database>): Promise<Claim[] | undefined> {
    const now = await confirmedTime(tx, this.clock);
    if (!now) return undefined;
    const claimed = await claimDueReminders(tx, now, this.#most, this.settings.JALON_TIMEZONE);
    if (claimed.size === 0) return undefined;
    const reminders = [...claimed.values()].reduce((sum, its) => sum + its.length, 0);
    this.#most = Math.min(MOST_SUBSCRIPTIONS, Math.ceil((REMINDERS_EACH * claimed.size) / reminders));
    const planned = await this.#messages(claimed, now);
    const held = await planClaimed(tx, planned, now);
    await assignDeliveries(
      tx,
      planned.map(({ cause, subscription }) => ({
        ids: (claimed.get(subscription) ?? []).map(({ id }) => id),
        delivery: deliveryId(cause, subscription),
      })),
      now,
    );
    return held;
  }

  /** One message per subscription, with the current day of its time zone. */
  async #messages(claimed: ReadonlyMap<string, readonly ClaimedReminder[]>, now: Date): Promise<PlannedDelivery[]> {
    const todayOf = ([one]: readonly ClaimedReminder[]): Day =>
      dayIn(zoneOf(one ?? { wishes: {} }, this.settings.JALON_TIMEZONE), now);
    const due = [...claimed].map(([subscription, its]) => ({ subscription, its, today: todayOf(its) }));
    const dossiers = due.flatMap(({ its }) => its.map(({ dossier }) => dossier));
    const places = new Map<Day, ReadonlyMap<string, DossierNames>>();
    for (const { today } of due)
      if (!places.has(today)) places.set(today, await dossierNames(this.events, dossiers, today));
    return due.map(({ subscription, its, today }) =>
      reminderMessage(subscription, its, {
        today,
        zone: this.settings.JALON_TIMEZONE,
        placeOf: (dossier) => places.get(today)?.get(dossier),
        links: this.links,
      }),
    );
  }
}

interface MessageContext {
  /** Current day in the subscription's time zone. */
  today: Day;
  /** Time zone of subscriptions without one of their own. */
  zone: string;
  /** Names of a dossier on that day. */
  placeOf: (dossier: string) => DossierNames | undefined;
  links: Links;
}

/**
 * The message with all due reminders of a subscription. Its cause is derived from the reminders, so planning it again
 * gives the same delivery.
 */
export function reminderMessage(
  subscription: string,
  claimed: readonly ClaimedReminder[],
  context: MessageContext,
): PlannedDelivery {
  const reminders = claimed.map((one) => reminderOf(one, context)).sort(byUrgency);
  const timestamp = claimed
    .map(({ fireAt }) => fireAt.toISOString())
    .reduce((last, instant) => (instant > last ? instant : last));
  const [only] = reminders;
  if (only && reminders.length === 1)
    return {
      cause: { kind: 'reminder', reference: only.id },
      subscription,
      message: { type: 'deadline.reminder', timestamp, data: only },
    };
  const ids = reminders.map(({ id }) => id).sort();
  return {
    cause: { kind: 'digest', reference: uuidOf('digest', ...ids) },
    subscription,
    message: { type: 'deadline.digest', timestamp, data: { reminders } },
  };
}

function reminderOf(claimed: ClaimedReminder, { today, zone, placeOf, links }: MessageContext): Reminder {
  const { id, daysBefore, escalation, version, deadline, dossier, acknowledgedAt: at } = claimed;
  const acknowledgedOn = at && dayIn(zoneOf(claimed, zone), at);
  const place = placeOf(dossier);
  const { key, kind, due, opens, lapses, title, confirmed } = deadline;
  return {
    id,
    deadline: { key, version },
    dossier,
    kind,
    state: lastDay(deadline) < today ? 'missed' : 'open',
    provider: place?.provider.name ?? '',
    service: place?.service?.name ?? null,
    scheme: place?.scheme ?? '',
    opens,
    due,
    lapses,
    daysLeft: daysLeft(due, today),
    rung: daysBefore,
    escalation,
    title,
    ...(!confirmed && { confirmed }),
    url: links.dossier(dossier),
    ...(acknowledgedOn !== null && (today <= latest(due) || acknowledgedOn > latest(due)) && { acknowledgedOn }),
  };
}
