import { answerableUntil } from '../answerable.js';
import type { Carried } from '../carried.js';
import type { Links } from '../links.js';
import type { Secrets } from '../secrets.js';

interface Means {
  secrets: Secrets;
  links: Links;
}

/**
 * The JSON that a message becomes: `{ type, timestamp, data }`. A verification gets its challenge here and a reminder the
 * address where it is answered, not at rest: a copy of the database answers nothing.
 */
export function payloadOf(delivery: Carried, means: Means): string {
  const { type, timestamp } = delivery.message;
  return JSON.stringify({ type, timestamp, data: dataOf(delivery, means) });
}

function dataOf({ message, ...delivery }: Carried, { secrets, links }: Means): object {
  switch (message.type) {
    case 'subscription.verification': {
      const { subscription, round } = message.data;
      return { subscription, challenge: secrets.confirmToken(subscription, round) };
    }
    case 'event.recorded':
      return { occurred: null, source: null, ...message.data }; // as in the change feed, where no field is absent
    case 'deadline.reminder':
    case 'deadline.digest':
      return { ...message.data, answerUrl: links.answer(delivery.message_id, answerableUntil(delivery)) };
    case 'subscription.test':
      return message.data;
  }
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
