import { addDays } from '#domain/date/day.js';
import { cutShort } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import type { Refusal } from '#domain/refusal.js';
import { TEST_TYPES } from '#subscriptions/messages/webhook/payload-samples.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { Facts, Timestamp, Section } from '../frame/display.js';
import { Form, Hidden, RefusalNote } from '../frame/controls.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { DeliverySection, errorIn } from './delivery-list.js';
import { SubscriptionStateText } from './subscriber-list.js';
import { Checkbox } from './subscription-fields.js';
import type { Subscriber } from './subscribers.js';
import { filterInWords } from '#subscriptions/filter.js';
import { mannerInWords, remindersInWords } from './subscription-form-data.js';

interface ViewProps extends Subscriber {
  page: PageContext;
  refused?: Refusal;
}

export function SubscriberView({ page, refused, ...subscriber }: ViewProps) {
  const { view, names, now } = subscriber;
  const { language } = page;
  const t = phrases(language).console.subscribers;
  const isNarrowed = JSON.stringify(view.offered) !== JSON.stringify(view.filter);
  return (
    <>
      <ActionResult page={page} {...subscriber} />
      <RefusalNote {...{ page, refused }} {...(refused?.problems[0]?.field === 'since' && { label: t.since })} />
      <Suppressed page={page} {...subscriber} />
      <Facts
        facts={[
          [t.stateLabel, <SubscriptionStateText page={page} view={view} now={now} />],
          [t.facts.dropped, view.dropped && <DroppedText page={page} dropped={view.dropped} />],
          [t.sendAgain.label, view.sendingAgain && <SendingAgainText page={page} sent={view.sendingAgain} />],
          ...attemptsInWords(page, subscriber),
          [t.channelLabel, t.channel[view.channel]],
          ...filterInWords(view.offered, names, language),
          [t.facts.narrowed, isNarrowed ? chosenInWords(view.filter, names, language) : null],
          ...mannerInWords(view, language),
          ...(view.filter.deadlines ? remindersInWords(view.reminders, page.zone, language) : []),
          [t.facts.created, <Timestamp page={page} at={view.createdAt} />],
          [t.facts.paused, view.recipientPausedUntil ? <Timestamp page={page} at={view.recipientPausedUntil} /> : null],
          [t.facts.confirmed, view.confirmedAt ? <Timestamp page={page} at={view.confirmedAt} /> : null],
          [t.facts.id, <code>{view.id}</code>],
        ]}
      />
      <SubscriptionActions page={page} view={view} />
      <DeliverySection page={page} {...subscriber} />
      <p>
        <a href={addressOf(page, '/subscribers')}>{t.all}</a>
      </p>
    </>
  );
}

const chosenInWords = (...filter: Parameters<typeof filterInWords>): string =>
  filterInWords(...filter)
    .map(([label, value]) => `${label}${colon(filter[2])}${value}`)
    .join(' · ');

