import { Injectable } from '@nestjs/common';
import { actorOf, type Principal } from '#access/principal.js';
import { type Answerer, AnsweringReminders, PlanningInProgress } from '#deadlines/answers.js';
import { type AnswerableReminder, AnswerableReminders } from '#deadlines/queries/reminders.js';
import { addDays, type Day, dayIn, isDay } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { typeInRole, typeMeeting } from '#domain/event/ledger-event.js';
import { targetKey } from '#domain/deadline/officer-deadlines.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { shortDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { Act } from '../frame/fields.js';
import { type Page, may, nameOfActor, currentAddress } from '../frame/page.js';

/** Why nothing was changed, where no field is at fault. */
export type Hindrance = 'busy' | 'closed' | 'unsubscribed' | 'changed';

type Answered =
  | { done: 'acknowledged' | 'snoozed' | 'nothing' }
  | { problems: readonly Problem[] }
  | { hindered: Hindrance };

/** Acknowledges or snoozes the reminders of deadlines for all subscriptions within reach. */
@Injectable()
export class DeadlineAnswers {
  constructor(
    private readonly answers: AnsweringReminders,
    private readonly reminders: AnswerableReminders,
  ) {}

  /** Idempotent. */
  async take(form: URLSearchParams, caller: Principal): Promise<Answered> {
    const keys = form.getAll('deadline').flatMap((key) => Name.safeParse(key).data ?? []);
    const answerer = { owner: ownerOf(scopeOf(caller)), by: actorOf(caller) };
    const found = await this.reminders.ofDeadlines(keys, answerer.owner);
    const reminders = [...found.values()].flat();
    try {
      if (form.get('answer') === 'snooze') return await this.#snooze(reminders, form, answerer);
      const ids = acknowledgeable(reminders);
      const count = ids.length === 0 ? 0 : await this.answers.acknowledgeAll(ids, answerer);
      return { done: count === 0 ? 'nothing' : 'acknowledged' };
    } catch (error) {
      if (error instanceof PlanningInProgress) return { hindered: 'busy' };
      throw error;
    }
  }

  /** Deadlines whose reminders wait for the reader. None in the past, where nothing can be acknowledged. */
  async unanswered(page: Page, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return new Set();
    return this.reminders.unanswered(keys, ownerOf(scopeOf(page.caller)));
  }

  async #snooze(
    reminders: readonly AnswerableReminder[],
    form: URLSearchParams,
    answerer: Answerer,
  ): Promise<Answered> {
    const { snoozedUntil = '', snoozable } = summarize(reminders);
    const until = (form.get('until') ?? '').trim();
    // Another snooze must not be replaced by somebody who has not seen it.
    const seen = form.get('snoozed');
    if (seen !== null && seen !== snoozedUntil && until !== snoozedUntil) return { hindered: 'changed' };
    if (!snoozable) return { hindered: 'closed' };
    if (!isDay(until)) return { problems: [{ field: 'until', ...reason(until === '' ? 'required' : 'day-format') }] };
    const { from, to, ids } = snoozable;
    if (until < from || until > to) {
      const why = reason('snooze-date-out-of-range', { today: addDays(from, -1), last: to });
      return { problems: [{ field: 'until', ...why }] };
    }
    let refused: Refusal | undefined;
    let taken = 0;
    for (const id of ids)
      try {
        await this.answers.snooze(id, until, answerer);
        taken += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused = error;
      }
    if (taken > 0 || !refused) return { done: 'snoozed' };
    return { hindered: refused.code === 'subscription-unfit' ? 'unsubscribed' : 'closed' };
  }
}

export interface ReminderSummary {
  canAcknowledge: boolean;
  acknowledged?: { at: Date; by: string };
  snoozedUntil?: Day;
  next?: Day;
  wasSent: boolean;
  /** The days that all of them may be snoozed to, by the id of one reminder of each subscription. */
  snoozable?: { from: Day; to: Day; ids: string[] };
}

export function summarize(reminders: readonly AnswerableReminder[]): ReminderSummary {
  const canAcknowledge = acknowledgeable(reminders).length > 0;
  const answers = reminders.flatMap(({ acknowledgedAt: at, acknowledgedBy: by }) => (at && by ? [{ at, by }] : []));
  const acknowledged = answers.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  const planned = reminders.filter(({ state }) => state === 'planned').map(({ day }) => day);
  const [next] = planned.toSorted();
  const snoozedUntil = reminders.flatMap(({ snoozedUntil: day }) =>
    day !== null && planned.includes(day) ? [day] : [],
  );
  const snoozable = snoozableIn(reminders);
  return {
    canAcknowledge,
    wasSent: reminders.some(({ state }) => state === 'sent' || state === 'claimed' || state === 'failed'),
    ...(acknowledged && { acknowledged }),
    ...(snoozedUntil[0] !== undefined && { snoozedUntil: snoozedUntil[0] }),
    ...(next !== undefined && { next }),
    ...(snoozable && { snoozable }),
  };
}

