import {
  DeliveryLog,
  type AttemptView,
  type DeliveryWithLog,
  DELIVERY_STATES,
  type ListedState,
} from '#subscriptions/sending/delivery-log.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import type { Reason } from '#domain/reasons.js';
import { cutShort, english, french } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { linkTo, Facts, Timestamp, Section, LinkedText, Badge, type Tone } from '../frame/display.js';
import { optionsOf, select } from '../frame/fields.js';
import { Table, CursorPager, Empty, Toolbar } from '../frame/table.js';
import { Id } from '../../api/auth/caller.js';
import { addressOf, currentUrlWith, may, type Page } from '../frame/page.js';
import { DeliveryContents, Target } from './subscribers.js';
import type { Subscriber } from './subscriber.controller.js';

@Pages('subscribers/:id/deliveries/:delivery')
export class DeliveryPages {
  constructor(
    private readonly log: DeliveryLog,
    private readonly subscriptions: Subscriptions,
    private readonly contents: DeliveryContents,
  ) {}

  @ConsoleGet('', 'record')
  async one(@Target() { page, id, scope }: Target, @Id('delivery') delivery: string): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    const whole = await this.log.get(id, delivery, scope);
    const { deliveries: t, mails, terms } = phrases(page.language).console;
    const here = addressOf(page, `/subscribers/${id}`);
    const state = displayedState(whole);
    const children = (
      <>
        <Facts
          facts={[
            [
              terms.state,
              <>
                {deliveryState(page, state)} {t.stateMeans[state]}
              </>,
            ],
            [t.error, whole.state === 'sent' ? null : errorIn(whole.lastReason, whole.lastError, page.language)],
            [t.says.to, <a href={here}>{view.target}</a>],
            [t.column.planned, <Timestamp page={page} at={whole.createdAt} />],
            [state === 'kept' ? mails.at : t.sent, whole.sentAt && <Timestamp page={page} at={whole.sentAt} />],
            [t.next, whole.nextAttemptAt && <Timestamp page={page} at={whole.nextAttemptAt} />],
            [t.identity, <code title={view.endpoint ? t.identityHint : undefined}>{whole.messageId}</code>],
          ]}
        />
        {whole.isKept && may(page, 'admin') ? <p>{linkTo(page, `/mails/${whole.id}`, t.keptMail)}</p> : null}
        <DeliveryContent {...{ page, view, whole }} content={await this.contents.of(whole, view)} />
        {attemptsOf(page, view.channel, whole)}
        <p>
          <a href={here}>{t.all}</a>
        </p>
      </>
    );
    return { title: t.type[whole.type], menuEntry: 'subscribers', timeless: true, children };
  }
}

/** A page stays below 150 kB, and a quotation mark takes six bytes of it. */
const SHOWN = 6_000;
const MOST_SHOWN = 30_000;

interface ContentProps {
  page: Page;
  view: SubscriptionView;
  whole: DeliveryWithLog;
  content: Awaited<ReturnType<DeliveryContents['of']>>;
}

/** The content of a delivery, as its recipient sees it, without tokens. */
function DeliveryContent({ page, view: { language }, whole, content }: ContentProps) {
  const { mail, payload, isMasked } = content;
  const { says, sendHeaders, ...t } = phrases(page.language).console.deliveries;
  const text = mail?.text ?? payload ?? '';
  const most = page.query.has('whole') ? MOST_SHOWN : SHOWN;
  const shown = text.slice(0, most).toWellFormed();
  return (
    <Section id="says" title={says.heading}>
      {isMasked ? <p class="hint">{says.without}</p> : null}
      <Facts
        facts={[
          [says.subject, mail && <strong lang={language}>{mail.subject}</strong>],
          [
            sendHeaders,
            payload === undefined ? null : (
              <code>
                webhook-id: {whole.messageId}, jalon-attempt: {Math.max(1, whole.attempts)}
              </code>
            ),
          ],
        ]}
      />
      <pre class="text" tabIndex={0} role="region" aria-label={mail ? says.mail : says.payload}>
        <span lang={language}>
          <LinkedText text={shown} />
        </span>
      </pre>
      {shown.length < text.length ? (
        <p class="small">
          {t.tooLong(shown.length)}{' '}
          {most < MOST_SHOWN ? <a href={currentUrlWith(page, { whole: 'true' })}>{t.whole}</a> : null}
        </p>
      ) : null}
    </Section>
  );
}

const TONES: Record<AttemptView['result'], Tone> = { delivered: 'good', unavailable: 'warn', rejected: 'bad' };

