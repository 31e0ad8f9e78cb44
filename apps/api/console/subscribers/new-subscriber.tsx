import type { Problem } from '#domain/refusal.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import type { WishChoices } from './followed-names.js';
import { FORM_WORDS } from './form-words.js';
import { WishesForm } from './wishes-form.js';

interface NewProps {
  page: ThisPage;
  channel: 'email' | 'webhook';
  typed: URLSearchParams;
  choices: WishChoices;
  problems: readonly Problem[];
  once: string;
}

/** Where one asks for a subscription. */
export function NewSubscriber(props: NewProps) {
  const { page, channel } = props;
  const other = channel === 'email' ? 'webhook' : 'email';
  return (
    <>
      <p>
        <a href={addressOf(page, '/subscribers/new', { channel: other })}>{FORM_WORDS[page.language].other[channel]}</a>
      </p>
      <WishesForm {...props} />
    </>
  );
}
