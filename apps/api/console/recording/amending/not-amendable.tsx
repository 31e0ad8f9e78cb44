import type { Live } from '#domain/correction/live.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Recorded } from '#event-store/recorded.js';
import { Rejection } from '../../../problem/rejection.js';
import { entryId } from '../../frame/timeline-entries.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import type { OnRecord } from '../on-record.js';
import type { Subject } from '../subject.js';
import { AMENDING_WORDS } from './amending-words.js';

export type Act = 'correct' | 'retract';

/** An entry that is to be amended: as it reads now, or why it cannot be. */
export type Target =
  | { entry: Live<LedgerEvent> | Recorded<LedgerEvent>; blocked?: undefined }
  | { entry: Recorded<LedgerEvent>; blocked: 'gone' | 'isAmendment' | 'isOpening' };

/** @throws Rejection not-found: no such entry is on record there */
export function targetOf({ all, live }: OnRecord, id: string, act: Act): Target {
  const entry = all.find((one) => one.id === id);
  if (!entry) throw new Rejection('not-found', `No event ${id} is on record here.`);
  const isAmendment = entry.event.type === 'EventCorrected' || entry.event.type === 'EventRetracted';
  if (isAmendment) return act === 'correct' ? { entry, blocked: 'isAmendment' } : { entry };
  const now = live.find((one) => one.id === id);
  if (!now) return { entry, blocked: 'gone' };
  return act === 'retract' && entry.version === 1 ? { entry, blocked: 'isOpening' } : { entry: now };
}

/** Says why, and what can be done instead. */
export function NotAmendable({ page, subject, target }: { page: ThisPage; subject: Subject; target: Target }) {
  const words = AMENDING_WORDS[page.language];
  const { entry, blocked } = target;
  const events = `${subject.path}/events/${entry.id}`;
  return (
    <>
      <p class="note">{blocked === undefined ? null : words[blocked]}</p>
      <p>
        <a href={`${addressOf(page, subject.path)}#${entryId(entry.id)}`}>{subject.name}</a>
        {blocked === 'isAmendment' ? (
          <>
            {' · '}
            <a href={addressOf(page, `${events}/retract`)}>{words.retractInstead}</a>
          </>
        ) : null}
        {blocked === 'isOpening' ? (
          <>
            {' · '}
            <a href={addressOf(page, `${events}/correct`)}>{words.correct}</a>
          </>
        ) : null}
      </p>
    </>
  );
}
