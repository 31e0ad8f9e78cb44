import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { addMonths, type Day, dayIn } from '#domain/date/day.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import type { Language } from '#language/language.js';
import { confirmUntil } from './subscribing.js';
import type { ServicesReport } from './messages/message.js';
import { contacts } from './sending/account-mails.js';
import { planDeliveries } from './sending/planned-deliveries.js';
import { activate, end } from './sending/subscription-states.js';

/**
 * Monthly reports of views of services. Each is a subscription that belongs to an account, follows no event and no deadline, is
 * left out of lists, and ends with the link in its mails.
 */
@Injectable()
export class Reports {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  isOn = async (account: string, view: string): Promise<boolean> =>
    (await this.#of(account, view)).some(({ state }) => state === 'active');

  /** From the first of the next month on, in the time zone of what the person is mailed otherwise. Idempotent. */
  async begin({ id: account, email }: { id: string; email: string }, view: string, language: Language): Promise<void> {
    if (await this.isOn(account, view)) return;
    await this.stop(account, view); // one whose mails came back
    const [id, now, owner] = [randomUUID(), this.clock.now(), `account:${account}`];
    await this.db.waiting.transaction().execute(async (tx) => {
      await sql`
        insert into subscription (id, channel, target, filter, mode, language, account, report, reminders, state, confirm_round,
          confirm_until, created_by, created_at)
        values (${id}, 'email', ${email}, '{}', 'immediate', ${language}, ${account}, ${view}, coalesce((
          select jsonb_build_object('timeZone', reminders -> 'timeZone') from subscription
          where created_by = ${owner} and channel = 'email' and state = 'active' and reminders ? 'timeZone'
          order by created_at desc limit 1
        ), '{}'), 'pending', 1, ${confirmUntil(now)}, ${owner}, ${now})
        on conflict do nothing
      `.execute(tx);
      await activate(tx, id, 1, now);
    });
  }

  /** Idempotent. */
  async stop(account: string, view: string): Promise<void> {
    for (const { id } of await this.#of(account, view))
      await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }

  #of = (account: string, report: string) =>
    this.db
      .selectFrom('subscription')
      .select(['id', 'state'])
      .where('account', '=', account)
      .where('report', '=', report)
      .where('state', '<>', 'unsubscribed')
      .execute();
}

/** What a report is about: the month that ended before `day`, as it was known at nine o'clock of that day. */
interface ReportedMonth {
  since: { day: Day; at: Date };
  until: { day: Day; at: Date };
  today: Day;
}

/**
 * Plans the report of the last month for whoever is due one: at nine o'clock of its first day in their time zone, or later, once,
 * if no worker ran at that time. Idempotent, also across processes.
 *
 * @param reportOf `undefined`: the view is gone or names no service, or its owner no longer shares it; the report ends
 */
export async function planReports(
  db: LedgerDatabase,
  now: Date,
  defaultZone: string,
  reportOf: (of: { account: string; view: string }, month: ReportedMonth) => Promise<ServicesReport | undefined>,
  signal = new AbortController().signal,
): Promise<void> {
  const wanted = await db
    .selectFrom('subscription')
    .innerJoin(contacts(db).as('contact'), 'contact.account', 'subscription.account')
    .select(['id', 'contact.account', 'contact.email', 'report', 'reported', 'reminders', 'confirmed_at'])
    .where('report', 'is not', null)
    .where('state', '=', 'active')
    .execute();
  for (const { id, account, email, report: view, reported, reminders, confirmed_at } of wanted) {
    if (signal.aborted || view === null) return;
    const month = lastMonth(preferencesOf(reminders).timeZone ?? defaultZone, now);
    const { day, at } = month.until;
    if ((confirmed_at ?? now) >= at || (reported ?? '') >= day) continue;
    const data = await reportOf({ account, view }, month);
    await db.transaction().execute(async (tx) => {
      if (!data) return end(tx, id, now);
      // Only one of several workers moves the day on, and none once the report has ended.
      const moved = await tx
        .updateTable('subscription')
        .set({ reported: day, target: email })
        .where('id', '=', id)
        .where('state', '=', 'active')
        .where((eb) => eb.or([eb('reported', 'is', null), eb('reported', '<', day)]))
        .executeTakeFirst();
      const message = { type: 'services.report', timestamp: at.toISOString(), data } as const;
      if (moved.numUpdatedRows === 1n)
        await planDeliveries(tx, [{ cause: { kind: 'report', reference: day }, subscription: id, message }], now);
    });
  }
}

function lastMonth(zone: string, now: Date): ReportedMonth {
  const today = dayIn(zone, now);
  const first = `${today.slice(0, 8)}01`;
  const day = reminderHour(first, zone) <= now ? first : addMonths(first, -1);
  const before = addMonths(day, -1);
  return {
    since: { day: before, at: reminderHour(before, zone) },
    until: { day, at: reminderHour(day, zone) },
    today,
  };
}
