import { Get, Param } from '@nestjs/common';
import { DeliveryLog, type AttemptView, type DeliveryWithLog } from '#subscriptions/sending/delivery-log.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { IdInPath } from '../../api/auth/caller.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Badge, type Tone } from '../frame/badges.js';
import { Facts, Timestamp, Section } from '../frame/display.js';
import { LinkedText } from '../frame/sources.js';
import { addressOf, currentUrlWith, may, type PageContext } from '../frame/page.js';
import { DeliveryState, displayedState, errorIn } from './delivery-list.js';
import { DeliveryContents, type DisplayedContent, type SubscriptionTarget, Target } from './subscribers.js';

@Pages('subscribers/:id/deliveries/:delivery')
export class DeliveryPages {
  constructor(
    private readonly log: DeliveryLog,
    private readonly subscriptions: Subscriptions,
    private readonly contents: DeliveryContents,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(
    @Target() { page, id, scope }: SubscriptionTarget,
    @Param('delivery', { schema: IdInPath }) delivery: string,
  ): Promise<Answer> {
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
  /** Of the subscriber. */
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

/** Completed attempts, latest first. */
function Attempts({ page, channel, whole: { log, type } }: AttemptsProps) {
  const t = phrases(page.language).console.deliveries;
  const isChallenge = type === 'subscription.verification' && channel === 'webhook';
  return (
    <Section id="attempts" title={t.attempts}>
      {log.length === 0 ? <p>{t.noAttempt}</p> : null}
      {isChallenge && log.length > 0 ? <p class="hint">{t.notKept}</p> : null}
      {log.toReversed().map((attempt, index) => (
        <Attempt key={attempt.number} page={page} attempt={attempt} isLatest={index === 0} />
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
