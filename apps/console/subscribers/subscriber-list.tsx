import { phrases, say } from '#language/phrases.js';
import type { FoundSubscriptions } from '#subscriptions/subscriptions.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { colon } from '#language/language.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import { writtenInstant } from '#language/format.js';
import { Badge, type Tone } from '../frame/badges.js';
import { Pager } from '../frame/pagers.js';
import { Table } from '../frame/display.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { CHANNELS, STATES } from './subscribers.js';
import { type FilterNames, filterInWords, frequencyInWords } from '#subscriptions/filter.js';

export const PAGE_SIZE = 50;

interface ListProps {
  page: PageContext;
  found: FoundSubscriptions;
  number: number;
  isFiltered: boolean;
  names: FilterNames;
  now: Date;
}

export function SubscriberList({ page, found, number, isFiltered, names, now }: ListProps) {
  const t = phrases(page.language).console.subscribers;
  const { items, total } = found;
  const whose = may(page, 'admin') ? 'all' : 'own';
  return (
    <>
      <p>{t.intro[whose]}</p>
      <p class="row">
        <a class="button" href={addressOf(page, '/subscribers/new')}>
          {t.add.email}
        </a>
        <a class="button second" href={addressOf(page, '/subscribers/new', { channel: 'webhook' })}>
          {t.add.webhook}
        </a>
      </p>
      {items.length === 0 && !isFiltered ? null : <SubscriberFilter page={page} />}
      {items.length === 0 ? (
        <div class="empty">
          <p>{isFiltered ? t.noneMatch : t.empty[whose]}</p>
          {isFiltered ? <a href={addressOf(page, '/subscribers')}>{t.all}</a> : null}
        </div>
      ) : (
        <Table isMain label={t.title} columns={[t.column.target, t.column.follows, t.column.how, t.column.state]}>
          {items.map((view) => (
            <Line key={view.id} {...{ page, view, names, now }} />
          ))}
        </Table>
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={total} />
    </>
  );
}

type LineProps = Pick<ListProps, 'page' | 'names' | 'now'> & { view: SubscriptionView };

function Line({ page, view, names, now }: LineProps) {
  const { language } = page;
  const t = phrases(language).console.subscribers;
  const [[, follows] = ['', ''], ...lists] = filterInWords(view.filter, names, language);
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{view.target}</a>
        {view.endpoint?.description ? <div class="small soft">{view.endpoint.description}</div> : null}
      </th>
      <td data-label={t.column.follows}>
        {follows}
        {lists.map(([label, value]) => (
          <div key={label} class="small soft">
            {label + colon(language) + cut(value)}
          </div>
        ))}
      </td>
      <td data-label={t.column.how}>
        {t.channel[view.channel]}
        {view.channel === 'email' ? <div class="small soft">{frequencyInWords(view, language)}</div> : null}
      </td>
      <td>
        <SubscriptionStateText page={page} view={view} now={now} />
      </td>
    </tr>
  );
}

const LONGEST = 160;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`);

function SubscriberFilter({ page }: { page: PageContext }) {
  const t = phrases(page.language).console.subscribers;
  return (
    <form method="get" action={page.path} class="filters row" aria-label={t.filter}>
      <Select page={page} name="state" label={t.stateLabel} values={STATES} word={(one) => t.state[one]} />
      <Select page={page} name="channel" label={t.channelLabel} values={CHANNELS} word={(one) => t.channel[one]} />
      <button class="second">{t.go}</button>
    </form>
  );
}

interface SelectProps<T extends string> {
  page: PageContext;
  name: string;
  label: string;
  values: readonly T[];
  word: (value: T) => string;
}

export function Select<T extends string>({ page, name, label, values, word }: SelectProps<T>) {
  const chosen = page.query.get(name);
  return (
    <div class="field">
      <label for={`by-${name}`}>{label}</label>
      <select id={`by-${name}`} name={name}>
        <option value="">{phrases(page.language).console.subscribers.any}</option>
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
  page: PageContext;
  view: SubscriptionView;
  now: Date;
}

export function SubscriptionStateText({ page, view, now }: StateProps) {
  const { language, zone } = page;
  const t = phrases(language).console.subscribers;
  const { state, confirmUntil, disabledBecause, endpoint } = view;
  const isFailing = state === 'active' && (endpoint?.health.failures ?? 0) > 0;
  const until = confirmUntil && writtenInstant(confirmUntil, zone, language);
  return (
    <>
      <Badge tone={isFailing ? 'warn' : TONES[state]}>{t.state[state]}</Badge>
      {confirmUntil && until !== null ? (
        <div class="small">{confirmUntil > now ? t.confirmUntil(until) : t.confirmOver(until)}</div>
      ) : null}
      {disabledBecause ? (
        <div class="small">{phrases(language).mail.trouble.disabled.because[disabledBecause]}</div>
      ) : null}
      <Health page={page} view={view} now={now} />
    </>
  );
}

/** Failures of a webhook endpoint. */
function Health({ page: { language, zone }, view: { endpoint, state }, now }: StateProps) {
  if (!endpoint || (state !== 'active' && state !== 'pending')) return null;
  const { health } = phrases(language).console.subscribers;
  const { failures, failingSince, pausedUntil } = endpoint.health;
  const { failingReason: why } = endpoint;
  if (failures === 0 && !failingSince) return state === 'active' ? <div class="small soft">{health.well}</div> : null;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return (
    <div class="small">
      {failures > 0 ? `${health.failures(failures)}. ` : null}
      {failingSince ? `${health.since} ${writtenInstant(failingSince, zone, language)}. ` : null}
      {isPaused ? `${health.paused} ${writtenInstant(pausedUntil, zone, language)}. ` : null}
      {why ? `${health.lastError}${colon(language)}${say(why, language)}` : null}
    </div>
  );
}
