import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import { answerKey, answersNow, type Answers } from '../rungs/answers.js';
import type { Planning, Recipient, Wanted } from '../planning.js';
import type { MarkedReminder, ReminderFilter } from './reminder-filter.js';
import { reminderId } from '../rungs/reminder-id.js';
import { reminderRows } from './reminder-rows.js';
import type { ReminderView } from './reminder-view.js';
import { rungsFor } from '../rungs/rungs-for.js';
import { type KeptDeadline, unplannedRung } from './unplanned-rung.js';
import { viewOf } from './view-of.js';

type Whose = Pick<ReminderFilter, 'owner' | 'subscription'>;

/**
 * All reminders of deadlines: those that are planned or were, and the rungs of their dates today that no row stands for,
 * because they are too far ahead or came too early. Worked out by what plans them, so it is what would be planned.
 *
 * @param recipients who is reminded, of those that `whose` lets through
 */
export async function laddersOf(
  db: LedgerDatabase,
  planning: Planning,
  kept: readonly KeptDeadline[],
  { recipients, whose, now }: { recipients: readonly Recipient[]; whose: Whose; now: Date },
): Promise<MarkedReminder[]> {
  const keys = kept.map(({ deadline }) => deadline.key);
  const moment = { now, zone: planning.zone };
  let stored = reminderRows(db).where(sql<boolean>`reminder.deadline_key = any(${keys})`);
  if (whose.owner !== undefined) stored = stored.where('reminder.owner', '=', whose.owner);
  if (whose.subscription !== undefined) stored = stored.where('reminder.subscription', '=', whose.subscription);
  const rows = await stored.execute();
  const places = new Map(kept.map(({ place }) => [place.id, place]));
  const planned = rows.map((row) => ({
    ...viewOf(row, places, moment),
    mark: { fireAt: row.fire_at, id: row.id },
  }));
  const known = new Set(rows.map(({ id }) => id));
  const answers = await answersNow(db, keys);
  const targets = await targetsOf(db, recipients);
  const unplanned = kept.flatMap((one) =>
    recipients
      .filter((recipient) => recipient.wants(wantedOf(one)))
      .flatMap((recipient) => rungsOf(one, recipient, { answers, targets, ...moment })),
  );
  return [...planned, ...unplanned.filter(({ mark }) => !known.has(mark.id))];
}

const wantedOf = ({ deadline: { kind, confirmed }, place }: KeptDeadline): Wanted => ({
  ...{ dossier: place.id, provider: place.provider.id, scheme: place.scheme },
  ...{ kind, confirmed },
});

interface Circumstances {
  answers: Answers;
  targets: ReadonlyMap<string, ReminderView['subscription']>;
  now: Date;
  zone: string;
}

function rungsOf(
  kept: KeptDeadline,
  recipient: Recipient,
  { answers, targets, now, zone }: Circumstances,
): MarkedReminder[] {
  const { subscription: id, wishes } = recipient;
  const { deadline, version, scheme } = kept;
  const answer = answers.get(answerKey(deadline.key, version, id));
  const to = {
    subscription: targets.get(id) ?? { id, channel: 'webhook' as const, target: '' },
    escalation: wishes.role === 'escalation',
    snoozedUntil: answer?.snoozedUntil ?? null,
    now,
  };
  const schedule = scheduleOf(deadline, wishes, scheme);
  return rungsFor(deadline, recipient, answer, { schedule, zone }).map((rung) => ({
    ...unplannedRung(kept, rung, to),
    mark: { fireAt: rung.fireAt, id: reminderId(deadline.key, version, rung, id) },
  }));
}

/** Where each subscription reaches its reader. */
async function targetsOf(db: LedgerDatabase, recipients: readonly Recipient[]): Promise<Circumstances['targets']> {
  const ids = recipients.map(({ subscription }) => subscription);
  const rows = await db
    .selectFrom('subscription')
    .select(['id', 'channel', 'target'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
