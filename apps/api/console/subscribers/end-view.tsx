import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { Form } from '../frame/controls.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';

/** Asks whether a subscription is really to end. */
export function EndView({ page, view }: { page: ThisPage; view: SubscriptionView }) {
  const { end } = SUBSCRIBER_WORDS[page.language];
  return (
    <Form page={page}>
      <p>{end.text(view.target)}</p>
      <p class="row">
        <button class="danger">{end.yes}</button>
        <a class="button second" href={addressOf(page, `/subscribers/${view.id}`)}>
          {end.no}
        </a>
      </p>
    </Form>
  );
}
