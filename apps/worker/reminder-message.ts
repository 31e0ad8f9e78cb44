import type { ClaimedReminder } from '#deadlines/claiming/claimed-reminder.js';
import type { DossierPlace } from '#deadlines/keeping/dossier-places.js';
import type { Day } from '#domain/date/day.js';
import { daysLeft } from '#domain/deadline/days-left.js';
import { lastDay } from '#domain/deadline/deadline.js';
import { byUrgency } from '#domain/reminder/by-urgency.js';
import { uuidOf } from '#event-store/id.js';
import type { PlannedDelivery } from '#delivery/queue/plan.js';
import type { Links } from '#notifications/links.js';
import type { Reminder } from '#notifications/message.js';

export interface Telling {
  /** What day it is where the subscription is read. */
  today: Day;
  /** What a dossier is of, as it is called that day. */
  placeOf: (dossier: string) => DossierPlace | undefined;
  links: Links;
}

/**
 * What a subscription is told of all that is due to it: one message, whatever it holds. Its cause follows from the
 * reminders, so that it is the same delivery however often it is planned.
 */
export function reminderMessage(
  subscription: string,
  claimed: readonly ClaimedReminder[],
  telling: Telling,
): PlannedDelivery {
  const reminders = claimed.map((one) => reminderOf(one, telling)).sort(byUrgency);
  const timestamp = claimed
    .map(({ fireAt }) => fireAt.toISOString())
    .reduce((last, instant) => (instant > last ? instant : last));
  const [only] = reminders;
  if (only && reminders.length === 1)
    return {
      cause: `reminder:${only.id}`,
      subscription,
      message: { type: 'deadline.reminder', timestamp, data: only },
    };
  const ids = reminders.map(({ id }) => id).sort();
  return {
    cause: `digest:${uuidOf('digest', ...ids)}`,
    subscription,
    message: { type: 'deadline.digest', timestamp, data: { reminders } },
  };
}

function reminderOf(
  { id, rung, escalation, version, deadline, dossier }: ClaimedReminder,
  { today, placeOf, links }: Telling,
): Reminder {
  const place = placeOf(dossier);
  const { key, kind, due, opens, lapses, title } = deadline;
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
    rung,
    escalation,
    title,
    url: links.dossier(dossier),
  };
}
