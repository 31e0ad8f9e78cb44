import { cutShort } from '#language/format.js';
import { DELIVERY_STATES, type ListedState } from '#subscriptions/sending/delivery-log.js';
import type { Language } from '#language/language.js';
import type { Reason } from '#domain/reasons.js';
import { phrases, say } from '#language/phrases.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { Badge, type Tone } from '../frame/badges.js';
import { Timestamp, Table, Section } from '../frame/display.js';
import { CursorPager } from '../frame/pagers.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Select } from './subscriber-list.js';
import type { Listed, Subscriber } from './subscribers.js';

const ASKED = ['state', 'type', 'since', 'until', 'before'];

type DeliveriesProps = Pick<Subscriber, 'view' | 'deliveries' | 'total' | 'before'> & { page: PageContext };

/** Deliveries of a subscription, newest first. */
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

export const displayedState = ({ state, isKept }: Pick<Listed, 'state' | 'isKept'>): DisplayedState =>
  state === 'sent' && isKept ? 'kept' : state;

const TONES: Record<DisplayedState, Tone> = {
  planned: 'plain',
  claimed: 'plain',
  sent: 'good',
  failed: 'bad',
  cancelled: 'plain',
  held: 'warn',
  kept: 'warn',
};

export const DeliveryState = ({ page, state }: { page: PageContext; state: DisplayedState }) => (
  <Badge tone={TONES[state]}>{phrases(page.language).console.deliveries.state[state]}</Badge>
);

/** Attempts recorded before reason codes existed only have an English sentence. */
export const errorIn = (reason: Reason | null, sentence: string | null, language: Language): string | null =>
  reason ? say(reason, language) : sentence;
