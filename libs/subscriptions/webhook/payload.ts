import type { Message } from '../message.js';
import type { Secrets } from '../secrets.js';

/** The JSON that a message becomes: `{ type, timestamp, data }`. A verification gets its challenge here, not at rest. */
export function payloadOf(message: Message, secrets: Secrets): string {
  const { type, timestamp } = message;
  return JSON.stringify({ type, timestamp, data: dataOf(message, secrets) });
}

function dataOf(message: Message, secrets: Secrets): object {
  switch (message.type) {
    case 'subscription.verification': {
      const { subscription, round } = message.data;
      return { subscription, challenge: secrets.confirmToken(subscription, round) };
    }
    case 'event.recorded':
      return { occurred: null, source: null, ...message.data }; // as in the change feed, where no field is absent
    case 'deadline.reminder':
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
