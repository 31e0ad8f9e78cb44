import { randomUUID } from 'node:crypto';
import type { Refusal } from '#domain/refusal.js';
import type { WholeDelivery } from '#delivery/get-delivery.js';
import type { Rendered } from '#notifications/mail/rendered.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { Facts, Moment } from '../frame/display.js';
import { Form, Hidden } from '../frame/controls.js';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { reasonIn, refusalIn } from '../frame/reason-words.js';
import { Attempts } from './attempts.js';
import { DeliveryState } from './delivery-state.js';
import { DELIVERY_WORDS } from './delivery-words.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import { WhatItSays } from './what-it-says.js';

interface DeliveryProps {
  page: ThisPage;
  view: SubscriptionView;
  whole: WholeDelivery;
  /** Of a subscription that gets mails. */
  mail: Rendered | undefined;
  /** Of a webhook. */
  payload: string | undefined;
  /** The mail was kept, not sent. */
  isKept: boolean;
  refused: Refusal | undefined;
}

/** What became of one delivery, why, what it says and how to send it again. */
export function DeliveryView({ page, view, whole, mail, payload, isKept, refused }: DeliveryProps) {
  const { language } = page;
  const words = DELIVERY_WORDS[language];
  const here = `/subscribers/${view.id}`;
  return (
    <>
      {refused ? (
        <p class="note error" role="alert">
          {SUBSCRIBER_WORDS[language].refused} {refusalIn(refused, language)}.
        </p>
      ) : null}
      <Facts
        facts={[
          [
            words.column.state,
            <>
              <DeliveryState page={page} state={whole.state} />{' '}
              {whole.state === 'sent' && isKept ? words.isKept : words.stateMeans[whole.state]}
            </>,
          ],
          [
            words.error,
            whole.state === 'sent' || whole.lastError === null ? null : reasonIn(whole.lastError, language),
          ],
          [words.says.to, <a href={addressOf(page, here)}>{view.target}</a>],
          [words.column.planned, <Moment page={page} at={whole.createdAt} />],
          [words.sent, whole.sentAt ? <Moment page={page} at={whole.sentAt} /> : null],
          [words.next, whole.nextAttemptAt ? <Moment page={page} at={whole.nextAttemptAt} /> : null],
          [words.identity, <code title={view.endpoint ? words.identityHint : undefined}>{whole.messageId}</code>],
        ]}
      />
      {view.channel === 'email' && isKept && may(page, 'admin') ? (
        <p>
          <a href={addressOf(page, `/mails/${whole.id}`)}>{words.keptMail}</a>
        </p>
      ) : null}
      {view.state === 'active' && whole.type !== 'subscription.verification' ? (
        <Form page={page} action={`${here}/deliveries/${whole.id}/redeliver`}>
          <Hidden fields={[['once', randomUUID()]]} />
          <button>{words.again}</button> <span class="hint">{words.againHint}</span>
        </Form>
      ) : null}
      <WhatItSays page={page} mail={mail} payload={payload} whole={whole} />
      <Attempts page={page} channel={view.channel} whole={whole} />
      <p>
        <a href={addressOf(page, here)}>{words.all}</a>
      </p>
    </>
  );
}
