import type { Links } from '../links.js';
import { answerableUntil, type DeliveryContent, type Change, type Message } from '../message.js';
import type { Secrets } from '../secrets.js';
import type { DataOf } from './payload-schemas.js';

interface PayloadContext {
  secrets: Pick<Secrets, 'confirmToken'>;
  links: Links;
}

type Format = 'standard' | 'cloudevents';

export const CONTENT_TYPE: Record<Format, string> = {
  standard: 'application/json',
  cloudevents: 'application/cloudevents+json',
};

/**
 * The JSON that a message becomes: `{ type, timestamp, data }`, or a CloudEvent. A verification gets its challenge here and
 * a reminder the address where it is answered, not at rest: a copy of the database answers nothing.
 */
export function payloadOf(delivery: DeliveryContent, means: PayloadContext, format: Format = 'standard'): string {
  const { type, timestamp } = delivery.message;
  const data = dataOf(delivery, means);
  if (format === 'standard') return JSON.stringify({ type, timestamp, data });
  return JSON.stringify({ ...cloudEventOf(delivery, means.links.source), data });
}

function dataOf({ message, ...delivery }: DeliveryContent, { secrets, links }: PayloadContext): object {
  const answerUrl = () => links.answer(delivery.message_id, answerableUntil(delivery));
  switch (message.type) {
    case 'subscription.verification': {
      const { subscription, round } = message.data;
      const challenge = secrets.confirmToken(subscription, round);
      return { subscription, challenge } satisfies DataOf<'subscription.verification'>;
    }
    case 'event.recorded':
      return wholeOf(message.data);
    case 'deadline.reminder':
      return { ...message.data, answerUrl: answerUrl() } satisfies DataOf<'deadline.reminder'>;
    case 'deadline.digest':
      return { ...message.data, answerUrl: answerUrl() } satisfies DataOf<'deadline.digest'>;
    case 'subscription.test':
      return message.data satisfies DataOf<'subscription.test'>;
    case 'changes.digest':
    case 'subscription.failing':
    case 'subscription.disabled':
      return message.data; // told by mail only
  }
}

/** As in the change feed, where no field is absent. */
function wholeOf(change: Change): DataOf<'event.recorded'> {
  const { occurred = null, source = null, status = null, next = null } = change as Partial<DataOf<'event.recorded'>>;
  return { ...change, occurred, source, status, next };
}

/** Whether an endpoint's answer is `{ "challenge": … }` with the challenge it was sent. */
export function isChallengeReturned(body: string, challenge: string): boolean {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'challenge' in answer && answer.challenge === challenge;
  } catch {
    return false;
  }
}

/**
 * The attributes of a message in the structured JSON format of CloudEvents 1.0. `source` and `id` together are unique, and
 * the same at every attempt: `id` is the `webhook-id`.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
function cloudEventOf({ message, message_id }: DeliveryContent, source: string): Record<string, string> {
  const subject = subjectOf(message);
  return {
    specversion: '1.0',
    id: message_id,
    source,
    type: `jalon.${message.type}`,
    ...(subject !== undefined && { subject }),
    time: message.timestamp,
    datacontenttype: 'application/json',
  };
}

/** The stream that it is about, or the subscription; none where it is about several. */
function subjectOf(message: Message): string | undefined {
  switch (message.type) {
    case 'event.recorded':
      return message.data.stream;
    case 'deadline.reminder':
      return `dossier-${message.data.dossier}`;
    case 'subscription.verification':
    case 'subscription.failing':
    case 'subscription.disabled':
    case 'subscription.test':
      return `subscription-${message.data.subscription}`;
    case 'deadline.digest':
    case 'changes.digest':
      return undefined;
  }
}
