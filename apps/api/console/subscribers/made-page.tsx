import type { Created } from '#subscriptions/create-subscription.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { FORM_WORDS } from './form-words.js';
import { ToldOnce } from './told-once.js';

/** A webhook that was just subscribed. */
export function MadePage({ page, made: { subscription, secret } }: { page: ThisPage; made: Created }) {
  const words = FORM_WORDS[page.language].made;
  return (
    <>
      <p>
        <code>{subscription.target}</code>
      </p>
      <ToldOnce page={page} secret={secret} publicKey={subscription.endpoint?.publicKey ?? null} />
      <p>{words.next}</p>
      <p>
        <a class="button" href={addressOf(page, `/subscribers/${subscription.id}`)}>
          {words.open}
        </a>
      </p>
    </>
  );
}
