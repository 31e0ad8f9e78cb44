import { dossierStream } from '#domain/event/ledger-event.js';
import type { Attempt } from '../delivery/attempt.js';
import type { Message } from '../message.js';
import { letterOf, type Means } from './letter-of.js';
import { rendered, type Rendered } from './letter.js';

export interface Envelope extends Rendered {
  recipient: string;
  headers: Record<string, string>;
}

/**
 * A mail with its headers. `Message-ID` follows from the delivery, so a mail that was sent twice (the process died before
 * it could note the first) is the same mail to every client. Mails about one dossier form a thread under a root that was
 * never sent. All but the confirmation can be ended in one click (RFC 8058).
 */
export function envelopeOf(
  { delivery, subscription }: Attempt,
  { from, ...means }: Means & { from: string },
): Envelope {
  const { message } = delivery;
  const domain = domainOf(from);
  const headers: Record<string, string> = {
    'Message-ID': `<${delivery.id}@${domain}>`,
    'Auto-Submitted': 'auto-generated',
  };
  const thread = threadOf(message);
  if (thread !== undefined) headers['References'] = `<${thread}@${domain}>`;
  if (message.type !== 'subscription.verification') {
    headers['List-Unsubscribe'] = `<${means.links.unsubscribe(subscription.id)}>`;
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  const letter = letterOf(delivery, subscription, means);
  return { recipient: subscription.target, headers, ...rendered(letter, subscription.language) };
}

/** A stream's name: `dossier-<uuid>`. What is about several dossiers belongs to no thread: it would join theirs into one. */
function threadOf(message: Message): string | undefined {
  switch (message.type) {
    case 'event.recorded':
      return message.data.stream;
    case 'deadline.reminder':
      return dossierStream(message.data.dossier);
    case 'deadline.digest': {
      const [dossier, ...others] = new Set(message.data.reminders.map((reminder) => reminder.dossier));
      return dossier !== undefined && others.length === 0 ? dossierStream(dossier) : undefined;
    }
    case 'subscription.verification':
    case 'subscription.test':
      return undefined;
  }
}

const domainOf = (mailbox: string): string => /@([^>\s]+)>?$/.exec(mailbox)?.[1] ?? 'localhost';
