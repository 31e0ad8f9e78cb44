import type { ClaimedReminder } from '#deadlines/claim-reminder.js';
import { daysBetween, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Message } from '#subscriptions/message.js';
import { subjectOf } from '#subscriptions/subject.js';

/** What a subscriber is told of a deadline, on the day that it is told. */
export async function reminderMessage(
  events: EventStore<LedgerEvent>,
  { deadline, dossier, fireAt }: ClaimedReminder,
  { today, publicUrl }: { today: Day; publicUrl: string },
): Promise<Message> {
  const subject = await subjectOf(events, dossierStream(dossier), today);
  const { kind, due, title } = deadline;
  return {
    type: 'deadline.reminder',
    timestamp: fireAt.toISOString(),
    data: {
      kind,
      provider: subject.provider?.name ?? '',
      service: subject.dossier?.service ?? null,
      scheme: subject.scheme ?? '',
      due,
      daysLeft: daysBetween(today, earliest(due)),
      title,
      url: `${publicUrl.replace(/\/+$/, '')}/v1/dossiers/${dossier}`,
    },
  };
}
