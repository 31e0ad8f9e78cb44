import { Get } from '@nestjs/common';
import {
  DeliveryLog,
  type AttemptView,
  type DeliveryWithLog,
  DELIVERY_STATES,
  type ListedState,
} from '#subscriptions/sending/delivery-log.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import type { Reason } from '#domain/reasons.js';
import { cutShort } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Facts, Timestamp, Section, LinkedText } from '../frame/display.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Table, CursorPager } from '../frame/table.js';
import { Id, addressOf, currentUrlWith, may, type PageContext } from '../frame/page.js';
import { Select } from './subscribers.controller.js';
import {
  DeliveryContents,
  type DisplayedContent,
  type SubscriptionTarget,
  Target,
  type Listed,
  type Subscriber,
} from './subscribers.js';

@Pages('subscribers/:id/deliveries/:delivery')
export class DeliveryPages {
  constructor(
    private readonly log: DeliveryLog,
    private readonly subscriptions: Subscriptions,
    private readonly contents: DeliveryContents,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(@Target() { page, id, scope }: SubscriptionTarget, @Id('delivery') delivery: string): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    const whole = await this.log.get(id, delivery, scope);
    const content = await this.contents.of(whole, view);
    const title = phrases(page.language).console.deliveries.type[whole.type];
    const children = <DeliveryView {...{ page, view, whole, content }} />;
    return { title, menuEntry: 'subscribers', timeless: true, children };
  }
}

interface DeliveryProps {
  page: PageContext;
  view: SubscriptionView;
  whole: DeliveryWithLog;
  content: DisplayedContent;
}

function DeliveryView({ page, view, whole, content }: DeliveryProps) {
  const { language } = page;
  const { deliveries: t, mails } = phrases(language).console;
  const here = `/subscribers/${view.id}`;
  const state = displayedState(whole);
  return (
    <>
      <Facts
        facts={[
          [
            t.column.state,
            <>
              <DeliveryState page={page} state={state} /> {t.stateMeans[state]}
            </>,
          ],
          [t.error, whole.state === 'sent' ? null : errorIn(whole.lastReason, whole.lastError, language)],
          [t.says.to, <a href={addressOf(page, here)}>{view.target}</a>],
          [t.column.planned, <Timestamp page={page} at={whole.createdAt} />],
          [state === 'kept' ? mails.at : t.sent, whole.sentAt ? <Timestamp page={page} at={whole.sentAt} /> : null],
          [t.next, whole.nextAttemptAt ? <Timestamp page={page} at={whole.nextAttemptAt} /> : null],
          [t.identity, <code title={view.endpoint ? t.identityHint : undefined}>{whole.messageId}</code>],
        ]}
      />
      {whole.isKept && may(page, 'admin') ? (
        <p>
          <a href={addressOf(page, `/mails/${whole.id}`)}>{t.keptMail}</a>
        </p>
      ) : null}
      <DeliveryContent {...{ page, view, content, whole }} />
      <Attempts page={page} channel={view.channel} whole={whole} />
      <p>
        <a href={addressOf(page, here)}>{t.all}</a>
      </p>
    </>
  );
}

/** A page stays below 150 kB, and a quotation mark takes six bytes of it. */
const SHOWN = 6_000;
const MOST_SHOWN = 30_000;

/** The content of a delivery, as its recipient sees it, without tokens. */
function DeliveryContent({ page, view, whole, content }: DeliveryProps) {
  const { mail, payload, isMasked } = content;
  const { says, sendHeaders } = phrases(page.language).console.deliveries;
  return (
    <Section id="says" title={says.heading}>
      {isMasked ? <p class="hint">{says.without}</p> : null}
      {mail ? (
        <>
          <Facts facts={[[says.subject, <strong lang={view.language}>{mail.subject}</strong>]]} />
          <TruncatedText page={page} text={mail.text} label={says.mail} language={view.language} />
        </>
      ) : null}
      {payload === undefined ? null : (
        <>
          <Facts
            facts={[
              [
                sendHeaders,
                <code>
                  webhook-id: {whole.messageId}, jalon-attempt: {Math.max(1, whole.attempts)}
                </code>,
              ],
            ]}
          />
          <TruncatedText page={page} text={payload} label={says.payload} language={view.language} />
        </>
      )}
    </Section>
  );
}

interface TextProps {
  page: PageContext;
  text: string;
  label: string;
  language: Language;
}

/** A truncated text with a link to more of it. */
function TruncatedText({ page, text, label, language }: TextProps) {
  const t = phrases(page.language).console.deliveries;
  const most = page.query.has('whole') ? MOST_SHOWN : SHOWN;
  const shown = text.slice(0, most).toWellFormed();
  return (
    <>
      <pre class="subscribers-text" tabIndex={0} role="region" aria-label={label}>
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
    </>
  );
}

const TONES: Record<AttemptView['result'], Tone> = { delivered: 'good', unavailable: 'warn', rejected: 'bad' };

interface AttemptsProps {
  page: PageContext;
  channel: 'email' | 'webhook';
  whole: DeliveryWithLog;
}

function Attempts({ page, channel, whole: { log, type } }: AttemptsProps) {
  const t = phrases(page.language).console.deliveries;
  const isChallenge = type === 'subscription.verification' && channel === 'webhook';
  return (
    <Section id="attempts" title={t.attempts}>
      {log.length === 0 ? <p>{t.noAttempt}</p> : null}
      {isChallenge && log.length > 0 ? <p class="hint">{t.notKept}</p> : null}
      {log.toReversed().map((attempt, index) => (
        <Attempt page={page} attempt={attempt} isLatest={index === 0} />
      ))}
    </Section>
  );
}

