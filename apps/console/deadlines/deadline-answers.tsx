import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { actorOf, type Principal } from '#access/principal.js';
import { AcknowledgeAll, type Answerer, PlanningInProgress, SnoozeReminder } from '#deadlines/answers.js';
import { type AnswerableReminder, AnswerableReminders } from '#deadlines/queries/answerable-reminders.js';
import { type Day, isDay, dayIn } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { DeadlineKind, Deadline } from '#domain/deadline/deadline.js';
import { typeInRole, typeMeeting } from '#domain/event/ledger-event.js';
import { officerDeadlines, targetKey } from '#domain/deadline/officer-deadlines.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { EventStore } from '#event-store/event-store.js';
import { Conflict } from '#event-store/events.js';
import { writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { possibleDays } from '../../api/deadlines/reminder-pages.controller.js';
import { Form, Hidden } from '../frame/controls.js';
import { type PageContext, may, nameOfActor, currentUrlWith, currentAddress } from '../frame/page.js';
import { idempotentId } from '../recording/preview.js';

/** Why an answer failed, with the entered date. */
export interface WrongAnswer {
  key: string;
  answer: 'acknowledge' | 'snooze' | 'move';
  code: AnswerProblem;
  until: string;
}

type AnswerProblem = 'busy' | 'closed' | 'unsubscribed' | 'invalidDate' | 'dateOutOfRange' | 'changed';

type Request = Pick<PageContext, 'today' | 'requestId'>;

/** The outcome, or the problem with its deadline and input. `seen`: the position of what was recorded. */
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

interface ReminderSummary {
  canAcknowledge: boolean;
  acknowledged?: { at: Date; by: string };
  snoozedUntil?: Day;
  next?: Day;
  wasSent: boolean;
  snoozable?: Snoozable;
}

interface Snoozable {
  from: Day;
  to: Day;
  ids: string[];
}

function summarize(reminders: readonly AnswerableReminder[]): ReminderSummary {
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

interface AnswerProps {
  page: PageContext;
  deadline: ListedDeadline;
  /** Of all deadlines of the row. */
  keys: readonly string[];
  name: string;
  reminders: readonly AnswerableReminder[];
  wrong?: WrongAnswer | undefined;
}

export const reminderScope = (page: PageContext): 'own' | 'all' => (may(page, 'admin') ? 'all' : 'own');

export function ReminderAnswer({ page, deadline, keys, name, reminders, wrong }: AnswerProps) {
  const t = phrases(page.language).console.agenda;
  if (reminders.length === 0) return <span class="soft small">{t.nobody[reminderScope(page)]}</span>;
  const short = summarize(reminders);
  const unseen = <span class="unseen">{` (${name}, ${deadline.dossier.provider.name})`}</span>;
  return (
    <>
      {saidOf(short, page).map((text) => (
        <div class="small">{text}</div>
      ))}
      {short.canAcknowledge ? (
        <Form page={page} action={currentUrlWith(page, {})}>
          <Keys keys={keys} />
          <button class="second" name="answer" value="acknowledge">
            {t.acknowledge}
            {unseen}
          </button>
        </Form>
      ) : null}
      {short.snoozable ? (
        <SnoozeForm
          {...{ page, deadline, keys, unseen, snoozable: short.snoozable, snoozedUntil: short.snoozedUntil }}
          wrong={wrong?.key === deadline.key && wrong.answer === 'snooze' ? wrong : undefined}
        />
      ) : null}
    </>
  );
}

function saidOf({ acknowledged, snoozedUntil, next, wasSent }: ReminderSummary, page: PageContext): string[] {
  const { language, zone } = page;
  const t = phrases(language).console.agenda;
  const day = (text: string) => writtenDate(text, language);
  return [
    ...(acknowledged
      ? [
          t.acknowledged(
            day(dayIn(zone, acknowledged.at)),
            acknowledged.by === 'link' ? t.byLink : nameOfActor(page, acknowledged.by),
          ),
        ]
      : []),
    ...(snoozedUntil === undefined ? [] : [t.snoozed(day(snoozedUntil))]),
    ...(wasSent || acknowledged ? [] : [t.notSent]),
    ...(next === undefined ? [t.noMore] : next === snoozedUntil ? [] : [t.next(day(next))]),
  ];
}

const Keys = ({ keys }: Pick<AnswerProps, 'keys'>) =>
  keys.map((key) => <input type="hidden" name="deadline" value={key} />);

interface SnoozeProps {
  page: PageContext;
  deadline: ListedDeadline;
  keys: readonly string[];
  unseen: preact.JSX.Element;
  snoozable: Snoozable;
  snoozedUntil: Day | undefined;
  wrong: WrongAnswer | undefined;
}

function SnoozeForm({ page, deadline: { key }, keys, unseen, snoozable, snoozedUntil = '', wrong }: SnoozeProps) {
  const t = phrases(page.language).console.agenda;
  const id = snoozeId(key);
  return (
    <details open={wrong !== undefined}>
      <summary>
        {t.snooze}
        {unseen}
      </summary>
      <Form page={page} action={currentUrlWith(page, {})} class={wrong ? 'field wrong' : 'field'}>
        <Keys keys={keys} />
        <input type="hidden" name="snoozed" value={snoozedUntil} />
        <label for={id}>{phrases(page.language).reminders.page.until}</label>
        <div class="hint" id={`${id}-days`}>
          {possibleDays(snoozable, page.language)}
        </div>
        <input
          id={id}
          type="date"
          name="until"
          required
          min={snoozable.from}
          max={snoozable.to}
          value={wrong?.until ?? ''}
          aria-describedby={`${id}-days`}
          {...(wrong && { 'aria-invalid': 'true' })}
        />{' '}
        <button class="second" name="answer" value="snooze">
          {phrases(page.language).reminders.page.snooze}
          {unseen}
        </button>
        {wrong ? <div class="error">{problemText(wrong.code, snoozable, page.language)}</div> : null}
      </Form>
    </details>
  );
}

export function problemText(code: AnswerProblem, snoozable: Snoozable | undefined, language: Language): string {
  const { page } = phrases(language).reminders;
  if (code === 'changed') return phrases(language).console.agenda.changed;
  const text = page[code];
  if (typeof text === 'string') return text;
  return snoozable ? text(possibleDays(snoozable, language)) : page.closed;
}

export const snoozeId = (key: string): string => `snooze-${key.replace(/[^\w-]/g, '-')}`;

interface MoveFormProps {
  page: PageContext;
  deadline: ListedDeadline;
  unseen: preact.JSX.Element;
  idempotencyKey: string;
  wrong: WrongAnswer | undefined;
}

export function MoveForm({ page, deadline: { key, due }, unseen, idempotencyKey, wrong: any }: MoveFormProps) {
  const { moveTo } = phrases(page.language).console.agenda;
  const { move } = phrases(page.language).console.frame.deadline.acts;
  const id = moveId(key);
  const wrong = any?.key === key && any.answer === 'move' ? any : undefined;
  return (
    <details open={wrong !== undefined}>
      <summary>
        {move}
        {unseen}
      </summary>
      <Form page={page} action={currentUrlWith(page, {})} class={wrong ? 'field wrong' : 'field'}>
        <input type="hidden" name="deadline" value={key} />
        <input type="hidden" name="was" value={due} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <label for={id}>{moveTo}</label>{' '}
        <input
          id={id}
          type="date"
          name="until"
          required
          value={wrong?.until ?? ''}
          {...(wrong && { 'aria-invalid': 'true' })}
        />{' '}
        <button class="second" name="answer" value="move">
          {move}
          {unseen}
        </button>
        {wrong ? <div class="error">{moveProblem(wrong.code, page.language)}</div> : null}
      </Form>
    </details>
  );
}

/** Of kinds whose date is that of an event. */
const CORRECTABLE: ReadonlySet<DeadlineKind> = new Set([
  ...(['grant-end', 'renewal-window', 'surveillance', 'reservation', 'target', 'dependency-end'] as const),
]);

/** Why a deadline that follows from something else cannot be moved, and the event to correct. */
export function FixedDate({ page, deadline, unseen }: Pick<MoveFormProps, 'page' | 'deadline' | 'unseen'>) {
  const { fixed } = phrases(page.language).console.agenda;
  const { kind, event, dossier, dependsOn } = deadline;
  if (kind === 'officer-set') return null;
  return (
    <details>
      <summary>
        {fixed.summary}
        {unseen}
      </summary>
      <p class="small">
        {fixed.why[kind]}{' '}
        {CORRECTABLE.has(kind) ? (
          <a href={`/dossiers/${dependsOn ?? dossier.id}/events/${event}/correct`}>
            {fixed.correct}
            {unseen}
          </a>
        ) : null}
      </p>
      <p class="small">{fixed.reminder}</p>
    </details>
  );
}

/** A date is the only input, so that nothing else can be invalid. */
export function moveProblem(code: AnswerProblem, language: Language): string {
  const { changed, moveInvalid } = phrases(language).console.agenda;
  if (code === 'changed') return changed;
  return code === 'closed' ? phrases(language).reminders.page.closed : moveInvalid;
}

export const moveId = (key: string): string => `move-${key.replace(/[^\w-]/g, '-')}`;

/** Deadlines whose reminders wait for the reader. None in the past, where nothing can be acknowledged. */
@Injectable()
export class Unanswered {
  constructor(private readonly reminders: AnswerableReminders) {}

  async among(page: PageContext, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return new Set();
    return this.reminders.unanswered(keys, ownerOf(scopeOf(page.caller)));
  }
}

/** Acknowledges the reminders of a deadline and returns to the page. @param name of the deadline, for screen readers */
export function AcknowledgeButton({ page, deadline, name }: { page: PageContext; deadline: string; name: string }) {
  const { acknowledge, acknowledgeHint } = phrases(page.language).console.agenda;
  return (
    <Form page={page} action="/deadlines/acknowledge">
      <Hidden
        fields={[
          ['deadline', deadline],
          ['to', currentAddress(page)],
        ]}
      />
      <button class="second" title={acknowledgeHint}>
        {acknowledge}
        <span class="unseen">{` (${name})`}</span>
      </button>
    </Form>
  );
}

/** Confirmations, by the values of `done`. */
export function acknowledgeDone({ language }: PageContext): Record<'acknowledged' | 'nothing' | 'busy', string> {
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
