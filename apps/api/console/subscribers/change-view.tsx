import type { Problem } from '#domain/refusal.js';
import type { SubscriptionView } from '#subscriptions/list-subscriptions.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import type { WishChoices } from './followed-names.js';
import { FORM_WORDS } from './form-words.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import { WishesForm } from './wishes-form.js';

interface ChangeProps {
  page: ThisPage;
  view: SubscriptionView;
  typed: URLSearchParams;
  choices: WishChoices;
  problems: readonly Problem[];
}

/** The wishes of a subscription, to be changed. */
export function ChangeView({ view, ...form }: ChangeProps) {
  const { page } = form;
  const { language } = page;
  return (
    <>
      <p>
        <code>{view.target}</code>
      </p>
      <p class="hint">{FORM_WORDS[language].changeHint}</p>
      <WishesForm {...form} channel={view.channel} />
      <p>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{SUBSCRIBER_WORDS[language].back}</a>
      </p>
    </>
  );
}
