import type { FoundSubscriptions } from '#subscriptions/find-subscriptions.js';
import { colon } from '#language/language.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { Pager } from '../frame/display.js';
import { SubscriberFilter } from './subscriber-filter.js';
import { StateOf } from './subscriber-state.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import { WISH_WORDS } from './wish-words.js';
import { filterInWords, type Names } from './wishes-in-words.js';

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