/** Responses to earlier attempts are shown on request, to limit the page size. */
function Attempt({ page, attempt, isLatest }: { page: PageContext; attempt: AttemptView; isLatest: boolean }) {
  const { language } = page;
  const t = phrases(language).console.deliveries;
  const { number, at, tookMs, result, code, error, headers, body } = attempt;
  const hasAnswer = Object.keys(headers ?? {}).length > 0 || Boolean(body);
  const isShown = hasAnswer && (isLatest || page.query.get('attempt') === String(number));
  return (
    <article class="card" aria-labelledby={`attempt-${number}`}>
      <h3 id={`attempt-${number}`}>
        {t.attempt(number)} <Badge tone={TONES[result]}>{t.result[result]}</Badge>
      </h3>
      <Facts
        facts={[
          [t.at, <Timestamp page={page} at={at} />],
          [t.took, `${tookMs.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB')} ms`],
          [t.code, code],
          [t.error, errorIn(attempt.reason, error, language)],
        ]}
      />
      {isShown ? <Answered page={page} attempt={attempt} /> : null}
      {isShown || !hasAnswer ? null : (
        <a href={`${currentUrlWith(page, { attempt: number })}#attempt-${number}`}>{t.seeAnswer}</a>
      )}
    </article>
  );
}

function Answered({ page, attempt: { headers, body, result } }: { page: PageContext; attempt: AttemptView }) {
  const t = phrases(page.language).console.deliveries;
  const listed = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      {listed.length === 0 ? null : (
        <details>
          <summary>{t.headers}</summary>
          <pre>{listed.join('\n')}</pre>
        </details>
      )}
      {body === null || body === '' ? null : (
        <details open={result !== 'delivered'}>
          <summary>{t.body}</summary>
          <p class="hint">{t.bodyHint}</p>
          <pre>{body}</pre>
        </details>
      )}
    </>
  );
}

const ASKED = ['state', 'type', 'since', 'until', 'before'];

type DeliveriesProps = Pick<Subscriber, 'view' | 'deliveries' | 'total' | 'before'> & { page: PageContext };

export function DeliverySection({ page, view, deliveries, total, before }: DeliveriesProps) {
  const t = phrases(page.language).console.deliveries;
  const isFiltered = ASKED.some((name) => (page.query.get(name) ?? '') !== '');
  return (
    <Section id="deliveries" title={t.heading}>
      {deliveries.length === 0 && !isFiltered ? null : <DeliveryFilter page={page} />}
      {deliveries.length === 0 ? (
        <div class="empty">
          <p>{isFiltered ? t.noneMatch : t.none}</p>
          {isFiltered ? <a href={addressOf(page, page.path)}>{t.reset}</a> : null}
        </div>
      ) : (
        <Table
          label={t.heading}
          columns={[
            t.column.what,
            { nowrap: t.column.state },
            t.column.planned,
            { number: t.column.attempts },
            t.column.answer,
          ]}
          rows={deliveries.map((one) => lineOf({ page, subscription: view.id, delivery: one }))}
        />
      )}
      <CursorPager
        {...{ page, total }}
        cursor="before"
        next={before}
        words={{ first: t.newest, next: t.older }}
        shown={deliveries.length}
      />
    </Section>
  );
}

function lineOf({ page, subscription, delivery }: { page: PageContext; subscription: string; delivery: Listed }) {
  const t = phrases(page.language).console.deliveries;
  const { id, type, subject, createdAt, attempts, responseCode, lastError, lastReason, isAgain } = delivery;
  const label = t.type[type];
  return [
    <>
      <a href={addressOf(page, `/subscribers/${subscription}/deliveries/${id}`)}>{label}</a>
      {isAgain ? <span class="soft small"> ({t.isAgain})</span> : null}
      {subject === label ? null : <div class="small subscribers-subject">{subject}</div>}
    </>,
    <DeliveryState page={page} state={displayedState(delivery)} />,
    <Timestamp page={page} at={createdAt} />,
    attempts,
    <>
      {responseCode}
      {lastError === null ? null : (
        <div class="small">{cutShort(errorIn(lastReason, lastError, page.language) ?? lastError)}</div>
      )}
    </>,
  ];
}

function DeliveryFilter({ page }: { page: PageContext }) {
  const t = phrases(page.language).console.deliveries;
  const day = (name: 'since' | 'until') => (
    <div class="field">
      <label for={`by-${name}`}>{t.filter[name]}</label>
      <input id={`by-${name}`} type="date" name={name} value={page.query.get(name) ?? ''} />
    </div>
  );
  return (
    <form method="get" action={`${page.path}#deliveries`} class="filters row" aria-label={t.filter.label}>
      <Select
        page={page}
        name="state"
        label={t.filter.state}
        values={DELIVERY_STATES}
        word={(state) => t.state[state]}
      />
      <Select page={page} name="type" label={t.filter.type} values={MESSAGE_TYPES} word={(type) => t.type[type]} />
      {day('since')}
      {day('until')}
      <button class="second">{t.filter.go}</button>
    </form>
  );
}

/** `kept`: a mail that was stored, not sent. */
type DisplayedState = ListedState | 'kept';

const displayedState = ({ state, isKept }: Pick<Listed, 'state' | 'isKept'>): DisplayedState =>
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

const DeliveryState = ({ page, state }: { page: PageContext; state: DisplayedState }) => (
  <Badge tone={STATE_TONES[state]}>{phrases(page.language).console.deliveries.state[state]}</Badge>
);

/** Attempts recorded before reason codes existed only have an English sentence. */
export const errorIn = (reason: Reason | null, sentence: string | null, language: Language): string | null =>
  reason ? say(reason, language) : sentence;
