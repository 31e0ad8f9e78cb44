import type { Carried } from '../carried.js';
import type { Message } from '../message.js';

/**
 * The attributes of a message in the structured JSON format of CloudEvents 1.0. `source` and `id` together are unique, and
 * the same at every attempt: `id` is the `webhook-id`.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function cloudEventOf({ message, message_id }: Carried, source: string): Record<string, string> {
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
