import { randomUUID } from 'node:crypto';
import { Get } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { addDays } from '#domain/date/day.js';
import type { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle, shiftPhrase } from '#language/describe-standing.js';
import { writtenDate, cutShort } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { filterInWords } from '#subscriptions/filter.js';
import { whoOf } from '#subscriptions/messages/mail/change-letter.js';
import { TEST_TYPES } from '#subscriptions/messages/webhook/payload-samples.js';
import { wholeNumber } from '../../api/http/query-fields.js';
import { SubscriptionPreviews } from '../../api/subscriptions/subscription-previews.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Form, Hidden, RefusalNote } from '../frame/controls.js';
import { Timestamp, Facts, Section } from '../frame/display.js';
import { Table } from '../frame/table.js';
import { addressOf, type PageContext, queryOf, may } from '../frame/page.js';
import { DeliverySection, errorIn } from './delivery.controller.js';
import { SubscriptionStateText } from './subscribers.controller.js';
import { Subscribers, type SubscriptionTarget, Target, type Subscriber } from './subscribers.js';
import { mannerInWords, remindersInWords } from './subscription-form-data.js';
import { Checkbox } from './subscription-form.js';

const menuEntry = 'subscribers';

const PreviewQuery = z.object({
  days: wholeNumber({ minimum: 1, maximum: 366 }).default(30),
});

@Pages('subscribers/:id')
export class SubscriberPages {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly subscribers: Subscribers,
    private readonly previews: SubscriptionPreviews,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    const subscriber = await this.subscribers.of(id, scope, page);
    const { target: title } = subscriber.view;
    return { title, menuEntry, timeless: true, children: <SubscriberView page={page} {...subscriber} /> };
  }

  @Get('preview')
  @ConsoleRoute('record')
  async preview(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    const { days } = await queryOf(page, PreviewQuery);
    const view = await this.subscriptions.get(id, scope);
    const preview = await this.previews.of(view, days);
    const children = <PreviewView {...{ page, view, days, preview, schemes: await this.schemes.at() }} />;
    return {
      title: phrases(page.language).console.subscriberPreview.title,
      menuEntry,
      timeless: true,
      children,
    };
  }
}

type Preview = Awaited<ReturnType<SubscriptionPreviews['of']>>;
type Previewed = Preview['messages'][number];

interface PreviewProps {
  page: PageContext;
  view: SubscriptionView;
  days: number;
  preview: Preview;
  schemes: Schemes;
}

const DAYS = [7, 30, 90, 366];
const MOST_MESSAGES = 50;
const MOST_LINES = 10;

function PreviewView({ page, view, days, preview, schemes }: PreviewProps) {
  const t = phrases(page.language).console.subscriberPreview;
  const total = Object.values(preview.counts).reduce((sum, count) => sum + count, 0);
  const shown = preview.messages.slice(0, MOST_MESSAGES);
  return (
    <>
      <p>
        <code>{view.target}</code>. {t.intro}
      </p>
      <form method="get" action={page.path} class="filters row">
        <label>
          {t.days}{' '}
          <select name="days">
            {[...new Set([...DAYS, days])]
              .sort((a, b) => a - b)
              .map((count) => (
                <option value={count} selected={count === days}>
                  {t.daysChoice(count)}
                </option>
              ))}
          </select>
        </label>
        <button class="second">{t.go}</button>
      </form>
      <p role="status">
        <strong>{t.count(total)}</strong> {preview.complete ? null : t.incomplete}{' '}
        {shown.length < total ? t.more : null}
      </p>
      {total === 0 ? <p class="empty">{t.none}</p> : <Messages {...{ page, shown, schemes }} />}
      <p>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{phrases(page.language).console.subscribers.back}</a>
      </p>
    </>
  );
}

function Messages({ page, shown, schemes }: { page: PageContext; shown: readonly Previewed[]; schemes: Schemes }) {
  const t = phrases(page.language).console.subscriberPreview;
  return (
    <Table
      label={t.title}
      columns={[t.when, { plain: t.what }]}
      rows={shown.map((message) => [
        <Timestamp page={page} at={new Date(message.at)} />,
        <>
          {phrases(page.language).console.deliveries.type[message.type]}
          <MessageItems lines={linesOf(message, schemes, page.language)} total={message.total} />
        </>,
      ])}
    />
  );
}

function MessageItems({ lines, total }: { lines: readonly string[]; total: number }) {
  if (total === 1) return <div>{lines[0]}</div>;
  return (
    <ul>
      {lines.slice(0, MOST_LINES).map((line) => (
        <li>{line}</li>
      ))}
      {total > MOST_LINES ? <li>… ({total})</li> : null}
    </ul>
  );
}

function linesOf(message: Previewed, schemes: Schemes, language: Language): string[] {
  if ('changes' in message)
    return message.changes.map((change) => {
      const scheme = change.scheme === null ? undefined : schemes.get(change.scheme);
      const shift = change.status ? shiftPhrase(change.status, scheme, language) : undefined;
      const what = phrases(language).events.types[change.type].name;
      return `${whoOf(change, schemes, language)}${colon(language)}${what}${shift === undefined ? '' : ` (${shift})`}`;
    });
  return message.reminders.map(({ deadline, dossier }) => {
    const who = dossierTitle(dossier, schemes, language);
    return `${who}${colon(language)}${phrases(language).mail.reminders.kind[deadline.kind]}, ${writtenDate(deadline.due, language)}`;
  });
}

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

const DAYS_BACK = 7;

function SendAgainForm({ page, view: { id, state, sendingAgain } }: ActionsProps) {
  if (state !== 'active' || (sendingAgain && sendingAgain.finishedAt === null)) return null;
  const t = phrases(page.language).console.subscribers.sendAgain;
  return (
    <ActionForm page={page} action={`/subscribers/${id}/send-again`} label={t.action} hint={t.hint}>
      <p>
        <label>
          {t.since} <input type="date" name="since" required max={page.today} value={addDays(page.today, -DAYS_BACK)} />
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
            <option value={type} selected={type === 'subscription.test'}>
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