/** The latest response is shown, and earlier ones on request, to limit the page size. */
function attemptsOf(page: Page, channel: 'email' | 'webhook', whole: DeliveryWithLog) {
  const { language } = page;
  const { deliveries: t, terms } = phrases(language).console;
  const log = whole.log.toReversed();
  const isChallenge = whole.type === 'subscription.verification' && channel === 'webhook';
  const shown = log.find(({ number }) => String(number) === page.query.get('attempt')) ?? log[0];
  return (
    <Section id="attempts" title={t.attempts}>
      {isChallenge && log.length > 0 ? <p class="hint">{t.notKept}</p> : null}
      <Table
        label={t.attempts}
        columns={[
          t.attempt,
          { plain: terms.state },
          terms.date,
          { number: t.took },
          t.code,
          t.error,
          { act: t.seeAnswer },
        ]}
        rows={log.map((one) => [
          String(one.number),
          <Badge tone={TONES[one.result]}>{t.result[one.result]}</Badge>,
          <Timestamp page={page} at={one.at} isShort />,
          `${(language === 'fr' ? french : english).number(one.tookMs)} ms`,
          one.code,
          errorIn(one.reason, one.error, language),
          one === shown || (one.body ?? '') + headersOf(one) === '' ? null : (
            <a href={`${currentUrlWith(page, { attempt: one.number })}#attempts`}>{t.seeAnswer}</a>
          ),
        ])}
        empty={<p>{t.noAttempt}</p>}
      />
      {shown && headersOf(shown) !== '' ? (
        <details>
          <summary>{t.headers}</summary>
          <pre>{headersOf(shown)}</pre>
        </details>
      ) : null}
      {shown?.body ? (
        <details open={shown.result !== 'delivered'}>
          <summary>{t.body}</summary>
          <p class="hint">{t.bodyHint}</p>
          <pre>{shown.body}</pre>
        </details>
      ) : null}
    </Section>
  );
}

const headersOf = ({ headers }: AttemptView): string =>
  Object.entries(headers ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const ASKED = ['state', 'type', 'before'];

type DeliveriesProps = Subscriber & { page: Page };

export function DeliverySection({ page, view, deliveries, total, before }: DeliveriesProps) {
  const { deliveries: t, subscribers, terms } = phrases(page.language).console;
  const asked = (name: string) => page.query.get(name) ?? '';
  const isFiltered = ASKED.some((name) => asked(name) !== '');
  return (
    <Section id="deliveries" title={t.heading}>
      {deliveries.length === 0 && !isFiltered ? null : (
        <Toolbar
          {...{ page, label: t.filter, action: `${page.path}#deliveries`, go: terms.apply }}
          fields={[
            select('state', terms.state, asked('state'), optionsOf(DELIVERY_STATES, t.state), subscribers.any.state),
            select('type', t.column.what, asked('type'), optionsOf(MESSAGE_TYPES, t.type), subscribers.any.type),
          ]}
        />
      )}
      <Table
        isList
        label={t.heading}
        columns={[
          { name: t.column.what },
          { first: terms.state },
          t.column.planned,
          { wide: t.column.attempts },
          t.column.answer,
        ]}
        rows={deliveries.map((one) => lineOf(page, view.id, one))}
        empty={
          isFiltered ? (
            <Empty text={t.noneMatch} links={[[addressOf(page, page.path), t.reset]]} />
          ) : (
            <Empty text={t.none} />
          )
        }
      />
      <CursorPager {...{ page, total }} cursor="before" next={before} shown={deliveries.length} />
    </Section>
  );
}

function lineOf(page: Page, subscription: string, delivery: Subscriber['deliveries'][number]) {
  const t = phrases(page.language).console.deliveries;
  const { id, type, subject, createdAt, attempts, responseCode, lastError, lastReason, isAgain } = delivery;
  const label = t.type[type];
  const error = lastError === null ? null : cutShort(errorIn(lastReason, lastError, page.language) ?? lastError);
  const state = displayedState(delivery);
  return {
    tone: STATE_TONES[state] === 'bad' ? ('bad' as const) : undefined,
    cells: [
      <>
        {linkTo(page, `/subscribers/${subscription}/deliveries/${id}`, label)}{' '}
        <span class="also">{[isAgain ? `(${t.isAgain})` : '', subject === label ? '' : subject].join(' ')}</span>
      </>,
      deliveryState(page, state),
      <Timestamp page={page} at={createdAt} isShort />,
      attempts,
      responseCode === null && error === null ? null : (
        <span title={error ?? undefined}>{[responseCode, error].filter((one) => one !== null).join(' ')}</span>
      ),
    ],
  };
}

/** `kept`: a mail that was stored, not sent. */
type DisplayedState = ListedState | 'kept';

const displayedState = ({ state, isKept }: Pick<DeliveryWithLog, 'state' | 'isKept'>): DisplayedState =>
  state === 'sent' && isKept ? 'kept' : state;

const STATE_TONES: Record<DisplayedState, Tone> = {
  planned: 'plain',
  claimed: 'plain',
  sent: 'good',
  failed: 'bad',
  cancelled: 'plain',
  held: 'warn',
  kept: 'warn',
};

const deliveryState = (page: Page, state: DisplayedState) => (
  <Badge tone={STATE_TONES[state]}>{phrases(page.language).console.deliveries.state[state]}</Badge>
);

/** Attempts recorded before reason codes existed only have an English sentence. */
export const errorIn = (reason: Reason | null, sentence: string | null, language: Language): string | null =>
  reason ? say(reason, language) : sentence;