function DroppedText({ page, dropped }: { page: PageContext; dropped: NonNullable<SubscriptionView['dropped']> }) {
  const { messages, first, last } = dropped;
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

/** Today and last. Mail that is stored instead of sent says nothing about its recipient. */
function attemptsInWords(
  page: PageContext,
  { view, attempts, keepsMails }: Omit<Subscriber, 'now'>,
): [string, ComponentChildren][] {
  if (view.channel === 'email' && keepsMails) return [];
  const t = phrases(page.language).console.subscribers.attempts;
  const { today, lastDelivered, lastFailure } = attempts;
  const said = lastFailure && errorIn(lastFailure.reason, lastFailure.error, page.language);
  return [
    [t.today, t.counts(today)],
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

/** How far it has got. */
function SendingAgainText({ page, sent }: { page: PageContext; sent: NonNullable<SubscriptionView['sendingAgain']> }) {
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

const DAYS = 7;

function SendAgainForm({ page, view: { id, state, sendingAgain } }: ActionsProps) {
  if (state !== 'active' || (sendingAgain && sendingAgain.finishedAt === null)) return null;
  const t = phrases(page.language).console.subscribers.sendAgain;
  return (
    <ActionForm page={page} action={`/subscribers/${id}/send-again`} label={t.action} hint={t.hint}>
      <p>
        <label>
          {t.since} <input type="date" name="since" required max={page.today} value={addDays(page.today, -DAYS)} />
        </label>
      </p>
      <Checkbox typed={new URLSearchParams()} name="delivered" label={t.delivered} hint={t.deliveredHint} />
    </ActionForm>
  );
}

interface ActionsProps {
  page: PageContext;
  view: SubscriptionView;
}

function SubscriptionActions({ page, view }: ActionsProps) {
  const t = phrases(page.language).console.subscribers;
  const here = `/subscribers/${view.id}`;
  const { state, confirmUntil, confirmedAt } = view;
  const link = (path: string, label: string) => (
    <a class="button second" href={addressOf(page, `${here}/${path}`)}>
      {label}
    </a>
  );
  const isOver = state === 'unsubscribed';
  return (
    <Section id="doing" title={t.actions}>
      <p class="row no-print">
        {isOver ? null : link('change', t.change)}
        {link('preview', t.preview)}
        {isOver || view.endpoint === null
          ? null
          : link('secret', phrases(page.language).console.subscribers.secret.action)}
        {isOver ? null : link('end', t.end.action)}
      </p>
      <div class="cards">
        {state === 'active' ? (
          <ActionForm page={page} action={`${here}/test`} label={t.test} hint={t.testHint(view.target)}>
            <Hidden fields={[['idempotencyKey', randomUUID()]]} />
            {view.endpoint ? <TestType page={page} /> : null}
          </ActionForm>
        ) : null}
        {(state === 'disabled' && confirmedAt) || isHeldUp(view) ? (
          <ActionForm
            page={page}
            action={`${here}/resume`}
            label={t.resume}
            hint={state === 'disabled' ? t.resumeHeldHint : t.resumeHint}
          />
        ) : null}
        {state === 'pending' || (state === 'disabled' && !confirmedAt) ? (
          <ActionForm page={page} action={`${here}/ask`} label={t.ask} hint={t.askHint}>
            {confirmUntil ? <Hidden fields={[['instead', confirmUntil.toISOString()]]} /> : null}
          </ActionForm>
        ) : null}
        <SendAgainForm page={page} view={view} />
      </div>
    </Section>
  );
}

/** An active endpoint that fails or asked for a pause. */
const isHeldUp = ({ state, endpoint }: SubscriptionView): boolean =>
  state === 'active' && endpoint !== null && (endpoint.health.failures > 0 || endpoint.health.pausedUntil !== null);

/** Webhooks are tested with a sample of each message. */
function TestType({ page }: { page: PageContext }) {
  const { subscribers, deliveries } = phrases(page.language).console;
  return (
    <p>
      <label>
        {subscribers.testType}{' '}
        <select name="type">
          {TEST_TYPES.map((type) => (
            <option key={type} value={type} selected={type === 'subscription.test'}>
              {deliveries.type[type]}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

interface ActionFormProps {
  page: PageContext;
  action: string;
  label: string;
  hint: string;
  children?: ComponentChildren;
}

function ActionForm({ page, action, label, hint, children }: ActionFormProps) {
  return (
    <Form page={page} action={action} class="card">
      <p class="hint">{hint}</p>
      {children}
      <button>{label}</button>
    </Form>
  );
}

/** Confirmation of the last action, named by the parameter `done`. Unknown values are ignored. */
function ActionResult({ page, view, keepsMails }: Pick<Subscriber, 'view' | 'keepsMails'> & { page: PageContext }) {
  const { done } = phrases(page.language).console.subscribers;
  const what = page.query.get('done') ?? '';
  const isKept = view.channel === 'email' && keepsMails;
  const message = (isKept ? keptMessages(page)[what] : undefined) ?? resultMessages(page, view)[what];
  if (message === undefined) return null;
  const delivery = z.uuid().safeParse(page.query.get('delivery')).data;
  return (
    <div class="note good" role="status">
      <p>{message}</p>
      {delivery === undefined ? null : (
        <p>
          <a href={addressOf(page, `/subscribers/${view.id}/deliveries/${delivery}`)}>{done.seeDelivery}</a>
        </p>
      )}
      {isKept && what in keptMessages(page) && may(page, 'admin') ? (
        <p>
          <a href={addressOf(page, '/mails')}>{done.seeMails}</a>
        </p>
      ) : null}
    </div>
  );
}

/** Without a mail server, nothing is sent. */
const keptMessages = ({ language }: PageContext): Partial<Record<string, string>> =>
  phrases(language).console.subscribers.done.kept;

function resultMessages(
  { language }: PageContext,
  { channel, target }: Subscriber['view'],
): Partial<Record<string, string>> {
  const { done } = phrases(language).console.subscribers;
  return {
    made: channel === 'email' ? done.madeMail : done.made,
    test: done.test(target),
    resumed: done.resumed,
    asked: done.asked,
    changed: done.changed,
    ended: done.ended,
    lifted: done.lifted,
    again: done.again,
  };
}

/**
 * Explains why an address is suppressed and how to lift that. Only administrators and the owners of subscriptions that were
 * disabled by bounces see it: to others, the suppression would reveal how mails to a foreign address fared.
 */
function Suppressed({ page, view, suppression }: Pick<Subscriber, 'view' | 'suppression'> & { page: PageContext }) {
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
        <Form page={page} action={`/subscribers/${view.id}/lift`}>
          <button>{t.lift}</button> <span class="hint">{t.liftHint}</span>
        </Form>
      ) : (
        <p>{t.onlyAdmin}</p>
      )}
    </div>
  );
}
