import { cutShort } from '#notifications/mail/cut-short.js';
import { phrases } from '#language/phrases.js';
import { addressOf, thisPageWith, type ThisPage } from '../frame/page.js';
import { reasonIn } from '../frame/reason-words.js';
import { Moment } from '../frame/display.js';
import { DeliveryFilter } from './delivery-filter.js';
import { DeliveryState } from './delivery-state.js';
import { DELIVERY_WORDS } from './delivery-words.js';
import type { Listed, Subscriber } from './subscribers.js';

const ASKED = ['state', 'type', 'since', 'until', 'before'];

type DeliveriesProps = Pick<Subscriber, 'view' | 'deliveries' | 'before'> & { page: ThisPage };

/** What a subscription was sent, is or should have been; newest first. */
export function ItsDeliveries({ page, view, deliveries, before }: DeliveriesProps) {
  const words = DELIVERY_WORDS[page.language];
  const isFiltered = ASKED.some((name) => (page.query.get(name) ?? '') !== '');
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">{words.heading}</h2>
      {deliveries.length === 0 && !isFiltered ? null : <DeliveryFilter page={page} />}
      {deliveries.length === 0 ? (
        <div class="empty">
          <p>{isFiltered ? words.noneMatch : words.none}</p>
          {isFiltered ? <a href={addressOf(page, page.path)}>{words.reset}</a> : null}
        </div>
      ) : (
        <table class="lines">
          <caption class="unseen">{words.heading}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.what}</th>
              <th scope="col">{words.column.state}</th>
              <th scope="col">{words.column.planned}</th>
              <th scope="col" class="number">
                {words.column.attempts}
              </th>
              <th scope="col">{words.column.answer}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((one) => (
              <Line key={one.id} page={page} subscription={view.id} delivery={one} />
            ))}
          </tbody>
        </table>
      )}
      <Older page={page} before={before} />
    </section>
  );
}

function Older({ page, before }: Pick<DeliveriesProps, 'page' | 'before'>) {
  const words = DELIVERY_WORDS[page.language];
  const isFirst = !page.query.has('before');
  if (isFirst && before === undefined) return null;
  return (
    <nav class="pager" aria-label={phrases(page.language).console.frame.pages.label}>
      {isFirst ? null : <a href={thisPageWith(page, { before: undefined })}>{words.newest}</a>}
      {before === undefined ? null : (
        <a rel="next" href={thisPageWith(page, { before })}>
          {words.older}
        </a>
      )}
    </nav>
  );
}

function Line({ page, subscription, delivery }: { page: ThisPage; subscription: string; delivery: Listed }) {
  const words = DELIVERY_WORDS[page.language];
  const { id, type, state, subject, createdAt, attempts, responseCode, lastError, cause } = delivery;
  const label = words.type[type];
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/subscribers/${subscription}/deliveries/${id}`)}>{label}</a>
        {cause.includes(':again:') ? <span class="soft small"> ({words.isAgain})</span> : null}
        {subject === label ? null : <div class="small subscribers-subject">{subject}</div>}
      </th>
      <td data-label={words.column.state} class="nowrap">
        <DeliveryState page={page} state={state} />
      </td>
      <td data-label={words.column.planned}>
        <Moment page={page} at={createdAt} />
      </td>
      <td data-label={words.column.attempts} class="number">
        {attempts}
      </td>
      <td data-label={words.column.answer}>
        {responseCode}
        {lastError === null ? null : <div class="small">{reasonIn(cutShort(lastError), page.language)}</div>}
      </td>
    </tr>
  );
}
