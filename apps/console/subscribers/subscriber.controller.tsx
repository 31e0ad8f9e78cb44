import { because } from '#domain/validation.js';
import { Clock } from '#database/clock.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { type DeliveryView, DELIVERY_STATES, DeliveryLog } from '#subscriptions/sending/delivery-log.js';
import { randomUUID } from 'node:crypto';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { Suppressions } from '#subscriptions/sending/bounces.js';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { Activities, suppressionLifted } from '#access/activities.js';
import { addDays, problemWithDay } from '#domain/date/day.js';
import { InstantSchema } from '#domain/date/instant.js';
import { Refusal } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { writtenInstant, cutShort } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Confirmations } from '#subscriptions/subscribing.js';
import { SendingAgain } from '#subscriptions/send-again.js';
import { RotationSchema, SigningSecrets } from '#subscriptions/signing-secrets.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { filterInWords } from '#subscriptions/filter.js';
import { TEST_TYPES, TestSchema } from '#subscriptions/messages/webhook/payload.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { RefusalNote } from '../frame/controls.js';
import { linkTo, Done, ShownOnce, buttonTo, Timestamp, Facts } from '../frame/display.js';
import { Act, DataForm, type FormPart, select } from '../frame/fields.js';
import { MOST_COUNTED, Menu } from '../frame/table.js';
import { queryOf, addressOf, callerOf, type Page, problemsUnder, may } from '../frame/page.js';
import { DeliverySection, errorIn } from './delivery.controller.js';
import { SubscriptionStateText } from './subscribers.controller.js';
import { startOf, DeliveryContents, FollowedNames, Target } from './subscribers.js';
import { mannerInWords, remindersInWords } from './subscription-form.js';

const frame = { menuEntry: 'subscribers', timeless: true } as const;