export function remindersInWords(page: Page, short: ReminderSummary): string[] {
  const { language, zone } = page;
  const { acknowledged, snoozedUntil, next, wasSent } = short;
  const t = phrases(language).console.agenda;
  const day = (text: string) => shortDate(text, language);
  const by = acknowledged?.by === 'link' ? t.byLink : nameOfActor(page, acknowledged?.by ?? '');
  return [
    ...(snoozedUntil === undefined ? [] : [t.snoozed(day(snoozedUntil))]),
    ...(acknowledged ? [t.acknowledged(day(dayIn(zone, acknowledged.at)), by)] : []),
    ...(next === undefined ? [t.noMore] : next === snoozedUntil ? [] : [t.next(day(next))]),
    ...(wasSent || acknowledged ? [] : [t.notSent]),
  ];
}

/**
 * The reminders that an acknowledgement applies to: those sent, or, before any was sent, the next one of each subscription,
 * which then need not be sent.
 */
function acknowledgeable(reminders: readonly AnswerableReminder[]): string[] {
  const possible = reminders.filter((reminder) => reminder.canAcknowledge);
  const sent = possible.filter(({ state }) => state !== 'planned');
  if (sent.length > 0) return sent.map(({ id }) => id);
  if (reminders.some(({ acknowledgedAt }) => acknowledgedAt !== null)) return [];
  return [...new Map(possible.toReversed().map((one) => [one.subscription.id, one.id])).values()];
}

/** The snooze window common to all. */
function snoozableIn(reminders: readonly AnswerableReminder[]): ReminderSummary['snoozable'] {
  const bySubscription = new Map(reminders.flatMap((one) => (one.snoozable ? [[one.subscription.id, one]] : [])));
  const ones = [...bySubscription.values()];
  const windows = ones.flatMap(({ snoozable }) => snoozable ?? []);
  const from = windows
    .map((window) => window.from)
    .toSorted()
    .at(-1);
  const to = windows.map((window) => window.to).toSorted()[0];
  return from === undefined || to === undefined || from > to ? undefined : { from, to, ids: ones.map(({ id }) => id) };
}

/**
 * Acknowledges the reminders of a deadline and returns to the page.
 *
 * @param deadline Its key, or those of several that are one to a reader
 * @param name For screen readers
 */
export const acknowledgeButton = (page: Page, deadline: string | readonly string[], name: string) => (
  <Act
    page={page}
    action="/deadlines/acknowledge"
    hidden={[...[deadline].flat().map((key) => ['deadline', key] as const), ['to', currentAddress(page)]]}
    label={phrases(page.language).console.agenda.acknowledge}
    of={name}
  />
);

/** Confirmations, by the values of `done`. */
export function acknowledgeDone({ language }: Page): Record<'acknowledged' | 'nothing' | 'busy', string> {
  const { acknowledged, nothing } = phrases(language).console.agenda.done;
  return { acknowledged, nothing, busy: phrases(language).reminders.page.busy };
}

interface DeadlineAction {
  act: 'met' | 'move' | 'cancel' | 'happened' | 'again' | 'set-aside';
  path: string;
  query?: Record<string, string>;
}

/** Links to the forms that settle a deadline. A dependency's deadline is settled in the other dossier. */
export function deadlineActions(
  { kind, key, title, due, state }: Pick<Deadline, 'kind' | 'key' | 'title' | 'due' | 'state'>,
  dossier: string,
): DeadlineAction[] {
  const path = `/dossiers/${dossier}/record`;
  if (kind === 'dependency-end') return [];
  if (kind === 'officer-set') {
    const query = { key: key.split('/').at(-1) ?? key };
    return [
      { act: 'met', path: `${path}/DeadlineMet`, query },
      { act: 'move', path: `${path}/DeadlineMoved`, query },
      { act: 'cancel', path: `${path}/DeadlineCancelled`, query },
    ];
  }
  const type = typeMeeting(kind);
  if (kind === 'target' && title !== null) return targetActions(path, { milestone: title, due, state });
  return [{ act: 'happened', path: type === undefined ? path : `${path}/${type}` }];
}

/** A missed target can be announced anew, or set aside. */
function targetActions(
  path: string,
  { milestone, due, state }: Pick<Deadline, 'due' | 'state'> & { milestone: string },
): DeadlineAction[] {
  return [
    { act: 'happened', path: `${path}/${typeInRole('milestone')}`, query: { milestone } },
    { act: 'again', path: `${path}/TargetSet`, query: { milestone } },
    ...(state === 'missed'
      ? [{ act: 'set-aside' as const, path: `${path}/DeadlineCancelled`, query: { key: targetKey(milestone, due) } }]
      : []),
  ];
}
