import { z } from 'zod';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import type { Subscriber } from './subscribers.js';

/** What was just done to a subscription, and where to go on looking. Of anything else in the address nothing is said. */
export function JustDone({ page, view, keepsMails }: Pick<Subscriber, 'view' | 'keepsMails'> & { page: ThisPage }) {
  const { done } = SUBSCRIBER_WORDS[page.language];
  const what = page.query.get('done') ?? '';
  const said = sayings(page, view)[what];
  if (said === undefined) return null;
  const delivery = z.uuid().safeParse(page.query.get('delivery')).data;
  const sends = what === 'made' || what === 'test' || what === 'asked' || what === 'again';
  return (
    <div class="note good" role="status">
      <p>
        {said} {what === 'many' && page.query.has('more') ? done.more : null}
      </p>
      {delivery === undefined ? null : (
        <p>
          <a href={addressOf(page, `/subscribers/${view.id}/deliveries/${delivery}`)}>{done.seeDelivery}</a>
        </p>
      )}
      {sends && view.channel === 'email' && keepsMails ? (
        <p>
          {done.kept} {may(page, 'admin') ? <a href={addressOf(page, '/mails')}>{done.seeMails}</a> : null}
        </p>
      ) : null}
    </div>
  );
}

function sayings(
  { language, query }: ThisPage,
  { channel, target }: Subscriber['view'],
): Partial<Record<string, string>> {
  const { done } = SUBSCRIBER_WORDS[language];
  const count = Number(/^\d{1,5}$/.exec(query.get('count') ?? '')?.[0] ?? 0);
  return {
    made: channel === 'email' ? done.madeMail : done.made,
    test: done.test(target),
    enabled: done.enabled,
    asked: done.asked,
    changed: done.changed,
    ended: done.ended,
    again: done.again,
    many: done.many(count),
    lifted: done.lifted,
  };
}
