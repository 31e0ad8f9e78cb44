import { Form } from '../frame/controls.js';
import { may, type ThisPage } from '../frame/page.js';
import { Moment } from '../frame/display.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import type { Subscriber } from './subscribers.js';

/**
 * Why no mail goes to an address any more, and how it does again. Whoever has merely subscribed one is not told: that its
 * mails come back is the business of those who had them.
 */
export function Suppressed({ page, view, suppression }: Pick<Subscriber, 'view' | 'suppression'> & { page: ThisPage }) {
  if (!suppression || (view.disabledBecause !== 'bounced' && !may(page, 'admin'))) return null;
  const words = SUBSCRIBER_WORDS[page.language];
  return (
    <div class="note warn">
      <p>
        <strong>{words.suppressed}</strong> {words.reason[suppression.reason]} (
        <Moment page={page} at={suppression.at} />)
      </p>
      <blockquote>{suppression.detail}</blockquote>
      {may(page, 'admin') ? (
        <Form page={page} action={`/subscribers/${view.id}/lift`}>
          <button>{words.lift}</button> <span class="hint">{words.liftHint}</span>
        </Form>
      ) : (
        <p>{words.onlyAdmin}</p>
      )}
    </div>
  );
}
