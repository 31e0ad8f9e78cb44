import { answerableUntil } from '../answerable.js';
import type { Carried } from '../carried.js';
import type { Links } from '../links.js';
import type { Change } from '../message.js';
import type { Secrets } from '../secrets.js';
import { cloudEventOf } from './cloud-event.js';
import type { DataOf } from './payload-schemas.js';

interface Means {
  secrets: Pick<Secrets, 'confirmToken'>;
  links: Links;
}

export type Format = 'standard' | 'cloudevents';

export const CONTENT_TYPE: Record<Format, string> = {
  standard: 'application/json',
  cloudevents: 'application/cloudevents+json',
};

/**
 * The JSON that a message becomes: `{ type, timestamp, data }`, or a CloudEvent. A verification gets its challenge here and
 * a reminder the address where it is answered, not at rest: a copy of the database answers nothing.
 */
export function payloadOf(delivery: Carried, means: Means, format: Format = 'standard'): string {
  const { type, timestamp } = delivery.message;
  const data = dataOf(delivery, means);
  if (format === 'standard') return JSON.stringify({ type, timestamp, data });
  return JSON.stringify({ ...cloudEventOf(delivery, means.links.source), data });
}

function dataOf({ message, ...delivery }: Carried, { secrets, links }: Means): object {
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
export function echoes(body: string, challenge: string): boolean {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'challenge' in answer && answer.challenge === challenge;
  } catch {
    return false;
  }
}
