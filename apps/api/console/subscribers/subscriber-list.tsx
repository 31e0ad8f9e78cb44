import type { FoundSubscriptions, SubscriptionView } from '#subscriptions/list-subscriptions.js';
import { colon } from '#language/language.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import { writtenInstant } from '#language/format.js';
import { TROUBLE_WORDS } from '#notifications/mail/trouble-words.js';
import { Badge, Pager, type Tone } from '../frame/display.js';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import { CHANNELS, STATES } from './subscribers.js';
import { WISH_WORDS } from './wish-words.js';
import { filterInWords, type Names } from './subscription-form-data.js';

export const PAGE_SIZE = 50;

interface ListProps {
  page: ThisPage;
  found: FoundSubscriptions;
  /** Counted from 1. */
  number: number;
  isFiltered: boolean;
  names: Names;
  now: Date;
}

/** Everybody who is told, in short. */
export function SubscriberList({ page, found, number, isFiltered, names, now }: ListProps) {
  const words = SUBSCRIBER_WORDS[page.language];
  const { items, total } = found;
  const whose = may(page, 'admin') ? 'all' : 'own';
  return (
    <>
      <p>{words.intro[whose]}</p>
      <p class="row">
        <a class="button" href={addressOf(page, '/subscribers/new')}>
          {words.add.email}
        </a>
        <a class="button second" href={addressOf(page, '/subscribers/new', { channel: 'webhook' })}>
          {words.add.webhook}
        </a>
      </p>
      {items.length === 0 && !isFiltered ? null : <SubscriberFilter page={page} />}
      {items.length === 0 ? (
        <div class="empty">
          <p>{isFiltered ? words.noneMatch : words.empty[whose]}</p>
          {isFiltered ? <a href={addressOf(page, '/subscribers')}>{words.all}</a> : null}
        </div>
      ) : (
        <table class="lines">
          <caption class="unseen">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.target}</th>
              <th scope="col">{words.column.follows}</th>
              <th scope="col">{words.column.how}</th>
              <th scope="col">{words.column.state}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((view) => (
              <Line key={view.id} {...{ page, view, names, now }} />
            ))}
          </tbody>
        </table>
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={total} />
    </>
  );
}

type LineProps = Pick<ListProps, 'page' | 'names' | 'now'> & { view: SubscriptionView };

function Line({ page, view, names, now }: LineProps) {
  const { language } = page;
  const words = SUBSCRIBER_WORDS[language];
  const { modes } = WISH_WORDS[language];
  const [[, follows] = ['', ''], ...lists] = filterInWords(view.filter, names, language);
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{view.target}</a>
      </th>
      <td data-label={words.column.follows}>
        {follows}
        {lists.map(([label, value]) => (
          <div key={label} class="small soft">
            {label + colon(language) + cut(value)}
          </div>
        ))}
      </td>
      <td data-label={words.column.how}>
        {words.channel[view.channel]}
        {view.channel === 'email' ? <div class="small soft">{modes[view.mode]}</div> : null}
      </td>
      <td>
        <StateOf page={page} view={view} now={now} />
      </td>
    </tr>
  );
}

const LONGEST = 160;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`);

/** By state and channel. */
function SubscriberFilter({ page }: { page: ThisPage }) {
  const words = SUBSCRIBER_WORDS[page.language];
  return (
    <form method="get" action={page.path} class="filters row" aria-label={words.filter}>
      <Select page={page} name="state" label={words.stateLabel} values={STATES} word={(one) => words.state[one]} />
      <Select
        page={page}
        name="channel"
        label={words.channelLabel}
        values={CHANNELS}
        word={(one) => words.channel[one]}
      />
      <button class="second">{words.go}</button>
    </form>
  );
}

interface SelectProps<T extends string> {
  page: ThisPage;
  name: string;
  label: string;
  values: readonly T[];
  word: (value: T) => string;
}

/** One of some values, or any; the address says which. */
export function Select<T extends string>({ page, name, label, values, word }: SelectProps<T>) {
  const chosen = page.query.get(name);
  return (
    <div class="field">
      <label for={`by-${name}`}>{label}</label>
      <select id={`by-${name}`} name={name}>
        <option value="">{SUBSCRIBER_WORDS[page.language].any}</option>
        {values.map((value) => (
          <option key={value} value={value} selected={value === chosen}>
            {word(value)}
          </option>
        ))}
      </select>
    </div>
  );
}

const TONES: Record<SubscriptionState, Tone> = {
  pending: 'warn',
  active: 'good',
  disabled: 'bad',
  unsubscribed: 'plain',
};

interface StateProps {
  page: ThisPage;
  view: SubscriptionView;
  now: Date;
}

/** Whether it gets anything, and why not. */
export function StateOf({ page, view, now }: StateProps) {
  const { language, zone } = page;
  const words = SUBSCRIBER_WORDS[language];
  const { state, confirmUntil, disabledBecause } = view;
  const until = confirmUntil && writtenInstant(confirmUntil, zone, language);
  return (
    <>
      <Badge tone={TONES[state]}>{words.state[state]}</Badge>
      {confirmUntil && until !== null ? (
        <div class="small">{confirmUntil > now ? words.confirmUntil(until) : words.confirmOver(until)}</div>
      ) : null}
      {disabledBecause ? <div class="small">{TROUBLE_WORDS[language].disabled.because[disabledBecause]}</div> : null}
      <Health page={page} view={view} now={now} />
    </>
  );
}

/** How an endpoint fares; nothing of mails, nor of one that is asked nothing. */
function Health({ page: { language, zone }, view: { endpoint, state }, now }: StateProps) {
  if (!endpoint || state !== 'active') return null;
  const { health } = SUBSCRIBER_WORDS[language];
  const { failures, failingSince, pausedUntil } = endpoint.health;
  if (failures === 0 && !failingSince) return <div class="small soft">{health.well}</div>;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return (
    <div class="small">
      {failures > 0 ? `${health.failures(failures)}. ` : null}
      {failingSince ? `${health.since} ${writtenInstant(failingSince, zone, language)}. ` : null}
      {isPaused ? `${health.paused} ${writtenInstant(pausedUntil, zone, language)}.` : null}
    </div>
  );
}
