import { Inject, Injectable } from '@nestjs/common';
import { deleteOldActivity } from '#access/activities.js';
import { LedgerDatabase } from '#database/connection.js';
import { countRemoved, type Removed } from '#database/removed-rows.js';
import { deleteOldAnswers, deleteOldReminders, deleteRemindersOf } from '#deadlines/retention.js';
import { deleteDeliveriesOf, deleteOldDeliveries, deleteOldMailHosts } from '#delivery/retention.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import type { Day } from '#domain/date/day.js';
import { deleteOldAttempts } from '#registers/retention.js';
import {
  deleteOldSummaries,
  deleteSubscription,
  disabledSubscriptions,
  dropHeld,
  endedBefore,
} from '#subscriptions/retention.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

const DAY_MS = 86_400_000;

/** Batches per kind and pass; the next pass continues. */
const MOST_BATCHES = 100;

/**
 * Removes rows after their retention period, once a day, in batches with a transaction each. Idempotent; the ledger is
 * never pruned.
 */
@Injectable()
export class Retention {
  /** The day for which everything is removed. */
  #doneFor: Day | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    @Inject(SETTINGS) private readonly settings: Pick<WorkerSettings, 'JALON_RETENTION_DAYS' | 'JALON_ENDED_DAYS'>,
    private readonly evidence: Pick<EvidenceFiles, 'removeUnused'>,
  ) {}

  /** @param signal stops between two batches */
  async remove(now: Date, today: Day, signal: AbortSignal): Promise<void> {
    if (this.#doneFor === today) return;
    const { JALON_RETENTION_DAYS: kept, JALON_ENDED_DAYS: ended } = this.settings;
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    await deleteOldMailHosts(this.db, ago(1));
    await deleteOldSummaries(this.db);
    const done = [
      await this.#dropHeld(now, signal),
      kept === 'never' || (await this.#removeOld(ago(kept), signal)),
      ended === 'never' || (await this.#removeEnded(ago(ended), signal)),
      // Last: a bucket that does not answer keeps nothing else.
      await this.#batches(undefined, () => this.evidence.removeUnused(ago(1)), signal),
    ];
    if (done.every(Boolean)) this.#doneFor = today;
  }

  async #dropHeld(now: Date, signal: AbortSignal): Promise<boolean> {
    for (const id of await disabledSubscriptions(this.db))
      if (!(await this.#batches('held', () => dropHeld(this.db, id, now), signal))) return false;
    return true;
  }

  async #removeOld(before: Date, signal: AbortSignal): Promise<boolean> {
    const done = [
      await this.#batches('reminder', () => deleteOldReminders(this.db, before), signal),
      await this.#batches(undefined, () => deleteOldAnswers(this.db, before), signal),
      await this.#batches(undefined, () => deleteOldAttempts(this.db, before), signal),
      await this.#batches(undefined, () => deleteOldActivity(this.db, before), signal),
      await this.#batches('delivery', () => deleteOldDeliveries(this.db, before), signal),
    ];
    return done.every(Boolean);
  }

  async #removeEnded(before: Date, signal: AbortSignal): Promise<boolean> {
    const ids = await endedBefore(this.db, before);
    for (const id of ids) {
      const isEmpty =
        (await this.#batches('reminder', () => deleteRemindersOf(this.db, id), signal)) &&
        (await this.#batches('delivery', () => deleteDeliveriesOf(this.db, id, before), signal));
      if (!isEmpty) return false;
      await countRemoved(this.db, 'subscription', await deleteSubscription(this.db, id, before));
    }
    return ids.length === 0;
  }

  /** @returns whether nothing is left */
  async #batches(kind: Removed | undefined, batch: () => Promise<number>, signal: AbortSignal): Promise<boolean> {
    for (let nth = 0; nth < MOST_BATCHES && !signal.aborted; nth += 1) {
      const removed = await batch();
      if (kind) await countRemoved(this.db, kind, removed);
      if (removed === 0) return true;
    }
    return false;
  }
}