/** A subscription, and the actions on it: each returns to its page, which shows the result or the problem. */
@Pages('subscribers/:id')
export class SubscriberPages {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly log: DeliveryLog,
    private readonly names: FollowedNames,
    private readonly contents: DeliveryContents,
    private readonly clock: Clock,
    private readonly suppressions: Suppressions,
    private readonly confirmations: Confirmations,
    private readonly sendingAgain: SendingAgain,
    private readonly signingSecrets: SigningSecrets,
    private readonly activities: Activities,
  ) {}

  @ConsoleGet('', 'record')
  async one(@Target() { page, id, scope }: Target): Promise<PageAnswer> {
    return pageOf(page, await this.loaded({ page, id, scope }));
  }

  @ConsolePost('test', 'record')
  async test(@Target() target: Target): Promise<PageAnswer> {
    const { page, form } = target;
    const { type } = TestSchema.catch({ type: 'subscription.test' }).parse({ type: form.get('type') ?? undefined });
    // Derived from the caller and the key of the form; random for a form without a key.
    const once = uuidOf('console', callerOf(page).id, form.get('idempotencyKey') ?? randomUUID());
    return this.#do(target, 'test', ({ id, scope }) => this.subscriptions.sendTest(id, scope, { type, once }));
  }

  @ConsolePost('resume', 'record')
  async resume(@Target() target: Target): Promise<PageAnswer> {
    return this.#do(target, 'resumed', ({ id, scope }) => this.subscriptions.resume(id, scope));
  }

  @ConsolePost('ask', 'record')
  async ask(@Target() target: Target): Promise<PageAnswer> {
    const until = InstantSchema.safeParse(target.form.get('instead')).data;
    return this.#do(target, 'asked', ({ id, scope }) =>
      this.confirmations.resend(id, scope, until === undefined ? undefined : new Date(until)),
    );
  }

  @ConsolePost('send-again', 'record')
  async sendAgain(@Target() target: Target): Promise<PageAnswer> {
    const day = target.form.get('since')?.trim() ?? '';
    return this.#do(target, 'again', ({ page, id, scope, form }) => {
      const wrong = problemWithDay(day);
      if (wrong) throw new Refusal('subscription-unfit', wrong, [{ field: 'since', ...wrong }]);
      const asked = { since: startOf(day, page.zone).toISOString(), delivered: form.has('delivered') };
      return this.sendingAgain.ask(id, asked, scope);
    });
  }

  @ConsolePost('lift', 'admin')
  async lift(@Target() { page, id, scope }: Target): Promise<PageAnswer> {
    const { target } = await this.subscriptions.get(id, scope);
    try {
      await this.suppressions.lift(target);
      await this.activities.note(suppressionLifted(callerOf(page), target));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error; // it was lifted already
    }
    return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'lifted' }) };
  }

  @ConsoleGet('end', 'record')
  async askToEnd(@Target() { page, id, scope }: Target): Promise<PageAnswer> {
    const { target } = await this.subscriptions.get(id, scope);
    const { end } = phrases(page.language).console.subscribers;
    const children = (
      <DataForm
        page={page}
        parts={[<p>{end.text(target)}</p>]}
        send={{ label: end.action, looks: 'danger' }}
        back={[addressOf(page, `/subscribers/${id}`), end.no]}
      />
    );
    return { title: end.title, ...frame, children };
  }

  @ConsolePost('end', 'record')
  async end(@Target() target: Target): Promise<PageAnswer> {
    return this.#do(target, 'ended', ({ id, scope }) => this.subscriptions.end(id, scope));
  }

  @ConsoleGet('secret', 'record')
  secret(@Target() { page, id }: Target): PageAnswer {
    return { redirect: addressOf(page, `/subscribers/${id}`) };
  }

  /** Idempotent: the form names the secret that it replaces; sent twice, it shows the same new secret. */
  @ConsolePost('secret', 'record')
  async rotate(@Target() target: Target): Promise<PageAnswer> {
    const { page, id, scope, form } = target;
    const hours = form.get('overlapHours')?.trim() ?? USUAL_HOURS;
    const asked = { overlapHours: /^\d{1,9}$/.test(hours) ? Number(hours) : hours };
    const [wrong] = await problemsUnder(RotationSchema, asked);
    if (wrong) return this.#refuse(target, new Refusal('subscription-unfit', wrong, [wrong]));
    try {
      const { overlapHours } = RotationSchema.parse(asked);
      const rotated = await this.signingSecrets.rotate(id, scope, overlapHours, form.get('ending') ?? '');
      const { secret: t, made, back } = phrases(page.language).console.subscribers;
      const children = (
        <ShownOnce label={made.secret} secret={rotated.secret} back={[addressOf(page, `/subscribers/${id}`), back]}>
          <Done>
            {t.done} {t.former(writtenInstant(rotated.formerUntil, page.zone, page.language))}
          </Done>
          <p>{made.secretHint}</p>
        </ShownOnce>
      );
      return { title: t.title, ...frame, children };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'subscription-unfit') return this.#refuse(target, error);
      throw error;
    }
  }

  /** @throws Refusal not-found */
  async #do(target: Target, done: string, act: (target: Target) => Promise<unknown>): Promise<PageAnswer> {
    const { page, id } = target;
    try {
      const { delivery } = z
        .object({ delivery: z.string().optional() })
        .catch({})
        .parse(await act(target));
      return { redirect: addressOf(page, `/subscribers/${id}`, { done, delivery }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      return this.#refuse(target, error);
    }
  }

  async #refuse({ page, id, scope }: Target, refused: Refusal): Promise<PageAnswer> {
    const here = { ...page, path: `/subscribers/${id}` };
    return { page: here, status: 422, ...pageOf(here, await this.loaded({ page: here, id, scope }), refused) };
  }

  /** @throws Refusal not-found; Rejection invalid-request */
  async loaded({ page, id, scope }: Pick<Target, 'page' | 'id' | 'scope'>) {
    const { before, ...asked } = await queryOf(page, DeliveriesQuery);
    const view = await this.subscriptions.get(id, scope);
    const part = { limit: PAGE_SIZE + 1, ...(before !== undefined && { before }) };
    const found = await this.log.list(id, scope, part, asked);
    const shown = found.slice(0, PAGE_SIZE);
    return {
      view,
      names: await this.names.of(view.offered, page),
      now: this.clock.now(),
      deliveries: await Promise.all(shown.map((one) => this.#listed(one, view, page))),
      total: await this.log.count(id, scope, asked, MOST_COUNTED + 1),
      attempts: await this.log.attempts(id, scope, page.zone),
      before: found.length > PAGE_SIZE ? shown.at(-1)?.ordinal : undefined,
      suppression: view.channel === 'email' ? await this.suppressions.get(view.target) : undefined,
      /** Names the secret that another one replaces. */
      ending: view.endpoint && (await this.signingSecrets.markOf(id, scope)),
    };
  }

  async #listed(delivery: DeliveryView, view: SubscriptionView, { language }: Page) {
    return { ...delivery, subject: (await this.contents.mail(delivery, view, language)).subject };
  }
}

export type Subscriber = Awaited<ReturnType<SubscriberPages['loaded']>>;

const PAGE_SIZE = 25;

