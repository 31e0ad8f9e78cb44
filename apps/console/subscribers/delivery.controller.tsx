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
import { capitalized, cutShort, english, french } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Facts, Timestamp, Section, LinkedText } from '../frame/display.js';
import { type FieldData, select } from '../frame/fields.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Table, CursorPager } from '../frame/table.js';
import { Empty, Toolbar } from '../frame/toolbar.js';
import { Id, addressOf, currentUrlWith, may, type PageContext } from '../frame/page.js';
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
    const { deliveries: t, mails } = phrases(page.language).console;
    const here = addressOf(page, `/subscribers/${id}`);
    const state = displayedState(whole);
    const children = (
      <>
        <Facts
          facts={[
            [
              t.column.state,
              <>
                <DeliveryState page={page} state={state} /> {t.stateMeans[state]}
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
        {whole.isKept && may(page, 'admin') ? (
          <p>
            <a href={addressOf(page, `/mails/${whole.id}`)}>{t.keptMail}</a>
          </p>
        ) : null}
        <DeliveryContent {...{ page, view, whole }} content={await this.contents.of(whole, view)} />
        <Attempts page={page} channel={view.channel} whole={whole} />
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
  page: PageContext;
  view: SubscriptionView;
  whole: DeliveryWithLog;
  content: DisplayedContent;
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

function Attempts({
  page,
  channel,
  whole: { log, type },
}: {
  page: PageContext;
  channel: 'email' | 'webhook';
  whole: DeliveryWithLog;
}) {
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
  const listed = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const hasAnswer = listed.length > 0 || Boolean(body);
  const isShown = isLatest || page.query.get('attempt') === String(number);
  return (
    <article class="card" aria-labelledby={`attempt-${number}`}>
      <h3 id={`attempt-${number}`}>
        {t.attempt(number)} <Badge tone={TONES[result]}>{t.result[result]}</Badge>
      </h3>
      <Facts
        facts={[
          [t.at, <Timestamp page={page} at={at} />],
          [t.took, `${(language === 'fr' ? french : english).number(tookMs)} ms`],
          [t.code, code],
          [t.error, errorIn(attempt.reason, error, language)],
        ]}
      />
      {isShown && listed.length > 0 ? (
        <details>
          <summary>{t.headers}</summary>
          <pre>{listed.join('\n')}</pre>
        </details>
      ) : null}
      {isShown && body ? (
        <details open={result !== 'delivered'}>
          <summary>{t.body}</summary>
          <p class="hint">{t.bodyHint}</p>
          <pre>{body}</pre>
        </details>
      ) : null}
      {hasAnswer && !isShown ? (
        <a href={`${currentUrlWith(page, { attempt: number })}#attempt-${number}`}>{t.seeAnswer}</a>
      ) : null}
    </article>
  );
}

const ASKED = ['state', 'type', 'since', 'until', 'before'];

type DeliveriesProps = Pick<Subscriber, 'view' | 'deliveries' | 'total' | 'before'> & { page: PageContext };

export function DeliverySection({ page, view, deliveries, total, before }: DeliveriesProps) {
  const { deliveries: t, subscribers, frame } = phrases(page.language).console;
  const asked = (name: string) => page.query.get(name) ?? '';
  const isFiltered = ASKED.some((name) => asked(name) !== '');
  const day = (name: 'since' | 'until'): FieldData => ({
    ...{ name, label: t.filter[name], value: asked(name) },
    kind: 'date',
  });
  const optionsOf = <T extends string>(values: readonly T[], words: Record<T, string>) =>
    values.map((value) => ({ value, label: capitalized(words[value]) }));
  return (
    <Section id="deliveries" title={t.heading}>
      {deliveries.length === 0 && !isFiltered ? null : (
        <Toolbar
          {...{ page, label: t.filter.label, action: `${page.path}#deliveries`, go: frame.time.go }}
          fields={[
            select('state', t.column.state, asked('state'), optionsOf(DELIVERY_STATES, t.state), subscribers.any.state),
            select('type', t.column.what, asked('type'), optionsOf(MESSAGE_TYPES, t.type), subscribers.any.type),
          ]}
          folded={{
            label: t.filter.days,
            fields: [day('since'), day('until')],
            isOpen: asked('since') + asked('until') !== '',
          }}
        />
      )}
      <Table
        isList
        label={t.heading}
        columns={[
          { name: t.column.what },
          { first: t.column.state },
          t.column.planned,
          { number: t.column.attempts },
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

function lineOf(page: PageContext, subscription: string, delivery: Listed) {
  const t = phrases(page.language).console.deliveries;
  const { id, type, subject, createdAt, attempts, responseCode, lastError, lastReason, isAgain } = delivery;
  const label = t.type[type];
  const error = lastError === null ? null : cutShort(errorIn(lastReason, lastError, page.language) ?? lastError);
  const state = displayedState(delivery);
  return {
    tone: STATE_TONES[state] === 'bad' ? ('bad' as const) : undefined,
    cells: [
      <>
        <a href={addressOf(page, `/subscribers/${subscription}/deliveries/${id}`)}>{label}</a>{' '}
        <span class="also">{[isAgain ? `(${t.isAgain})` : '', subject === label ? '' : subject].join(' ')}</span>
      </>,
      <DeliveryState page={page} state={state} />,
      <Timestamp page={page} at={createdAt} />,
      attempts,
      responseCode === null && error === null ? null : (
        <span title={error ?? undefined}>{[responseCode, error].filter((one) => one !== null).join(' ')}</span>
      ),
    ],
  };
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
