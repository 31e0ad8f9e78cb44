import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { actorOf, type Principal } from '#access/principal.js';
import { AcknowledgeAll, type Answerer, PlanningInProgress, SnoozeReminder } from '#deadlines/answers.js';
import { type AnswerableReminder, AnswerableReminders } from '#deadlines/queries/answerable-reminders.js';
import { type Day, isDay } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { officerDeadlines } from '#domain/deadline/officer-deadlines.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { EventStore } from '#event-store/event-store.js';
import { Conflict } from '#event-store/events.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import type { PageContext } from '../frame/page.js';
import { idempotentId } from '../recording/recorder.js';

/** Why an answer failed, with the entered date. */
export interface WrongAnswer {
  key: string;
  answer: 'acknowledge' | 'snooze' | 'move';
  code: AnswerProblem;
  until: string;
}

export type AnswerProblem = 'busy' | 'closed' | 'unsubscribed' | 'invalidDate' | 'dateOutOfRange' | 'changed';

/** The outcome, or the problem with its deadline and input. `seen`: the position of what was recorded. */
type Request = Pick<PageContext, 'today' | 'requestId'>;

type Answered =
  | { done: 'acknowledged' | 'snoozed' | 'nothing' }
  | { done: 'moved'; seen: number }
  | { wrong: WrongAnswer };

/**
 * Answers from a row of the agenda: acknowledges or snoozes the reminders of its deadlines for all subscriptions within
 * reach, or moves a deadline that was set by hand.
 */
@Injectable()
export class DeadlineAnswers {
  constructor(
    private readonly commands: CommandBus,
    private readonly reminders: AnswerableReminders,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** Idempotent. */
  async take(form: URLSearchParams, caller: Principal, page: Request): Promise<Answered> {
    const keys = form.getAll('deadline').flatMap((key) => Name.safeParse(key).data ?? []);
    const [key = ''] = keys;
    const until = (form.get('until') ?? '').trim();
    const answer = z.enum(['snooze', 'move']).safeParse(form.get('answer')).data ?? 'acknowledge';
    const wrong = (code: AnswerProblem): Answered => ({ wrong: { key, answer, code, until } });
    if (answer === 'move') {
      const moved = await this.#move(key, form, { caller, page, due: until });
      return typeof moved === 'string' ? wrong(moved) : { done: 'moved', seen: moved };
    }
    const answerer = { owner: ownerOf(scopeOf(caller)), by: actorOf(caller) };
    const found = await this.reminders.ofDeadlines(keys, answerer.owner);
    const reminders = [...found.values()].flat();
    try {
      if (answer === 'acknowledge') return await this.#acknowledge(reminders, answerer);
      // Another snooze must not be replaced by somebody who has not seen it.
      const seen = form.get('snoozed');
      const { snoozedUntil = '' } = summarize(reminders);
      if (seen !== null && seen !== snoozedUntil && until !== snoozedUntil) return wrong('changed');
      const problem = await this.#snooze(reminders, until, answerer);
      return problem === undefined ? { done: 'snoozed' } : wrong(problem);
    } catch (error) {
      if (error instanceof PlanningInProgress) return wrong('busy');
      throw error;
    }
  }

  async #acknowledge(reminders: readonly AnswerableReminder[], answerer: Answerer): Promise<Answered> {
    const ids = acknowledgeable(reminders);
    const count = ids.length === 0 ? 0 : await this.commands.execute(new AcknowledgeAll(ids, answerer));
    return { done: count === 0 ? 'nothing' : 'acknowledged' };
  }

  async #snooze(
    reminders: readonly AnswerableReminder[],
    until: Day,
    answerer: Answerer,
  ): Promise<AnswerProblem | undefined> {
    const snoozable = snoozableIn(reminders);
    if (!snoozable) return 'closed';
    if (!isDay(until)) return 'invalidDate';
    if (until < snoozable.from || until > snoozable.to) return 'dateOutOfRange';
    let refused: Refusal | undefined;
    let taken = 0;
    for (const id of snoozable.ids)
      try {
        await this.commands.execute(new SnoozeReminder(id, until, answerer));
        taken += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused = error;
      }
    if (taken > 0 || !refused) return undefined;
    return refused.code === 'subscription-unfit' ? 'unsubscribed' : 'closed';
  }

  /**
   * The reason stays, and what else was set for the deadline where it fits the new date. Nothing is recorded if the date
   * is no longer the one that the officer saw.
   *
   * @returns the position of the event
   */
  async #move(
    listed: string,
    form: URLSearchParams,
    { caller, page, due }: { caller: Principal; page: Request; due: string },
  ): Promise<AnswerProblem | number> {
    const [kind, dossier = '', key] = listed.split('/');
    const idempotencyKey = z.uuid().safeParse(form.get('idempotencyKey')).data;
    if (kind !== 'officer-set' || !z.uuid().safeParse(dossier).success || idempotencyKey === undefined) return 'closed';
    if (!isDay(due)) return 'invalidDate';
    const id = idempotentId(caller, idempotencyKey);
    const { state, version } = await this.events.load(dossierStream(dossier), dossierModel);
    const repeated = state.find((entry) => entry.id === id);
    if (repeated) return repeated.position;
    const facts = factsOf(state);
    const deadline = facts && officerDeadlines(facts).find((one) => one.key === key);
    if (!deadline || deadline.closed !== null) return 'closed';
    if (deadline.due !== form.get('was')) return 'changed';
    const { opens, lapses } = deadline;
    const data = {
      key: deadline.key,
      due,
      ...(opens !== undefined && earliest(opens) <= due && { opens }),
      ...(lapses !== undefined && latest(lapses) >= due && { lapses }),
    };
    try {
      const context = { actor: actorOf(caller), correlationId: page.requestId, id, expected: version };
      const event = { type: 'DeadlineMoved' as const, data };
      return (await this.commands.execute(new RecordDossierEvent(dossier, event, page.today, context))).position;
    } catch (error) {
      if (error instanceof Conflict) return 'changed';
      throw error;
    }
  }
}

/** The reminders of a deadline across subscriptions. */
export interface ReminderSummary {
  canAcknowledge: boolean;
  acknowledged?: { at: Date; by: string };
  snoozedUntil?: Day;
  next?: Day;
  wasSent: boolean;
  snoozable?: Snoozable;
}

export interface Snoozable {
  from: Day;
  to: Day;
  ids: string[];
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
export function snoozableIn(reminders: readonly AnswerableReminder[]): Snoozable | undefined {
  const bySubscription = new Map(reminders.flatMap((one) => (one.snoozable ? [[one.subscription.id, one]] : [])));
  const ones = [...bySubscription.values()];
  const windows = ones.flatMap(({ snoozable }) => snoozable ?? []);
  const from = windows
    .map((window) => window.from)
    .sort()
    .at(-1);
  const to = windows.map((window) => window.to).sort()[0];
  return from === undefined || to === undefined || from > to ? undefined : { from, to, ids: ones.map(({ id }) => id) };
}