const DeliveriesQuery = z.object({
  state: z.enum(DELIVERY_STATES).optional(),
  type: z.enum(MESSAGE_TYPES).optional(),
  /** Cursor: ordinal of a delivery. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error: because('cursor-format') })
    .transform(Number)
    .optional(),
});

type Shown = Subscriber & { page: Page };

function pageOf(page: Page, subscriber: Subscriber, refused?: Refusal) {
  const { language } = page;
  const { view, names, now } = subscriber;
  const { subscribers: t, terms } = phrases(language).console;
  const isNarrowed = JSON.stringify(view.offered) !== JSON.stringify(view.filter);
  const labels: Partial<Record<string, string>> = { since: t.since, overlapHours: t.secret.overlap };
  const label = labels[refused?.problems[0]?.field ?? ''];
  const shown = { page, ...subscriber };
  const children = (
    <>
      <ActionResult {...shown} />
      <RefusalNote {...{ page, refused }} {...(label !== undefined && { label })} />
      <Suppressed {...shown} />
      <Wanted {...shown} />
      <div class="halves">
        <Facts
          facts={[
            [terms.state, <SubscriptionStateText page={page} view={view} now={now} />],
            [t.facts.dropped, view.dropped && droppedText(page, view.dropped)],
            [t.sendAgain.label, view.sendingAgain && sentAgainText(page, view.sendingAgain)],
            ...attemptsInWords(shown),
            [t.facts.confirmed, view.confirmedAt && <Timestamp page={page} at={view.confirmedAt} />],
            [t.facts.paused, view.recipientPausedUntil && <Timestamp page={page} at={view.recipientPausedUntil} />],
            [terms.createdOn, <Timestamp page={page} at={view.createdAt} />],
            [t.facts.id, <code>{view.id}</code>],
          ]}
        />
        <Facts
          facts={[
            [t.channelLabel, t.channel[view.channel]],
            ...filterInWords(view.offered, names, language),
            [t.facts.narrowed, isNarrowed ? chosenInWords(view.filter, names, language) : null],
            ...mannerInWords(view, language),
            ...(view.filter.deadlines ? remindersInWords(view.reminders, page.zone, language) : []),
          ]}
        />
      </div>
      <Forms {...shown} />
      <DeliverySection {...shown} />
    </>
  );
  return { title: view.target, ...frame, actions: actionsOn(page, view), children };
}

const chosenInWords = (...filter: Parameters<typeof filterInWords>): string =>
  filterInWords(...filter)
    .map(([label, value]) => `${label}${colon(filter[2])}${value}`)
    .join(' · ');

function droppedText(page: Page, { messages, first, last }: NonNullable<SubscriptionView['dropped']>) {
  return (
    <>
      {phrases(page.language).console.subscribers.facts.droppedMessages(messages)}
      {first && last ? (
        <>
          {' '}
          (<Timestamp page={page} at={first} /> – <Timestamp page={page} at={last} />)
        </>
      ) : null}
    </>
  );
}

function sentAgainText(page: Page, sent: NonNullable<SubscriptionView['sendingAgain']>) {
  const t = phrases(page.language).console.subscribers.sendAgain;
  const { finishedAt, planned, unreadable } = sent;
  const skipped = unreadable > 0 ? `, ${t.unreadable(unreadable)}` : '';
  if (finishedAt === null) return `${t.underWay} (${t.planned(planned)}${skipped})`;
  return (
    <>
      {planned === 0 ? t.nothing : t.planned(planned)}
      {skipped} ({t.finished} <Timestamp page={page} at={new Date(finishedAt)} />)
    </>
  );
}

/** Today and last. Mail that is stored instead of sent says nothing about its recipient. */
function attemptsInWords({ page, view, attempts }: Shown): [string, ComponentChildren][] {
  if (view.channel === 'email' && page.keepsMails) return [];
  const t = phrases(page.language).console.subscribers.attempts;
  const { today, lastDelivered, lastFailure } = attempts;
  const said = lastFailure && errorIn(lastFailure.reason, lastFailure.error, page.language);
  return [
    [phrases(page.language).console.terms.today, t.counts(today)],
    [t.lastDelivered, lastDelivered && <Timestamp page={page} at={lastDelivered} />],
    [
      t.lastFailure,
      lastFailure && (
        <>
          <a href={addressOf(page, `/subscribers/${view.id}/deliveries/${lastFailure.delivery}`)}>
            <Timestamp page={page} at={lastFailure.at} />
          </a>
          {said === null ? null : <div class="small">{cutShort(said)}</div>}
        </>
      ),
    ],
  ];
}

function actionsOn(page: Page, { id, state }: SubscriptionView) {
  const { subscribers: t, terms } = phrases(page.language).console;
  const to = (path: string) => addressOf(page, `/subscribers/${id}/${path}`);
  const isOver = state === 'unsubscribed';
  return (
    <>
      {isOver ? null : buttonTo(to('change'), terms.edit)}
      {isOver ? null : <Menu page={page} items={[[to('end'), t.end.action]]} />}
    </>
  );
}

/** What its state calls for: another confirmation request, or that messages which wait are sent. */
function Wanted({ page, view: { id, state, confirmUntil, confirmedAt, endpoint } }: Shown) {
  const t = phrases(page.language).console.subscribers;
  const isHeldUp = endpoint && (endpoint.health.failures > 0 || endpoint.health.pausedUntil !== null);
  const isWaiting = state === 'pending' || (state === 'disabled' && !confirmedAt);
  if (!isWaiting && state !== 'disabled' && !(state === 'active' && isHeldUp)) return null;
  return (
    <div class="note warn no-print">
      {isWaiting ? (
        <Act
          {...{ page, action: `/subscribers/${id}/ask`, label: t.ask, hint: t.askHint }}
          hidden={confirmUntil ? [['instead', confirmUntil.toISOString()]] : []}
        />
      ) : (
        <Act
          {...{ page, action: `/subscribers/${id}/resume`, label: t.resume, looks: 'primary' }}
          hint={state === 'disabled' ? t.resumeHeldHint : t.resumeHint}
        />
      )}
    </div>
  );
}

const DAYS_BACK = 7;
const USUAL_HOURS = '24';

/** A message to try it, messages once more, and another secret. A webhook is tried with a sample of each message. */
function Forms({ page, view: { id, state, sendingAgain, endpoint, target }, ending }: Shown) {
  const { subscribers: t, deliveries } = phrases(page.language).console;
  const types = TEST_TYPES.map((type) => ({ value: type, label: deliveries.type[type] }));
  const form = (path: string, label: string, hint: string, parts: FormPart[], hidden: [string, string][] = []) => (
    <DataForm
      {...{ page, label, hidden, action: `/subscribers/${id}/${path}` }}
      parts={[<p class="hint">{hint}</p>, ...parts]}
      send={{ label, looks: 'second' }}
    />
  );
  const isActive = state === 'active';
  if (!isActive && (!endpoint || state === 'unsubscribed')) return null;
  return (
    <details class="no-print">
      <summary>{endpoint ? t.sendNow.webhook : t.sendNow.email}</summary>
      <div class="cards">
        {isActive
          ? form(
              'test',
              t.test,
              t.testHint(target),
              [endpoint ? select('type', t.testType, 'subscription.test', types) : null],
              [['idempotencyKey', randomUUID()]],
            )
          : null}
        {isActive && (!sendingAgain || sendingAgain.finishedAt !== null)
          ? form('send-again', t.sendAgain.action, t.sendAgain.hint, [
              {
                ...{ name: 'since', label: t.sendAgain.since, value: addDays(page.today, -DAYS_BACK), required: true },
                kind: 'date',
                input: { max: page.today },
              },
              {
                kind: 'checkbox',
                name: 'delivered',
                label: t.sendAgain.delivered,
                hint: t.sendAgain.deliveredHint,
              },
            ])
          : null}
        {endpoint
          ? form(
              'secret',
              t.secret.action,
              t.secret.text,
              [{ name: 'overlapHours', label: t.secret.overlap, hint: t.secret.overlapHint, value: USUAL_HOURS }],
              [['ending', ending ?? '']],
            )
          : null}
      </div>
    </details>
  );
}

/** Confirmation of the last action, named by the parameter `done`. Unknown values are ignored. */
function ActionResult({ page, view }: Shown) {
  const { done } = phrases(page.language).console.subscribers;
  const what = page.query.get('done') ?? '';
  const kept: Partial<Record<string, string>> = view.channel === 'email' && page.keepsMails ? done.kept : {};
  const said: Partial<Record<string, string>> = {
    ...done.plain,
    ...(view.channel === 'email' && { made: done.madeMail }),
    test: done.test(view.target),
    ...kept,
  };
  if (!Object.hasOwn(said, what)) return null;
  const delivery = z.uuid().safeParse(page.query.get('delivery')).data;
  return (
    <div class="note good" role="status">
      <p>{said[what]}</p>
      {delivery === undefined ? null : (
        <p>{linkTo(page, `/subscribers/${view.id}/deliveries/${delivery}`, done.seeDelivery)}</p>
      )}
      {what in kept && may(page, 'admin') ? <p>{linkTo(page, '/mails', done.seeMails)}</p> : null}
    </div>
  );
}

/**
 * Explains why an address is suppressed and how to lift that. Only administrators and the owners of subscriptions that were
 * disabled by bounces see it: to others, the suppression would reveal how mails to a foreign address fared.
 */
function Suppressed({ page, view, suppression }: Shown) {
  if (!suppression || (view.disabledBecause !== 'bounced' && !may(page, 'admin'))) return null;
  const t = phrases(page.language).console.subscribers;
  return (
    <div class="note warn">
      <p>
        <strong>{t.suppressed}</strong> {t.reason[suppression.reason]} (
        <Timestamp page={page} at={suppression.at} />)
      </p>
      <blockquote>{suppression.detail}</blockquote>
      {may(page, 'admin') ? (
        <Act page={page} action={`/subscribers/${view.id}/lift`} label={t.lift} hint={t.liftHint} />
      ) : (
        <p>{t.onlyAdmin}</p>
      )}
    </div>
  );
}
